"""Small charts of a change with its error beside what is too small to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from posture.i18n.language import tr
from posture.present.comparison_wording import mdc
from posture.present.comparison_wording import number as change_number

if TYPE_CHECKING:
    from posture.analysis.comparison import Change

WIDTH, HEIGHT = 320.0, 44.0
_MARGIN = 8.0
_LINE = 15.0
_LETTER = 6.2
"""Width of a letter."""
INK = {False: "#46545a", True: "#b9c6ca"}
DOT = {False: "#16252b", True: "#ffffff"}
BAND = {False: "#cbd3d6", True: "#53636a"}
"""On a light and on a dark ground: the dot holds 3 to 1 against the band, the text 4.5 to 1 against
the page."""

_LEAST_HALF = 2.0
"""Least half width of a chart of a change, in changes that just count."""


@dataclass(frozen=True, slots=True)
class RangeBar:
    """A value with its error on a scale, as shares (0 to 1) of the width of a chart.

    Attributes
    ----------
    low, high : float
        Ends of the band.
    value : float
    least, most : float
        Value less and plus its standard error.
    """

    low: float
    high: float
    value: float
    least: float
    most: float


def band_svg(
    bar: RangeBar,
    words: tuple[str, str, str],
    alt: str,
    *,
    dark: bool,
    zero: float,
) -> str:
    """Draw a band of what is too small to tell, and a dot with its standard error.

    Parameters
    ----------
    bar : RangeBar
        Shares of the width; what lies beyond an end is drawn at the end.
    words : tuple of str
        Under the low end of the band, under its middle (left out where there is no room), and under
        its high end.
    alt : str
        What it shows.
    dark : bool
        Whether it will stand on a dark ground.
    zero : float
        Where to draw a mark across the line, share of the width.

    Returns
    -------
    str
        An SVG, 320 by 44 units.
    """
    ink, dot, fill, y = INK[dark], DOT[dark], BAND[dark], _LINE
    low, high = _x(bar.low), _x(bar.high)
    under, middle, over = words
    if len(middle) * _LETTER >= high - low:
        middle = ""
    mark = _upright(_x(zero), ink)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" '
        f'width="{WIDTH:.0f}" height="{HEIGHT:.0f}" role="img" font-family="sans-serif" '
        f'font-size="11"><title>{escape(alt)}</title>'
        f'<line x1="{_MARGIN}" x2="{WIDTH - _MARGIN}" y1="{y}" y2="{y}" stroke="{ink}" '
        'stroke-width="1" opacity="0.6"/>'
        f'<rect x="{low:.1f}" width="{high - low:.1f}" y="{y - 8}" '
        f'height="16" rx="4" fill="{fill}"/>{mark}'
        f'<line x1="{_x(bar.least):.1f}" x2="{_x(bar.most):.1f}" y1="{y}" y2="{y}" '
        f'stroke="{dot}" stroke-width="3" stroke-linecap="round"/>'
        f'<circle cx="{_x(bar.value):.1f}" cy="{y}" r="5.5" fill="{dot}"/>'
        f'<text x="{low:.1f}" y="38" fill="{ink}" text-anchor="end">{escape(under)}</text>'
        f'<text x="{high:.1f}" y="38" fill="{ink}">{escape(over)}</text>'
        f'<text x="{(low + high) / 2:.1f}" y="38" fill="{ink}" '
        f'text-anchor="middle">{escape(middle)}</text></svg>'
    )


def _upright(x: float, ink: str) -> str:
    return (
        f'<line class="zero" x1="{x:.1f}" x2="{x:.1f}" y1="{_LINE - 11}" y2="{_LINE + 11}" '
        f'stroke="{ink}" stroke-width="1.5"/>'
    )


def _x(share: float) -> float:
    return _MARGIN + min(max(share, 0.0), 1.0) * (WIDTH - 2 * _MARGIN)


def change_alt(one: Change) -> str:
    """The drawing in words, for whoever does not see it."""
    return tr("Change {number}. Smallest detectable change, up or down: {least}.").format(
        number=change_number(one), least=mdc(one)
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
    return band_svg(bar, under_bar(one), change_alt(one), dark=dark, zero=0.5)


def change_bar(one: Change) -> RangeBar | None:
    """Where everything lies, zero in the middle; None where no number may be shown."""
    if not change_number(one):
        return None
    half = max(_LEAST_HALF * one.mdc, abs(one.value) + one.sd)

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
