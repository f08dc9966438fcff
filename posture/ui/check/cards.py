"""Findings and notices as cards: number with its error, typical range, plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from posture.i18n.language import begin, digits, tr
from posture.present.charts import strip_alt, strip_svg
from posture.present.wording import number, tier_words, title
from posture.ui.shared import theme
from posture.ui.shared.text import plain, unbroken

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

STRONGEST = 3
"""How many findings stand beside the picture; the others are folded away below."""


def notices(found: Iterable[Notice]) -> None:
    """What the reader should know about this photo, in one quiet box."""
    lines = [f"{plain(tr(one.text))} {plain(tr(one.remedy))}".strip() for one in found]
    if not lines:
        return
    with st.expander(
        tr("About this photo ({count})").format(count=len(lines)), icon=":material/info:"
    ):
        for line in lines:
            st.markdown(f"- {line}")


def strongest(findings: Sequence[Finding], measured: Mapping[str, Measurement]) -> None:
    """The findings that stand beside the picture."""
    told = _told(findings)
    for finding in told[:STRONGEST]:
        with st.container(border=True):
            _finding(finding, measured[finding.measurement])
    if not told:
        st.info(
            tr("This photo settles none of the measurements. What would help is said below."),
            icon=":material/help:",
        )


def rest(
    findings: Sequence[Finding],
    measured: Mapping[str, Measurement],
    spread: Mapping[str, float] | None = None,
) -> None:
    """The other findings, and why the rest cannot be told."""
    told = _told(findings)[STRONGEST:]
    silent = [finding for finding in findings if finding.tier == "cannot_tell"]
    if told:
        with st.expander(
            tr("More measurements ({count})").format(count=len(told)), icon=":material/straighten:"
        ):
            _in_two_columns(told, measured)
    if silent:
        with st.expander(
            tr("Cannot tell from this photo ({count}), and what would help").format(
                count=len(silent)
            ),
            icon=":material/help:",
        ):
            _in_two_columns(silent, measured)
    if spread:
        _spread(findings, measured, spread)


def pattern(found: Pattern | None) -> None:
    """The whole-body look, if there is one."""
    if found is not None:
        heading = tr("low confidence")
        st.info(f"**{plain(found.title)}** ({heading}). {plain(found.text)}")


def _told(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.tier != "cannot_tell"]


def _in_two_columns(findings: Sequence[Finding], measured: Mapping[str, Measurement]) -> None:
    for i in range(0, len(findings), 2):
        for column, finding in zip(st.columns(2), findings[i : i + 2], strict=False):
            with column, st.container(border=True):
                _finding(finding, measured[finding.measurement])
                for hint in finding.settle:
                    st.markdown(f"- {plain(hint)}")


def heading_number(measurement: Measurement) -> str:
    """The number as it stands in a heading: all of it on one line, where it is one."""
    told = number(measurement)
    value, comma, side = told.partition(", ")
    return f"{unbroken(value)}{comma}{plain(side)}" if "±" in told else plain(told)


def _finding(finding: Finding, measurement: Measurement) -> None:
    tier = plain(begin(tier_words(finding, measurement)))
    st.markdown(
        f"### {plain(title(finding.measurement))}: {heading_number(measurement)} "
        f":{TIER_COLOURS[finding.tier]}-badge[{tier}]",
        help=plain(finding.evidence),
    )
    drawn = strip_svg(finding, measurement, dark=theme.is_dark())
    if drawn:
        st.image(drawn, width=380, alt=strip_alt(finding, measurement))
    st.markdown(plain(finding.text))


def _spread(
    findings: Sequence[Finding], measured: Mapping[str, Measurement], spread: Mapping[str, float]
) -> None:
    """How far the photos of a series lie apart."""
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
    return f"± {digits(half)}°" if measurement.unit == "deg" else f"± {digits(half, 1)} %"
