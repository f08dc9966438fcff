"""The one scale: where most people lie, the tiers beside it, and this person with an interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape

from posture.assess.knowledge import knowledge
from posture.assess.norms import TIER_Z, sides_of_interest
from posture.i18n.language import format_number, mark, tr
from posture.intervals import HOLDS_80
from posture.present.wording import has_number, number, tier_words, typical_range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posture.assess.assessment import Finding
    from posture.assess.knowledge.metric_record import MetricRecord
    from posture.measure.measurement import Measurement

Kind = Literal["typical", "no_concern", "mild", "moderate", "marked"]
Palette = Literal["light", "dark", "page"]

WIDTH, HEIGHT = 272.0, 40.0
_MARGIN, _TOP, _THICK = 2.0, 5.0, 14.0
_TIERS: tuple[Kind, Kind, Kind] = ("mild", "moderate", "marked")
_REACH = 3.0
"""Half width of the scale, population SDs; more where the person lies further out."""
_MOST_REACH = 6.0
_LONGEST_SIDE = 14
"""Letters of a side that find room beside the typical range."""
SCALE_KEY = mark(
    "On each scale the dot is the likeliest true value; 8 of 10 true values lie on the line."
)
"""How to read the drawing."""

PAINT: Mapping[Palette, Mapping[str, str]] = {
    "light": {
        "typical": "#9fd3b4", "no_concern": "#d3dadd", "mild": "#f3dc86", "moderate": "#f2b26b",
        "marked": "#e08450", "ink": "#46545a", "dot": "#16252b", "halo": "#ffffff",
    },
    "dark": {
        "typical": "#2f6f4e", "no_concern": "#4a565c", "mild": "#7d6a1d", "moderate": "#8f5a1c",
        "marked": "#a3491f", "ink": "#b9c6ca", "dot": "#ffffff", "halo": "#0e1117",
    },
    "page": {
        "typical": "var(--zone-typical)", "no_concern": "var(--zone-calm)",
        "mild": "var(--zone-mild)", "moderate": "var(--zone-moderate)",
        "marked": "var(--zone-marked)", "ink": "var(--muted)", "dot": "var(--ink)",
        "halo": "var(--paper)",
    },
}  # fmt: skip
"""Colours of zones, words and the person; ``page`` takes them from the page's own styles."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the scale, shares (0 to 1) of its width."""

    kind: Kind
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Scale:
    """A finding on its scale; positions are shares (0 to 1) of the width.

    Attributes
    ----------
    zones : tuple of Zone
        From the lowest to the highest values, without gaps.
    value : float
        The likeliest true value.
    least, most : float
        Ends of the interval that holds 8 of 10 true values.
    ends : tuple of str
        Ends of the typical range in numbers, or in words where no number may be shown.
    marks : tuple of tuple
        Conventions of the field: position and number.
    """

    zones: tuple[Zone, ...]
    value: float
    least: float
    most: float
    ends: tuple[str, str]
    marks: tuple[tuple[float, str], ...]


def find_scale(finding: Finding, measurement: Measurement) -> Scale | None:
    """Place a finding on its scale.

    Parameters
    ----------
    finding : Finding
    measurement : Measurement

    Returns
    -------
    Scale or None
        None where it was not measured, or nothing is known of people.
    """
    low, high, value = finding.typical_low, finding.typical_high, finding.estimate
    if not all(map(math.isfinite, (low, high, value, finding.estimate_sd))):
        return None
    mean, sd = (low + high) / 2, (high - low) / 2
    reach = min(_MOST_REACH, max(_REACH, abs(value - mean) / sd + 0.5))

    def place(number: float) -> float:
        return min(1.0, max(0.0, 0.5 + (number - mean) / (2 * reach * sd)))

    record = knowledge().metric(finding.measurement)
    error = HOLDS_80 * finding.estimate_sd
    return Scale(
        zones=find_zones(record, reach),
        value=place(value),
        least=place(value - error),
        most=place(value + error),
        ends=_ends(finding, measurement),
        marks=_marks(record, measurement, mean, reach * sd),
    )


def scale_alt(finding: Finding, measurement: Measurement) -> str:
    """The scale in words, for whoever does not see it."""
    words = tier_words(finding)
    if not has_number(measurement):
        return tr("On the scale of most people: {words}.").format(words=words)
    return tr("Measured {number}. Most people: {range}. On this scale: {words}.").format(
        number=number(measurement), range=typical_range(finding, measurement), words=words
    )


