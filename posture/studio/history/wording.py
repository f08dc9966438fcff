"""Words for a client's course: what changed, what is too small to tell, what cannot be compared."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from posture.analysis.reference import SETTING as REFERENCE
from posture.assess.knowledge import knowledge
from posture.i18n.language import (
    TranslatedTable,
    format_day,
    format_short_day,
    mark,
    mid_sentence,
    tr,
    upper_first,
)
from posture.present import comparison_wording as wording
from posture.present.wording import has_number, number, title

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from posture.assess.knowledge.verdict_record import Region
    from posture.studio.history.course import ComparedVisits, Entry, Outcome, Series, Step
    from posture.studio.history.occasions import Occasion

OUTCOMES: TranslatedTable[Outcome] = TranslatedTable(
    {
        "changed": mark("changed"),
        "not_distinguishable": mark("not distinguishable"),
        "cannot_compare": mark("cannot compare"),
    }
)
"""What can be said of a change, in a word or two."""

OUTCOME_SIGNS: dict[Outcome, str] = {
    "changed": "●",
    "not_distinguishable": "≈",
    "cannot_compare": "?",
}
"""A sign beside the colour of an outcome."""

KEY = mark(
    "The band is what is too small to tell from the error of a change since the first visit. A dot "
    "is a visit with its error; a hollow dot cannot be compared with the first visit."
)
"""How to read a chart of the course."""

_UNLIKE = mark(
    "The photo of {day} does not look like this client: the proportions of the body differ. Check "
    "that it belongs here."
)

_CALIBRATED = mark(
    "Points that were placed in the photo of {day} correct the later photos of this client."
)


def short_days(days: Sequence[date]) -> list[str]:
    """Days to choose from, in order; several of one day are numbered, so that no two are alike."""
    several = Counter(days)
    seen: Counter[date] = Counter()
    named: list[str] = []
    for day in days:
        seen[day] += 1
        shown = format_short_day(day)
        named.append(f"{shown} ({seen[day]})" if several[day] > 1 else shown)
    return named


def unlike_sentence(one: Occasion) -> str:
    """Warning about a photo that does not look like the client."""
    return tr(_UNLIKE).format(day=format_day(one.on))


def calibration_sentence(occasions: Sequence[Occasion]) -> str:
    """Which visit's placed points corrected the last photo; empty where none did."""
    if not occasions:
        return ""
    used = occasions[-1].analysis.provenance.settings.get(REFERENCE)
    day = next((one.on for one in occasions if one.analysis.photo.sha256 == used), None)
    return "" if day is None else tr(_CALIBRATED).format(day=format_day(day))


def line_heading(region: Region, measurement: str) -> str:
    """A line of the verdict with the measurement that its change is about.

    A line has several measurements: that one of them has not changed tells nothing of the others.
    """
    return f"{knowledge().verdict[region].title}: {mid_sentence(title(measurement))}"


def outcome_sentence(step: Step) -> str:
    """What can be said of a step: with its number, or with the reasons why nothing can be said.

    Whether a change is good is not said.
    """
    if step.outcome == "cannot_compare" or step.change is None:
        return tr("Cannot compare. {reasons}").format(reasons=outcome_numbers(step))
    shown = wording.number(step.change)
    if step.outcome == "changed":
        what = upper_first(wording.body_change(step.change))
        said = f"{what}: {shown}." if shown else f"{what}."
    elif shown:
        said = tr("Not distinguishable from error: {number}.").format(number=shown)
    else:
        said = tr("Not distinguishable from error.")
    return f"{said} {wording.mdc_sentence(step.change)}"


def outcome_numbers(step: Step) -> str:
    """What stands behind :func:`outcome_words`: the numbers of a change, or the obstacles."""
    if step.outcome == "cannot_compare" or step.change is None:
        return " ".join(tr(one.text) for one in step.obstacles)
    shown = wording.number(step.change)
    limit = wording.mdc_sentence(step.change)
    return tr("Change {number}. {limit}").format(number=shown, limit=limit) if shown else limit


def outcome_words(step: Step) -> str:
    """A step in a few words (*changed: the head sits further back*)."""
    if step.outcome != "changed" or step.change is None:
        return OUTCOMES[step.outcome]
    return tr("changed: {what}").format(what=wording.body_change(step.change))


def joint_sentence(pair: ComparedVisits) -> str:
    """Whether the photos of two visits were read jointly; empty where they do not belong together.

    Parameters
    ----------
    pair : ComparedVisits
    """
    return "" if pair.comparison is None else wording.joint_sentence(pair.comparison)


def entry_words(entry: Entry) -> str:
    """One visit of a series: its day, its value, and what can be said of the change."""
    value = entry.measurement
    shown = number(value) if has_number(value) or math.isnan(value.value) else ""
    said = outcome_words(entry.step) if entry.step else ""
    parts = ", ".join(one for one in (shown, said) if one)
    day = format_day(entry.occasion.on)
    return f"{day}: {parts}" if parts else day


def series_alt(series: Series) -> str:
    """A chart in words, for whoever does not see it."""
    return f"{title(series.measurement)}. " + "; ".join(map(entry_words, series.entries)) + "."
