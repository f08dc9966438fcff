"""The merge of estimates with placed points, against the plain formulas of the normal law."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from posture.body.placed.merge import AGREES, APART, ELSEWHERE, FARTHEST, distance_in_sds, merge

COUNT = 6
NO_CAMERA = np.zeros((2 * COUNT, 4)), np.zeros((2 * COUNT, 4))


def joint(seed: int, size: float = 0.01) -> np.ndarray:
    """A covariance in which everything goes together somewhat, and nothing is too sure."""
    mixed = np.random.default_rng(seed).normal(size=(2 * COUNT, 2 * COUNT + 3))
    return size**2 * mixed @ mixed.T / mixed.shape[1] + 1.01 * APART**2 * np.eye(2 * COUNT)


def rolled(estimates: np.ndarray, roll: float) -> np.ndarray:
    """How points move with a roll, radians."""
    modes = np.zeros((2 * COUNT, 4))
    modes[:, 0] = roll * np.column_stack([estimates[:, 1], -estimates[:, 0]]).ravel()
    return modes


def spots(seed: int) -> np.ndarray:
    return np.random.default_rng(seed + 1000).uniform(0, 1, (COUNT, 2))


def conditional(
    mean: NDArray[np.float64],
    covariance: NDArray[np.float64],
    own: list[int],
    at: NDArray[np.float64],
    noise: NDArray[np.float64],
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Mean and covariance given noisy readings of some: the textbook's formula, by precision."""
    pick = np.eye(2 * COUNT)[[2 * i + k for i in own for k in (0, 1)]]
    precision = np.linalg.inv(covariance) + pick.T @ np.linalg.inv(noise) @ pick
    found = np.linalg.inv(precision)
    told = np.linalg.inv(covariance) @ mean.ravel() + pick.T @ np.linalg.inv(noise) @ at.ravel()
    return (found @ told).reshape(-1, 2), found


@pytest.mark.parametrize("own", [[0], [3, 1], [5, 0, 2], list(range(COUNT))])
def test_it_is_the_conditional_normal_distribution(own: list[int]):
    estimates, covariance = spots(1), joint(1)
    noise = np.diag(np.linspace(0.004, 0.008, 2 * len(own)) ** 2)
    at = estimates[own] + 0.002
    found, spread = merge(estimates, covariance, *NO_CAMERA, np.array(own), at, noise)
    mean, expected = conditional(estimates, covariance, own, at, noise)
    np.testing.assert_allclose(found, mean, rtol=0, atol=1e-9)
    np.testing.assert_allclose(spread, expected, rtol=0, atol=1e-12)


def test_points_placed_without_error_are_where_they_were_placed():
    own = list(range(COUNT))
    estimates, covariance = spots(2), joint(2)
    at = estimates + np.random.default_rng(3).normal(0, 0.05, estimates.shape)
    noise = np.eye(2 * COUNT) * 1e-12
    found, spread = merge(estimates, covariance, *NO_CAMERA, np.array(own), at, noise)
    np.testing.assert_allclose(found, at, atol=1e-5)
    assert np.abs(spread).max() < 1e-10


@given(
    st.integers(0, 2**31),
    st.sets(st.integers(0, COUNT - 1), min_size=1),
    st.floats(1e-4, 0.05),
    st.floats(0.0, 0.02),
)
def test_no_error_grows_where_the_readings_agree(
    seed: int, chosen: set[int], sd: float, roll: float
):
    own = sorted(chosen)
    estimates = spots(seed)
    modes = rolled(estimates, roll)
    covariance = joint(seed) + modes @ modes.T
    rows = [2 * i + k for i in own for k in (0, 1)]
    noise = np.eye(len(rows)) * sd**2
    found, spread = merge(estimates, covariance, modes, modes, np.array(own), estimates[own], noise)
    np.testing.assert_allclose(found, estimates, atol=1e-12)
    gain = np.linalg.eigvalsh(covariance - spread)
    # The difference of both is a covariance: no combination of points is told worse.
    assert gain.min() > -1e-10
    assert np.linalg.eigvalsh(spread).min() > -1e-10


