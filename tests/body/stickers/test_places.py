import numpy as np
import pytest

from posture.body.points import NODES
from posture.body.stickers.places import STICKER_POINTS, expected_places
from tests.fixtures.bodies import body, point_set


def test_places_are_where_the_points_were_detected():
    made = body()
    found = expected_places(made, lambda px: px, 1.0)
    assert found.names == STICKER_POINTS
    for i, name in enumerate(found.names):
        assert found.means[i] == pytest.approx(made.in_picture()[name][:2])
        assert np.sqrt(found.block(i)[0, 0]) > made.in_picture()[name][2], (
            "wider than the estimate says"
        )


def test_zoom_scales_places_and_errors():
    one = expected_places(body(), lambda px: px, 1.0)
    half = expected_places(body(), lambda px: px / 2, 0.5)
    assert half.means == pytest.approx(one.means / 2)
    assert half.covariance == pytest.approx(one.covariance / 4)


def test_facing_left_turns_the_errors_round():
    made = body()
    i = 2 * NODES.index("knee")
    covariance = made.detected.covariance.copy()
    covariance[i, i + 1] = covariance[i + 1, i] = 0.5 * covariance[i, i]
    points = point_set()
    object.__setattr__(points, "covariance", covariance)
    at = STICKER_POINTS.index("knee")
    right = expected_places(body(points=points), lambda px: px, 1.0).block(at)
    assert right[0, 1] < 0, "forward is right and up is against y"


def test_hidden_hip_bones_are_expected_beside_the_hip():
    points = point_set()
    for name in ("asis", "psis"):
        points.positions[NODES.index(name)] = np.nan
    found = expected_places(body(points=points), lambda px: px, 1.0)
    x = {name: found.means[found.names.index(name)][0] for name in ("asis", "trochanter", "psis")}
    assert x["asis"] > x["trochanter"] > x["psis"]
    assert np.linalg.eigvalsh(found.covariance).min() > 0


def test_points_beyond_the_picture_are_left_out():
    points = point_set()
    for name in ("knee", "malleolus"):
        points.positions[NODES.index(name)] = np.nan
    found = expected_places(body(points=points), lambda px: px, 1.0)
    assert found.names == STICKER_POINTS[:5]
