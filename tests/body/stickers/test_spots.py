import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.body.stickers.colours import chroma
from posture.body.stickers.spots import Field, any_spots, spots_of
from tests.fixtures.stickers import COLOURS, Painted, paint

WALL, SKIN = (225, 225, 220), (205, 150, 120)
LONG = 10.0


def scene(*stickers: Painted, quality: int | None = 85, edge: int = 50) -> Field:
    """Skin on the left of ``edge``, wall on the right, 100 pixels square."""
    pixels = np.empty((100, 100, 3), np.uint8)
    pixels[:], pixels[:, :edge] = WALL, SKIN
    return Field.of(paint(pixels, list(stickers), quality=quality), LONG)


def of(name: str) -> np.ndarray:
    return chroma(np.array([[COLOURS[name]]], np.uint8))[0, 0].astype(float)


@settings(max_examples=60, deadline=None)
@given(
    x=st.floats(20, 40),
    y=st.floats(20, 80),
    aspect=st.floats(0.4, 1.0),
    turn=st.floats(0, 180),
    colour=st.sampled_from(sorted(COLOURS)),
)
def test_the_middle_and_the_axes_of_an_ellipse(
    x: float, y: float, aspect: float, turn: float, colour: str
):
    field = scene(Painted(x, y, LONG, aspect, turn, COLOURS[colour]))
    spot = any_spots(field, 0.06)[0]
    # Half a pixel; where the short axis is under 5 pixels, JPEG keeps only two of its colour.
    within, rounder = (0.5, 0.3) if aspect >= 0.5 else (0.65, 0.4)
    assert (spot.x, spot.y) == pytest.approx((x, y), abs=within)
    assert spot.long == pytest.approx(LONG, rel=0.25)
    assert spot.aspect == pytest.approx(aspect, abs=rounder)


@pytest.mark.parametrize("colour", ["green", "blue", "pink"])
def test_a_sliver_on_the_outline_is_found_to_a_pixel(colour: str):
    field = scene(Painted(50.0, 50.0, LONG, 0.15, 90.0, COLOURS[colour]))
    spot = spots_of(field, of(colour), 0.15)[0]
    assert (spot.x, spot.y) == pytest.approx((50, 50), abs=1.0)
    assert spot.aspect < 0.7
    assert spot.share < 0.7
    assert spot.stray_deg < 20


def test_edges_corners_and_large_patches_are_no_spots():
    assert any_spots(scene(), 0.05) == []
    patch = np.empty((100, 100, 3), np.uint8)
    patch[:] = WALL
    patch[:40, :55] = COLOURS["green"]
    assert any_spots(Field.of(paint(patch, []), LONG), 0.05) == []
    assert any_spots(scene(Painted(30, 50, 4 * LONG)), 0.05) == []


def test_another_colour_is_no_share_of_this_one():
    field = scene(Painted(30, 50, LONG, rgb=COLOURS["pink"]))
    assert not [spot for spot in spots_of(field, of("green"), 0.15) if spot.stray_deg < 20]


def test_a_shadow_keeps_hue_and_saturation():
    lit, dark = (
        any_spots(scene(Painted(30, 50, LONG, light=light)), 0.05)[0] for light in (1.0, 0.5)
    )
    assert dark.hue == pytest.approx(lit.hue, abs=8)
    assert dark.saturation == pytest.approx(lit.saturation, abs=0.12)
    assert dark.contrast < lit.contrast


def test_a_spot_cut_by_the_border_is_left_out():
    assert any_spots(scene(Painted(1.0, 50.0, LONG)), 0.05) == []