@given(st.integers(0, 2**31), st.floats(0.0, 0.02), st.floats(0.0, 1.0), st.floats(1e-4, 0.02))
def test_errors_grow_in_all_by_no_more_than_estimates_share_with_the_camera(
    seed: int, roll: float, share: float, size: float
):
    estimates = spots(seed)
    modes = rolled(estimates, roll)
    covariance = joint(seed, size) - APART**2 * np.eye(2 * COUNT)
    found, spread = merge(
        estimates,
        covariance,
        modes,
        share * modes,
        np.array([1, 4]),
        estimates[[1, 4]],
        np.eye(4) * 0.004**2,
    )
    np.testing.assert_allclose(found, estimates, atol=1e-12)
    most = np.trace(covariance) + share**2 * (modes**2).sum() + 2 * COUNT * APART**2
    assert np.trace(spread) < most
    assert np.linalg.eigvalsh(spread).min() > -1e-10


def test_what_estimates_share_with_the_camera_cannot_be_told_by_points_read_through_it():
    """A roll by which all are wrong stays: no placed point says anything of it."""
    estimates, own = spots(3), [0, 5]
    modes = rolled(estimates, 0.02)
    covariance = joint(3, 0.001) + modes @ modes.T
    noise = np.eye(4) * 0.001**2
    whole = merge(estimates, covariance, modes, modes, np.array(own), estimates[own], noise)[1]
    none = merge(estimates, covariance, modes, 0 * modes, np.array(own), estimates[own], noise)[1]
    turn = modes[:, 0] / np.linalg.norm(modes[:, 0])
    before = turn @ covariance @ turn
    assert turn @ whole @ turn > 0.9 * before
    assert turn @ none @ turn < 0.7 * before


@given(st.integers(0, 2**31), st.floats(0.05, 5.0), st.floats(0, 2 * np.pi))
def test_a_hand_far_from_the_estimate_wins_and_drags_nobody_along(
    seed: int, far: float, way: float
):
    estimates, covariance = spots(seed), joint(seed)
    at = estimates[[2]] + far * np.array([[np.cos(way), np.sin(way)]])
    noise = np.eye(2) * 0.002**2
    found, _ = merge(estimates, covariance, *NO_CAMERA, np.array([2]), at, noise)
    # Nobody moves farther than the limit of what the estimates allow.
    sds = np.sqrt(np.diag(covariance)).reshape(-1, 2)
    limit = np.sqrt(FARTHEST) * sds + 1e-9
    others = [0, 1, 3, 4, 5]
    assert (np.abs(found - estimates)[others] <= limit[others]).all()
    assert np.linalg.norm(found[2] - at[0]) <= np.sqrt(FARTHEST) * 0.002


@pytest.mark.parametrize("sd", [0.004, 0.012, 0.03])
def test_a_hand_that_is_clearly_elsewhere_wins_whatever_its_error(sd: float):
    estimates, covariance = spots(5), joint(5)
    own = covariance[4:6, 4:6]
    for way in (np.array([1.0, 0.0]), np.array([-0.6, 0.8])):
        far = way / distance_in_sds(way, own)
        at = estimates[[2]] + 1.01 * ELSEWHERE * far
        found, spread = merge(
            *(estimates, covariance, *NO_CAMERA, np.array([2]), at, np.eye(2) * sd**2),
            by_hand=np.array([True]),
        )
        np.testing.assert_allclose(found[2], at[0], atol=1e-4)
        np.testing.assert_allclose(spread[4:6, 4:6], np.eye(2) * sd**2, rtol=1e-3, atol=1e-8)
        np.testing.assert_allclose(found[[0, 1, 3, 4, 5]], estimates[[0, 1, 3, 4, 5]], atol=1e-4)


