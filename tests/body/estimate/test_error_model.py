from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.estimate.error_model import ErrorModel, match_errors, novelty

RNG = np.random.default_rng(3)
ROOT = RNG.normal(0, 0.01, (70, 70))
SLOPE = RNG.normal(0, 30, (4, 70))
CONDITIONS = 2
FEATURES = 9


ROLL = 7


def model(**changes: np.ndarray) -> ErrorModel:
    plain = ErrorModel(
        root=ROOT,
        conditions=np.arange(CONDITIONS),
        widening=np.zeros((CONDITIONS + 2, 70)),
        mean=np.zeros(70),
        slope=SLOPE,
        usual=np.ones(4),
        log_size=np.vstack([np.zeros((CONDITIONS + 5, 4)), np.log([3.0, 2.0, 4.0, 1.5])]),
        hidden=np.zeros((FEATURES + 6, 0)),
        hidden_out=np.zeros((0, 4)),
        odds=np.zeros(len(changes.get("hidden_out", ()))),
        odds_at=np.zeros(1),
        by_odds=np.zeros((1, 4)),
        roll=ROLL,
        roll_at=np.zeros(1),
        by_roll=np.zeros((1, 4)),
    )
    return replace(plain, **changes)


def sizes(covariance: np.ndarray) -> np.ndarray:
    return np.sqrt(np.einsum("mi,ij,mj->m", SLOPE, covariance, SLOPE))


def test_an_ordinary_row_is_not_odd() -> None:
    assert novelty(np.ones(50)) == 0.0
    assert novelty(np.full((3, 50), 2.0)).tolist() == [1.0, 1.0, 1.0]


def test_every_measurement_gets_the_error_learnt_for_it() -> None:
    found = sizes(model().covariance(np.zeros(9), np.zeros(70)))
    np.testing.assert_allclose(found, [3.0, 2.0, 4.0, 1.5], rtol=0.02)


def test_circumstances_are_conditions_oddness_and_odds() -> None:
    hidden = np.zeros((FEATURES + 6, 1))
    hidden[0] = 1.0
    made = model(
        hidden=hidden, hidden_out=np.zeros((1, 4)), odds=np.ones(1), odds_at=np.array([-1, 3.0])
    )
    rows = np.vstack([np.full(FEATURES, 2.0), np.full(FEATURES, 5.0)])
    found = made.camera_conditions(rows, np.zeros((2, 70)))
    # The odds are not read beyond where it was learnt what they mean.
    np.testing.assert_allclose(found, [[2.0, 2.0, 1.0, 2.0], [5.0, 5.0, 4.0, 3.0]])


def test_an_error_that_grows_with_a_condition_grows() -> None:
    log_size = model().log_size.copy()
    log_size[0, 1] = 0.5
    grown = model(log_size=log_size)
    z = np.zeros(9)
    z[0] = 1.0
    ratio = sizes(grown.covariance(z, np.zeros(70))) / sizes(model().covariance(z, np.zeros(70)))
    assert ratio[1] == pytest.approx(np.exp(0.5), rel=0.03)


def test_an_unusual_estimate_may_be_further_off() -> None:
    log_size = model().log_size.copy()
    log_size[CONDITIONS + 1 + 2, 2] = 0.3
    grown = model(log_size=log_size)
    estimate = SLOPE[2] / (SLOPE[2] @ SLOPE[2])
    usual = sizes(grown.covariance(np.zeros(9), np.zeros(70)))
    unusual = sizes(grown.covariance(np.zeros(9), estimate))
    assert unusual[2] / usual[2] == pytest.approx(np.exp(0.3), rel=0.05)


def test_the_hidden_layer_bends_a_size_at_its_ramp() -> None:
    hidden = np.zeros((FEATURES + 6, 1))
    hidden[5], hidden[-1] = 1.0, -1.0
    bent = np.zeros((1, 4))
    bent[0, 2] = 0.4
    curved = model(hidden=hidden, hidden_out=bent)
    rows = np.zeros((3, FEATURES))
    rows[:, 5] = [1.0, 3.0, -1.0]
    # Ramp of (feature less one): 0, 2, and a tenth of -2.
    sizes = curved.sizes(rows, np.zeros((3, 70)))
    np.testing.assert_allclose(
        sizes / model().sizes(rows, np.zeros((3, 70))),
        np.exp([[0, 0, 0, 0], [0, 0, 0.8, 0], [0, 0, -0.08, 0]]),
    )


