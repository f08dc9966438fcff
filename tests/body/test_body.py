from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from posture.body.placed.entries import PlacedPoint
from posture.body.placed.merge import merge
from posture.body.points import NODES, POINTS, SPINE, PointSet
from tests.fixtures.bodies import CAMERA_ERRORS, IDEAL, NO_CAMERA_ERRORS, body, point_set


def test_names_are_one_list():
    assert NODES == POINTS + SPINE
    assert len(set(NODES)) == 35


def test_a_placed_point_lies_where_it_was_put_and_leaves_the_detection_alone():
    plain = body()
    x, y, _ = plain.in_picture()["c7"]
    placed = body(PlacedPoint("c7", x + 9.0, y, 2.0, "placed"))
    assert placed.detected == plain.detected
    assert placed.points.sources[NODES.index("c7")] == "placed"
    assert placed.in_picture()["c7"] == pytest.approx((x + 9.0, y, 2.0))


def test_a_placed_point_and_its_estimate_are_weighed_by_their_errors():
    still = {"camera_errors": NO_CAMERA_ERRORS, "depth_sds": np.zeros(len(NODES))}
    plain = body(points=point_set(0.004), **still)
    x, y, _ = plain.in_picture()["c7"]
    # 900 pixels a stature: 3.6 pixels are the error of the estimate, 1.8 that of the hand.
    placed = body(PlacedPoint("c7", x + 5.4, y, 1.8, "placed"), points=point_set(0.004), **still)
    moved = placed.points["c7"][0] - plain.points["c7"][0]
    assert moved == pytest.approx(0.006 * 4 / 5, rel=1e-6)
    assert placed.points.cov("c7")[0, 0] == pytest.approx(1 / (1 / 0.004**2 + 1 / 0.002**2))


def test_placing_moves_no_point_that_errs_on_its_own():
    asis = PlacedPoint("asis", 400.0, 450.0, 2.0, "placed")
    plain = body(camera_errors=NO_CAMERA_ERRORS)
    placed = body(asis, camera_errors=NO_CAMERA_ERRORS)
    others = [i for i, name in enumerate(NODES) if name != "asis"]
    np.testing.assert_allclose(
        placed.points.positions[others], plain.points.positions[others], atol=1e-12
    )


def test_the_estimates_of_the_picture_are_those_that_are_measured():
    placed = body(PlacedPoint("asis", 400.0, 450.0, 2.0, "placed"))
    others = [i for i, name in enumerate(NODES) if name != "asis"]
    np.testing.assert_array_equal(placed.layered.positions[others], placed.points.positions[others])
    assert placed.layered["asis"] == pytest.approx(
        placed.camera.to_body((400.0, 450.0), placed.depths[NODES.index("asis")])
    )


def test_placing_brings_a_missing_point_back_but_not_its_neighbours():
    points = point_set()
    positions, covariance = points.positions.copy(), points.covariance.copy()
    for name in ("knee", "malleolus"):
        i = NODES.index(name)
        positions[i] = np.nan
        covariance[2 * i : 2 * i + 2] = covariance[:, 2 * i : 2 * i + 2] = np.nan
    cut = PointSet(positions, covariance, points.sources, {"knee": "Cut.", "malleolus": "Cut."})
    made = body(PlacedPoint("knee", 400.0, 700.0, 3.0, "placed"), points=cut)
    assert set(made.points.missing) == {"malleolus"}
    assert np.isfinite(made.points.cov("knee")).all()
    assert np.isnan(made.points.cov("malleolus")).all()


def test_the_cameras_errors_move_all_points_together():
    free = body(camera_errors=NO_CAMERA_ERRORS)
    rolled = body(camera_errors=replace(NO_CAMERA_ERRORS, roll_deg=2.0))
    extra = rolled.points.covariance - free.points.covariance
    a, b = 2 * NODES.index("tragus"), 2 * NODES.index("acromion")
    # Head and shoulder lean the same way under a roll: their forward errors go together.
    assert extra[a, b] > 0
    # The line between them turns by the roll itself.
    length = IDEAL["tragus"][1] - IDEAL["acromion"][1]
    turn = extra[a, a] + extra[b, b] - 2 * extra[a, b]
    assert np.degrees(np.sqrt(turn) / length) == pytest.approx(2.0, rel=0.1)


def test_a_placed_point_still_carries_the_cameras_roll():
    placed = body(
        PlacedPoint("c7", 380.0, 180.0, 0.0, "placed"),
        camera_errors=replace(CAMERA_ERRORS, roll_deg=2.0),
    )
    assert placed.points.cov("c7")[0, 0] > 0
    assert placed.layered.cov("c7")[0, 0] == 0


def test_all_nodes_are_read_from_the_picture_with_one_merge(monkeypatch: pytest.MonkeyPatch):
    points = point_set()
    positions, covariance = points.positions.copy(), points.covariance.copy()
    i = NODES.index("malleolus")
    positions[i] = np.nan
    covariance[2 * i : 2 * i + 2] = covariance[:, 2 * i : 2 * i + 2] = np.nan
    cut = PointSet(positions, covariance, points.sources, {"malleolus": "Cut."})
    made = body(PlacedPoint("knee", 400.0, 700.0, 3.0, "placed"), points=cut)
    merges: list[int] = []

    def counted(*given: Any) -> Any:
        merges.append(1)
        return merge(*given)

    monkeypatch.setattr("posture.body.body.merge", counted)
    seen = made.in_picture()
    assert len(merges) == 1
    assert seen["knee"] == pytest.approx((400.0, 700.0, 3.0))
    assert np.isnan(seen["malleolus"]).all()
    layered = made.layered
    assert seen.points == layered
    for name in ("c7", "toe", "spine_12"):
        at = made.camera.to_picture(layered[name], made.depths[NODES.index(name)])
        sd = np.sqrt(np.trace(layered.cov(name)) / 2) * made.camera.px_per_stature
        assert seen[name] == pytest.approx((*at, sd), rel=1e-12)


def test_equality_looks_inside():
    assert body() == body()
    assert body() != body(PlacedPoint("c7", 1.0, 2.0, 1.0, "placed"))
    assert body() != body(camera_errors=replace(CAMERA_ERRORS, roll_deg=1.0))
    assert point_set() != point_set(sd=0.005)
