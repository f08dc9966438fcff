from datetime import datetime
from typing import get_args

import pytest

from posture.assess.assessment import Answer, Answers, Subject, Urgency
from posture.assess.knowledge import knowledge
from posture.assess.screening import screen

from .people import Given, all_no

SCREENING = knowledge().screening
STOPS = [key for key, record in SCREENING.items() if record.effect == "stop"]
REMOVES = [key for key, record in SCREENING.items() if record.effect == "remove"]


def test_nothing_is_cleared_before_it_is_asked():
    screening = screen(Subject(), Answers())
    assert screening.clearance == "not_asked"
    assert {q.answer for q in screening.questions} == {None}
    answers = all_no()
    assert screen(Subject(), Answers(screening=answers)).clearance == "cleared"
    answers.pop("knee_pain")
    assert screen(Subject(), Answers(screening=answers)).clearance == "not_asked"


def test_most_urgent_first():
    order = ["emergency", "urgent", "before_training", "caution"]
    asked = [order.index(q.urgency) for q in screen(Subject(), Answers()).questions]
    assert asked == sorted(asked)
    assert set(asked) == {0, 1, 2, 3}


@pytest.mark.parametrize("key", STOPS)
def test_one_yes_stops_even_when_the_rest_is_unanswered(key: str):
    screening = screen(Subject(), Answers(screening={key: "yes"}))
    assert screening.clearance == "stopped"
    assert SCREENING[key].advice in screening.stop_text


@pytest.mark.parametrize("key", REMOVES)
def test_a_caution_removes_only_its_exercises(key: str):
    screening = screen(Subject(age=30), Answers(screening={**all_no(), key: "yes"}))
    assert screening.clearance == "cleared"
    assert screening.stop_text == ""
    for exercise_id, record in knowledge().exercises.items():
        gone = exercise_id in SCREENING[key].removes
        gone |= record.rolling and "rolling" in SCREENING[key].removes
        assert screening.allows(exercise_id) is not gone


def test_a_stop_lists_the_most_urgent_advice_first():
    answers = Answers(screening={"recent_surgery": "yes", "chest_pain": "yes"})
    text = screen(Subject(), answers).stop_text
    assert text.index("emergency number") < text.index("treating doctor")
    assert "in person" in text
    assert "in person" not in screen(Subject(age=12), Answers()).stop_text


@pytest.mark.parametrize("key", [k for k in STOPS if SCREENING[k].urgency == "emergency"])
def test_an_emergency_is_not_called_harmless(key: str):
    text = screen(Subject(), Answers(screening={key: "yes", "night_pain": "yes"})).stop_text
    assert "harmless" not in text
    assert "harmless" in screen(Subject(), Answers(screening={"night_pain": "yes"})).stop_text


def test_the_age_answers_for_itself():
    child = screen(Subject(age=17), Answers(screening={"under_18": "no"}))
    assert child.clearance == "stopped"
    assert "adults" in child.stop_text
    assert "under_18" not in [q.id for q in screen(Subject(age=18), Answers()).questions]
    assert "under_18" in [q.id for q in screen(Subject(), Answers()).questions]


def test_pregnancy_is_asked_unless_male():
    people = ((Subject(), True), (Subject(sex="female"), True), (Subject(sex="male"), False))
    for subject, asked in people:
        questions = screen(subject, Answers()).questions
        assert ("pregnancy" in [q.id for q in questions]) is asked


@pytest.mark.parametrize(
    ("age", "answer", "allowed"),
    [
        (49, None, True),
        (49, "yes", False),
        (50, None, False),
        (50, "no", True),
        (None, None, False),
        (None, "no", True),
    ],
)
def test_upper_back_roller_waits_for_bone_health_from_fifty(
    age: float | None, answer: Answer | None, allowed: bool
):
    given: Given = {} if answer is None else {"bone_health": answer}
    screening = screen(Subject(age=age), Answers(screening=given))
    assert screening.allows("thoracic_extension_roller") is allowed


def test_an_answer_keeps_the_time_at_which_its_group_was_confirmed():
    moment = datetime(2026, 3, 1, 10, 5)
    given: Given = {"trauma": "no", "night_pain": "no"}
    answers = Answers(screening=given, confirmed={"emergency": moment, "caution": moment})
    questions = {q.id: q for q in screen(Subject(age=12), answers).questions}
    assert questions["trauma"].answered_at == moment
    assert questions["night_pain"].answered_at is None, "its group was not confirmed"
    assert questions["knee_pain"].answered_at is None, "it has no answer"
    assert [id for id, q in questions.items() if q.by_age] == ["under_18"]


def test_a_time_without_answers_clears_nothing():
    answers = Answers(confirmed=dict.fromkeys(get_args(Urgency), datetime(2026, 3, 1)))
    assert screen(Subject(), answers).clearance == "not_asked"
