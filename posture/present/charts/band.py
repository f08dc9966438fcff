"""A small drawing for a page: a band on a line, and a dot with its error that lies in it or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from posture.present.report.parts import RangeBar

WIDTH, HEIGHT = 320.0, 44.0
_MARGIN = 8.0
_LINE = 15.0
_LETTER = 6.2
"""Width of a letter."""
_INK = {False: "#46545a", True: "#b9c6ca"}
_DOT = {False: "#16252b", True: "#ffffff"}
_BAND = {
    "usual": {False: "#a9d8d2", True: "#2f6f68"},
    "blind": {False: "#cbd3d6", True: "#53636a"},
}
"""On a light and on a dark ground: the dot holds 3 to 1 against the band, the text 4.5 to 1 against
the page."""


def band_svg(
    bar: RangeBar,
    words: tuple[str, str, str],
    alt: str,
    *,
    kind: Literal["usual", "blind"],
    dark: bool,
    zero: float | None = None,
) -> str:
    """Draw a band and a dot with its standard error.

    Parameters
    ----------
    bar : RangeBar
        Shares of the width; what lies beyond an end is drawn at the end.
    words : tuple of str
        Under the low end of the band, under its middle (left out where there is no room), and under
        its high end.
    alt : str
        What it shows.
    kind : {"usual", "blind"}
        Where most people lie, or where nothing can be told.
    dark : bool
        Whether it will stand on a dark ground.
    zero : float, optional
        Where to draw a mark across the line, share of the width.

    Returns
    -------
    str
        An SVG, 320 by 44 units.
    """
    ink, dot, fill, y = _INK[dark], _DOT[dark], _BAND[kind][dark], _LINE
    low, high = _x(bar.low), _x(bar.high)
    under, middle, over = words
    if len(middle) * _LETTER >= high - low:
        middle = ""
    mark = "" if zero is None else _upright(_x(zero), ink)
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
