from __future__ import annotations

import numpy as np
import pytest

from posture.body.points import NODES
from posture.measure.registry import METRICS, Metric
from tests.fixtures.bodies import point_set

FIXED = {
    "cva": "deg",
    "shoulder_c7": "deg",
    "shoulder_protraction": "% stature",
    "head_tilt": "deg",
    "ear_shoulder_offset": "% stature",
    "shoulder_hip_offset": "% stature",
    "kyphosis": "deg",
    "lordosis": "deg",
    "sacral_slope": "deg",
    "fleche_cervicale": "% trunk height",
    "fleche_lombaire": "% trunk height",
    "pelvic_tilt": "deg",
    "trunk_lean": "deg",
    "hip_angle": "deg",
    "knee_angle": "deg",
    "body_lean": "deg",
    "hip_ankle_offset": "% stature",
}
"""Names that documents, stores and knowledge files rely on."""


def test_names_and_units_are_the_fixed_ones():
    assert {metric.name: metric.unit for metric in METRICS} == FIXED
    assert len(METRICS) == len(FIXED)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_nodes_are_known_and_named_once(metric: Metric):
    assert set(metric.nodes) <= set(NODES)
    assert len(set(metric.nodes)) == len(metric.nodes)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_exactly_the_listed_nodes_are_needed(metric: Metric):
    positions = point_set().positions
    for row, node in enumerate(NODES):
        without = positions.copy()
        without[row] = np.nan
        assert np.isnan(metric.value(without)) == (node in metric.nodes), node


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_values_lie_in_the_interval(metric: Metric):
    positions = point_set().positions
    near = positions + np.random.default_rng(4).normal(0, 0.01, size=(200, *positions.shape))
    values = metric.value(near)
    assert values.shape == (200,)
    assert metric.interval[0] <= values.min() <= values.max() <= metric.interval[1]
