import numpy as np
import pytest
from posture.body.points import NODES
from posture.measure.registry import METRICS

from groundtruth.calibrate.sensitivity import sensitivity, values
from tests.fixtures import positions

POSITIONS = positions()[None]


def test_a_metric_moves_with_its_own_nodes_alone():
    slope = sensitivity(POSITIONS)[0]
    for metric, row in zip(METRICS, slope, strict=True):
        moved = {NODES[k // 2] for k in np.flatnonzero(np.abs(row) > 1e-6)}
        assert moved <= set(metric.nodes)
        assert moved


@pytest.mark.parametrize("name", ["cva", "pelvic_tilt", "knee_angle", "kyphosis"])
def test_the_derivative_foretells_a_small_move(name: str):
    number = [metric.name for metric in METRICS].index(name)
    move = np.random.default_rng(1).normal(0, 2e-4, POSITIONS.shape)
    change = (values(POSITIONS + move) - values(POSITIONS))[0, number]
    predicted = sensitivity(POSITIONS)[0, number] @ move.ravel()
    assert change == pytest.approx(predicted, rel=0.05, abs=1e-3)
