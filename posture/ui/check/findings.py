"""Findings as cards with number, error and typical range; notices about the photo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from posture.i18n.language import format_number, tr, upper_first
from posture.present.charts import strip_alt, strip_svg
from posture.present.wording import number, tier_words, title
from posture.ui.shared import theme
from posture.ui.shared.markdown import escape, nonbreaking

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from posture.assess.assessment import Finding, Pattern, Tier
    from posture.body.body import Notice
    from posture.measure.measurement import Measurement

Colour = Literal["green", "yellow", "orange", "red", "gray"]

TIER_COLOURS: dict[Tier, Colour] = {
    "typical": "green",
    "mild": "yellow",
    "moderate": "orange",
    "marked": "orange",
    "cannot_tell": "gray",
}

SHOWN_BESIDE_PICTURE = 3
"""Number of findings beside the picture; the others are in an expander below."""


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


def show_strongest(findings: Sequence[Finding], measured: Mapping[str, Measurement]) -> None:
    """Draw the findings beside the picture."""
    conclusive = _conclusive(findings)
    for finding in conclusive[:SHOWN_BESIDE_PICTURE]:
        with st.container(border=True):
            _finding(finding, measured[finding.measurement])
    if not conclusive:
        st.info(
            tr(
                "No measurement of this photo is certain enough for a result. What would help is "
                "listed below."
            ),
            icon=":material/help:",
        )


def show_rest(
    findings: Sequence[Finding],
    measured: Mapping[str, Measurement],
    spread: Mapping[str, float] | None = None,
) -> None:
    """Draw the other findings, those without a tier, and the spread of a series."""
    conclusive = _conclusive(findings)[SHOWN_BESIDE_PICTURE:]
    inconclusive = [finding for finding in findings if finding.tier == "cannot_tell"]
    if conclusive:
        with st.expander(
            tr("More measurements ({count})").format(count=len(conclusive)),
            icon=":material/straighten:",
        ):
            _in_two_columns(conclusive, measured)
    if inconclusive:
        with st.expander(
            tr("Cannot tell from this photo ({count}), and what would help").format(
                count=len(inconclusive)
            ),
            icon=":material/help:",
        ):
            _in_two_columns(inconclusive, measured)
    if spread:
        _spread(findings, measured, spread)


def show_pattern(found: Pattern | None) -> None:
    """Draw the whole-body pattern, if there is one."""
    if found is not None:
        heading = tr("low confidence")
        st.info(f"**{escape(found.title)}** ({heading}). {escape(found.text)}")


def _conclusive(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.tier != "cannot_tell"]


def _in_two_columns(findings: Sequence[Finding], measured: Mapping[str, Measurement]) -> None:
    for i in range(0, len(findings), 2):
        for column, finding in zip(st.columns(2), findings[i : i + 2], strict=False):
            with column, st.container(border=True):
                _finding(finding, measured[finding.measurement])
                for hint in finding.settle:
                    st.markdown(f"- {escape(hint)}")


def heading_number(measurement: Measurement) -> str:
    """A measurement for a heading; value and error stay on one line."""
    text = number(measurement)
    value, comma, side = text.partition(", ")
    return f"{nonbreaking(value)}{comma}{escape(side)}" if "±" in text else escape(text)


def _finding(finding: Finding, measurement: Measurement) -> None:
    tier = escape(upper_first(tier_words(finding, measurement)))
    st.markdown(
        f"### {escape(title(finding.measurement))}: {heading_number(measurement)} "
        f":{TIER_COLOURS[finding.tier]}-badge[{tier}]",
        help=escape(finding.evidence),
    )
    drawn = strip_svg(finding, measurement, dark=theme.is_dark())
    if drawn:
        st.image(drawn, width=380, alt=strip_alt(finding, measurement))
    st.markdown(escape(finding.text))


def _spread(
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


def _half_range(measurement: Measurement, spread: Mapping[str, float]) -> str:
    half = spread.get(measurement.name, float("nan"))
    if half != half:  # NaN: fewer than two photos have it
        return tr("measured in one photo at most")
    return (
        f"± {format_number(half)}°"
        if measurement.unit == "deg"
        else f"± {format_number(half, 1)} %"
    )