def test_a_hand_that_agrees_is_averaged_and_a_sticker_is_as_before():
    estimates, covariance = spots(6), joint(6)
    own = covariance[:2, :2]
    way = np.array([1.0, 0.0]) / distance_in_sds(np.array([1.0, 0.0]), own)
    noise = np.eye(2) * 0.012**2

    def placed(sds: float, by_hand: bool) -> NDArray[np.float64]:
        at = estimates[[0]] + sds * way
        given = (estimates, covariance, *NO_CAMERA, np.array([0]), at, noise)
        return merge(*given, by_hand=np.array([by_hand]))[0]

    np.testing.assert_array_equal(placed(0.99 * AGREES, True), placed(0.99 * AGREES, False))
    assert np.linalg.norm(placed(3.0, True) - placed(3.0, False)) > 0.001
    # No jump: the farther it is put, the farther it goes, a little at a time.
    path = np.array([placed(sds, True)[0] @ way for sds in np.linspace(0, 6, 241)])
    steps = np.diff(path) / (way @ way)
    assert (steps > 0).all()
    assert steps.max() < 0.2


def test_over_many_people_the_merged_points_are_nearer_and_their_errors_are_true():
    own, sd, covariance = [0, 3], 0.006, joint(7)
    rng = np.random.default_rng(8)
    before, after, claimed = [], [], []
    for _ in range(400):
        truth = rng.uniform(0, 1, (COUNT, 2))
        error = rng.multivariate_normal(np.zeros(2 * COUNT), covariance).reshape(-1, 2)
        at = truth[own] + rng.normal(0, sd, (2, 2))
        found, spread = merge(
            truth + error,
            covariance,
            *NO_CAMERA,
            np.array(own),
            at,
            np.eye(4) * sd**2,
        )
        before.append(error.ravel())
        after.append((found - truth).ravel())
        claimed.append(np.diag(spread))
    rms = np.sqrt(np.mean(np.square(after), axis=0))
    assert (rms < np.sqrt(np.mean(np.square(before), axis=0)) * 1.02).all()
    np.testing.assert_allclose(rms, np.sqrt(np.mean(claimed, axis=0)), rtol=0.12)


def test_unknown_points_stay_unknown_until_they_are_placed():
    estimates, covariance = spots(4), joint(4)
    for i in (1, 2):
        estimates[i] = np.nan
        covariance[2 * i : 2 * i + 2] = covariance[:, 2 * i : 2 * i + 2] = np.nan
    at = np.array([[0.3, 0.4]])
    noise = np.eye(2) * 0.004**2
    found, spread = merge(estimates, covariance, *NO_CAMERA, np.array([1]), at, noise)
    assert found[1] == pytest.approx(at[0])
    np.testing.assert_allclose(spread[2:4, 2:4], noise)
    assert np.isnan(found[2]).all()
    assert np.isnan(spread[4]).all()
    # It says nothing about the others: no estimate of it can be compared.
    np.testing.assert_allclose(found[[0, 3, 4, 5]], estimates[[0, 3, 4, 5]])


def test_points_that_may_not_move_stay_with_their_covariance():
    estimates, covariance = spots(4), joint(4)
    own, others = np.array([1, 2]), np.array([0, 3, 4, 5])
    noise, at = 0.004**2 * np.eye(4), estimates[own] + 0.003
    found, spread = merge(estimates, covariance, *NO_CAMERA, own, at, noise, movable=own)
    rows = (2 * others[:, None] + np.arange(2)).ravel()
    np.testing.assert_array_equal(found[others], estimates[others])
    np.testing.assert_allclose(spread[np.ix_(rows, rows)], covariance[np.ix_(rows, rows)])
    everybody, _ = merge(estimates, covariance, *NO_CAMERA, own, at, noise)
    np.testing.assert_allclose(found[own], everybody[own])
