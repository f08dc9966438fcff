"""Findings as cards with number, error and typical range; notices about the photo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from posture.i18n.language import format_number, tr, upper_first
from posture.present.scale import mark_sentences, scale_alt, scale_svg
from posture.present.wording import number, tier_words, title
from posture.ui.shared import theme
from posture.ui.shared.markdown import escape, nonbreaking

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from posture.assess.assessment import Finding, Pattern, Tier
    from posture.body.remarks import Notice
    from posture.measure.measurement import Measurement

Colour = Literal["green", "yellow", "orange", "red", "gray"]

TIER_COLOURS: dict[Tier, Colour] = {
    "typical": "green",
    "mild": "yellow",
    "moderate": "orange",
    "marked": "orange",
    "cannot_tell": "gray",
}


def show_notices(found: Iterable[Notice]) -> None:
    """Draw the notices about this photo in an expander."""
    lines = [f"{escape(tr(one.text))} {escape(tr(one.remedy))}".strip() for one in found]
    if not lines:
        return
    with st.expander(
        tr("About this photo ({count})").format(count=len(lines)), icon=":material/info:"
    ):
        for line in lines:
            st.markdown(f"- {line}")


def show_spread(
    findings: Sequence[Finding], measured: Mapping[str, Measurement], spread: Mapping[str, float]
) -> None:
    """Draw the spread between the photos of a series."""
    with st.expander(tr("How far the photos differ"), icon=":material/compare:"):
        st.markdown(
            tr(
                "Every number is the median of the photos; the spread is half the distance "
                "from the smallest to the largest."
            )
        )
        rows = [
            {
                tr("Measurement"): title(finding.measurement),
                tr("Median"): number(measured[finding.measurement]),
                tr("Spread"): _half_range(measured[finding.measurement], spread),
            }
            for finding in findings
        ]
        st.dataframe(rows, hide_index=True, width="stretch")


def show_pattern(found: Pattern | None) -> None:
    """Draw the whole-body pattern, if there is one."""
    if found is not None:
        heading = tr("low confidence")
        st.info(f"**{escape(found.title)}** ({heading}). {escape(found.text)}")


def heading_number(measurement: Measurement) -> str:
    """A measurement for a heading; value and error stay on one line."""
    text = number(measurement)
    value, comma, side = text.partition(", ")
    return f"{nonbreaking(value)}{comma}{escape(side)}" if "±" in text else escape(text)


def show_finding(finding: Finding, measurement: Measurement) -> None:
    """Draw one finding: number, tier, scale, sentence, and what would settle it."""
    show_on_scale(finding, measurement)
    show_meaning(finding)


def show_on_scale(finding: Finding, measurement: Measurement) -> None:
    """Draw the number of a finding, its tier and its scale."""
    tier = escape(upper_first(tier_words(finding)))
    st.markdown(
        f"### {escape(title(finding.measurement))}: {heading_number(measurement)} "
        f":{TIER_COLOURS[finding.tier]}-badge[{tier}]",
        help=escape(finding.evidence),
    )
    drawn = scale_svg(finding, measurement, palette="dark" if theme.is_dark() else "light")
    if drawn:
        st.image(drawn, width=380, alt=scale_alt(finding, measurement))


def show_meaning(finding: Finding) -> None:
    """Write the sentence of a finding, and what would settle it."""
    st.markdown(escape(finding.text))
    for context in mark_sentences(finding.measurement):
        st.caption(escape(context))
    for hint in finding.settle:
        st.markdown(f"- {escape(hint)}")


def _half_range(measurement: Measurement, spread: Mapping[str, float]) -> str:
    half = spread.get(measurement.name, float("nan"))
    if half != half:  # NaN: fewer than two photos have it
        return tr("measured in one photo at most")
    return (
        f"± {format_number(half)}°"
        if measurement.unit == "deg"
        else f"± {format_number(half, 1)} %"
    )
