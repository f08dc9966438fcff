from __future__ import annotations

import math

import numpy as np
import pytest
from posture.body.side_view import Side
from posture.measure.registry import METRICS

from groundtruth.real.by_eye import ANGLES, angle, raters_differ, stature_px, to_axes
from tests.fixtures import positions
from tests.real.made_up import analysis, labels


def test_stature_follows_from_tragus_and_malleolus():
    found = analysis()
    # In these proportions the two are .883 of stature apart.
    assert stature_px(labels(found, "a"), found.body.camera) == pytest.approx(1000 * 0.883 / 0.885)


def test_without_an_ankle_the_programs_scale_serves():
    found = analysis()
    given = labels(found, "a")
    del given.raters["1"]["malleolus"]  # pyright: ignore[reportIndexIssue]
    assert stature_px(given, found.body.camera) == 1000.0


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("roll", [-3.0, 0.0, 2.5])
def test_angles_by_eye_are_those_of_the_program_whatever_roll_and_facing(facing: Side, roll: float):
    found = analysis(facing, roll)
    axes = {
        name: to_axes(px, found.body.camera, 1000.0)
        for name, px in labels(found, "a").points.items()
    }
    for name in ANGLES:
        assert angle(name, axes) == pytest.approx(found.measurements[name].value, abs=1e-2)


def test_points_of_each_angle_are_those_of_the_programs_metric():
    assert {name: points for name, (_, points) in ANGLES.items()} == {
        metric.name: metric.nodes for metric in METRICS if metric.name in ANGLES
    }


def test_an_angle_without_its_points_is_unknown():
    assert math.isnan(angle("cva", {"tragus": positions()[0]}))


def test_raters_are_compared_forward_and_up_where_both_marked():
    faces_left = analysis("left")
    given = labels(faces_left, "a", second=(-10.0, 5.0))
    del given.raters["2"]["toe"]  # pyright: ignore[reportIndexIssue]
    alone = labels(analysis(), "b")
    cameras = {"a": faces_left.body.camera, "b": faces_left.body.camera}
    points, angles = raters_differ([given, alone], cameras)
    scale = 100 / stature_px(given, faces_left.body.camera)
    assert points["tragus"] == pytest.approx(np.array([[10.0 * scale, -5.0 * scale]]))
    assert "toe" not in points
    assert angles["cva"] == pytest.approx([0.0], abs=1e-9)
