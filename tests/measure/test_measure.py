from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from posture.body.body import Body
from posture.body.placed.entries import Hand, PlacedPoint
from posture.body.points import NODES, POINTS, SPINE, PointSet
from posture.measure.measure import PLAIN_NAMES, least_certain, measure, plain_name
from posture.measure.registry import METRICS
from tests.fixtures.bodies import NO_CAMERA_ERRORS, body, point_set

WHY = "An arm lies in front of it."


def without_camera_errors(*placed: PlacedPoint, points: PointSet | None = None) -> Body:
    """A body of which only the points have errors."""
    depth_sds = np.zeros(len(NODES))
    return body(*placed, points=points, camera_errors=NO_CAMERA_ERRORS, depth_sds=depth_sds)


def hidden(*names: str, why: str = WHY):
    """Ideal points without some nodes."""
    points = point_set()
    positions, covariance = points.positions.copy(), points.covariance.copy()
    for name in names:
        i = NODES.index(name)
        positions[i] = np.nan
        covariance[2 * i : 2 * i + 2] = covariance[:, 2 * i : 2 * i + 2] = np.nan
    return PointSet(positions, covariance, points.sources, dict.fromkeys(names, why))


def placed_at(person: Body, name: str, source: Hand = "placed", dx: float = 4.0, sd: float = 1.0):
    x, y, _ = person.in_picture()[name]
    return PlacedPoint(name, x + dx, y + 2.0, sd, source)


def turned(points: PointSet, degrees: float):
    """The whole body leaning forward by an angle, about the ankle."""
    a = math.radians(degrees)
    centre = points["malleolus"]
    turn = np.array([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]])
    return replace(points, positions=(points.positions - centre) @ turn + centre)


def test_every_metric_is_there_in_display_order():
    measured = measure(body())
    assert list(measured) == [metric.name for metric in METRICS]
    for metric in METRICS:
        one = measured[metric.name]
        assert (one.name, one.unit, one.source) == (metric.name, metric.unit, "estimated")
        assert math.isfinite(one.value)
        assert one.sd > 0
        assert one.reason_missing is None


def test_the_same_body_gives_the_same_numbers():
    assert measure(body()) == measure(body())


@pytest.mark.parametrize("degrees", [-7.0, 3.0, 12.0])
def test_leaning_the_whole_body_forward_shifts_what_is_measured_to_the_vertical(degrees: float):
    before = measure(body())
    after = measure(body(points=turned(point_set(), degrees)))
    signs = {
        "trunk_lean": 1,
        "body_lean": 1,
        "sacral_slope": 1,
        "pelvic_tilt": 1,
        "shoulder_c7": 1,
        "cva": -1,
        "head_tilt": -1,
        "hip_angle": 0,
        "knee_angle": 0,
        "kyphosis": 0,
        "lordosis": 0,
    }
    for name, sign in signs.items():
        moved = after[name].value - before[name].value
        assert moved == pytest.approx(sign * degrees, abs=1e-9), name


def test_smaller_errors_of_points_give_smaller_errors_of_measurements():
    rough, fine = (measure(without_camera_errors(points=point_set(sd))) for sd in (0.004, 0.002))
    for name, one in fine.items():
        assert one.sd == pytest.approx(rough[name].sd / 2, rel=0.2)


@pytest.mark.parametrize("name", POINTS)
def test_a_placed_point_tells_most_about_what_depends_on_it(name: str):
    bare = body()
    before, after = measure(bare), measure(body(placed_at(bare, name)))
    for metric in METRICS:
        was, now = before[metric.name], after[metric.name]
        if name in metric.nodes:
            assert now.value != was.value
            assert now.sd < was.sd
        else:
            # What it tells about the camera tells a little about the rest, and costs nothing.
            assert abs(now.value - was.value) < was.sd
            assert now.sd < 1.01 * was.sd
        assert (now.source == "placed") == (set(metric.nodes) == {name})


