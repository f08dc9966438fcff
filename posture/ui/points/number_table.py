"""The table of all numbers before and after points were placed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis import edit
from posture.i18n.language import tr
from posture.present.wording import number, title
from posture.ui.shared.markdown import escape, nonbreaking

if TYPE_CHECKING:
    from posture.analysis.types import Analysis
    from posture.measure.measurement import Measurement
    from posture.ui.shared.state import CurrentPhoto

_CLEAR_CHANGE = 0.25
"""Smallest emphasised change, in standard errors: every placed point moves all values a bit."""

_SMALLER_ERROR = 0.9
"""An error below this share of the error before is called smaller, one above its inverse larger."""


@dataclass(frozen=True, slots=True)
class NumberChange:
    """One measurement before and after.

    Attributes
    ----------
    name : str
    before, after : str
        Number with its error, formatted.
    changed : bool
        Whether another number is shown, and its value moved clearly or its error changed.
    sign : {"↓", "↑", ""}
        Whether its error became smaller or larger by a tenth or more.
    """

    name: str
    before: str
    after: str
    changed: bool
    sign: str


def analysis_before(found: CurrentPhoto) -> Analysis:
    """The analysis without placed points; cached per photo."""
    key = f"points/{found.token}/base"
    if key not in st.session_state:
        st.session_state[key] = edit.set_points(found.analysis, [])
    return st.session_state[key]


def compare_numbers(before: Analysis, after: Analysis) -> tuple[NumberChange, ...]:
    """Compare two analyses of one photo, in display order."""
    pairs = ((before.measurements[name], now) for name, now in after.measurements.items())
    return tuple(_change(was, now) for was, now in pairs)


def _change(was: Measurement, now: Measurement) -> NumberChange:
    appeared = math.isnan(was.value) and not math.isnan(now.value)
    lost = math.isnan(now.value) and not math.isnan(was.value)
    # NaN compares false: unknown before and after is no change.
    smaller = appeared or now.sd < _SMALLER_ERROR * was.sd
    larger = lost or was.sd < _SMALLER_ERROR * now.sd
    moved = abs(now.value - was.value) > _CLEAR_CHANGE * was.sd
    before, after = number(was), number(now)
    changed = before != after and (moved or smaller or larger)
    sign = "↓" if smaller else "↑" if larger and not lost else ""
    return NumberChange(now.name, before, after, changed, sign if changed else "")


def show_numbers(before: Analysis, after: Analysis) -> None:
    """Draw the table; changes are bold."""
    rows = compare_numbers(before, after)
    if before.measurements == after.measurements:
        st.caption(tr("Nothing was placed yet: these are the estimates."))
    else:
        st.caption(
            tr("Bold: changed clearly. ↓: the error became smaller. ↑: the error became larger.")
        )
    head = (tr("Measurement"), tr("Estimate → now"))
    lines = [f"| {' | '.join(head)} |", "| --- | --- |", *(_line(row) for row in rows)]
    st.markdown("\n".join(lines))


def _line(row: NumberChange) -> str:
    name, was, now = escape(title(row.name)), _cell(row.before), _cell(row.after)
    if not row.changed:
        return f"| {name} | {was if was == now else f'{was} → {now}'} |"
    sign = f"\u00a0{row.sign}" if row.sign else ""
    return f"| **{name}** | {was} → **{now}**{sign} |"


def _cell(text: str) -> str:
    """A number for the table; only numbers are kept on one line."""
    return nonbreaking(text) if "±" in text else escape(text)
