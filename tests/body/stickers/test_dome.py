"""Half-balls: where the base stands that belongs to what is seen."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.stickers.dome import FACING, OUTWARD, aspect_of, base_of, cosine_of, raised
from posture.body.stickers.spots import Spot
from tests.fixtures.stickers import half_ball

SPOT = Spot(
    x=0.0, y=0.0, long=16.0, short=8.0, across=(1.0, 0.0), fill=1.0, contrast=0.4, share=1.0,
    stray_deg=0.0, hue=120.0, saturation=0.8, rgb=(60.0, 200.0, 70.0),
)  # fmt: skip


def like(aspect: float, across: tuple[float, float] = (1.0, 0.0)) -> Spot:
    return replace(SPOT, short=aspect * SPOT.long, across=across)


def drawn(cosine: float) -> tuple[float, float]:
    """Middle along the normal (radii) and short over long axis of a half-ball, counted out."""
    step = np.linspace(-1, 1, 1601)
    along, across = np.meshgrid(step, step)
    inside = half_ball(along, across, cosine)
    a, b = along[inside], across[inside]
    return float(a.mean()), float(a.std() / b.std())


@pytest.mark.parametrize("cosine", [-0.4, -0.2, 0.0, 0.3, 0.6, 0.9])
def test_the_closed_forms_are_those_of_a_drawn_half_ball(cosine: float):
    middle, aspect = drawn(cosine)
    assert middle == pytest.approx(4 / (3 * math.pi) * (1 - cosine), abs=0.005)
    assert aspect == pytest.approx(aspect_of(cosine), abs=0.005)


@given(st.floats(-0.4, 1.0))
def test_the_cosine_is_read_back_from_the_aspect(cosine: float):
    assert cosine_of(aspect_of(cosine)) == pytest.approx(cosine, abs=0.01)


def test_half_discs_at_the_horizon_are_half_balls_and_slivers_are_flat():
    assert raised([("c7", like(0.53)), ("psis", like(0.56))]) > 0.8
    assert raised([("c7", like(0.16)), ("psis", like(0.16))]) < 0.4
    # What faces the camera tells nothing: the prior stays.
    assert raised([("knee", like(0.95))]) == pytest.approx(raised([]), abs=0.05)


@pytest.mark.parametrize("facing_sign", [1, -1])
def test_the_base_lies_inward_of_half_a_disc(facing_sign: int):
    base = base_of("c7", like(0.53), 8.0, facing_sign, 1.0)
    # C7 looks backwards, so its base lies before the middle of what is seen.
    assert base.shift[0] * facing_sign == pytest.approx(0.424 * 8.0, abs=0.5)
    assert 0.2 < base.sd < 1.5


def test_a_flat_sticker_keeps_its_middle():
    for name in FACING:
        assert base_of(name, like(0.6), 8.0, 1, 0.0).shift == pytest.approx([0.0, 0.0])
        assert base_of(name, like(0.6), 8.0, 1, 0.0).sd == 0.0


def test_not_knowing_the_kind_is_an_error():
    sure, unsure = (base_of("psis", like(0.55), 8.0, 1, p) for p in (1.0, 0.5))
    assert unsure.sd > sure.sd
    assert abs(unsure.shift[0]) < abs(sure.shift[0])


def test_the_mirror_image_gives_the_mirrored_base():
    for name in OUTWARD:
        here = base_of(name, like(0.6, (0.8, 0.6)), 8.0, 1, 0.9)
        there = base_of(name, like(0.6, (-0.8, 0.6)), 8.0, -1, 0.9)
        assert there.shift == pytest.approx(here.shift * [-1, 1])
        assert there.sd == pytest.approx(here.sd)


def test_points_that_face_the_camera_move_only_for_the_light():
    base = base_of("knee", like(0.9), 8.0, 1, 1.0)
    assert base.shift[0] == 0.0
    assert 0 < base.shift[1] < 1
