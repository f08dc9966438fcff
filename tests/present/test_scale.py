from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as some

from posture.assess.assess import assess
from posture.assess.assessment import Finding
from posture.assess.knowledge import knowledge
from posture.measure.measurement import Measurement
from posture.present.scale import HEIGHT, WIDTH, find_scale, mark_sentences, scale_alt, scale_svg
from tests.assess.people import JUDGED, at, measurement, missing
from tests.fixtures.fronts import frontal_analysis
from tests.present.drawing import SVG, number, part


def judged(made: Measurement) -> Finding:
    return assess({made.name: made}).findings[0]


def drawn(made: Measurement) -> ET.Element:
    return ET.fromstring(scale_svg(judged(made), made))


def test_it_says_in_words_what_it_shows():
    made = measurement("cva", 41, 2)
    assert scale_alt(judged(made), made) == (
        "Measured 41° ± 2°. Most people: 44° to 56°. On this scale: mild."
    )
    assert part(drawn(made), "title").text == scale_alt(judged(made), made)
    rough = at("pelvic_tilt", 0.0, 1.2)
    assert scale_alt(judged(rough), rough) == "On the scale of most people: typical."


def test_the_ends_of_the_typical_range_stand_under_it():
    words = [text.text for text in drawn(measurement("cva", 42, 3)).iter(f"{SVG}text")]
    assert words == ["44°", "56°", "most people"]
    words = [t.text for t in drawn(measurement("knee_angle", 4, 1)).iter(f"{SVG}text")]
    assert words[0] == "−1°"
    words = [t.text for t in drawn(at("pelvic_tilt", 0.0, 1.4)).iter(f"{SVG}text")]
    assert words == ["less", "more", "most people"]


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("shoulder_level", ["2° left higher", "2° right higher"]),
        # Too long for the place beside the range: "opening to the left".
        ("shoulders_over_pelvis", ["4° left", "4° right"]),
    ],
)
def test_the_ends_of_two_sides_name_them(name: str, ends: list[str]):
    shown = frontal_analysis(3.0)
    finding = next(one for one in shown.assessment.findings if one.measurement == name)
    svg = ET.fromstring(scale_svg(finding, shown.measurements[name]))
    assert [text.text for text in svg.iter(f"{SVG}text")][:2] == ends


@pytest.mark.parametrize("name", JUDGED)
def test_zones_lie_at_1_and_a_half_and_2_sds_and_leave_no_gap(name: str):
    made = at(name)
    scale = find_scale(judged(made), made)
    assert scale is not None
    assert scale.zones[0].start == 0
    assert scale.zones[-1].end == 1
    for one, following in zip(scale.zones, scale.zones[1:], strict=False):
        assert one.end == pytest.approx(following.start)
    record = knowledge().metrics[name]
    kinds = [zone.kind for zone in scale.zones]
    high = ["mild", "moderate", "marked"] if record.higher else ["no_concern"]
    low = ["marked", "moderate", "mild"] if record.lower else ["no_concern"]
    assert kinds == [*low, "typical", *high]
    sd = (scale.zones[kinds.index("typical")].end - 0.5) or 1
    for zone in scale.zones:
        if zone.kind in ("moderate", "mild") and zone.start > 0.5:
            assert (zone.start - 0.5) / sd == pytest.approx(1.5 if zone.kind == "moderate" else 1)


@given(some.floats(-200, 200), some.floats(0.1, 60))
def test_everything_stays_on_the_scale(value: float, sd: float):
    for shape in drawn(measurement("cva", value, sd)).iter():
        for name in ("x", "x1", "x2", "cx"):
            assert 0 <= float(shape.get(name, 0)) <= WIDTH
        for name in ("y", "y1", "y2", "cy"):
            assert 0 <= float(shape.get(name, 0)) <= HEIGHT


def test_the_dot_moves_with_the_value():
    left, right = (
        number(part(drawn(measurement("cva", v, 0.5)), "circle"), "cx") for v in (40, 41)
    )
    assert left < right


def test_conventions_are_marks_with_their_sentence():
    made = measurement("cva", 42, 3)
    scale = find_scale(judged(made), made)
    assert scale is not None
    assert [words for _, words in scale.marks] == ["50°"]
    assert scale.marks[0][0] == pytest.approx(0.5 + 0.5 / 36)
    assert "convention" in mark_sentences("cva")[0]
    assert mark_sentences("kyphosis") == ()


def test_nothing_is_drawn_of_what_is_unknown():
    for made in (missing("cva"), measurement("fleche_lombaire", 3, 1)):
        assert find_scale(judged(made), made) is None
        assert scale_svg(judged(made), made) == ""


def test_each_ground_has_its_colours():
    made = measurement("cva", 42, 3)
    finding = judged(made)
    light, dark, page = (scale_svg(finding, made, palette=p) for p in ("light", "dark", "page"))
    assert len({light, dark, page}) == 3
    assert "var(--zone-typical)" in page
