"""Drawings of the summary: distributions and intervals over the zones of the one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from posture.batch.summary.people import BINS
from posture.present.scale import find_zones

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from posture.assess.knowledge.metric_record import MetricRecord

WIDTH = 320.0
_BARS, _ZONE, _WORDS = 84.0, 12.0, 18.0
REACH = float(BINS[-1])
_ROW = 22.0


def histogram_svg(
    bins: NDArray[np.intp], record: MetricRecord, ends: tuple[str, str], middle: str, alt: str
) -> str:
    """How many people lie where, above the zones.

    Parameters
    ----------
    bins : ndarray
        People by ``BINS``.
    record : MetricRecord
    ends : tuple of str
        Under the ends of the typical range.
    middle : str
        Under its middle.
    alt : str
        The drawing in words.

    Returns
    -------
    str
        An SVG 320 units wide; its colours come from the page.
    """
    step = WIDTH / len(bins)
    most = max(1, int(bins.max()))
    bars = "".join(
        f'<rect class="bar" x="{i * step + 0.5:.1f}" y="{_BARS * (1 - count / most):.1f}" '
        f'width="{step - 1:.1f}" height="{_BARS * count / most:.1f}"/>'
        for i, count in enumerate(bins.tolist())
        if count
    )
    height = _BARS + _ZONE + _WORDS
    y = height - 4
    low, high = _x(-1.0), _x(1.0)
    words = (
        f'<text x="{low - 3:.1f}" y="{y}" text-anchor="end">{escape(ends[0])}</text>'
        f'<text x="{(low + high) / 2:.1f}" y="{y}" text-anchor="middle">{escape(middle)}</text>'
        f'<text x="{high + 3:.1f}" y="{y}">{escape(ends[1])}</text>'
    )
    return (
        f'<svg class="drawn" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img">'
        f"<title>{escape(alt)}</title>{bars}{_zones(record, _BARS + 1, _ZONE - 2)}{words}</svg>"
    )


def intervals_svg(
    rows: Sequence[tuple[float, float, float]], record: MetricRecord, norm: tuple[float, float]
) -> list[str]:
    """A mean with its confidence interval per row, all on one scale with the zones behind.

    Parameters
    ----------
    rows : sequence of tuple of float
        Mean and both ends.
    record : MetricRecord
    norm : tuple of float
        Mean and SD of the norm.

    Returns
    -------
    list of str
        An SVG for each row.
    """
    mean, sd = norm

    def place(value: float) -> float:
        return _x(min(REACH, max(-REACH, (value - mean) / sd)))

    return [
        f'<svg class="drawn" viewBox="0 0 {WIDTH:.0f} {_ROW:.0f}" aria-hidden="true">'
        f"{_zones(record, 4, _ROW - 8)}"
        f'<line class="whisker" x1="{place(least):.1f}" x2="{place(most):.1f}" '
        f'y1="{_ROW / 2}" y2="{_ROW / 2}"/>'
        f'<circle class="dot" cx="{place(value):.1f}" cy="{_ROW / 2}" r="4.5"/></svg>'
        for value, least, most in rows
    ]


def shares_svg(shares: Sequence[tuple[str, float]], alt: str) -> str:
    """A bar divided by shares (class of the page, 0 to 1)."""
    x, parts = 0.0, ""
    for kind, share in shares:
        width = share * WIDTH
        if width > 0:
            # A gap of one unit tells neighbours apart without colour.
            parts += (
                f'<rect class="{kind}" x="{x:.1f}" y="0" width="{max(width - 1, 0.5):.1f}" '
                'height="14" rx="2"/>'
            )
        x += width
    return (
        f'<svg class="drawn" viewBox="0 0 {WIDTH:.0f} 14" role="img" '
        f'preserveAspectRatio="none"><title>{escape(alt)}</title>{parts}</svg>'
    )


def _zones(record: MetricRecord, y: float, height: float) -> str:
    return "".join(
        f'<rect class="zone {zone.kind}" x="{zone.start * WIDTH + 0.5:.1f}" y="{y}" '
        f'width="{max((zone.end - zone.start) * WIDTH - 1, 0.5):.1f}" height="{height}" rx="2"/>'
        for zone in find_zones(record, REACH)
    )


def _x(z: float) -> float:
    return (0.5 + z / (2 * REACH)) * WIDTH
