"""Everything that a report shows, as plain text: what the web page and the PDF have in common."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from posture.i18n.language import TranslatedTable, mark, tr
from posture.present.report.parts import (
    CheckCard,
    DayCell,
    ExerciseCard,
    FindingRow,
    ImbalanceCard,
    PlanText,
    QuestionRow,
    RangeBar,
    ReportModel,
)
from posture.present.wording import (
    CLEARANCES,
    ROLES,
    STANDINGS,
    by_urgency,
    likeliest_hints,
    number,
    printable,
    speaks_in_degrees,
    tier_words,
    title,
    typical_range,
)

if TYPE_CHECKING:
    import datetime

    from posture.analysis.types import Analysis, Provenance
    from posture.assess.assessment import (
        Answer,
        Exercise,
        Finding,
        Imbalance,
        Plan,
        SelfCheck,
    )
    from posture.measure.measurement import Measurement
    from posture.photo.photo import Photo

ANSWERS: TranslatedTable[Answer | None] = TranslatedTable(
    {None: "", "yes": mark("Answered: yes."), "no": mark("Answered: no.")}
)
ANSWERED: TranslatedTable[Answer] = TranslatedTable({"yes": mark("Yes."), "no": mark("No.")})
_FACING = TranslatedTable(
    {"left": mark("Side view, facing left"), "right": mark("Side view, facing right")}
)
_MEANINGS: TranslatedTable[Answer] = TranslatedTable(
    {"yes": mark("A yes speaks for the idea."), "no": mark("A no speaks for the idea.")}
)
_PICTURE_ALT = mark("Side-view photo with the measured points and angles drawn on it.")
_LONGEST_NAME = 64
_MOST_HINTS = 3
_SPARE = 1.5
"""Room beside the typical range in a range bar, in widths of the range."""


def build(
    photo: Photo, analysis: Analysis, picture_jpeg: bytes, *, date: datetime.date | None
) -> ReportModel:
    """Put an analysis into words.

    Parameters
    ----------
    photo : Photo
    analysis : Analysis
    picture_jpeg : bytes
        The annotated picture.
    date : datetime.date or None
        Of the report; None shows none.

    Returns
    -------
    ReportModel
    """
    said, measured = analysis.assessment, analysis.measurements
    rows = [_row(f, measured[f.measurement]) for f in said.findings]
    spoken = tuple(row for row in rows if row.tier != "cannot_tell")
    return ReportModel(
        photo_name=short_name(photo.name),
        date=date.isoformat() if date else "",
        facing=_FACING[analysis.body.facing],
        picture=picture_jpeg,
        picture_alt=picture_alt(analysis),
        notices=tuple(
            replace(one, text=tr(one.text), remedy=tr(one.remedy)) for one in analysis.body.notices
        ),
        spoken=spoken,
        unsettled=tuple(row for row in rows if row.tier == "cannot_tell"),
        hints=tuple(likeliest_hints(said.findings, _MOST_HINTS)),
        pattern=said.pattern,
        imbalances=tuple(_imbalance(one) for one in said.imbalances),
        plan=_plan(said.plan),
        made_by=made_by(analysis.provenance),
    )


def short_name(name: str) -> str:
    """The name of a photo as a report shows it."""
    name = printable(name)
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def picture_alt(analysis: Analysis) -> str:
    """What the annotated picture shows, for whoever does not see it."""
    said, measured = analysis.assessment.findings, analysis.measurements
    rows = [_row(f, measured[f.measurement]) for f in said if f.tier != "cannot_tell"]
    shown = "; ".join(f"{row.title}: {row.number or row.tier_words}" for row in rows)
    return f"{tr(_PICTURE_ALT)} {shown}"


def made_by(made: Provenance) -> str:
    """Which program, pose model and estimate the numbers come from."""
    return tr("Posture {version}, pose model {model}, points by {estimator}").format(
        version=made.version, model=made.model, estimator=made.estimator
    )


def _row(finding: Finding, measurement: Measurement) -> FindingRow:
    in_numbers = speaks_in_degrees(measurement) and math.isfinite(measurement.value)
    return FindingRow(
        title=title(finding.measurement),
        tier=finding.tier,
        tier_words=tier_words(finding, measurement),
        number=number(measurement) if in_numbers else "",
        typical=typical_range(finding, measurement) if in_numbers else "",
        text=finding.text,
        settle=finding.settle,
        evidence=finding.evidence,
        bar=range_bar(finding, measurement) if in_numbers else None,
    )


def range_bar(finding: Finding, measurement: Measurement) -> RangeBar | None:
    """The reading on a scale that always shows the typical range and, if need be, more."""
    low, high = finding.typical_low, finding.typical_high
    if not (math.isfinite(low) and math.isfinite(high) and high > low):
        return None
    value, sd = measurement.value, measurement.sd if math.isfinite(measurement.sd) else 0.0
    spare = _SPARE * (high - low)
    start, end = min(low - spare, value - sd), max(high + spare, value + sd)

    def place(number: float) -> float:
        return (number - start) / (end - start)

    return RangeBar(place(low), place(high), place(value), place(value - sd), place(value + sd))


def _imbalance(one: Imbalance) -> ImbalanceCard:
    return ImbalanceCard(
        id=one.id,
        title=one.title,
        standing=one.standing,
        standing_words=STANDINGS[one.standing],
        grade=one.grade,
        summary=one.summary,
        short_side=", ".join(one.short_side),
        long_side=", ".join(one.long_side),
        arises=one.arises,
        notice=one.notice,
        evidence_for=one.evidence_for,
        evidence_against=one.evidence_against,
        checks=tuple(_check(check) for check in one.self_checks),
        tense_question=one.tense_question,
        tense_answer=ANSWERS[one.tense],
    )


def _check(check: SelfCheck) -> CheckCard:
    return CheckCard(
        id=check.id,
        title=check.title,
        steps=check.steps,
        question=check.question,
        meaning=_MEANINGS[check.confirms_if],
        source=check.source,
        answer=ANSWERS[check.answer],
    )


def _plan(plan: Plan) -> PlanText:
    numbers = {exercise.id: i for i, exercise in enumerate(plan.exercises, 1)}
    groups = tuple(
        (
            heading,
            tuple(
                QuestionRow(q.question, q.answer, q.advice if q.answer == "yes" else "")
                for q in questions
            ),
        )
        for heading, questions in by_urgency(plan.screening)
    )
    weeks = tr(" and ").join(str(week) for week in plan.rephotograph_weeks)
    again = tr("New photo after {weeks} weeks, taken in the same way.").format(weeks=weeks)
    heading = tr("A plan for {weeks} weeks").format(weeks=plan.weeks)
    return PlanText(
        clearance=plan.clearance,
        clearance_words=CLEARANCES[plan.clearance],
        screening=groups,
        stop_text=plan.stop_text,
        heading=heading if plan.exercises else tr("No exercises for now"),
        rationale=plan.rationale,
        exercises=tuple(_exercise(e, numbers[e.id]) for e in plan.exercises),
        week=tuple(
            DayCell(day.name, tuple(numbers[id] for id in day.exercises if id in numbers))
            for day in plan.week
        ),
        phases=plan.phases,
        again=again if weeks else "",
        expect=plan.expect,
        footer=plan.footer,
    )


def often(one: Exercise) -> str:
    """How often an exercise is done, in words."""
    if one.per_week == 7:
        return tr("every day")
    return tr("{times}× a week").format(times=one.per_week)


def _exercise(one: Exercise, place: int) -> ExerciseCard:
    return ExerciseCard(
        number=place,
        id=one.id,
        title=one.title,
        role=ROLES[one.role],
        steps=one.steps,
        dose=one.dose,
        often=often(one),
        progression=one.progression,
        avoid=one.avoid,
        why=one.why,
        source=one.source,
    )
