"""Ear and eye of the face detector, weighed with tragus and canthus."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.estimate.face import ROWS, Face, FaceFile, face
from posture.body.estimate.network import NetworkEstimator
from posture.body.points import NODES
from tests.body.estimate.test_features import evidence_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.estimate.estimator import Estimate

ALONE = NetworkEstimator(read_face=False)
DEPTHS = ALONE.depths()[0]
COORDINATES = (2 * ROWS[:, None] + np.arange(2)).ravel()
OTHERS = np.setdiff1d(np.arange(len(NODES)), ROWS)


def alone() -> Estimate:
    return ALONE.estimate(evidence_of())


def seen_at(estimate: Estimate, off: NDArray[np.float64], real: float = 1.0) -> NDArray[np.float64]:
    """Source pixels of ear and eye that lie so far from where they usually lie, statures."""
    data = face().data
    usual = real * np.array(data.real) + (1.0 - real) * np.array(data.rendered)
    at = estimate.positions[ROWS] + usual.reshape(2, 2) + off
    return estimate.camera.to_picture(at, DEPTHS[ROWS])


def weighed(estimate: Estimate, off: NDArray[np.float64], real: float = 1.0) -> Estimate:
    return face().weigh(estimate, seen_at(estimate, off, real), DEPTHS, real)


def test_the_file_says_where_it_comes_from():
    data = face().data
    assert "30 photographs" in data.source
    for spread in (np.array(data.real_covariance), np.array(data.rendered_covariance)):
        np.testing.assert_allclose(spread, spread.T)
        assert np.linalg.eigvalsh(spread).min() > 0.0
    assert np.abs([data.real, data.rendered]).max() < 0.02


@pytest.mark.parametrize("real", [0.0, 0.5, 1.0])
def test_points_where_they_usually_lie_move_nothing_and_make_errors_smaller(real: float):
    before = alone()
    after = weighed(before, np.zeros((2, 2)), real)
    np.testing.assert_allclose(after.positions, before.positions, atol=1e-9)
    old, new = (np.diagonal(one.covariance)[COORDINATES] for one in (before, after))
    assert (new < old).all()


def test_half_way_between_two_measurements_of_one_error():
    before = alone()
    own = before.covariance[np.ix_(COORDINATES, COORDINATES)] - (
        before.shared[COORDINATES] @ before.shared[COORDINATES].T
    )
    heights = np.zeros((4, 4))
    heights[1::2, 1::2] = 0.006**2
    # As sure as the estimate itself, apart from the common height.
    alike = Face(
        FaceFile(
            source="made up for a test",
            real=face().data.real,
            rendered=face().data.rendered,
            real_covariance=own.tolist(),
            rendered_covariance=(99 * own).tolist(),
        )
    )
    off = np.array([[0.002, 0.0], [0.002, 0.0]])
    after = alike.weigh(before, seen_at(before, off), DEPTHS, 1.0)
    gain = own @ np.linalg.inv(2 * own + heights)
    np.testing.assert_allclose(
        (after.positions - before.positions)[ROWS].ravel(), gain @ off.ravel(), atol=2e-5
    )


def test_rendered_faces_are_less_sure_than_real_ones():
    before = alone()
    off = np.array([[0.004, 0.0], [0.004, 0.0]])
    moved = [
        (weighed(before, off, real).positions - before.positions)[ROWS, 0] for real in (0.0, 1.0)
    ]
    assert (moved[0] > 0).all()
    assert (moved[0] < 0.9 * moved[1]).all()


def test_the_eye_of_real_people_is_less_sure_than_it_says():
    before = alone()
    off = np.array([[0.0, -0.001], [0.0, 0.001]])
    data = face().data.model_copy(update={"rendered_covariance": face().data.real_covariance})
    parted = []
    for real in (0.0, 1.0):
        after = Face(data).weigh(before, seen_at(before, off, real), DEPTHS, real)
        ear, eye = (after.positions - before.positions)[ROWS, 1]
        parted.append(eye - ear)
    assert 0.0 < parted[0] < 0.9 * parted[1]


def test_other_points_stay_with_their_errors():
    before = alone()
    after = weighed(before, np.array([[0.004, 0.002], [0.003, -0.001]]))
    np.testing.assert_allclose(after.positions[OTHERS], before.positions[OTHERS], atol=1e-12)
    rows = (2 * OTHERS[:, None] + np.arange(2)).ravel()
    old, new = (np.sqrt(np.diagonal(one.covariance)[rows]) for one in (before, after))
    # The camera's part is told apart from the rest, which may leave a little more.
    assert (new / old).min() > 1.0 - 1e-9
    assert (new / old).max() < 1.05


def test_points_far_away_are_of_another_face_and_the_way_there_has_no_jump():
    before = alone()
    steps = np.linspace(0.0, 0.4, 401)
    moved = np.array(
        [
            (weighed(before, np.full((2, 2), (step, 0.0))).positions - before.positions)[ROWS[0], 0]
            for step in steps
        ]
    )
    assert moved[20] == pytest.approx(steps[20], rel=0.1)  # these estimates are quite unsure
    assert abs(moved[-1]) < 0.02 * steps[-1]
    assert np.abs(np.diff(moved)).max() < 2.0 * steps[1]


@given(
    off=st.lists(st.floats(-0.05, 0.05), min_size=4, max_size=4),
    real=st.floats(0.0, 1.0),
)
def test_the_covariance_is_valid_wherever_the_points_lie(off: list[float], real: float):
    after = weighed(alone(), np.reshape(off, (2, 2)), real)
    values = np.linalg.eigvalsh(after.covariance)
    assert np.isfinite(after.positions).all()
    assert values.min() > -1e-9 * values.max()


def with_face(estimate: Estimate) -> Estimate:
    """The estimate from a picture with ear and eye 0.4 % of the stature further forward."""
    evidence = evidence_of()
    px = seen_at(estimate, np.full((2, 2), (0.004, 0.0)), 0.0)
    return NetworkEstimator().estimate(replace(evidence, face=px))


def test_the_estimator_reads_them():
    before = alone()
    after = with_face(before)
    assert (after.positions - before.positions)[ROWS, 0].min() > 0.0005


def test_without_a_face_nothing_changes():
    np.testing.assert_array_equal(
        NetworkEstimator().estimate(evidence_of()).positions, alone().positions
    )
