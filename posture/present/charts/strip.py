"""A reading beside where most people lie: a small drawing for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.i18n.language import format_number, tr
from posture.present.charts.band import band_svg
from posture.present.report.model import range_bar
from posture.present.wording import number, speaks_in_degrees, typical_range

if TYPE_CHECKING:
    from posture.assess.assessment import Finding
    from posture.measure.measurement import Measurement


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
    low, high = typical_range_ends(finding, measurement)
    return band_svg(
        bar,
        (low, tr("most people"), high),
        strip_alt(finding, measurement),
        kind="usual",
        dark=dark,
    )


def typical_range_ends(finding: Finding, measurement: Measurement) -> tuple[str, str]:
    """The two ends of the typical range as they are written under the band."""
    places = 0 if measurement.unit == "deg" else 1
    unit = "°" if measurement.unit == "deg" else " %"

    def words(value: float) -> str:
        # + 0.0 turns a rounded -0.0 into 0.
        return f"{format_number(round(value, places), places)}{unit}"

    return words(finding.typical_low), words(finding.typical_high)
