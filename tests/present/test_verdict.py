from xml.etree import ElementTree as ET

import pytest

from posture.assess.assess import assess
from posture.assess.assessment import Subject
from posture.assess.knowledge import knowledge
from posture.assess.verdict import Line, find_verdict
from posture.assess.wording_rules import wording_faults
from posture.present.verdict import (
    headline,
    line_words,
    next_step,
    people,
    people_sentence,
    people_svg,
)
from posture.present.verdict_html import lines_html
from tests.assess.people import at, person
from tests.present.drawing import SVG

OPEN = {"pelvic_tilt": at("pelvic_tilt", 1.0, 0.6), "lordosis": at("lordosis", 1.0, 0.6)}


def verdict(**z: float) -> tuple[Line, ...]:
    return find_verdict(assess(person(**{"cva": 0.0, **z})))


@pytest.mark.parametrize(
    ("looks", "said"),
    [
        ({}, "Typical in all four."),
        ({"lordosis": 0.9, "pelvic_tilt": 0.9}, "Probably typical in all four."),
        ({"knee_angle": -3.0}, "No concern in any of the four."),
        ({"cva": -3.0}, "Mostly typical. Worth a look: head forward."),
        ({"hip_angle": 2.0}, "Mostly typical. Worth a look: hips extended."),
        ({"cva": -3.0, "lordosis": 3.0}, "Worth a look: head forward, low back arched."),
        ({"cva": -1.12}, "Mostly typical. Perhaps: head forward."),
        ({"cva": -1.12, "lordosis": 3.0}, "Worth a look: low back arched. Perhaps: head forward."),
    ],
)
def test_headline(looks: dict[str, float], said: str):
    assert headline(verdict(**looks)) == said


def test_headline_of_what_is_open():
    some = find_verdict(assess({**person(cva=0.0), **OPEN}))
    assert headline(some) == "Mostly typical. Still open: pelvis and low back."
    assert headline(find_verdict(assess({}))) == "This photo leaves all four open."
    assert headline(find_verdict(assess({"cva": at("cva")}))) == (
        "Still open: shoulders and upper back; pelvis and low back; knees and legs. Nothing else "
        "stands out."
    )


def test_five_of_ten_are_no_perhaps():
    lines = verdict(cva=-1.05)
    assert people(lines[0])[0] == ("lower", 5)
    assert headline(lines) == "Mostly typical. Still open: head and neck."


def test_under_18_the_reason_is_said_and_no_step_that_cannot_settle_it():
    lines = find_verdict(assess(person(cva=-3.0), Subject(age=12.0)))
    said = headline(lines)
    assert said == "Measured, but not judged: the comparison values are for adults."
    assert {line_words(line) for line in lines} == {"not judged under 18"}
    assert "".join(map(next_step, lines)) == ""
    assert wording_faults(said) == []


def test_headline_of_an_open_line_that_leans_beside_another_that_does_not():
    both = find_verdict(assess({**person(cva=-1.12), **OPEN}))
    assert headline(both) == "Perhaps: head forward. Still open: pelvis and low back."
    alone = find_verdict(assess({"cva": at("cva", -1.12)}))
    assert headline(alone).startswith("This photo leaves all four open. Perhaps: head forward.")


def test_an_open_line_that_is_most_probably_typical_is_only_open():
    made = {**person(cva=0.0), "knee_angle": at("knee_angle", 1.3, 0.8)}
    legs = find_verdict(assess(made))[-1]
    assert (legs.state, legs.side) == ("open", "typical")
    assert headline(find_verdict(assess(made))) == "Mostly typical. Still open: knees and legs."


def test_of_two_sides_with_as_many_people_the_likelier_comes_first():
    head = find_verdict(assess({"cva": at("cva", -1.27, 0.53)}))[0]
    assert head.side == "typical"
    assert people(head) == [("typical", 5), ("lower", 5)]
    assert line_words(head) == "open (5 of 10 typical)"