@pytest.mark.parametrize("name", POINTS)
def test_points_that_err_alone_tell_nothing_about_the_rest(name: str):
    bare = without_camera_errors()
    before, after = measure(bare), measure(without_camera_errors(placed_at(bare, name)))
    for metric in METRICS:
        if name not in metric.nodes:
            was, now = before[metric.name], after[metric.name]
            assert now.value == pytest.approx(was.value, abs=1e-9)
            assert now.sd == pytest.approx(was.sd, rel=1e-6)


def test_a_short_line_with_one_placed_end_gets_hardly_a_wider_error():
    # Both ends err together, as estimates do: the line between them is surer than either.
    points, i, j = point_set(), NODES.index("tragus"), NODES.index("canthus")
    covariance = points.covariance.copy()
    for k in (0, 1):
        covariance[2 * i + k, 2 * j + k] = covariance[2 * j + k, 2 * i + k] = 0.9 * 0.004**2
    bare = without_camera_errors(points=replace(points, covariance=covariance))
    touched = replace(bare, placed=(placed_at(bare, "tragus", sd=0.006 * 900),))
    assert measure(touched)["head_tilt"].sd < 1.05 * measure(bare)["head_tilt"].sd


def test_a_placed_point_that_was_unknown_brings_its_measurements_back():
    unknown = body(points=hidden("c7"))
    assert math.isnan(measure(unknown)["cva"].value)
    found = measure(replace(unknown, placed=(placed_at(body(), "c7"),)))
    assert math.isfinite(found["cva"].value)
    assert found["cva"].reason_missing is None


def test_source_is_the_least_certain_point():
    bare = body()
    c7 = placed_at(bare, "c7", "sticker")
    assert measure(body(c7))["cva"].source == "estimated"
    assert measure(body(c7, placed_at(bare, "tragus")))["cva"].source == "placed"
    assert measure(body(c7, placed_at(bare, "tragus", "sticker")))["cva"].source == "sticker"


def test_least_certain_ignores_order():
    assert least_certain(["sticker", "estimated", "placed"]) == "estimated"
    assert least_certain(["sticker", "placed"]) == "placed"


@pytest.mark.parametrize("node", [*POINTS, "spine_00", "spine_14", "spine_21"])
def test_an_unknown_point_takes_exactly_what_needs_it(node: str):
    before, after = measure(body()), measure(body(points=hidden(node)))
    for metric in METRICS:
        one = after[metric.name]
        if node in metric.nodes:
            assert math.isnan(one.value)
            assert math.isnan(one.sd)
            assert one.reason_missing == f"This needs {plain_name(node)}. {WHY}"
        else:
            known = before[metric.name]
            # The camera's modes are counted from the middle of what is known.
            assert one.sd == pytest.approx(known.sd, rel=1e-3)
            assert one == replace(known, sd=one.sd)


def test_reasons_name_each_point_and_each_cause_once():
    several = measure(body(points=hidden("trochanter", "knee", "malleolus")))
    assert several["knee_angle"].reason_missing == (
        f"This needs the hip (trochanter), the knee and the ankle. {WHY}"
    )
    curve = measure(body(points=hidden(*SPINE[18:23])))["lordosis"]
    assert curve.reason_missing == f"This needs the outline of the lower back. {WHY}"


def test_points_on_one_another_are_missing_with_a_reason():
    same = measure(body(points=point_set(tragus=(0.005, 0.862))))
    assert math.isnan(same["cva"].value)
    assert "at the same place" in (same["cva"].reason_missing or "")
    assert math.isfinite(same["ear_shoulder_offset"].value)


def test_every_node_has_a_plain_name():
    assert set(PLAIN_NAMES) == set(POINTS)
    assert [plain_name(SPINE[i]) for i in (0, 10, 24)] == [
        "the outline of the upper back",
        "the outline of the middle back",
        "the outline of the lower back",
    ]
