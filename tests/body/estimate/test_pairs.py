"""Two photos of one body, each read with the other beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posture.body.body import Body
from posture.body.estimate import pairs as paired
from posture.body.estimate.error_model import ErrorModel
from posture.body.estimate.face import ROWS
from posture.body.estimate.features import versioned
from posture.body.estimate.heights import SHARES
from posture.body.estimate.network import weights
from posture.body.estimate.pair_weights import (
    PairInput,
    PairWeights,
    pair_weights,
    scaled_covariance,
)
from posture.body.estimate.pairs import read_jointly
from posture.body.estimate.perceptron import Perceptron
from posture.body.estimate.real_people import RealPeople, real_people
from posture.body.points import NODES, PointSet
from tests.fixtures.bodies import body

FEATURES = weights().feature_mean
COUNT = len(weights().errors.slope)
PLAIN = np.outer([0.0, 1.0, 0.0, 0.0], np.ones(COUNT))
"""The error of a change is that of two independent readings."""


def estimated(
    features: np.ndarray,
    scale: float = 1.1,
    shift: tuple[float, float] = (0.2, 0.9),
    real: RealPeople | None = None,
):
    """A body as the estimator that ships gives it, in a camera's scale and place."""
    people = real or real_people()
    moved, _ = people.moves(people.share(weights().standardised(features), features), features)
    nodes = scale * (weights().positions(features) + moved) + np.array(shift)
    points = PointSet(nodes, np.eye(2 * len(NODES)) * 1e-6, ("estimated",) * len(NODES))
    made = body(points=points)
    return replace(made, detected=points, features=versioned(features))