def scale_svg(finding: Finding, measurement: Measurement, *, palette: Palette = "light") -> str:
    """Draw the scale.

    Parameters
    ----------
    finding : Finding
    measurement : Measurement
    palette : {"light", "dark", "page"}
        The ground that it will stand on; ``page`` for an HTML page with its own styles.

    Returns
    -------
    str
        An SVG, 272 by 40 units; an empty string where nothing can be drawn.
    """
    scale = find_scale(finding, measurement)
    if scale is None:
        return ""
    paint = PAINT[palette]
    middle = _TOP + _THICK / 2
    usual = next(zone for zone in scale.zones if zone.kind == "typical")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" '
        f'width="{WIDTH:.0f}" height="{HEIGHT:.0f}" role="img" font-family="sans-serif" '
        f'font-size="12"><title>{escape(scale_alt(finding, measurement))}</title>'
        + "".join(_zone(zone, paint) for zone in scale.zones)
        + "".join(_mark(at, words, paint) for at, words in scale.marks)
        + f'<line x1="{_x(scale.least):.1f}" x2="{_x(scale.most):.1f}" y1="{middle}" '
        f'y2="{middle}" stroke="{paint["dot"]}" stroke-width="3" stroke-linecap="round"/>'
        f'<circle cx="{_x(scale.value):.1f}" cy="{middle}" r="5.5" fill="{paint["dot"]}" '
        f'stroke="{paint["halo"]}" stroke-width="1.5"/>'
        + _words(_x(usual.start), scale.ends[0], "end", paint)
        + _words(_x(usual.end), scale.ends[1], "start", paint)
        + _words((_x(usual.start) + _x(usual.end)) / 2, tr("most people"), "middle", paint)
        + "</svg>"
    )


def mark_sentences(measurement: str) -> tuple[str, ...]:
    """What the conventions that are marked on the scale of a measurement are."""
    return tuple(one.text for one in knowledge().metric(measurement).marks)


def find_zones(record: MetricRecord, reach: float) -> tuple[Zone, ...]:
    """The zones of a metric on a scale from minus to plus ``reach`` population SDs."""

    def place(z: float) -> float:
        return 0.5 + z / (2 * reach)

    near = place(TIER_Z[0]) - 0.5
    zones = [Zone("typical", 0.5 - near, 0.5 + near)]
    sides = sides_of_interest(record)
    for side, sign in (("lower", -1.0), ("higher", 1.0)):
        edges = [place(sign * z) for z in (*TIER_Z, reach)]
        if side in sides:
            stretches = zip(_TIERS, edges[:-1], edges[1:], strict=True)
            zones += [Zone(kind, min(a, b), max(a, b)) for kind, a, b in stretches]
        else:
            zones.append(Zone("no_concern", min(edges), max(edges)))
    return tuple(sorted(zones, key=lambda zone: zone.start))


def _ends(finding: Finding, measurement: Measurement) -> tuple[str, str]:
    if not has_number(measurement):
        return tr("less"), tr("more")
    if signs := knowledge().metric(measurement.name).signs:
        return (
            _side_end(finding.typical_low, signs[1], tr("left")),
            _side_end(finding.typical_high, signs[0], tr("right")),
        )
    places = 0 if measurement.unit == "deg" else 1
    unit = "°" if measurement.unit == "deg" else " %"
    low, high = (
        f"{format_number(round(end, places), places)}{unit}"
        for end in (finding.typical_low, finding.typical_high)
    )
    return low, high


def _side_end(size: float, words: str, short: str) -> str:
    """An end of a measurement of two sides: how far, and to which; in short where it is long."""
    said = words if len(words) <= _LONGEST_SIDE else short
    return tr("{size}° {side}").format(size=round(abs(size)), side=said)


def _marks(
    record: MetricRecord, measurement: Measurement, mean: float, half: float
) -> tuple[tuple[float, str], ...]:
    if not has_number(measurement):
        return ()
    unit = "°" if measurement.unit == "deg" else " %"
    placed = ((0.5 + (one.at - mean) / (2 * half), one.at) for one in record.marks)
    return tuple((at, f"{format_number(value)}{unit}") for at, value in placed if 0 < at < 1)


def _x(share: float) -> float:
    return _MARGIN + share * (WIDTH - 2 * _MARGIN)


def _zone(zone: Zone, paint: Mapping[str, str]) -> str:
    # A gap of one unit between zones shows them without colour.
    start, end = _x(zone.start) + 0.5, _x(zone.end) - 0.5
    return (
        f'<rect class="{zone.kind}" x="{start:.1f}" width="{max(end - start, 0.5):.1f}" '
        f'y="{_TOP}" height="{_THICK}" rx="2" fill="{paint[zone.kind]}"/>'
    )


def _mark(at: float, words: str, paint: Mapping[str, str]) -> str:
    x = _x(at)
    return (
        f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 4}" y2="{_TOP + _THICK + 3}" '
        f'stroke="{paint["ink"]}" stroke-width="1" stroke-dasharray="2 2">'
        f"<title>{escape(words)}</title></line>"
    )


def _words(x: float, text: str, anchor: str, paint: Mapping[str, str]) -> str:
    shift = {"end": -2.0, "start": 2.0}.get(anchor, 0.0)
    return (
        f'<text x="{x + shift:.1f}" y="{HEIGHT - 6}" fill="{paint["ink"]}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )
