"""The plan in a QR code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posture.i18n.language import use_language
from posture.present.report.handout import PlannedExercise, PlanPart
from posture.studio.reports.code import MOST_BYTES, code_svg, code_words, coded_plan


def part(count: int, title: str = "Band row", dose: str = "3 x 12", note: str = "") -> PlanPart:
    exercises = tuple(
        PlannedExercise(f"e{i}", i, title, "control", dose, note, (), (), "")
        for i in range(1, count + 1)
    )
    return PlanPart("A plan for 8 weeks", "", "", "", exercises, (), "", "", "")


def test_a_plan_that_fits_is_whole():
    coded = coded_plan(part(2, note="Slowly."), "Studio")
    assert coded.text == (
        "Studio\nA plan for 8 weeks\n1. Band row: 3 x 12\nSlowly.\n2. Band row: 3 x 12\nSlowly."
    )
    assert not coded.shortened
    assert code_words(coded) == "Scan it to have the plan on a phone."


@pytest.mark.parametrize(
    ("plan", "kept"),
    [
        (part(8, note="n" * 119), "1. Band row: 3 x 12\n2."),
        (part(8, title="t" * 58, dose="d" * 60), f"1. {'t' * 58}\n2."),
        (part(40, title="t" * 60), "\n…"),
    ],
)
def test_a_long_plan_is_shortened_step_by_step_and_says_so(plan: PlanPart, kept: str):
    coded = coded_plan(plan, "Studio")
    assert coded.shortened
    assert kept in coded.text
    assert len(coded.text.encode()) <= MOST_BYTES
    assert "shortened" in code_words(coded)
    assert code_svg(coded.text).startswith("<svg")


def test_a_note_that_is_cut_is_said():
    coded = coded_plan(part(1, note="n" * 200), "Studio")
    assert coded.shortened
    assert coded.text.endswith("n…")


def test_letters_of_several_bytes_fit_too():
    coded = coded_plan(part(8, title="Übung " * 9, note="ß" * 100), "Größe")
    assert len(coded.text.encode()) <= MOST_BYTES


def test_the_words_follow_the_language():
    coded = coded_plan(replace(part(1)), "Studio")
    with use_language("de"):
        assert code_words(coded).startswith("Scannen Sie")
