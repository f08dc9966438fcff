"""A change beside what is too small to tell: a small drawing for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.i18n.language import tr
from posture.present.charts.band import band_svg
from posture.present.comparison_wording import mdc, number
from posture.present.report.parts import RangeBar

if TYPE_CHECKING:
    from posture.analysis.comparison import Change

_BLIND = 2.0
"""Least half width of the drawing, in changes that just count: the band takes half of it."""


def change_alt(one: Change) -> str:
    """The drawing in words, for whoever does not see it."""
    return tr("Change {number}. It counts from {least} on, up or down.").format(
        number=number(one), least=mdc(one)
    )


def change_svg(one: Change, *, dark: bool = False) -> str:
    """Draw zero in the middle, what is too small to tell as a band, the change with its error.

    Parameters
    ----------
    one : Change
    dark : bool
        Whether it will stand on a dark ground.

    Returns
    -------
    str
        An SVG; an empty string where no number may be shown.
    """
    bar = change_bar(one)
    if bar is None:
        return ""
    return band_svg(bar, under_bar(one), change_alt(one), kind="blind", dark=dark, zero=0.5)


def change_bar(one: Change) -> RangeBar | None:
    """Where everything lies, zero in the middle; None where no number may be shown."""
    if not number(one):
        return None
    half = max(_BLIND * one.mdc, abs(one.value) + one.sd)

    def place(value: float) -> float:
        return 0.5 + value / (2 * half)

    value, sd = one.value, one.sd
    return RangeBar(
        low=place(-one.mdc),
        high=place(one.mdc),
        value=place(value),
        least=place(value - sd),
        most=place(value + sd),
    )


def under_bar(one: Change) -> tuple[str, str, str]:
    """What stands under the low end of the band, its middle and its high end."""
    ends = mdc(one)
    return (f"\N{MINUS SIGN}{ends}", tr("too small"), f"+{ends}")
