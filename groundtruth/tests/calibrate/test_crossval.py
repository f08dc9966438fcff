import numpy as np
import pytest

pytest.importorskip("torch", reason="learning needs the ground truth's own environment")

from posture.body.estimate.features import names
from posture.body.estimate.network import weights
from posture.body.points import NODES

from groundtruth.calibrate.crossval import FOLDS, folds
from groundtruth.calibrate.errors import CONDITIONS, HeldOut, fit_errors, group_of_coordinates
from groundtruth.calibrate.sensitivity import sensitivity, values


def test_no_person_is_on_both_sides():
    body = np.repeat(np.arange(57), 2)
    fold = folds(np.random.default_rng(0).permutation(body))
    assert set(fold) == set(range(FOLDS))
    order = np.random.default_rng(0).permutation(body)
    for person in np.unique(body):
        assert len(set(fold[order == person])) == 1


def test_a_node_widens_as_a_whole():
    group = group_of_coordinates().reshape(len(NODES), 2)
    assert (group[:, 0] == group[:, 1]).all()


def people(count: int, size: np.ndarray, z: np.ndarray) -> HeldOut:
    """Estimates that are off by as much as ``size`` says, around one standing person."""
    rng = np.random.default_rng(1)
    usual = weights().positions(weights().feature_mean)
    true = usual + rng.normal(0, 0.01, (count, len(NODES), 2))
    found = true + size[:, None, None] * rng.normal(size=(count, len(NODES), 2))
    return HeldOut(z, found, true, np.ones(count), np.zeros(count, dtype=bool))


def test_errors_that_grow_with_a_condition_are_found_to_grow():
    rng = np.random.default_rng(0)
    z = rng.normal(size=(800, len(names())))
    column = list(names()).index("looseness")
    seen = people(800, 0.002 * np.exp(0.5 * z[:, column]), z)
    found = fit_errors(seen, np.ones(800, dtype=bool))
    slope = found.widening[CONDITIONS.index("looseness")]
    assert slope == pytest.approx(0.5, abs=0.1)
    assert np.allclose(found.widening[CONDITIONS.index("hair")], 0.0, atol=0.1)


def test_ranges_hold_as_often_as_they_say():
    rng = np.random.default_rng(0)
    z = rng.normal(size=(3200, len(names())))
    column = list(names()).index("looseness")
    seen = people(3200, 0.002 * np.exp(0.4 * z[:, column]), z)
    found = fit_errors(seen, np.ones(3200, dtype=bool))
    slope = sensitivity(seen.found)
    covariance = np.array(
        [found.covariance(row, nodes.ravel()) for row, nodes in zip(z, seen.found, strict=True)]
    )
    sd = np.sqrt(np.einsum("nmi,nij,nmj->nm", slope, covariance, slope))
    inside = (np.abs(values(seen.found) - values(seen.true)) < 1.2816 * sd).mean(axis=0)
    assert (np.abs(inside - 0.8) < 0.05).all()
