"""The report as one A4 page to hand over."""

from __future__ import annotations

import datetime
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from posture.i18n.language import mid_sentence, short_days, tr, upper_first
from posture.present.figures.figures import figure_svg, has_figure
from posture.present.report.model import day_exercises, exercise_numbers, next_photo, plan_heading
from posture.present.report.typeset import typeset
from posture.present.wording import (
    CLEARANCES,
    STANDINGS,
    by_urgency,
    check_meaning,
    given_answer,
    group_state,
    often,
    screening_answer,
)

if TYPE_CHECKING:
    from posture.assess.assessment import Exercise, Imbalance, Plan
    from posture.present.report.model import FindingRow, ReportModel

_MOST_ROWS = 6


def render_pdf(model: ReportModel) -> bytes:
    """Write the report as a PDF of exactly one A4 page.

    Parameters
    ----------
    model : ReportModel

    Returns
    -------
    bytes
        The same model gives the same bytes. Long texts are set smaller, then without the steps of
        the exercises, then shortened; the web page has all of them.

    Raises
    ------
    PostureError
        The typeface was not found.
    """
    exercises = [one.id for one in model.plan.exercises if has_figure(one.id)]
    return typeset(
        "report.typ",
        _content(model),
        title=tr("Posture report: {name}").format(name=model.photo_name),
        date=datetime.date.fromisoformat(model.date) if model.date else None,
        pictures=[model.picture],
        figures={id: figure_svg(id, ink="#22303c") for id in exercises},
    )


def _content(model: ReportModel) -> dict[str, Any]:
    """Everything that the page shows, as texts."""
    notable = [row for row in model.settled if row.finding.tier != "typical"]
    calm = [row for row in model.settled if row.finding.tier == "typical"]
    rows, others = (notable + calm)[:_MOST_ROWS], (notable + calm)[_MOST_ROWS:]
    names = ", ".join(f"{row.title} ({row.tier_words})" for row in others)
    return {
        "words": {
            "shows": tr("What this photo shows"),
            "unsettled": tr("What it cannot tell"),
            "imbalances": tr("Muscle pairs that these findings may point to"),
            "hypotheses": tr("Hypotheses to test, not results: a photo cannot measure muscles."),
            "screening": tr("Before any exercise"),
        },
        "kicker": tr("Posture report"),
        "name": model.photo_name,
        "facts": " · ".join(filter(None, (model.facing, model.date))),
        "picture_alt": model.picture_alt,
        "findings": [_finding(row) for row in rows],
        "also": tr("Also: {findings}.").format(findings=names) if names else "",
        "key": _bar_key() if any(row.bar for row in rows) else "",
        "pattern": tr("The overall look, with low confidence: {look}").format(
            look=model.pattern.text
        )
        if model.pattern
        else "",
        "unsettled": _unsettled(model),
        "notices": " ".join(notice.text for notice in model.notices),
        "imbalances": [_imbalance(one) for one in model.imbalances],
        **_plan(model.plan),
        "footer": model.plan.footer,
        "made_by": model.made_by,
    }


def _bar_key() -> str:
    return tr("Bars: the band is the range of most people, the mark is this photo with its error.")


def _finding(row: FindingRow) -> dict[str, Any]:
    outside = row.bar is not None and not row.bar.low <= row.bar.value <= row.bar.high
    explained = row.finding.tier != "typical" or outside or not row.number
    return {
        "title": row.title,
        "tier": row.finding.tier,
        "tier_words": row.tier_words,
        "number": row.number,
        "usual": tr("most people {range}").format(range=row.typical) if row.typical else "",
        "bar": asdict(row.bar) if row.bar else None,
        "text": _first_sentence(row.finding.text) if explained else "",
    }


def _first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence, not one inside a number."""
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ])", text, maxsplit=1)[0]


def _unsettled(model: ReportModel) -> str:
    if not model.unsettled:
        return ""
    names = f"{upper_first(', '.join(mid_sentence(row.title) for row in model.unsettled))}."
    if not model.hints:
        return names
    hints = tr("What would help most: {hints}").format(hints=" ".join(model.hints))
    return f"{names} {hints}"


def _imbalance(one: Imbalance) -> dict[str, Any]:
    return {
        "title": one.title,
        "suggested": one.standing == "suggested",
        "standing": upper_first(STANDINGS[one.standing]),
        "grade": tr("Evidence grade {grade}").format(grade=one.grade),
        "check": _self_check(one),
    }


def _self_check(one: Imbalance) -> str:
    """The first self-check that is not answered, else the first."""
    checks = one.self_checks
    check = next((c for c in checks if not c.answer), next(iter(checks), None))
    if check is None:
        return ""
    name = tr("Self-check: {title}.").format(title=check.title)
    return f"{name} {check.question} {given_answer(check.answer) or check_meaning(check)}"


def _plan(plan: Plan) -> dict[str, Any]:
    numbers = exercise_numbers(plan)
    return {
        "clearance": CLEARANCES[plan.clearance],
        "screening": _screening(plan),
        "plan_heading": plan_heading(plan),
        "stop_text": plan.stop_text,
        "rationale": plan.rationale,
        "exercises": [_exercise(one, numbers[one.id]) for one in plan.exercises],
        "week": [
            {"name": name, "exercises": day_exercises(day, numbers)}
            for day, name in zip(plan.week, short_days(), strict=False)
        ],
        "phases": " ".join(plan.phases),
        "again": next_photo(plan),
        "expect": plan.expect,
    }


def _screening(plan: Plan) -> list[dict[str, Any]]:
    """Every question with its answer, and when the answers of its group were confirmed."""
    return [
        {
            "heading": heading,
            "state": group_state(questions),
            "questions": [
                {
                    "text": f"{'☑' if q.answer == 'yes' else '☐'} {q.question}",
                    "answer": screening_answer(q),
                }
                for q in questions
            ],
        }
        for heading, questions in by_urgency(plan.screening)
    ]


def _exercise(one: Exercise, number: int) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": number,
        "title": one.title,
        "dose": f"{one.dose}, {often(one)}",
        "steps": " ".join(one.steps),
        "avoid": " ".join(one.avoid),
    }
