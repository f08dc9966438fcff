"""The chart of the course and the words beside it."""

from __future__ import annotations

import math
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from posture.assess.wording_rules import wording_faults
from posture.i18n.language import use_language
from posture.present.charts import DOT
from posture.studio.history.chart import chart_svg, spots
from posture.studio.history.course import Course, find_course
from posture.studio.history.obstacles import Obstacle
from posture.studio.history.wording import (
    KEY,
    outcome_sentence,
    outcome_words,
    series_alt,
    unlike_sentence,
)
from tests.fixtures.changes import reading
from tests.fixtures.clients import measured, visit
from tests.present.drawing import SVG, number, part


def course(*cva: float) -> Course:
    return find_course([measured(i, value) for i, value in enumerate(cva)])


def drawing(made: Course, name: str = "cva", *, dark: bool = False) -> ET.Element:
    return ET.fromstring(chart_svg(made.series[name], dark=dark))


def circles(root: ET.Element, kind: str) -> list[ET.Element]:
    return [one for one in root.iter(f"{SVG}circle") if one.attrib["class"] == kind]


def test_a_dot_lies_within_the_band_where_the_change_cannot_be_told():
    root = drawing(course(40.0, 43.0, 52.0))
    points = [pair.split(",") for pair in part(root, "polygon").attrib["points"].split()]
    rows = [float(y) for _, y in points]
    top, bottom = min(rows), max(rows)
    first, small, large = (number(one, "cy") for one in circles(root, "visit"))
    assert first == pytest.approx((top + bottom) / 2, abs=0.2)
    assert top < small < bottom
    assert large < top


def test_days_lie_in_proportion():
    root = drawing(course(40.0, 43.0, 52.0))
    a, b, c = (number(one, "cx") for one in circles(root, "visit"))
    assert b - a == pytest.approx(c - b, abs=0.2)


def test_error_bars_are_one_standard_error_long():
    made = course(40.0, 43.0)
    root = drawing(made)
    bars = [one for one in root.iter(f"{SVG}line") if one.attrib.get("class") == "error"]
    lengths = [abs(number(one, "y1") - number(one, "y2")) for one in bars]
    assert lengths[1] / lengths[0] == pytest.approx(math.sqrt(2), abs=0.02)


def test_what_cannot_be_compared_is_hollow_and_outside_of_line_and_band():
    made = find_course(
        [measured(0, 40.0, clothes="bra"), measured(1, 40.0, clothes="coat"), measured(2, 41.0)]
    )
    root = drawing(made, "kyphosis")
    [hollow] = circles(root, "visit open")
    assert hollow.attrib["fill"] == "none"
    assert len(part(root, "polyline").attrib["points"].split()) == 2


def test_one_visit_is_a_dot_without_a_band():
    root = drawing(course(40.0))
    assert len(circles(root, "visit")) == 1
    assert root.find(f"{SVG}polygon") is None


def test_what_was_never_measured_has_no_chart():
    made = find_course([measured(0, math.nan, math.nan)])
    assert spots(made.series["cva"]) == ()
    assert chart_svg(made.series["cva"]) == ""


def test_two_visits_of_one_day_lie_apart():
    first, second = measured(0, 40.0), measured(1, 52.0)
    root = drawing(find_course([first, replace(second, on=first.on)]))
    a, b = (number(one, "cx") for one in circles(root, "visit"))
    assert b - a > 100


def test_measurements_told_in_words_have_no_numbers_at_their_axis():
    values = [{"pelvic_tilt": (12.0 + i, 2.0, "deg")} for i in range(2)]
    made = find_course([visit(i, reading(f"{i}.jpg", one)) for i, one in enumerate(values)])
    words = [one.text for one in drawing(made, "pelvic_tilt").iter(f"{SVG}text")]
    assert words == ["more", "less", "Jan 5, 2026", "Feb 2, 2026"]


def test_the_chart_says_what_it_shows_and_is_drawn_for_a_dark_ground():
    made = course(40.0, 43.0, 52.0)
    root = drawing(made, dark=True)
    assert part(root, "title").text == "Head over the neck"
    assert part(root, "desc").text == series_alt(made.series["cva"])
    assert "February 2, 2026: 43° ± 3°, not distinguishable" in series_alt(made.series["cva"])
    assert circles(root, "visit")[0].attrib["fill"] == DOT[True]
    ids = root.attrib["aria-labelledby"].split()
    assert [part(root, name).attrib["id"] for name in ("title", "desc")] == ids


def test_words_of_the_three_outcomes():
    made = course(40.0, 43.0, 52.0)
    steps = [one.step for one in made.series["cva"].entries if one.step]
    assert [outcome_words(one) for one in steps] == [
        "not distinguishable",
        "changed: the head sits further back",
    ]
    assert outcome_sentence(steps[1]) == (
        "The head sits further back: +12° ± 4°. Smallest detectable change: 9°."
    )
    assert outcome_sentence(steps[0]) == (
        "Not distinguishable from error: +3° ± 4°. Smallest detectable change: 9°."
    )


def sentences() -> list[str]:
    made = find_course(
        [measured(0, 40.0, clothes="bra"), measured(1, 52.0, clothes="coat"), measured(2, 41.0)]
    )
    steps = [e.step for series in made.series.values() for e in series.entries if e.step]
    said = [outcome_sentence(one) for one in steps] + [outcome_words(one) for one in steps]
    unlike = [unlike_sentence(one) for one in made.occasions.kept]
    return [*said, *unlike, KEY, *map(series_alt, made.series.values())]


def test_every_sentence_keeps_the_wording_rules():
    assert {text: wording_faults(text) for text in sentences() if wording_faults(text)} == {}


def test_reasons_follow_the_readers_language():
    made = find_course([measured(0, 40.0, clothes="bra"), measured(1, 52.0, clothes="coat")])
    latest = made.series["kyphosis"].latest
    assert latest is not None
    [why] = latest.obstacles
    assert isinstance(why, Obstacle)
    english = outcome_sentence(latest)
    with use_language("de"):
        assert outcome_sentence(latest) != english
