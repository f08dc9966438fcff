"""How numbers read."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from posture.assess.assessment import Answer
from posture.assess.knowledge import knowledge
from posture.i18n.language import use_language
from posture.measure.measurement import Measurement
from posture.present.wording import (
    by_urgency,
    group_state,
    likeliest_hints,
    number,
    printable,
    screening_answer,
    screening_lines,
    tier_words,
    title,
    typical_range,
)
from tests.fixtures.analyses import FINDINGS, MEASUREMENTS, NAN, QUESTION


@pytest.mark.parametrize(
    ("measurement", "text"),
    [
        (Measurement("cva", 44.4, 3.6, "deg", "estimated"), "44° ± 4°"),
        (Measurement("cva", 44.4, 0.01, "deg", "placed"), "44° ± 1°"),
        (Measurement("trunk_lean", -0.2, 1.2, "deg", "estimated"), "0° ± 1°"),
        (Measurement("hip_ankle_offset", -0.04, 0.5, "% stature", "estimated"), "0.0 ± 0.5 %"),
        (Measurement("pelvic_tilt", 17.0, 5.1, "deg", "estimated"), "in words only"),
        (Measurement("pelvic_tilt", -2.0, 4.9, "deg", "estimated"), "−2° ± 5°"),
        (Measurement("pelvic_tilt", 17.0, 2.0, "deg", "sticker"), "17° ± 2°"),
        (Measurement("cva", NAN, NAN, "deg", "estimated", "Hair."), "not measured"),
    ],
)
def test_number(measurement: Measurement, text: str):
    assert number(measurement) == text


def test_typical_range():
    assert typical_range(FINDINGS[0], MEASUREMENTS["cva"]) == "44° to 56°"
    assert typical_range(replace(FINDINGS[0], typical_low=NAN), MEASUREMENTS["cva"]) == ""
    assert typical_range(FINDINGS[1], MEASUREMENTS["pelvic_tilt"]) == ""


def test_titles_come_from_the_knowledge_files_without_the_fields_terms():
    assert title("cva") == "Head over the neck"
    assert all(title(name) and "(" not in title(name) for name in knowledge().metrics)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1.0, "lower than in most people; no concern"),
        (3.0, "typical"),
        (6.0, "higher than in most people; no concern"),
    ],
)
def test_a_typical_value_outside_the_range_says_on_which_side(value: float, words: str):
    finding = replace(
        FINDINGS[0], tier="typical", estimate=value, typical_low=2.0, typical_high=4.0
    )
    assert tier_words(finding) == words


@pytest.mark.parametrize(("low", "words"), [(2.0, "cannot tell"), (math.nan, "not judged")])
def test_what_has_no_reference_values_is_not_judged(low: float, words: str):
    finding = replace(FINDINGS[0], tier="cannot_tell", typical_low=low)
    assert tier_words(finding) == words


def test_printable_keeps_accents_and_drops_what_steers_a_terminal():
    assert printable("Zoë's ° photo.jpg") == "Zoë's ° photo.jpg"
    assert printable("a\x1b[2J\udcff\n") == "a\N{REPLACEMENT CHARACTER}[2J" + "\ufffd" * 2


def test_questions_are_grouped_with_the_gravest_first():
    emergency = replace(QUESTION, id="chest_pain", urgency="emergency")
    caution = replace(QUESTION, id="knee", urgency="caution")
    groups = by_urgency([caution, QUESTION, emergency])
    assert [[question.id for question in group] for _, group in groups] == [
        ["chest_pain"],
        ["night_pain"],
        ["knee"],
    ]
    assert by_urgency([]) == []


def test_hints_that_help_most_findings_come_first():
    untold = FINDINGS[2]
    findings = [
        replace(untold, settle=("rare", "often")),
        replace(untold, settle=("often", "often")),
        replace(untold, tier="typical", settle=("told", "told", "told")),
    ]
    assert likeliest_hints(findings, 5) == ["often", "rare"]
    assert likeliest_hints(findings, 1) == ["often"]


MOMENT = datetime(2026, 3, 1, 10, 5, tzinfo=timezone(timedelta(hours=-8)))


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((None, None), "Not answered yet."),
        (("yes", None), "1 of 2 answered."),
        (("yes", "no"), "Answered; the time was not recorded."),
    ],
)
def test_the_state_of_a_group_without_a_time(answers: tuple[Answer | None, ...], said: str):
    assert group_state([replace(QUESTION, answer=one) for one in answers]) == said


def test_a_confirmed_group_says_when_in_its_own_time():
    confirmed = replace(QUESTION, answer="no", answered_at=MOMENT)
    by_age = replace(QUESTION, answer="yes", by_age=True)
    assert group_state([confirmed, by_age]) == "Confirmed on March 1, 2026, 10:05."
    with use_language("de"):
        assert "1. März 2026, 10:05" in group_state([confirmed])
    assert group_state([by_age]) == "Answered by the age that was entered."


def test_a_report_lists_what_was_answered_with_yes_and_the_rest_in_a_line():
    no = replace(QUESTION, answer="no", answered_at=MOMENT)
    yes = replace(QUESTION, answer="yes", answered_at=MOMENT)
    told = f"{QUESTION.question} Yes. {QUESTION.advice}"
    open_ = "The health questions have not been answered."
    assert screening_lines([QUESTION, QUESTION]) == (open_,)
    by_age = replace(QUESTION, answer="yes", by_age=True)
    assert screening_lines([by_age, QUESTION])[-1] == open_
    assert screening_lines([yes, QUESTION]) == (told, "1 of 2 health questions are answered.")
    assert screening_lines([no, no]) == (
        "All 2 health questions were answered with no on March 1, 2026.",
    )
    assert screening_lines([no, yes]) == (
        told,
        "All other health questions were answered with no on March 1, 2026.",
    )
    untimed = replace(no, answered_at=None)
    assert screening_lines([untimed, untimed]) == ("All 2 health questions were answered with no.",)


def test_an_answer_says_what_follows_from_it():
    assert screening_answer(QUESTION) == ""
    assert screening_answer(replace(QUESTION, answer="no")) == "No."
    assert screening_answer(replace(QUESTION, answer="yes")) == f"Yes. {QUESTION.advice}"
    by_age = replace(QUESTION, answer="yes", by_age=True)
    assert "by the age" in screening_answer(by_age)
