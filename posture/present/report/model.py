"""Everything that a report shows: what the web page and the PDF have in common."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posture.assess.imbalances import suggested
from posture.i18n.language import TranslatedTable, mark, tr
from posture.present.scale import Scale, find_scale
from posture.present.wording import (
    CLEARANCES,
    has_number,
    likeliest_hints,
    number,
    short_name,
    tier_words,
    title,
    typical_range,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from posture.analysis.types import Analysis, Provenance
    from posture.assess.assessment import Assessment, Day, Finding, Imbalance, Pattern, Plan
    from posture.body.remarks import Notice
    from posture.measure.measurement import Measurement
    from posture.photo.photo import Photo

_FACING = TranslatedTable(
    {"left": mark("Side view, facing left"), "right": mark("Side view, facing right")}
)
_PICTURE_ALT = mark("Side-view photo with the measured points and angles drawn on it.")
_MOST_HINTS = 3


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in words.

    Attributes
    ----------
    finding : Finding
    title, tier_words : str
    number, typical : str
        Value with its error, and the typical range; empty where only words may be shown.
    measurement : Measurement
    scale : Scale or None
    """

    finding: Finding
    title: str
    tier_words: str
    number: str
    typical: str
    measurement: Measurement
    scale: Scale | None


@dataclass(frozen=True, slots=True)
class ReportModel:
    """Everything that both outputs show.

    Attributes
    ----------
    photo_name, date, facing : str
        ``date`` is ISO 8601 or empty.
    picture : bytes
        Annotated picture, JPEG.
    picture_alt : str
    notices : tuple of Notice
        In the reader's language.
    settled : tuple of FindingRow
        Findings with a tier, the strongest first.
    unsettled : tuple of FindingRow
        Findings that the photo cannot tell.
    hints : tuple of str
        What would help with most of those.
    pattern : Pattern or None
    imbalances : tuple of Imbalance
        Those that something points to.
    plan : Plan
        Without exercises while questions on health are open.
    made_by : str
        Version and model.
    assessment : Assessment
    measurements : mapping of str to Measurement
        For the verdict.
    """

    photo_name: str
    date: str
    facing: str
    picture: bytes
    picture_alt: str
    notices: tuple[Notice, ...]
    settled: tuple[FindingRow, ...]
    unsettled: tuple[FindingRow, ...]
    hints: tuple[str, ...]
    pattern: Pattern | None
    imbalances: tuple[Imbalance, ...]
    plan: Plan
    made_by: str
    assessment: Assessment
    measurements: Mapping[str, Measurement]


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
    return ReportModel(
        photo_name=short_name(photo.name),
        date=date.isoformat() if date else "",
        facing=_FACING[analysis.body.facing],
        picture=picture_jpeg,
        picture_alt=picture_alt(analysis),
        notices=tuple(
            replace(one, text=tr(one.text), remedy=tr(one.remedy)) for one in analysis.notices
        ),
        settled=tuple(row for row in rows if row.finding.tier != "cannot_tell"),
        unsettled=tuple(row for row in rows if row.finding.tier == "cannot_tell"),
        hints=tuple(likeliest_hints(said.findings, _MOST_HINTS)),
        pattern=said.pattern,
        imbalances=suggested(said.imbalances),
        plan=without_unasked(said.plan),
        made_by=made_by(analysis.provenance),
        assessment=said,
        measurements=measured,
    )


def picture_alt(analysis: Analysis) -> str:
    """What the annotated picture shows, for whoever does not see it."""
    measured = analysis.measurements
    findings = [one for one in analysis.assessment.findings if one.tier != "cannot_tell"]
    rows = [_row(one, measured[one.measurement]) for one in findings]
    shown = "; ".join(f"{row.title}: {row.number or row.tier_words}" for row in rows)
    return f"{tr(_PICTURE_ALT)} {shown}"


def made_by(made: Provenance) -> str:
    """Which program, pose model and estimate the numbers come from."""
    return tr("Posture {version}, pose model {model}, points by {estimator}").format(
        version=made.version, model=made.model, estimator=made.estimator
    )


def made_by_program(made: Provenance) -> str:
    """Which program the numbers come from, for readers to whom its models tell nothing."""
    return f"Posture {made.version}"


def without_unasked(plan: Plan) -> Plan:
    """The plan as it may be printed.

    Without exercises as long as a question on health is open: one yes may stop them.
    """
    if plan.clearance != "not_asked":
        return plan
    return replace(plan, exercises=(), week=(), phases=(), rationale="")


def open_questions(plan: Plan) -> str:
    """That the exercises wait for answers, as a sentence; empty where they do not."""
    if plan.clearance != "not_asked":
        return ""
    return tr("The exercises follow when the questions on health are answered.")


def clearance(plan: Plan) -> str:
    """What the answers allow; empty while questions are open, of which a line of its own tells."""
    return "" if plan.clearance == "not_asked" else CLEARANCES[plan.clearance]


def plan_heading(plan: Plan) -> str:
    """The heading of a plan."""
    if plan.clearance == "not_asked":
        return tr("Your plan")
    if not plan.exercises:
        return tr("No exercises for now")
    return tr("A plan for {weeks} weeks").format(weeks=plan.weeks)


def next_photo(plan: Plan) -> str:
    """When to take the next photo, as a sentence; empty where the plan says nothing of it."""
    weeks = tr(" and ").join(str(week) for week in plan.rephotograph_weeks)
    if not weeks:
        return ""
    return tr("New photo after {weeks} weeks, taken in the same way.").format(weeks=weeks)


def exercise_numbers(plan: Plan) -> dict[str, int]:
    """Id of every exercise to its number in the report, from 1."""
    return {exercise.id: i for i, exercise in enumerate(plan.exercises, 1)}


def day_exercises(day: Day, numbers: Mapping[str, int]) -> str:
    """The numbers of a day's exercises, or that it is a day of rest."""
    return " · ".join(str(numbers[id]) for id in day.exercises if id in numbers) or tr("rest")


def _row(finding: Finding, measurement: Measurement) -> FindingRow:
    in_numbers = has_number(measurement) and math.isfinite(measurement.value)
    return FindingRow(
        finding=finding,
        title=title(finding.measurement),
        tier_words=tier_words(finding),
        number=number(measurement) if in_numbers else "",
        typical=typical_range(finding, measurement) if in_numbers else "",
        measurement=measurement,
        scale=find_scale(finding, measurement),
    )