def test_an_estimate_beyond_all_others_counts_as_the_most_unusual() -> None:
    log_size = model().log_size.copy()
    log_size[CONDITIONS + 1 + 2, 2] = 0.3
    grown = model(log_size=log_size)
    direction = SLOPE[2] / (SLOPE[2] @ SLOPE[2])
    near, far = (grown.sizes(np.zeros(FEATURES), k * direction)[2] for k in (4.0, 400.0))
    assert far == pytest.approx(near)
    assert far == pytest.approx(4.0 * np.exp(4 * 0.3))


def test_many_rows_at_once_are_as_one_by_one() -> None:
    rng = np.random.default_rng(7)
    wild = model(
        widening=rng.normal(0, 0.2, (CONDITIONS + 2, 70)),
        hidden=rng.normal(0, 0.3, (FEATURES + 6, 5)),
        hidden_out=rng.normal(0, 0.2, (5, 4)),
    )
    rows, estimates = rng.normal(0, 1, (3, FEATURES)), rng.normal(0, 0.02, (3, 70))
    together = wild.covariance(rows, estimates)
    assert together.shape == (3, 70, 70)
    for row, estimate, found in zip(rows, estimates, together, strict=True):
        np.testing.assert_allclose(wild.covariance(row, estimate), found, rtol=1e-9, atol=1e-12)


def test_stretching_reaches_every_error_and_leaves_other_directions() -> None:
    wanted = np.array([2.0, 0.5])
    found = match_errors(np.eye(3), np.eye(3)[:2], wanted)
    np.testing.assert_allclose(found, np.diag([4.0, 0.25, 1.0]))


@given(st.lists(st.floats(-4, 4), min_size=9, max_size=9), st.integers(0, 1000))
def test_the_covariance_stays_one(z: list[float], seed: int) -> None:
    rng = np.random.default_rng(seed)
    wild = model(
        widening=rng.normal(0, 0.3, (CONDITIONS + 2, 70)),
        log_size=rng.normal(0, 0.4, (CONDITIONS + 6, 4)),
        hidden=rng.normal(0, 0.3, (FEATURES + 6, 5)),
        hidden_out=rng.normal(0, 0.3, (5, 4)),
    )
    covariance = wild.covariance(np.array(z), rng.normal(0, 0.02, 70))
    np.testing.assert_allclose(covariance, covariance.T, atol=1e-12)
    assert np.linalg.eigvalsh(covariance).min() > -1e-9 * np.trace(covariance)


def test_who_looks_unusual_gains_what_was_learnt_and_no_more_beyond() -> None:
    hidden, odds = np.zeros((FEATURES + 6, 1)), np.array([1.0])
    hidden[5] = 1.0
    at, leaning = np.array([0.0, 2.0]), np.array([[0.0, 0, 0, 0], [0.4, 0, 0, 0]])
    leaning_model = model(
        hidden=hidden, hidden_out=np.zeros((1, 4)), odds=odds, odds_at=at, by_odds=leaning
    )
    z = np.zeros((4, FEATURES))
    z[:, 5] = -1.0, 1.0, 2.0, 9.0
    found = leaning_model.sizes(z, np.zeros((4, 70)))
    np.testing.assert_allclose(found[:, 0], 3.0 * np.exp([0.0, 0.2, 0.4, 0.4]))
    np.testing.assert_allclose(found[:, 1:], np.broadcast_to([2.0, 4.0, 1.5], (4, 3)))
    # The odds themselves end there too.
    np.testing.assert_allclose(
        leaning_model.novelty_log_odds(z, np.zeros((4, 70))), [0.0, 1.0, 2.0, 2.0], atol=1e-12
    )


def test_the_rolls_stated_error_gains_what_was_learnt_and_no_more_beyond() -> None:
    by_roll = np.array([[0.0, 0, 0, -0.2], [0.6, 0, 0, -0.2]])
    z = np.zeros((4, FEATURES))
    z[:, ROLL] = -9.0, -0.5, 1.0, 9.0
    found = model(roll_at=np.array([-1.0, 1.0]), by_roll=by_roll).sizes(z, np.zeros((4, 70)))
    np.testing.assert_allclose(found[:, 0], 3.0 * np.exp([0.0, 0.15, 0.6, 0.6]))
    np.testing.assert_allclose(found[:, 1:3], np.broadcast_to([2.0, 4.0], (4, 2)))
    np.testing.assert_allclose(found[:, 3], 1.5 * np.exp(-0.2))
