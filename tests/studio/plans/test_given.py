"""The plan that a client takes home, and what record and answers rule out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posture.assess.assessment import Answers
from posture.assess.knowledge import knowledge
from posture.assess.wording_rules import wording_faults
from posture.errors import InputError
from posture.i18n.language import use_language
from posture.present.figures.figures import has_figure
from posture.studio.history.calibration import subject_of
from posture.studio.plans.choices import Choice, find_choices
from posture.studio.plans.edit import (
    MOST,
    add_item,
    change_item,
    move_item,
    proposed_items,
    remove_item,
    swap_item,
)
from posture.studio.plans.given import GivenPlan, given_plan, propose_plan
from posture.studio.plans.screening import Safety, find_safety
from posture.studio.profile import OwnExercise
from posture.studio.records import ClientDetails, PlanItem, Visit
from tests.fixtures.clients import CLIENT, measured, sample_visits

pytestmark = pytest.mark.model

NO_TO_ALL = dict.fromkeys(knowledge().screening, "no")
CLEARED = Answers(screening=NO_TO_ALL)  # type: ignore[arg-type]
OWN = OwnExercise("own1", "Skipping rope", "control", ("Skip.",), "2 minutes", ("knee_pain",))


def safety(*yes: str, record: tuple[str, ...] = ()) -> Safety:
    details = replace(CLIENT.details, contraindications=record)
    answers = Answers(screening={**NO_TO_ALL, **dict.fromkeys(yes, "yes")})  # type: ignore[dict-item]
    visit = measured(0, 40.0)
    return find_safety(details, subject_of(details, visit.on), answers)


def choices(*yes: str, record: tuple[str, ...] = ()) -> tuple[Choice, ...]:
    return find_choices(safety(*yes, record=record), (OWN,))


def choice(of: str, *yes: str, record: tuple[str, ...] = ()) -> Choice:
    return next(one for one in choices(*yes, record=record) if one.id == of)


def given(visit: Visit, details: ClientDetails = CLIENT.details) -> GivenPlan:
    return given_plan(details, visit, None, (OWN,))


def test_the_library_and_the_own_exercises_can_be_chosen():
    found = choices()
    assert [one.id for one in found] == [*knowledge().exercises, "own1"]
    assert {one.why_not for one in found} == {""}
    assert [one.id for one in found if one.own] == ["own1"]


def test_a_contraindication_of_the_record_counts_like_an_answer():
    said = "Left out because this was answered with yes: "
    assert choice("roll_quads", record=("blood_thinner",)).why_not.startswith(said)
    assert choice("glute_bridge", record=("blood_thinner",)).why_not == ""
    assert choice("own1", "knee_pain").why_not.startswith(said)
    assert safety(record=("bad left ankle",)).noted == ("bad left ankle",)


def test_a_red_flag_rules_out_everything_and_says_whom_to_see():
    for one in choices(record=("cauda_equina",)):
        assert one.why_not.startswith("No exercises for now. Please see a doctor today")


def test_an_exercise_whose_question_is_open_waits_for_the_answer():
    details = replace(CLIENT.details, year_of_birth=1950)
    subject = subject_of(details, measured(0, 40.0).on)
    found = find_safety(details, subject, Answers())
    assert found.why_not("thoracic_extension_roller").startswith(
        "Left out until this is answered with no: "
    )


def test_a_forbidden_exercise_cannot_be_added_or_swapped_in():
    found = choices("knee_pain")
    items = (PlanItem("glute_bridge"),)
    for change in (
        lambda: add_item(items, "step_up", found),
        lambda: swap_item(items, "glute_bridge", "step_up", found),
    ):
        with pytest.raises(InputError, match="“Step-up” cannot be given") as caught:
            change()
        assert caught.value.faults[0].startswith("Left out because")


def test_exercises_are_added_swapped_moved_changed_and_removed():
    found = choices()
    items = add_item((), "glute_bridge", found)
    items = add_item(items, "own1", found)
    items = swap_item(items, "glute_bridge", "band_row", found)
    items = move_item(items, "own1", -5)
    items = change_item(items, "band_row", dose=" 2 x 8 ", note="Slowly.")
    assert items == (PlanItem("own1"), PlanItem("band_row", "2 x 8", "Slowly."))
    assert change_item(items, "band_row", dose="")[1] == PlanItem("band_row", "", "Slowly.")
    assert remove_item(items, "own1") == items[1:]


def test_what_does_not_fit_is_one_error():
    found = choices()
    full = tuple(PlanItem(one.id) for one in found[:MOST])
    for change, message in (
        (lambda: add_item(full, "own1", found), "at most 8 exercises"),
        (lambda: add_item(full, found[0].id, found), "is in the plan already"),
        (lambda: add_item((), "nothing", found), "no such exercise"),
        (lambda: remove_item((), "own1"), "not in the plan"),
        (lambda: swap_item((), "own1", "band_row", found), "not in the plan"),
        (lambda: move_item((), "own1", 1), "not in the plan"),
        (lambda: change_item(full, full[0].exercise_id, dose="x" * 201), "201 characters"),
    ):
        with pytest.raises(InputError, match=message):
            change()


def test_the_proposed_plan_stands_until_it_is_edited():
    visit = replace(sample_visits()[0], answers=CLEARED)
    found = given(visit)
    assert not found.edited
    assert found.plan == propose_plan(CLIENT.details, visit, None)
    assert found.plan.clearance == "cleared"
    assert [one.exercise_id for one in proposed_items(found.plan)] == [
        one.id for one in found.plan.exercises
    ]


def test_an_edited_plan_has_the_trainers_exercises_doses_notes_and_week():
    items = (PlanItem("band_row", "2 x 8", "Slowly."), PlanItem("own1"))
    visit = replace(measured(0, 40.0), answers=CLEARED, plan=items, plan_note="Well done.")
    found = given(visit)
    assert [(one.id, one.dose) for one in found.plan.exercises] == [
        ("band_row", "2 x 8"),
        ("own1", "2 minutes"),
    ]
    assert found.notes == {"band_row": "Slowly."}
    assert found.note == "Well done."
    assert found.plan.week[0].exercises == ("band_row", "own1")
    assert has_figure("band_row")
    assert not found.left_out


def test_what_later_answers_rule_out_is_left_out_and_named():
    items = (PlanItem("step_up"), PlanItem("own1"), PlanItem("gone"), PlanItem("band_row"))
    answers = Answers(screening={**NO_TO_ALL, "knee_pain": "yes"})  # type: ignore[dict-item]
    found = given(replace(measured(0, 40.0), answers=answers, plan=items))
    assert [one.id for one in found.plan.exercises] == ["band_row"]
    assert [(one.item.exercise_id, one.title) for one in found.left_out] == [
        ("step_up", "Step-up"),
        ("own1", "Skipping rope"),
        ("gone", ""),
    ]


def test_a_red_flag_of_the_record_stops_an_edited_plan():
    details = replace(CLIENT.details, contraindications=("night_pain",))
    visit = replace(measured(0, 40.0), answers=CLEARED, plan=(PlanItem("band_row"),))
    found = given(visit, details)
    assert found.plan.clearance == "stopped"
    assert found.plan.exercises == ()
    assert found.plan.week == ()
    assert found.left_out[0].why == found.plan.stop_text


def test_the_plan_is_in_the_readers_language():
    visit = replace(
        measured(0, 40.0), answers=CLEARED, plan=(PlanItem("dead_bug"), PlanItem("chin_nod"))
    )
    with use_language("de"):
        found = given(visit)
    assert [one.title for one in found.plan.exercises] != [
        knowledge().exercises[one].title for one in ("dead_bug", "chin_nod")
    ]


def test_every_reason_keeps_the_wording_rules():
    said = [one.why_not for name in knowledge().screening for one in choices(name)]
    assert {text: wording_faults(text) for text in said if wording_faults(text)} == {}
