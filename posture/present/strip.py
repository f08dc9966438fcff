"""A reading beside where most people lie: a small drawing for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from posture.language import digits, tr
from posture.present.report_model import range_bar
from posture.words import number, speaks_in_degrees, typical_range

if TYPE_CHECKING:
    from posture.assess.assessment import Finding
    from posture.measure.measurement import Measurement

WIDTH, HEIGHT = 320.0, 44.0
_MARGIN = 8.0
_LINE = 15.0
_LIGHT = ("#46545a", "#a9d8d2", "#16252b")
_DARK = ("#b9c6ca", "#2f6f68", "#ffffff")
"""Text, band and dot: the dot holds 3 to 1 against the band, the text 4.5 to 1 against the page."""


def has_strip(finding: Finding, measurement: Measurement) -> bool:
    """Whether there is something to draw: a number that may be shown, and a typical range."""
    return (
        speaks_in_degrees(measurement)
        and measurement.value == measurement.value  # not NaN
        and bool(typical_range(finding, measurement))
        and range_bar(finding, measurement) is not None
    )


def strip_alt(finding: Finding, measurement: Measurement) -> str:
    """The strip in words, for whoever does not see it."""
    return tr("Measured {number}. Most people: {range}.").format(
        number=number(measurement), range=typical_range(finding, measurement)
    )


def strip_svg(finding: Finding, measurement: Measurement, *, dark: bool = False) -> str:
    """Draw the typical range as a band and the reading as a dot with its standard error.

    Parameters
    ----------
    finding : Finding
    measurement : Measurement
    dark : bool
        Whether it will stand on a dark ground.

    Returns
    -------
    str
        An SVG, 320 by 44 units; an empty string where nothing may be drawn.
    """
    bar = range_bar(finding, measurement) if has_strip(finding, measurement) else None
    if bar is None:
        return ""
    ink, band, dot = _DARK if dark else _LIGHT

    def x(share: float) -> float:
        return _MARGIN + min(max(share, 0.0), 1.0) * (WIDTH - 2 * _MARGIN)

    low, high = typical_range_ends(finding, measurement)
    y = _LINE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" '
        f'width="{WIDTH:.0f}" height="{HEIGHT:.0f}" role="img" font-family="sans-serif" '
        f'font-size="11"><title>{escape(strip_alt(finding, measurement))}</title>'
        f'<line x1="{_MARGIN}" x2="{WIDTH - _MARGIN}" y1="{y}" y2="{y}" stroke="{ink}" '
        'stroke-width="1" opacity="0.6"/>'
        f'<rect x="{x(bar.low):.1f}" width="{x(bar.high) - x(bar.low):.1f}" y="{y - 8}" '
        f'height="16" rx="4" fill="{band}"/>'
        f'<line x1="{x(bar.least):.1f}" x2="{x(bar.most):.1f}" y1="{y}" y2="{y}" '
        f'stroke="{dot}" stroke-width="3" stroke-linecap="round"/>'
        f'<circle cx="{x(bar.value):.1f}" cy="{y}" r="5.5" fill="{dot}"/>'
        f'<text x="{x(bar.low):.1f}" y="38" fill="{ink}" text-anchor="end">{escape(low)}</text>'
        f'<text x="{x(bar.high):.1f}" y="38" fill="{ink}">{escape(high)}</text>'
        f'<text x="{(x(bar.low) + x(bar.high)) / 2:.1f}" y="38" fill="{ink}" '
        f'text-anchor="middle">{escape(_middle(x(bar.high) - x(bar.low)))}</text></svg>'
    )


def typical_range_ends(finding: Finding, measurement: Measurement) -> tuple[str, str]:
    """The two ends of the typical range as they are written under the band."""
    places = 0 if measurement.unit == "deg" else 1
    unit = "°" if measurement.unit == "deg" else " %"

    def words(value: float) -> str:
        # + 0.0 turns a rounded -0.0 into 0.
        return f"{digits(round(value, places), places)}{unit}"

    return words(finding.typical_low), words(finding.typical_high)


def _middle(width: float) -> str:
    """What stands between the ends, where there is room for it."""
    words = tr("most people")
    return words if len(words) * 6.2 < width else ""
