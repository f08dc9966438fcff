"""The plan that a client takes home: the proposed one, with the trainer's choices in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posture.assess.assess import assess
from posture.assess.assessment import Exercise, Plan
from posture.assess.knowledge import knowledge
from posture.assess.plan import GENERAL, make_exercise, plan_week
from posture.i18n.language import tr
from posture.studio.history.calibration import subject_of
from posture.studio.plans.screening import Safety, find_safety, with_record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posture.analysis.types import Analysis
    from posture.studio.profile import OwnExercise
    from posture.studio.records import ClientDetails, PlanItem, Visit

_OWN_PER_WEEK = 3
"""How often an own exercise is written into the week; its dose says how it is done."""


@dataclass(frozen=True, slots=True)
class LeftOutItem:
    """An exercise of the edited plan that is not given after all, and why."""

    item: PlanItem
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class GivenPlan:
    """A plan as it is shown and printed.

    Attributes
    ----------
    plan : Plan
        Exercises, doses and week after the trainer's changes.
    notes : mapping of str to str
        The trainer's note to the client by exercise id; only those that there are.
    note : str
        To the client, on the whole plan.
    left_out : tuple of LeftOutItem
        What answers of today rule out, or what was deleted.
    edited : bool
        Whether the trainer changed the proposed plan.
    safety : Safety
    """

    plan: Plan
    notes: Mapping[str, str]
    note: str
    left_out: tuple[LeftOutItem, ...]
    edited: bool
    safety: Safety


def propose_plan(details: ClientDetails, visit: Visit, analysis: Analysis | None) -> Plan:
    """The plan that findings, record and answers of a visit lead to, in the current language.

    Parameters
    ----------
    details : ClientDetails
    visit : Visit
    analysis : Analysis or None
        Of its side photo; without one the plan is a general one.
    """
    measured = {} if analysis is None else analysis.measurements
    answers = with_record(details, visit.answers)
    return assess(measured, subject_of(details, visit.on), answers).plan


def given_plan(
    details: ClientDetails,
    visit: Visit,
    analysis: Analysis | None,
    own: Iterable[OwnExercise] = (),
) -> GivenPlan:
    """The plan of a visit with the trainer's changes, in the current language.

    Parameters
    ----------
    details : ClientDetails
    visit : Visit
        Its ``plan`` is None where the proposed one stands.
    analysis : Analysis or None
        Of its side photo.
    own : iterable of OwnExercise
        The studio's.

    Returns
    -------
    GivenPlan
        What today's answers and record rule out is left out and named, even where it was chosen
        before.
    """
    proposed = propose_plan(details, visit, analysis)
    safety = find_safety(details, subject_of(details, visit.on), visit.answers)
    if visit.plan is None:
        return GivenPlan(proposed, {}, visit.plan_note, (), False, safety)
    made = {one.id: one for one in own}
    kept: list[Exercise] = []
    left_out: list[LeftOutItem] = []
    for item in visit.plan:
        found = _exercise(item, proposed, made, safety)
        if isinstance(found, LeftOutItem):
            left_out.append(found)
        else:
            kept.append(found)
    notes = {one.exercise_id: one.note for one in visit.plan if one.note}
    chosen = tr("Your trainer put this plan together.")
    plan = replace(
        proposed,
        exercises=tuple(kept),
        week=plan_week(kept),
        phases=knowledge().programme.phases if kept else (),
        rationale=proposed.rationale if safety.stopped else chosen,
    )
    return GivenPlan(plan, notes, visit.plan_note, tuple(left_out), True, safety)


def _exercise(
    item: PlanItem, proposed: Plan, own: Mapping[str, OwnExercise], safety: Safety
) -> Exercise | LeftOutItem:
    known = item.exercise_id in knowledge().exercises
    if not known and item.exercise_id not in own:
        return LeftOutItem(item, "", tr("This exercise was deleted from the studio's own."))
    if known:
        made = _from_library(item.exercise_id, proposed)
        why = safety.why_not(item.exercise_id)
    else:
        made = _from_own(own[item.exercise_id])
        why = safety.why_not_own(own[item.exercise_id])
    if why:
        return LeftOutItem(item, made.title, why)
    return replace(made, dose=item.dose) if item.dose else made


def _from_library(exercise_id: str, proposed: Plan) -> Exercise:
    for one in proposed.exercises:
        if one.id == exercise_id:
            return one
    made = make_exercise(exercise_id, GENERAL)
    why = tr("Chosen by your trainer: {reason}.").format(
        reason=knowledge().exercises[exercise_id].why
    )
    return replace(made, why=why)


def _from_own(one: OwnExercise) -> Exercise:
    return Exercise(
        id=one.id,
        title=one.title,
        role=one.role,
        imbalance=GENERAL,
        steps=one.steps,
        dose=one.dose,
        sets=1,
        repetitions="",
        per_week=_OWN_PER_WEEK,
        progression="",
        avoid=(),
        why=tr("An exercise of your studio."),
        source="",
    )
