"""The plan of a visit as a part of a report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posture.i18n.language import short_days, upper_first
from posture.present.report.handout import PlannedExercise, PlanPart
from posture.present.report.model import (
    day_exercises,
    exercise_numbers,
    next_photo,
    open_questions,
    plan_heading,
    without_unasked,
)
from posture.present.wording import ROLES, often
from posture.studio.plans.given import given_plan
from posture.studio.reports.code import code_svg, code_words, coded_plan

if TYPE_CHECKING:
    from posture.analysis.types import Analysis
    from posture.assess.assessment import Exercise
    from posture.studio.plans.given import GivenPlan
    from posture.studio.records import Visit
    from posture.studio.reports.material import Material


def plan_of(material: Material, visit: Visit, analysis: Analysis | None) -> GivenPlan:
    """The plan that the client of a report is given."""
    return given_plan(material.client.details, visit, analysis, material.own)


def exercises_wait(material: Material, visit_id: str) -> str:
    """Why the exercises of a visit are not given yet, as a sentence; empty where they are.

    Raises
    ------
    NotFoundError, InputError
        There is no such visit.
    """
    return open_questions(plan_of(material, material.visit(visit_id), None).plan)


def plan_part(given: GivenPlan) -> PlanPart:
    """A plan in words.

    Parameters
    ----------
    given : GivenPlan

    Returns
    -------
    PlanPart
        Without exercises as long as a question on health is open: one yes may stop them.
    """
    plan = without_unasked(given.plan)
    before = open_questions(plan)
    questions = tuple(one.question for one in plan.screening if one.answer is None and before)
    numbers = exercise_numbers(plan)
    return PlanPart(
        heading=plan_heading(plan),
        stop_text=plan.stop_text,
        before=before,
        note=given.note,
        exercises=tuple(_exercise(one, numbers[one.id], given) for one in plan.exercises),
        week=tuple(
            (name, day_exercises(day, numbers))
            for day, name in zip(plan.week, short_days(), strict=False)
        ),
        phases=" ".join(plan.phases),
        again=next_photo(plan) if plan.exercises else "",
        expect=plan.expect if plan.exercises else "",
        questions=questions,
    )


def with_code(part: PlanPart, studio: str) -> PlanPart:
    """The plan with a code that holds it; without exercises there is none.

    Parameters
    ----------
    part : PlanPart
    studio : str
        Its name.
    """
    if not part.exercises:
        return part
    coded = coded_plan(part, studio)
    return replace(part, qr_svg=code_svg(coded.text), qr_words=code_words(coded))


def _exercise(one: Exercise, number: int, given: GivenPlan) -> PlannedExercise:
    return PlannedExercise(
        id=one.id,
        number=number,
        title=one.title,
        role=ROLES[one.role],
        dose=f"{one.dose}, {often(one)}",
        note=given.notes.get(one.id, ""),
        steps=one.steps,
        avoid=one.avoid,
        why=upper_first(" ".join(filter(None, (one.why, one.source)))),
    )
