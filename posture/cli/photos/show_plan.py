"""Screening questions and the plan of exercises as rich text on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from posture.i18n.language import TranslatedTable, mark, tr
from posture.present.wording import CLEARANCES, ROLES, by_urgency, group_state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from posture.assess.assessment import Answer, Exercise, Plan

_YES_NO: TranslatedTable[Answer] = TranslatedTable({"yes": mark("yes"), "no": mark("no")})


def heading(text: str) -> RenderableType:
    """The heading of a part: a line across the terminal."""
    return Rule(Text(text, style="bold"), align="left", style="dim")


def plan_lines(plan: Plan) -> Iterable[RenderableType]:
    """Screening questions, then the exercises unless an answer stops them."""
    yield heading(tr("Before any exercise"))
    yield Text(CLEARANCES[plan.clearance], style="bold" if plan.clearance == "stopped" else "")
    for urgency, questions in by_urgency(plan.screening):
        yield Text(f"{urgency}. {group_state(questions)}", style="dim")
        for question in questions:
            tick = "☑" if question.answer == "yes" else "☐"
            answer = f"  [{_YES_NO[question.answer]}]" if question.answer else ""
            by_age = tr("Answered by the age that was entered.") if question.by_age else ""
            yield Padding(Text(f"{tick} {question.question}{answer} {by_age}".rstrip()), (0, 2))
            if question.answer == "yes":
                yield Padding(Text(f"→ {question.advice}", style="bold"), (0, 4))
    if plan.stop_text:
        yield Padding(Text(plan.stop_text, style="bold"), (1, 2))
    if plan.exercises:
        yield heading(tr("Plan for {weeks} weeks").format(weeks=plan.weeks))
        yield Text(plan.rationale)
        yield _exercises(plan.exercises)
        yield from _schedule(plan)
    if plan.footer:
        yield Padding(Text(plan.footer, style="dim"), (1, 0))


def _exercises(exercises: Iterable[Exercise]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(tr("Exercise"), ratio=3)
    table.add_column(tr("How"), ratio=5)
    table.add_column(tr("Dose"), ratio=3)
    for exercise in exercises:
        name = Text.assemble((exercise.title, "bold"), (f"\n{ROLES[exercise.role]}", "dim"))
        how = Text(" ".join(exercise.steps))
        for line in exercise.avoid:
            how.append(f"\n{line}", style="dim")
        often = tr("{times}× a week").format(times=exercise.per_week)
        dose = Text(f"{exercise.dose}\n{often}")
        dose.append(f"\n{exercise.progression}", style="dim")
        table.add_row(name, how, dose)
    return table


def _schedule(plan: Plan) -> Iterable[RenderableType]:
    titles = {exercise.id: exercise.title for exercise in plan.exercises}
    week = Table(box=None, show_header=False, padding=(0, 2))
    for day in plan.week:
        does = ", ".join(titles.get(id, id) for id in day.exercises)
        week.add_row(Text(day.name), Text(does or tr("rest"), style="" if does else "dim"))
    yield week
    yield Text("\n".join(f"• {phase}" for phase in plan.phases))
    if plan.rephotograph_weeks:
        weeks = tr(" and ").join(str(w) for w in plan.rephotograph_weeks)
        again = tr("New photo after {weeks} weeks, taken in the same way.").format(weeks=weeks)
        yield Text(f"{again} {plan.expect}")
