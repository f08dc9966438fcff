from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as some

from posture.assess.assessment import Finding
from posture.measure.measurement import Measurement, Unit
from posture.present.charts import HEIGHT, WIDTH, has_strip, strip_alt, strip_svg
from tests.present.drawing import SVG, number, part

NAN = float("nan")


def finding(name: str = "cva", low: float = 44.0, high: float = 56.0) -> Finding:
    return Finding(name, "mild", "lower", 0.7, 42.0, 3.0, low, high, "Text.", (), "Source.")


def reading(
    value: float = 42.0, sd: float = 3.0, name: str = "cva", unit: Unit = "deg"
) -> Measurement:
    return Measurement(name, value, sd, unit, "estimated")


def centre(svg: str) -> float:
    return number(part(ET.fromstring(svg), "circle"), "cx")


def test_it_says_in_words_what_it_shows():
    assert strip_alt(finding(), reading()) == "Measured 42° ± 3°. Most people: 44° to 56°."
    title = part(ET.fromstring(strip_svg(finding(), reading())), "title")
    assert title.text == strip_alt(finding(), reading())


def test_the_ends_of_the_range_stand_under_the_band():
    words = [t.text for t in ET.fromstring(strip_svg(finding(), reading())).iter(f"{SVG}text")]
    assert words == ["44°", "56°", "most people"]
    offset = finding("shoulder_protraction", -1.04, 4.0)
    measured = reading(3.1, 0.8, "shoulder_protraction", "% stature")
    words = [t.text for t in ET.fromstring(strip_svg(offset, measured)).iter(f"{SVG}text")]
    assert words[:2] == ["-1.0 %", "4.0 %"]


def test_the_dot_lies_in_the_band_exactly_where_the_value_is_typical():
    svg = ET.fromstring(strip_svg(finding(), reading(50.0)))
    band, dot = part(svg, "rect"), part(svg, "circle")
    left, width = number(band, "x"), number(band, "width")
    assert number(dot, "cx") == pytest.approx(left + width / 2, abs=0.2)


@given(some.floats(-200, 200), some.floats(0.1, 60))
def test_everything_stays_on_the_strip(value: float, sd: float):
    svg = ET.fromstring(strip_svg(finding(), reading(value, sd)))
    for shape in svg.iter():
        for name in ("x", "x1", "x2", "cx"):
            assert 0 <= float(shape.get(name, 0)) <= WIDTH
        for name in ("y", "y1", "y2", "cy"):
            assert 0 <= float(shape.get(name, 0)) <= HEIGHT


@given(some.floats(0, 100), some.floats(0, 100))
def test_a_larger_value_never_lies_further_left(one: float, other: float):
    # Beyond a range and a half from the band the scale itself grows.
    low, high = sorted(min(max(v, 26.0), 74.0) for v in (one, other))
    first, second = (centre(strip_svg(finding(), reading(v, 0.5))) for v in (low, high))
    assert first <= second


@pytest.mark.parametrize(
    ("what", "measured"),
    [
        (finding(), reading(NAN, NAN)),
        (finding(low=NAN, high=NAN), reading()),
        (finding(low=44.0, high=44.0), reading()),
        (finding("pelvic_tilt"), reading(name="pelvic_tilt")),
    ],
    ids=["not measured", "no range", "empty range", "words only"],
)
def test_where_no_number_may_be_shown_there_is_none(what: Finding, measured: Measurement):
    assert not has_strip(what, measured)
    assert strip_svg(what, measured) == ""


def test_dark_ground_has_colours_of_its_own():
    assert strip_svg(finding(), reading(), dark=True) != strip_svg(finding(), reading())
