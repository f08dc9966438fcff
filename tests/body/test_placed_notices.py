"""What is said of placed points that lie elsewhere than their estimates, or off the body."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posture.body.body import Body
from posture.body.placed.entries import EYE_SD, Hand, PlacedPoint
from posture.body.placed.merge import ELSEWHERE
from posture.body.placed_notices import Silhouette, off_body, placed_notices
from posture.i18n.language import tr, use_language
from posture.pose.pose import Pose
from tests.fixtures.analysed import BLANK
from tests.fixtures.bodies import body


def moved(name: str, sds: float, source: Hand = "eye") -> Body:
    """One point moved backwards in the picture by so many standard errors of its estimate."""
    plain = body()
    x, y, _ = plain.in_picture()[name]
    px = plain.camera.px_per_stature
    one = replace(plain, placed=(PlacedPoint(name, x - 5.0, y, EYE_SD * px, source),))
    by = 5.0 * sds / one.far_from_estimates()[name]
    return replace(plain, placed=(PlacedPoint(name, x - by, y, EYE_SD * px, source),))


def test_distances_are_in_standard_errors_of_the_estimate():
    assert body().far_from_estimates() == {}
    assert moved("c7", 3.0).far_from_estimates()["c7"] == pytest.approx(3.0, rel=0.02)


def test_a_point_placed_far_from_its_estimate_is_said_and_used():
    near, far = moved("c7", ELSEWHERE - 0.5), moved("c7", ELSEWHERE + 0.5)
    assert placed_notices(near) == ()
    (notice,) = placed_notices(far)
    assert notice.code == "placed_far_from_estimate"
    assert "lowest neck bone (C7)" in notice.text
    with use_language("de"):
        assert "C7" in tr(notice.text)
        assert tr(notice.text) != notice.text
    assert placed_notices(far, without=["c7"]) == ()
    np.testing.assert_allclose(far.points["c7"], far.layered["c7"], atol=1e-4)


def test_a_sticker_is_not_doubted_here():
    assert placed_notices(moved("c7", 9.0, "sticker")) == ()


def silhouette(corner: tuple[float, float] = (0.0, 0.0)) -> Silhouette:
    """The person between columns 300 and 500 of a picture 900 pixels wide."""
    mask = np.zeros((1200, 900), np.float32)
    mask[:, 300:500] = 1.0
    many = np.zeros(33)
    pose = Pose(np.zeros((33, 2)), many, many, mask, "full", "hash")
    return Silhouette.of(replace(BLANK, corner=corner, scale=1.0), pose)


def test_a_point_on_the_outline_is_on_the_body_and_one_beside_it_is_not():
    plain = body()
    limit = 0.012 * plain.camera.px_per_stature

    def at(x: float) -> Body:
        return replace(plain, placed=(PlacedPoint("c7", x, 400.0, 3.0, "eye"),))

    assert off_body(at(400.0), silhouette()) == ()
    assert off_body(at(300.0 - 0.7 * limit), silhouette()) == ()
    assert off_body(at(300.0 - 1.5 * limit), silhouette()) == ("c7",)
    # The part of the photo that was analysed begins elsewhere.
    assert off_body(at(300.0 - 1.5 * limit), silhouette((-50.0, 0.0))) == ()
    assert off_body(plain, silhouette()) == ()