def unlike(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return FEATURES + 0.5 * rng.standard_normal(len(FEATURES)) * weights().feature_scale


def by(move: np.ndarray, **changes: object) -> PairWeights:
    """Weights that correct every estimate by the same ``move``, shape (35, 2)."""
    inputs = 2 * (len(FEATURES) + 1)
    layer = (np.zeros((inputs, 2 * len(NODES))), np.zeros(2 * len(NODES)))
    learnt = PairWeights(
        inputs=PairInput(np.zeros(2 * len(NODES)), np.zeros((2 * len(NODES), 1))),
        correction=Perceptron((layer,), layer[0], move.ravel()),
        single=np.zeros(COUNT),
        change=PLAIN,
        correlation=np.zeros(COUNT),
        meta={},
        sha256="",
    )
    return replace(learnt, **changes)


@pytest.fixture
def moving(monkeypatch: pytest.MonkeyPatch) -> np.ndarray:
    move = np.zeros((len(NODES), 2))
    move[NODES.index("asis")] = (0.01, -0.02)
    monkeypatch.setattr(paired, "pair_weights", lambda: by(move))
    return move


def test_the_weights_that_ship_go_with_those_of_the_single_photo():
    assert pair_weights().meta["single_sha256"] == weights().sha256
    inputs = pair_weights().correction.skip.shape[0]
    assert inputs == 2 * (len(FEATURES) + pair_weights().inputs.shares.shape[1])


def test_a_correction_follows_the_camera_in_size(moving: np.ndarray):
    first, second = estimated(unlike(1)), estimated(unlike(2), scale=0.9, shift=(-0.1, 0.5))
    pair = read_jointly(first, second)
    assert pair is not None
    for was, now, scale in ((first, pair.before, 1.1), (second, pair.after, 0.9)):
        moved = now.detected.positions - was.detected.positions
        np.testing.assert_allclose(moved, scale * moving, atol=1e-12)


def test_the_points_of_real_people_are_moved_in_both_photos(
    moving: np.ndarray, monkeypatch: pytest.MonkeyPatch
):
    real = real_people().data.likeness.model_copy(update={"constant": 99.0})
    sure = RealPeople(real_people().data.model_copy(update={"likeness": real}))
    monkeypatch.setattr(paired, "real_people", lambda: sure)
    features = unlike(1)
    moved, _ = sure.moves(sure.share(weights().standardised(features), features), features)
    assert np.abs(moved).max() > 0.01
    first = estimated(features, real=sure)
    pair = read_jointly(first, first)
    assert pair is not None
    change = pair.before.detected.positions - first.detected.positions
    np.testing.assert_allclose(change, 1.1 * moving, atol=1e-12)


def test_what_the_face_detector_knows_of_the_head_stays(moving: np.ndarray):
    first = estimated(unlike(1))
    by_face = np.zeros((len(NODES), 2))
    by_face[ROWS] = [(0.006, -0.002), (0.004, 0.001)]
    seen = replace(first.detected, positions=first.detected.positions + by_face)
    pair = read_jointly(replace(first, detected=seen), first)
    assert pair is not None
    for was, now in ((seen, pair.before.detected), (first.detected, pair.after.detected)):
        np.testing.assert_allclose(now.positions - was.positions, 1.1 * moving, atol=1e-12)


@pytest.mark.parametrize(
    "shown", [NODES, ("tragus", "canthus", "c7", "acromion", "spine_00", "spine_01")]
)
def test_the_raise_of_head_and_neck_stays(moving: np.ndarray, shown: tuple[str, ...]):
    first = estimated(unlike(1))
    positions = first.detected.positions + np.stack([0 * SHARES, 0.015 * SHARES], axis=1)
    positions[[name not in shown for name in NODES]] = np.nan
    raised = replace(first, detected=replace(first.detected, positions=positions), raised=0.015)
    pair = read_jointly(raised, raised)
    assert pair is not None
    found = pair.before.detected.positions
    np.testing.assert_allclose(found, positions + 1.1 * moving, atol=1e-12)


def test_against_a_photo_stored_before_heads_were_raised_neither_is(moving: np.ndarray):
    first = estimated(unlike(1))
    positions = first.detected.positions + np.stack([0 * SHARES, 0.015 * SHARES], axis=1)
    raised = replace(first, detected=replace(first.detected, positions=positions), raised=0.015)
    assert first.raised is None
    pair = read_jointly(first, raised)
    assert pair is not None
    for found in (pair.before, pair.after):
        at = found.detected.positions - first.detected.positions
        np.testing.assert_allclose(at, 1.1 * moving, atol=1e-12)


def test_each_photo_is_read_with_the_other_beside_it():
    first, second = estimated(unlike(1)), estimated(unlike(2))
    one, other = read_jointly(first, second), read_jointly(second, first)
    assert one is not None
    assert other is not None
    assert (one.before, one.after) == (other.after, other.before)
    alone = read_jointly(first, first)
    assert alone is not None
    assert alone.before == alone.after != one.before


def test_what_is_unknown_stays_unknown(moving: np.ndarray):
    made = estimated(unlike(1))
    positions = made.detected.positions.copy()
    positions[NODES.index("toe")] = np.nan
    cut = replace(made, detected=replace(made.detected, positions=positions))
    pair = read_jointly(cut, made)
    assert pair is not None
    found = pair.before.detected
    lost = np.isnan(found.positions).any(axis=1)
    assert [NODES[i] for i in np.flatnonzero(lost)] == ["toe"]
    rows = np.repeat(lost, 2)
    assert np.isnan(found.covariance[rows]).all()
    assert np.isfinite(found.covariance[~rows][:, ~rows]).all()
    # Its place and size are those of the nodes that are known.
    np.testing.assert_allclose(found.positions[~lost], (positions + 1.1 * moving)[~lost])


@pytest.mark.parametrize("lost", ["before", "after"])
def test_without_features_there_is_nothing_to_read(lost: str):
    photos: dict[str, Body] = {name: estimated(unlike(1)) for name in ("before", "after")}
    photos[lost] = replace(photos[lost], features=None)
    assert read_jointly(**photos) is None


def test_errors_get_their_factor():
    model: ErrorModel = weights().errors
    features = unlike(3)

    def along(covariance: np.ndarray) -> np.ndarray:
        return np.sqrt(np.einsum("mi,ij,mj->m", model.slope, covariance, model.slope))

    same = along(scaled_covariance(weights(), features, np.zeros(COUNT)))
    nodes = weights().positions(features).ravel()
    as_single = model.covariance(weights().standardised(features), nodes)
    np.testing.assert_allclose(same, along(as_single), rtol=1e-9)
    narrower = along(scaled_covariance(weights(), features, np.full(COUNT, np.log(0.8))))
    np.testing.assert_allclose(narrower / same, 0.8, rtol=0.05)  # three sweeps


def test_the_error_of_a_change_follows_what_it_was_learnt_from():
    learnt = by(np.zeros((len(NODES), 2)))
    independent, none = np.linspace(1.0, 5.0, COUNT), np.zeros(COUNT)
    odds = np.array(1.5)
    np.testing.assert_allclose(learnt.sizes(independent, none, odds), independent)

    def log_size(row: int, change: np.ndarray) -> np.ndarray:
        """What one row of the weights adds."""
        more = PLAIN.copy()
        more[row] += 1.0
        found = replace(learnt, change=more).sizes(independent, change, odds)
        return np.log(found / independent)

    np.testing.assert_allclose(log_size(0, none), 1.0)
    np.testing.assert_allclose(log_size(1, none), np.log(independent), atol=1e-12)
    np.testing.assert_allclose(log_size(2, none), 1.5)
    for times, counted in ((-2.0, 2.0), (9.0, 4.0)):
        np.testing.assert_allclose(log_size(3, times * independent), counted)
    assert np.isnan(learnt.sizes(np.full(COUNT, np.nan), none, odds)).all()


def test_who_is_unusual_is_read_from_both_photos():
    plain, odd = estimated(FEATURES), estimated(FEATURES + 3.0 * weights().feature_scale)
    knots = weights().errors.odds_at
    features = [one.features.values for one in (plain, odd) if one.features is not None]
    assert len(features) == 2
    found = [paired.novelty_log_odds(weights(), one) for one in features]
    assert all(knots[0] <= value <= knots[-1] for value in found)
    pair = read_jointly(plain, odd)
    assert pair is not None
    assert pair.odds == pytest.approx(np.mean(found))
