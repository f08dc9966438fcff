"""How far segments turn between two photos."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.estimate.segments import AXES, segment_rotations
from posture.body.points import NODES
from tests.fixtures.bodies import point_set

SHARED = np.zeros(len(NODES))
"""No part of the errors differs between the photos: turns are taken in full."""


def turned(degrees: float, *names: str):
    """The ideal points, some of them turned about the first name."""
    points = point_set()
    positions = points.positions.copy()
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    which = [NODES.index(name) for name in names]
    arms = positions[which] - positions[which[0]]
    positions[which] = positions[which[0]] + arms @ np.array([[cos, sin], [-sin, cos]])
    return replace(points, positions=positions)


@given(st.floats(-170, 170))
def test_an_axis_that_is_surely_known_turns_in_full(degrees: float):
    found = np.degrees(segment_rotations(point_set(), turned(degrees, "tragus", "canthus"), SHARED))
    for name, angle in zip(NODES, found, strict=True):
        expected = degrees if name in ("tragus", "canthus") else 0.0
        assert angle == pytest.approx(expected, abs=1e-9), name


def test_an_axis_that_is_poorly_known_hardly_turns():
    later, small, large = turned(8.0, "psis", "asis"), point_set(0.0003), point_set(0.02)
    whole = np.ones(len(NODES))
    at = NODES.index("asis")
    sure = segment_rotations(small, replace(later, covariance=small.covariance), whole)[at]
    vague = segment_rotations(large, replace(later, covariance=large.covariance), whole)[at]
    assert np.degrees(sure) == pytest.approx(8.0, abs=0.3)
    assert 0 < np.degrees(vague) < 2.5


def test_an_unknown_axis_turns_nothing():
    points = point_set()
    positions = points.positions.copy()
    positions[NODES.index("knee")] = np.nan
    lost = replace(points, positions=positions)
    assert np.isfinite(segment_rotations(lost, turned(5.0, "tragus", "canthus"), SHARED)).all()
    assert segment_rotations(points, lost, SHARED)[NODES.index("malleolus")] == 0.0


def test_points_on_one_another_turn_nothing():
    points = point_set(canthus=(0.045, 0.925))
    assert segment_rotations(points, points, SHARED)[NODES.index("canthus")] == 0.0


def test_every_node_belongs_to_one_segment_and_the_foot_to_none():
    moved = [node for *_, nodes in AXES for node in nodes]
    assert sorted([*moved, "toe"]) == sorted(NODES)
