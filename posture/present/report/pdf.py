"""The report as one A4 page to hand over."""

from __future__ import annotations

import datetime
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from posture.assess.verdict import find_verdict
from posture.i18n.language import mid_sentence, short_days, tr, upper_first
from posture.present.figures.figures import figure_svg, has_figure
from posture.present.report.model import (
    clearance,
    day_exercises,
    exercise_numbers,
    next_photo,
    open_questions,
    plan_heading,
)
from posture.present.report.typeset import typeset
from posture.present.scale import SCALE_KEY
from posture.present.verdict import (
    SYMBOLS,
    headline,
    line_title,
    line_words,
    people_sentence,
    settle_sentence,
)
from posture.present.wording import (
    NO_PAIR,
    STANDINGS,
    check_meaning,
    given_answer,
    often,
    screening_lines,
)

if TYPE_CHECKING:
    from posture.assess.assessment import Exercise, Imbalance, Plan
    from posture.assess.verdict import Line
    from posture.present.report.model import ReportModel


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
    lines = find_verdict(model.assessment)
    return {
        "words": {
            "unsettled": tr("What it cannot tell"),
            "imbalances": tr("Muscle pairs that these findings may point to"),
            "hypotheses": tr("Hypotheses to test, not results: a photo cannot measure muscles."),
            "screening": tr("Before any exercise"),
        },
        "kicker": tr("Posture report"),
        "name": model.photo_name,
        "facts": " · ".join(filter(None, (model.facing, model.date))),
        "picture_alt": model.picture_alt,
        "headline": headline(lines),
        "lines": [_line(line, model) for line in lines],
        "numbers": _numbers(model),
        "key": tr(SCALE_KEY),
        "pattern": tr("The overall look, with low confidence: {look}").format(
            look=model.pattern.text
        )
        if model.pattern
        else "",
        "unsettled": _unsettled(model),
        "notices": " ".join(notice.text for notice in model.notices),
        "no_pair": "" if model.imbalances else tr(NO_PAIR),
        "imbalances": [_imbalance(one) for one in model.imbalances],
        **_plan(model.plan),
        "footer": model.plan.footer,
        "made_by": model.made_by,
    }


def _line(line: Line, model: ReportModel) -> dict[str, Any]:
    """One line of the verdict with its scale."""
    rows = (*model.settled, *model.unsettled)
    row = next((one for one in rows if one.finding.measurement == line.measurement), None)
    return {
        "title": line_title(line),
        "state": line.state,
        "sign": SYMBOLS[line.state],
        "words": upper_first(line_words(line)),
        "scale": asdict(row.scale) if row and row.scale else None,
        "sentence": " ".join(map(people_sentence, line.parts)).strip(),
        "step": " ".join(map(settle_sentence, line.parts)).strip(),
    }


def _numbers(model: ReportModel) -> str:
    """Every number that is decided, in one sentence."""
    said = [
        f"{mid_sentence(row.title)} {row.number} ({row.tier_words})"
        for row in model.settled
        if row.number
    ]
    return tr("Measured: {numbers}.").format(numbers="; ".join(said)) if said else ""


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
        "clearance": clearance(plan),
        "screening": screening_lines(plan.screening),
        "plan_heading": plan_heading(plan),
        "stop_text": plan.stop_text,
        "waits": open_questions(plan),
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


def _exercise(one: Exercise, number: int) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": number,
        "title": one.title,
        "dose": f"{one.dose}, {often(one)}",
        "steps": " ".join(one.steps),
        "avoid": " ".join(one.avoid),
    }
