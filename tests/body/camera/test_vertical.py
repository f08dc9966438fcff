from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.camera.roll import GRAVITY_SD_DEG
from posture.body.camera.vertical import LEAST_SHARE, read_vertical
from posture.errors import InputError

SIZE = (768, 1024)


def test_a_top_that_lies_further_right_leans_clockwise():
    found = read_vertical((410.0, 100.0), (400.0, 900.0), SIZE)
    assert found.roll_deg == pytest.approx(math.degrees(math.atan(10 / 800)))


@given(st.floats(-19.5, 19.5), st.floats(250, 600))
def test_the_order_of_the_clicks_does_not_matter(lean: float, length: float):
    low = (384.0, 900.0)
    high = (
        low[0] + length * math.sin(math.radians(lean)),
        low[1] - length * math.cos(math.radians(lean)),
    )
    assert read_vertical(high, low, SIZE) == read_vertical(low, high, SIZE)
    assert read_vertical(low, high, SIZE).roll_deg == pytest.approx(lean, abs=1e-9)


def test_a_long_line_in_the_middle_is_surer_than_a_short_one_or_one_at_the_edge():
    good = read_vertical((384.0, 100.0), (384.0, 900.0), SIZE)
    short = read_vertical((384.0, 500.0), (384.0, 700.0), SIZE)
    aside = read_vertical((30.0, 100.0), (30.0, 900.0), SIZE)
    assert GRAVITY_SD_DEG < good.sd_deg < 0.5
    assert short.sd_deg > good.sd_deg
    assert aside.sd_deg > 1.0
    # A long lens sees less of the tilt at the edge.
    assert read_vertical((30.0, 100.0), (30.0, 900.0), SIZE, 4000.0).sd_deg < aside.sd_deg


def test_places_too_close_together_are_refused():
    with pytest.raises(InputError, match="too close together") as caught:
        read_vertical((10.0, 10.0), (10.0, 10.0 + LEAST_SHARE * 1023), SIZE)
    assert "door frame" in caught.value.remedy
    with pytest.raises(InputError, match="too close"):
        read_vertical((10.0, 10.0), (10.0, 10.0), SIZE)


@pytest.mark.parametrize("other", [(600.0, 900.0), (900.0, 101.0), (384.0 - 300, 900.0)])
def test_a_line_that_is_not_upright_is_refused(other: tuple[float, float]):
    with pytest.raises(InputError, match="hardly upright"):
        read_vertical((200.0 if other[0] > 200 else 384.0, 100.0), other, SIZE)
