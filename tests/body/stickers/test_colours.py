import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.stickers.colours import HUES, apart, chroma, hue_of, is_called, name_of
from tests.fixtures.stickers import COLOURS


@pytest.mark.parametrize("name", COLOURS)
def test_bright_colours_have_their_everyday_name(name: str):
    hue, saturation = hue_of(COLOURS[name])
    assert name_of(hue) == name
    assert saturation > 0.5


@given(st.floats(0, 360, exclude_max=True))
def test_every_hue_has_one_name_and_may_be_called_by_it(hue: float):
    assert is_called(hue, name_of(hue))
    assert sum(low <= hue < high or low <= hue - 360 < high for low, high in HUES.values()) == 1


@given(st.floats(0, 360), st.floats(0, 360))
def test_apart_goes_round_the_circle(one: float, other: float):
    assert 0 <= apart(one, other) <= 180
    assert apart(one, other) == pytest.approx(apart(other, one))
    assert apart(one + 360, other) == pytest.approx(apart(one, other), abs=1e-9)


def test_red_lies_on_both_ends():
    assert apart(355, 5) == pytest.approx(10)
    assert is_called(350, "red")
    assert not is_called(120, "red")


def test_grey_has_no_chroma_and_light_shrinks_it_evenly():
    grey = np.full((2, 2, 3), 128, np.uint8)
    assert chroma(grey) == pytest.approx(0, abs=1e-6)
    bright, dark = (np.array([[[200, 100, 40]]]) // k for k in (1, 2))
    assert chroma(dark.astype(np.uint8)) * 2 == pytest.approx(chroma(bright.astype(np.uint8)))
