"""Sections of the professional version: every number, and where it comes from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from posture.assess.findings import by_name
from posture.i18n.language import (
    TranslatedTable,
    format_day,
    format_number,
    format_short_day,
    mark,
    tr,
)
from posture.present import comparison_wording
from posture.present.report.handout import Section, Table
from posture.present.wording import (
    STANDINGS,
    by_urgency,
    group_state,
    number,
    printable,
    screening_answer,
    tier_words,
    title,
    typical_range,
)
from posture.studio.history.wording import (
    OUTCOMES,
    calibration_sentence,
    outcome_numbers,
    outcome_sentence,
)
from posture.studio.visits import stored_frontal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from posture.analysis.types import Analysis
    from posture.assess.assessment import Finding, Plan, ScreeningQuestion
    from posture.body.points import PointSource
    from posture.studio.history.course import ComparedVisits, Course, Series
    from posture.studio.history.occasions import Occasion
    from posture.studio.plans.given import GivenPlan
    from posture.studio.records import Visit

_SOURCES: TranslatedTable[PointSource] = TranslatedTable(
    {
        "estimated": mark("estimated"),
        "eye": mark("placed by eye"),
        "placed": mark("placed by touch"),
        "sticker": mark("sticker"),
    }
)

_HASH = 12
"""Digits of a hash that are printed."""

_MOST_COLUMNS, _MOST_SOURCES = 5, 3
"""Visits beside each other in a table of numbers, and in one of where they come from."""


def measurement_section(analysis: Analysis) -> Section:
    """Every measurement of a visit with its error, the typical range and its finding."""
    findings = by_name(analysis.assessment.findings)
    rows: list[tuple[str, ...]] = []
    for name, one in analysis.measurements.items():
        finding = findings.get(name)
        said = tier_words(finding) if finding else ""
        missing = tr(one.reason_missing) if one.reason_missing else ""
        rows.append(
            (
                title(name),
                number(one),
                typical_range(finding, one) if finding else "",
                missing or said,
                _probability(finding) if finding and not missing else "",
                "" if missing else _SOURCES[one.source],
            )
        )
    columns = (
        tr("Measurement"),
        tr("Value ± standard error"),
        tr("Most people"),
        tr("Finding"),
        tr("Probability"),
        tr("Points"),
    )
    return Section(tr("All measurements"), table=Table(columns, tuple(rows)))


def _probability(finding: Finding) -> str:
    """Of the finding; empty where nothing is known of people."""
    known = math.isfinite(finding.probability)
    return format_number(finding.probability, 2) if known else ""


def notice_section(analysis: Analysis) -> Section | None:
    """What should be known of a photo; None where there is nothing."""
    said = tuple(f"{tr(one.text)} {tr(one.remedy)}".strip() for one in analysis.notices)
    return Section(tr("What should be known of this photo"), said) if said else None


def frontal_section(visit: Visit) -> Section | None:
    """How level left and right are in the photos from front and back; None without them."""
    rows: list[tuple[str, ...]] = []
    for photo in visit.photos:
        if document := stored_frontal(photo):
            view = tr("front") if document.view == "front" else tr("back")
            rows += [(title(one.name), view, number(one)) for one in document.measurements.values()]
    columns = (tr("Measurement"), tr("View"), tr("Value ± standard error"))
    return Section(tr("Left and right"), table=Table(columns, tuple(rows))) if rows else None


def hypothesis_section(analysis: Analysis) -> Section:
    """Pairs of muscles that findings may point to, as hypotheses to test."""
    rows = tuple(
        (one.title, STANDINGS[one.standing], one.grade, one.summary)
        for one in analysis.assessment.imbalances
    )
    columns = (tr("Muscle pair"), tr("Photo"), tr("Evidence grade"), tr("Summary"))
    said = tr("Hypotheses to test, not results: a photo cannot measure muscles.")
    return Section(
        tr("Muscle pairs that these findings may point to"), (said,), Table(columns, rows)
    )


def screening_section(given: GivenPlan) -> Section:
    """The questions on health with their answers, and what they rule out."""
    said = [
        f"{heading}: {group_state(group)}" for heading, group in by_urgency(given.plan.screening)
    ]
    said += [f"{one.question} {screening_answer(one)}" for one in _raised(given.plan)]
    if given.safety.noted:
        said.append(tr("Noted in the record: {notes}").format(notes="; ".join(given.safety.noted)))
    said += [
        tr("Not given: {title}. {why}").format(title=one.title or one.item.exercise_id, why=one.why)
        for one in given.left_out
    ]
    return Section(tr("Before any exercise"), tuple(said))


def _raised(plan: Plan) -> Iterator[ScreeningQuestion]:
    return (one for one in plan.screening if one.answer == "yes")


def change_section(pair: ComparedVisits) -> Section:
    """Every change between two visits."""
    rows: list[tuple[str, ...]] = []
    for name, step in pair.steps.items():
        earlier, later = (
            number(one.analysis.measurements[name]) if name in one.analysis.measurements else ""
            for one in (pair.earlier, pair.later)
        )
        change = None if step.obstacles else step.change
        shown = comparison_wording.number(change) if change else ""
        least = comparison_wording.mdc(change) if change else ""
        reasons = outcome_numbers(step) if step.obstacles else ""
        said = ": ".join(filter(None, (OUTCOMES[step.outcome], reasons)))
        rows.append((title(name), earlier, later, shown, least, said))
    columns = (
        tr("Measurement"),
        format_short_day(pair.earlier.on),
        format_short_day(pair.later.on),
        tr("Change ± standard error"),
        tr("Smallest detectable change"),
        tr("Result"),
    )
    joint = "" if pair.comparison is None else comparison_wording.joint_sentence(pair.comparison)
    judged = pair.comparison is None or pair.comparison.judged
    read = comparison_wording.how_to_read(judged=judged)
    said = tuple(filter(None, (joint, *read)))
    return Section(tr("All changes"), said, Table(columns, tuple(rows)))


def course_sections(course: Course) -> tuple[Section, ...]:
    """Every measurement at every visit, in tables of a few visits, and the changes since."""
    kept = course.occasions.kept
    sections: list[Section] = []
    for at in range(0, len(kept), _MOST_COLUMNS):
        part = kept[at : at + _MOST_COLUMNS]
        columns = (tr("Measurement"), *(format_short_day(one.on) for one in part))
        rows = tuple(
            (title(name), *(number(one.measurement) for one in series.entries[at : at + len(part)]))
            for name, series in course.series.items()
        )
        sections.append(Section(tr("All measurements"), table=Table(columns, rows)))
    changes = tuple(_since_first(one) for one in course.series.values() if one.latest)
    if changes:
        columns = (tr("Measurement"), tr("Change since the first visit"))
        sections.append(Section(tr("All changes"), table=Table(columns, changes)))
    return tuple(sections)


def _since_first(series: Series) -> tuple[str, str]:
    assert series.latest is not None
    return title(series.measurement), outcome_sentence(series.latest)


def provenance_section(occasions: Sequence[Occasion]) -> Section:
    """With which photo, protocol, program and models the numbers were made."""
    rows: list[tuple[str, ...]] = []
    facts = [_facts(one) for one in occasions]
    for name, values in zip(_FACTS.values(), zip(*facts, strict=True), strict=True):
        if any(values):
            rows.append((name, *values))
    columns = (tr("Provenance"), *(format_short_day(one.on) for one in occasions))
    said = calibration_sentence(occasions)
    return Section(
        tr("Where the numbers come from"), (said,) if said else (), Table(columns, tuple(rows))
    )


def provenance_sections(occasions: Sequence[Occasion]) -> tuple[Section, ...]:
    """:func:`provenance_section` for a few visits each."""
    parts = (occasions[at : at + _MOST_SOURCES] for at in range(0, len(occasions), _MOST_SOURCES))
    return tuple(map(provenance_section, parts))


_FACTS = TranslatedTable(
    {
        "photo": mark("Photo"),
        "taken": mark("Taken on"),
        "camera": mark("Camera"),
        "clothes": mark("Clothes"),
        "program": mark("Program"),
        "model": mark("Pose model"),
        "estimator": mark("Points estimated by"),
        "knowledge": mark("Knowledge files"),
        "settings": mark("Settings"),
        "analysed": mark("Analysed on"),
    }
)


def _facts(one: Occasion) -> tuple[str, ...]:
    made, info, protocol = one.analysis.provenance, one.analysis.photo, one.visit.protocol
    return (
        f"{printable(info.name)} ({info.sha256[:_HASH]})",
        "" if info.taken is None else format_day(info.taken.date()),
        _camera(protocol.camera_height_cm, protocol.distance_cm),
        protocol.clothes,
        made.version,
        f"{made.model} ({made.model_sha256[:_HASH]})",
        f"{made.estimator} ({made.estimator_sha256[:_HASH]})",
        made.knowledge_sha256[:_HASH],
        _settings(made.settings),
        "" if made.analysed_on is None else format_day(made.analysed_on),
    )


def _settings(made: Mapping[str, object]) -> str:
    """The usual two in words, others as they are kept."""
    said: list[str] = []
    if made.get("mirror"):
        said.append(tr("mirror image analysed too"))
    roll = made.get("roll_deg")
    if isinstance(roll, float):
        said.append(tr("camera tilt given: {roll}°").format(roll=format_number(roll, 1)))
    usual = ("mirror", "roll_deg")
    more = {k: v for k, v in made.items() if k not in usual and v is not None}
    return ", ".join((*said, *(f"{key} = {value}" for key, value in more.items())))


def _camera(height: float | None, distance: float | None) -> str:
    said: list[str] = []
    if height is not None and math.isfinite(height):
        said.append(tr("height {size} cm").format(size=format_number(height)))
    if distance is not None and math.isfinite(distance):
        said.append(tr("distance {size} cm").format(size=format_number(distance)))
    return ", ".join(said)
