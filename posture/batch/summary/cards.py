"""The measurements of the summary in words and drawings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from posture.assess.knowledge import knowledge
from posture.batch.summary.drawings import histogram_svg, intervals_svg
from posture.batch.summary.statistics import share_interval
from posture.i18n.language import format_number, tr
from posture.measure.frontal import LEVELS
from posture.present.wording import TIERS, title

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from posture.assess.assessment import Tier
    from posture.assess.knowledge.metric_record import MetricRecord
    from posture.batch.summary.people import GroupTally, Tally
    from posture.measure.measurement import Unit

_TIERS: tuple[Tier, ...] = ("typical", "mild", "moderate", "marked", "cannot_tell")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group beside the others: people, mean and share with their intervals, and a drawing."""

    name: str
    count: int
    mean: str
    share: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Card:
    """One measurement.

    Attributes
    ----------
    title : str
    count : str
        People with a value.
    mean, spread : str
        Empty where only words may be shown.
    note : str
        Why there is no number, or no drawing; empty where both are there.
    drawing : Markup
        Distribution over the zones; empty without a norm.
    tiers : tuple of str
        People by tier.
    groups : tuple of GroupRow
        The groups, then all; empty where there are no groups.
    """

    title: str
    count: str
    mean: str
    spread: str
    note: str
    drawing: Markup
    tiers: tuple[str, ...]
    groups: tuple[GroupRow, ...]


def card_of(name: str, tally: Tally, groups: tuple[str, ...]) -> Card:
    """Put a measurement into words.

    Parameters
    ----------
    name : str
    tally : Tally
        Of at least one person.
    groups : tuple of str
        In the order in which they are shown.
    """
    record, everybody = knowledge().metric(name), tally.all
    numeric = record.shows_degrees(
        palpated=tally.palpated == everybody.values.count, sd=math.sqrt(tally.error.mean)
    )
    rows = [(one, tally.groups[one]) for one in groups if one in tally.groups]
    if rows:
        rows.append((tr("all"), everybody))
    return Card(
        title=title(name),
        count=_people(everybody.values.count),
        mean=_mean(everybody, record.unit) if numeric else "",
        spread=_spread(name, tally, record.unit) if numeric else "",
        note=_note(record, numeric=numeric),
        drawing=_histogram(tally, record, numeric=numeric),
        tiers=tuple(f"{TIERS[tier]} {tally.tiers[tier]}" for tier in _TIERS if tally.tiers[tier])
        if record.norm
        else (),
        groups=_group_rows(rows, record, numeric=numeric),
    )


def _people(count: int) -> str:
    return tr("1 person") if count == 1 else tr("{count} people").format(count=count)


def quantity(value: float, unit: Unit) -> str:
    """A number of many people with its unit: they bear one decimal more than that of one."""
    shown = format_number(value, 1)
    return f"{shown}°" if unit == "deg" else f"{shown} %"


def true_sd(name: str, tally: Tally) -> float:
    """Standard deviation of the true values, estimated; NaN where that cannot be said.

    The estimate of a point is the likeliest place given the photo. Such values vary less than the
    truth, by the error that each states: Var(true) = Var(value) + mean of the squared errors (law
    of total variance; decision 44 has the check). Placed points and the levels of frontal photos
    err the other way round, so nothing is said of them.
    """
    if name in LEVELS or tally.palpated or tally.all.values.count < 2:
        return math.nan
    return math.hypot(tally.all.values.sd, math.sqrt(tally.error.mean))


def _mean(group: GroupTally, unit: Unit) -> str:
    moments = group.values
    shown = quantity(moments.mean, unit)
    if moments.count < 2:
        return shown
    low, high = (quantity(end, unit) for end in moments.interval)
    return tr("{mean} (95 % interval {low} to {high})").format(mean=shown, low=low, high=high)


def _spread(name: str, tally: Tally, unit: Unit) -> str:
    if tally.all.values.count < 2:
        return ""
    measured = quantity(tally.all.values.sd, unit)
    true = true_sd(name, tally)
    if math.isnan(true):
        return tr("SD of the measured values {sd}").format(sd=measured)
    return tr("SD of the measured values {sd}, of the true values about {true}").format(
        sd=measured, true=quantity(true, unit)
    )


def _note(record: MetricRecord, *, numeric: bool) -> str:
    if not numeric:
        return tr("In words only: these photos give no number that is certain enough.")
    return "" if record.norm else tr("There is no norm for it, so nothing is said of it.")


def _histogram(tally: Tally, record: MetricRecord, *, numeric: bool) -> Markup:
    if record.norm is None or not tally.bins.any():
        return Markup("")
    ends, middle = ("", ""), tr("most people")
    if numeric and len(tally.ranges) == 1:
        ((low, high),) = tally.ranges
        ends = quantity(low, record.unit), quantity(high, record.unit)
    elif len(tally.ranges) > 1:
        middle = tr("most of their age and sex")
    below, within, above = (int(part.sum()) for part in _parts(tally))
    alt = tr(
        "Measured values: {below} people below the typical range, {within} within it, {above} "
        "above it."
    ).format(below=below, within=within, above=above)
    return Markup(histogram_svg(tally.bins, record, ends, middle, alt))


def _parts(tally: Tally) -> tuple[NDArray[np.intp], ...]:
    """The histogram below, within and above the typical range: 12, 8 and 12 bins of 32."""
    side = len(tally.bins) * 3 // 8
    return tally.bins[:side], tally.bins[side:-side], tally.bins[-side:]


def _group_rows(
    rows: list[tuple[str, GroupTally]], record: MetricRecord, *, numeric: bool
) -> tuple[GroupRow, ...]:
    drawings = [""] * len(rows)
    if record.norm and numeric:
        means = [(one.values.mean, *_ends(one)) for _, one in rows]
        drawings = intervals_svg(means, record, (record.norm.all.mean, record.norm.all.sd))
    return tuple(
        GroupRow(
            name=name,
            count=one.values.count,
            mean=_mean(one, record.unit) if numeric else tr("in words only"),
            share=_share(one) if record.norm else "",
            drawing=Markup(drawing if one.normed == one.values.count else ""),
        )
        for (name, one), drawing in zip(rows, drawings, strict=True)
    )


def _ends(group: GroupTally) -> tuple[float, float]:
    mean = group.values.mean
    return group.values.interval if group.values.count > 1 else (mean, mean)


def _share(group: GroupTally) -> str:
    if not group.judged:
        return ""
    low, high = share_interval(group.beyond, group.judged)
    return tr("{beyond} of {judged} ({low} to {high} %)").format(
        beyond=group.beyond, judged=group.judged, low=round(100 * low), high=round(100 * high)
    )
