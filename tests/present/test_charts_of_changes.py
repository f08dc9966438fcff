from __future__ import annotations

import math
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as some

from posture.analysis.comparison import Change
from posture.present.charts import HEIGHT, WIDTH, change_alt, change_svg
from tests.present.drawing import SVG, number, part

CHANGE = Change("cva", 12.4, 4.2, "deg", "estimated")


def drawn(one: Change) -> ET.Element:
    return ET.fromstring(change_svg(one))


def test_it_says_in_words_what_it_shows():
    said = change_alt(CHANGE)
    assert said == "Change +12° ± 4°. Smallest detectable change, up or down: 9°."
    assert part(drawn(CHANGE), "title").text == said


def test_the_ends_of_what_is_too_small_stand_under_the_band():
    words = [t.text for t in drawn(CHANGE).iter(f"{SVG}text")]
    assert words == ["−9°", "+9°", "too small"]


def test_zero_is_marked_in_the_middle_of_line_and_band():
    svg = drawn(CHANGE)
    band = part(svg, "rect")
    zero = part(svg, "line[@class='zero']")
    middle = number(band, "x") + number(band, "width") / 2
    assert number(zero, "x1") == pytest.approx(WIDTH / 2, abs=0.1)
    assert middle == pytest.approx(WIDTH / 2, abs=0.2)


@given(some.floats(-90, 90), some.floats(0.1, 30))
def test_the_dot_lies_beyond_the_band_exactly_where_the_change_counts(value: float, sd: float):
    one = replace(CHANGE, value=value, sd=sd)
    svg = drawn(one)
    band, dot = part(svg, "rect"), number(part(svg, "circle"), "cx")
    low = number(band, "x")
    high = low + number(band, "width")
    # Drawn to a tenth of a unit.
    beyond = max(low - dot, dot - high)
    assert beyond > -0.25 if one.exceeds_mdc else beyond < 0.25
    assert (dot > WIDTH / 2 + 0.1) <= (value > 0)


@given(some.floats(-1e4, 1e4), some.floats(0.1, 1e3))
def test_everything_stays_on_the_drawing(value: float, sd: float):
    for shape in drawn(replace(CHANGE, value=value, sd=sd)).iter():
        for name in ("x", "x1", "x2", "cx"):
            assert 0 <= float(shape.get(name, 0)) <= WIDTH
        for name in ("y", "y1", "y2", "cy"):
            assert 0 <= float(shape.get(name, 0)) <= HEIGHT


@pytest.mark.parametrize(
    "silent",
    [replace(CHANGE, name="pelvic_tilt"), replace(CHANGE, value=math.nan, sd=math.nan)],
    ids=["in words only", "not measured"],
)
def test_what_has_no_number_is_not_drawn(silent: Change):
    assert change_svg(silent) == ""


def test_it_can_stand_on_a_dark_ground():
    assert change_svg(CHANGE, dark=True) != change_svg(CHANGE)
