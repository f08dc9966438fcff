import numpy as np
import pytest

pytest.importorskip("torch", reason="learning needs the ground truth's own environment")

from groundtruth.calibrate.crossval import FOLDS, folds
from groundtruth.calibrate.errors import CONDITIONS, fit_errors, group_of_coordinates
from posture.body.body import NODES
from posture.body.features import names


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


def test_errors_that_grow_with_a_condition_are_found_to_grow():
    rng = np.random.default_rng(0)
    z = rng.normal(size=(800, len(names())))
    column = list(names()).index("looseness")
    size = 0.005 * np.exp(0.5 * z[:, column])
    error = size[:, None, None] * rng.normal(size=(800, len(NODES), 2))
    found = fit_errors(error, z)
    slope = found.widening[CONDITIONS.index("looseness")]
    assert slope == pytest.approx(0.5, abs=0.1)
    assert np.allclose(found.widening[CONDITIONS.index("hair")], 0.0, atol=0.1)
