"""Each number before and after points were placed, side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis import pipeline
from posture.i18n.language import tr
from posture.present.wording import number, title
from posture.ui.shared.text import plain, unbroken

if TYPE_CHECKING:
    from posture.analysis.types import Analysis
    from posture.measure.measurement import Measurement
    from posture.ui.shared.state import Current

_CLEAR = 0.25
"""Least change of a value that is emphasised, in standard errors before: every placed point moves
every number by a hair."""

_SURER = 0.9
"""Largest share of the error before that is called smaller."""


@dataclass(frozen=True, slots=True)
class NumberChange:
    """One measurement on both sides.

    Attributes
    ----------
    name : str
    before, after : str
        Number with its error, as a person reads it.
    changed : bool
        Whether its value moved clearly or its error became smaller by a tenth or more.
    surer : bool
        The latter alone.
    """

    name: str
    before: str
    after: str
    changed: bool
    surer: bool


def base_of(found: Current) -> Analysis:
    """The photo as it was measured before anything was placed; the same until another photo."""
    key = f"points/{found.token}/base"
    if key not in st.session_state:
        st.session_state[key] = pipeline.set_points(found.analysis, [])
    return st.session_state[key]


def changes(before: Analysis, after: Analysis) -> tuple[NumberChange, ...]:
    """Compare two analyses of one photo, in display order."""
    pairs = ((before.measurements[name], now) for name, now in after.measurements.items())
    return tuple(_change(was, now) for was, now in pairs)


def _change(was: Measurement, now: Measurement) -> NumberChange:
    appeared = math.isnan(was.value) and not math.isnan(now.value)
    lost = math.isnan(now.value) and not math.isnan(was.value)
    # Comparisons with NaN are false: what is unknown on both sides has not changed.
    surer = appeared or now.sd < _SURER * was.sd
    moved = lost or abs(now.value - was.value) > _CLEAR * was.sd
    return NumberChange(now.name, number(was), number(now), moved or surer, surer)


def show(before: Analysis, after: Analysis) -> None:
    """The table; what changed is bold."""
    rows = changes(before, after)
    if before.measurements == after.measurements:
        st.caption(tr("Nothing was placed yet: these are the estimates."))
    else:
        st.caption(tr("Bold: changed clearly. Arrow: the error became smaller."))
    head = (tr("Measurement"), tr("Estimate"), tr("Now"))
    lines = [f"| {' | '.join(head)} |", "| --- | --- | --- |", *(_line(row) for row in rows)]
    st.markdown("\n".join(lines))


def _line(row: NumberChange) -> str:
    name, was, now = plain(title(row.name)), _cell(row.before), _cell(row.after)
    if not row.changed:
        return f"| {name} | {was} | {now} |"
    arrow = " ↓" if row.surer else ""
    return f"| **{name}** | {was} | **{now}**{arrow} |"


def _cell(text: str) -> str:
    """A number as it stands in the table; words may be broken."""
    return unbroken(text) if "±" in text else plain(text)
