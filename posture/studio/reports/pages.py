"""The documents: one visit, two visits compared, the whole course, the exercises."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from posture.assess.knowledge import knowledge
from posture.assess.verdict import find_verdict
from posture.errors import InputError
from posture.i18n.language import format_day, tr
from posture.present.report.handout import Chart, Handout, Picture, Section
from posture.present.report.model import made_by, made_by_program, picture_alt
from posture.present.scale import SCALE_KEY
from posture.present.verdict import headline
from posture.present.wording import title
from posture.studio.history.chart import chart_svg
from posture.studio.history.course import compare_visits, find_course, other_changes
from posture.studio.history.side_by_side import aligned_pictures
from posture.studio.history.wording import (
    KEY,
    joint_sentence,
    line_heading,
    outcome_sentence,
    series_alt,
    unlike_sentence,
)
from posture.studio.reports.brand import one_line
from posture.studio.reports.lines import change_headline, change_lines, verdict_lines
from posture.studio.reports.material import Material, annotated
from posture.studio.reports.numbers import (
    change_section,
    course_sections,
    frontal_section,
    hypothesis_section,
    measurement_section,
    notice_section,
    provenance_sections,
    screening_section,
)
from posture.studio.reports.plan_part import plan_of, plan_part, with_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posture.analysis.types import Analysis
    from posture.assess.knowledge.verdict_record import Region
    from posture.present.report.handout import PlanPart
    from posture.studio.history.course import ComparedVisits, Course, Step
    from posture.studio.history.occasions import Occasion
    from posture.studio.plans.given import GivenPlan

Audience = Literal["client", "professional"]


def visit_page(material: Material, visit_id: str, audience: Audience) -> Handout:
    """The report of one visit.

    Raises
    ------
    NotFoundError, InputError
        There is no such visit, or it has no analysis.
    """
    occasion = material.occasion(visit_id)
    analysis = occasion.analysis
    given = plan_of(material, occasion.visit, analysis)
    professional = audience == "professional"
    photo = material.photo(occasion)
    pictures = ()
    if photo is not None:
        pictures = (Picture(annotated(photo, analysis), "", picture_alt(analysis)),)
    sections: tuple[Section, ...] = ()
    if professional:
        sections = _present(
            measurement_section(analysis),
            frontal_section(occasion.visit),
            notice_section(analysis),
            hypothesis_section(analysis),
            screening_section(given),
            _trainers_notes(occasion),
            *provenance_sections([occasion]),
        )
    return Handout(
        kicker=tr("Posture report"),
        name=_name(material),
        facts=format_day(occasion.on),
        headline=headline(find_verdict(analysis.assessment)),
        footer=_footer(material),
        made_by=_made_by(analysis, audience),
        pictures=pictures,
        lines=verdict_lines(analysis, with_steps=professional),
        key=tr(SCALE_KEY),
        plan=_plan(given, audience),
        sections=sections,
    )


def comparison_page(
    material: Material, earlier_id: str, later_id: str, audience: Audience
) -> Handout:
    """The report of two visits; the earlier one comes first whichever was named first.

    Raises
    ------
    NotFoundError, InputError
        There is no such visit, it has no analysis, or both are the same.
    """
    if earlier_id == later_id:
        raise InputError(
            tr("A visit cannot be compared with itself."), remedy=tr("Choose another visit.")
        )
    first, second = sorted(
        (material.occasion(one) for one in (earlier_id, later_id)), key=lambda one: one.on
    )
    pair = compare_visits(first, second)
    verdict = find_verdict(second.analysis.assessment)
    steps: dict[Region, Step | None] = {
        line.region: pair.steps.get(line.measurement) for line in verdict
    }
    others = other_changes(pair.steps.values(), steps)
    sections: tuple[Section, ...] = ()
    notes = tuple(filter(None, (joint_sentence(pair),)))
    if audience == "professional":
        # The section on changes says it in full.
        notes = ()
        sections = _present(
            change_section(pair), _trainers_notes(second), *provenance_sections([first, second])
        )
    return Handout(
        kicker=tr("What has changed"),
        name=_name(material),
        facts=tr("{earlier} to {later}").format(
            earlier=format_day(first.on), later=format_day(second.on)
        ),
        headline=change_headline(steps, others),
        footer=_footer(material),
        made_by=_made_by(second.analysis, audience),
        pictures=_both(material, pair),
        lines=change_lines(steps, others),
        key=tr("The band is what is too small to tell; the dot is this change with its error."),
        notes=notes,
        plan=_plan(plan_of(material, second.visit, second.analysis), audience),
        sections=sections,
    )


def course_page(material: Material, audience: Audience) -> Handout:
    """The report of all visits.

    Raises
    ------
    InputError
        No visit has an analysis.
    """
    course = find_course(material.visits, material.picture)
    if not course.occasions.kept:
        raise InputError(
            tr("No visit of this client has an analysed side photo."),
            remedy=tr("Take one first."),
        )
    last = material.assessed(course.occasions.kept[-1])
    first = course.occasions.kept[0]
    steps: dict[Region, Step | None] = {
        region: series.latest for region, series in course.lines.items()
    }
    others = other_changes((series.latest for series in course.series.values()), steps)
    sections: tuple[Section, ...] = ()
    if audience == "professional":
        sections = _present(*course_sections(course), *provenance_sections(course.occasions.kept))
    photo = material.photo(last)
    pictures = ()
    if photo is not None:
        data = annotated(photo, last.analysis)
        pictures = (Picture(data, format_day(last.on), picture_alt(last.analysis)),)
    return Handout(
        kicker=tr("Change over time"),
        name=_name(material),
        facts=tr("{earlier} to {later}").format(
            earlier=format_day(first.on), later=format_day(last.on)
        ),
        headline=change_headline(steps, others) if len(course.occasions.kept) > 1 else _once(last),
        footer=_footer(material),
        made_by=_made_by(last.analysis, audience),
        pictures=pictures,
        lines=verdict_lines(last.analysis, with_steps=audience == "professional"),
        charts=tuple(_charts(course, others)),
        key=tr(KEY),
        notes=tuple(unlike_sentence(one) for one in course.unlike),
        sections=sections,
    )


def exercise_page(material: Material, visit_id: str) -> Handout:
    """The exercises of a visit to take home, with a code that holds them.

    Raises
    ------
    NotFoundError, InputError
        There is no such visit.
    """
    visit = material.visit(visit_id)
    try:
        analysis = material.occasion(visit_id).analysis
    except InputError:
        # A plan can be given at a visit without a side photo.
        analysis = None
    given = plan_of(material, visit, analysis)
    return Handout(
        kicker=tr("Exercises"),
        name=_name(material),
        facts=format_day(visit.on),
        headline="",
        footer=_footer(material),
        made_by=one_line(material.profile.name),
        plan=with_code(_plan(given, "client"), material.profile.name),
    )


def _present(*sections: Section | None) -> tuple[Section, ...]:
    return tuple(one for one in sections if one is not None)


def _name(material: Material) -> str:
    return one_line(material.client.details.name)


def _plan(given: GivenPlan, audience: Audience) -> PlanPart:
    """The plan; to a client without what trials found, whose grades are for professionals."""
    part = plan_part(given)
    return replace(part, expect="") if audience == "client" else part


def _made_by(analysis: Analysis, audience: Audience) -> str:
    named = made_by_program if audience == "client" else made_by
    return named(analysis.provenance)


def _footer(material: Material) -> str:
    said = knowledge().programme.footer
    if not material.client.details.made_up:
        return said
    made_up = tr("A made-up client with rendered photos.")
    return f"{made_up} {said}"


def _trainers_notes(occasion: Occasion) -> Section | None:
    notes = occasion.visit.notes.strip()
    return Section(tr("Notes"), tuple(notes.splitlines())) if notes else None


def _both(material: Material, pair: ComparedVisits) -> tuple[Picture, ...]:
    photos = [material.photo(one) for one in (pair.earlier, pair.later)]
    earlier, later = photos
    if earlier is None or later is None:
        return ()
    made = aligned_pictures((earlier, pair.earlier.analysis), (later, pair.later.analysis))
    named = ((made.earlier, pair.earlier), (made.later, pair.later))
    return tuple(
        Picture(data, format_day(one.on), picture_alt(one.analysis)) for data, one in named
    )


def _charts(course: Course, others: Iterable[Step]) -> Iterable[Chart]:
    """Of the lines of the verdict, then of whatever else has changed."""
    named = {
        series.measurement: line_heading(region, series.measurement)
        for region, series in course.lines.items()
    }
    named |= {step.measurement: title(step.measurement) for step in others}
    for measurement, heading in named.items():
        series = course.series[measurement]
        svg = chart_svg(series)
        if svg:
            yield Chart(
                id=f"chart-{measurement}",
                title=heading,
                svg=svg,
                alt=series_alt(series),
                text=_latest(series.latest),
            )


def _latest(step: Step | None) -> str:
    return outcome_sentence(step) if step else tr("Measured once only")


def _once(occasion: Occasion) -> str:
    return headline(find_verdict(occasion.analysis.assessment))