def test_a_line_of_which_the_photo_shows_little_says_so():
    hidden = {"pelvic_tilt": at("pelvic_tilt", 0.2, 1.1)}
    lines = find_verdict(assess({**person(cva=0.0), **hidden}))
    pelvis = lines[2]
    assert headline(lines) == ("Probably typical in all four. Hard to see: pelvis and low back.")
    assert line_words(pelvis) == "probably typical (hard to see)"
    assert people_sentence(pelvis).endswith(
        "This photo shows little of it: of people in general it is 7 in 10."
    )
    beside = find_verdict(assess({**person(cva=-3.0), **hidden}))
    assert headline(beside) == "Mostly typical. Worth a look: head forward."


def test_words_of_each_state():
    lines = {line.region: line for line in verdict(cva=-3.0, knee_angle=-3.0)}
    assert line_words(lines["head"]) == "very likely further forward (marked)"
    assert line_words(lines["legs"]) == "more bent than in most people; no concern"
    assert line_words(lines["shoulders"]) == "very likely typical"
    (pelvis,) = [o for o in find_verdict(assess(OPEN)) if o.region == "pelvis"]
    assert line_words(pelvis) == "open (7 of 10 typical)"
    assert line_words(find_verdict(assess({}))[0]) == "not measured"
    assert next_step(pelvis).endswith(".")


def test_a_side_of_half_of_the_people_is_told_as_perhaps():
    legs = find_verdict(assess(person() | {"knee_angle": at("knee_angle", -1.1, 0.3)}))[3]
    assert people(legs) == [("lower", 5), ("typical", 5)]
    assert line_words(legs) == "perhaps more bent than in most people; no concern"


def test_an_open_line_without_figures_is_only_open():
    made = {**person(cva=-3.0), "head_tilt": at("head_tilt", 2.9)}
    head = find_verdict(assess(made))[0].unsettled
    assert head is not None
    assert (line_words(head), people_sentence(head), people_svg(head)) == ("open", "", "")
    assert "eye level" in next_step(head)


def test_typical_or_more_bent_is_told_as_of_no_concern():
    lines = find_verdict(assess(person() | {"knee_angle": at("knee_angle", -0.9, 0.6)}))
    assert line_words(lines[3]) == "very likely of no concern"
    assert headline(lines) == "No concern in any of the four."


def test_people_are_told_in_one_sentence_and_ten_figures():
    (pelvis,) = [o for o in find_verdict(assess(OPEN)) if o.region == "pelvis"]
    assert sum(count for _, count in people(pelvis)) == 10
    assert people_sentence(pelvis) == (
        "In 7 of 10 people who look like this in a photo, the pelvis is tilted about as in most "
        "people; in 3, tilted further forward."
    )
    figures = list(ET.fromstring(people_svg(pelvis)).iter(f"{SVG}circle"))
    assert len(figures) == 10
    assert sum(one.get("fill") == "none" for one in figures) == 3
    everybody = verdict(cva=-4.0)[0]
    assert people_sentence(everybody) == (
        "In all 10 people who look like this in a photo, the head is held further forward than in "
        "most people."
    )
    assert people_sentence(find_verdict(assess({}))[0]) == ""
    assert people_svg(find_verdict(assess({}))[0]) == ""


@pytest.mark.parametrize("z", [-3.0, -1.2, -0.9, 0.0, 0.9, 1.2, 3.0])
def test_every_sentence_keeps_the_wording_law(z: float):
    for name in (n for record in knowledge().verdict.values() for n in record.spoken):
        lines = verdict(**{name: z})
        for line in lines:
            for said in (headline(lines), line_words(line), people_sentence(line)):
                assert wording_faults(said) == []


def test_nothing_beyond_the_typical_range_is_called_typical_in_all_four():
    """Of every measurement that has a tier, the headline says so."""
    for name, metric in knowledge().metrics.items():
        for z, phrases in ((-4.0, metric.lower), (4.0, metric.higher)):
            if metric.norm is not None and phrases:
                assert "Worth a look: " in headline(verdict(**{name: z})), name


def test_html_holds_a_line_each_and_escapes():
    made = person(cva=-3.0)
    said = assess(made)
    page = lines_html(find_verdict(said), said.findings, made, palette="page")
    assert page.count("<li class") == page.count("<svg") == 4
    assert "Very likely further forward" in page
    app = lines_html(find_verdict(said), said.findings, made, palette="dark")
    # The app shows drawings as pictures with their words.
    assert app.count("data:image/svg+xml") == 4
    assert "Most people" in app
