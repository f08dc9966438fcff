"""Plots of the page as small SVG files, drawn by hand: the same bytes from the same numbers.

They stand on a light ground of their own, so that they read the same on a light and a dark page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from posture.present.wording import title

from groundtruth.score.markdown import HEADLINE, UNITS, fixed
from groundtruth.score.statistics import Z

if TYPE_CHECKING:
    from collections.abc import Sequence

Scores = dict[str, Any]

GROUND, INK, FAINT, GRID = "#fcfcfb", "#24292f", "#6b7280", "#d9dde2"
POINT, BAR, IDEAL = "#1f5f8b", "#9dc3de", "#b4451f"
TOPS = {
    "bare": "#08306b",
    "bra": "#2171b5",
    "fitted": "#6baed6",
    "t-shirt": "#fdae6b",
    "loose": "#d94801",
}
_PANEL, _GAP, _MARGIN = 210, 58, 46


@dataclass(slots=True)
class Drawing:
    """An SVG in the making.

    Attributes
    ----------
    width, height : float
        User units (pixels).
    label : str
        What a screen reader says.
    parts : list of str
        Elements so far.
    """

    width: float
    height: float
    label: str
    parts: list[str] = field(default_factory=list[str])

    def text(
        self, x: float, y: float, words: str, *, anchor: str = "start", size: int = 11, **extra: str
    ) -> None:
        """Words at a place."""
        fill = extra.get("fill", INK)
        weight = f' font-weight="{extra["weight"]}"' if "weight" in extra else ""
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
            f'fill="{fill}"{weight}>{escape(words)}</text>'
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, colour: str, **extra: str
    ) -> None:
        """A straight line."""
        dash = f' stroke-dasharray="{extra["dash"]}"' if "dash" in extra else ""
        self.parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'stroke="{colour}" stroke-width="{extra.get("width", "1")}"{dash}/>'
        )

    def path(self, commands: str, *, colour: str, width: float) -> None:
        """Many strokes in one element."""
        if commands:
            self.parts.append(
                f'<path d="{commands}" stroke="{colour}" stroke-width="{width}" fill="none" '
                'stroke-linecap="round"/>'
            )

    def box(self, x: float, y: float, w: float, h: float, *, colour: str) -> None:
        """A filled rectangle."""
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{colour}"/>'
        )

    def dot(self, x: float, y: float, r: float, *, colour: str) -> None:
        """A filled circle."""
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" fill="{colour}"/>')

    def svg(self) -> str:
        """The whole file."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {self.height:g}" '
            f'width="{self.width:g}" height="{self.height:g}" role="img" '
            'font-family="system-ui, -apple-system, Segoe UI, Roboto, sans-serif">'
        )
        ground = f'<rect width="100%" height="100%" rx="8" fill="{GROUND}"/>'
        return "\n".join(
            [head, f"<title>{escape(self.label)}</title>", ground, *self.parts, "</svg>\n"]
        )


def nice_step(span: float, most: int = 5) -> float:
    """Smallest of 1, 2, 5 x 10^n that cuts a span into at most so many parts."""
    raw = span / most
    power = 10.0 ** math.floor(math.log10(raw))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= raw * (1 - 1e-9))


def estimates(group: Scores, name: str) -> str:
    """Estimate against truth with 80 % intervals, a panel for each headline measurement."""
    metrics = [m for m in HEADLINE if group["points"].get(m)]
    columns = 4
    rows = max(1, math.ceil(len(metrics) / columns))
    drawing = Drawing(
        _MARGIN + columns * (_PANEL + _GAP),
        _MARGIN + rows * (_PANEL + _GAP + 12),
        f"Estimate against truth with 80 % intervals, {name}: {', '.join(map(title, metrics))}",
    )
    for i, metric in enumerate(metrics):
        x = _MARGIN + (i % columns) * (_PANEL + _GAP)
        y = _MARGIN + (i // columns) * (_PANEL + _GAP + 12)
        _panel(drawing, x, y, metric, group)
    return drawing.svg()


def _panel(drawing: Drawing, x: float, y: float, metric: str, group: Scores) -> None:
    points: Sequence[tuple[float, float, float]] = group["points"][metric]
    low, high = _range(points)

    def at(value: float) -> float:
        return (min(max(value, low), high) - low) / (high - low) * _PANEL

    step = nice_step(high - low)
    tick = math.ceil(low / step) * step
    while tick <= high + 1e-9:
        drawing.line(x + at(tick), y, x + at(tick), y + _PANEL, colour=GRID)
        drawing.line(x, y + _PANEL - at(tick), x + _PANEL, y + _PANEL - at(tick), colour=GRID)
        words = fixed(tick, 0 if step >= 1 else 1)
        drawing.text(x + at(tick), y + _PANEL + 14, words, anchor="middle", fill=FAINT, size=10)
        drawing.text(x - 5, y + _PANEL - at(tick) + 4, words, anchor="end", fill=FAINT, size=10)
        tick += step

    def down(value: float) -> str:
        return f"{y + _PANEL - at(value):.1f}"

    bars = "".join(
        f"M{x + at(t):.1f} {down(e - Z[80] * s)}V{down(e + Z[80] * s)}" for t, e, s in points
    )
    drawing.path(bars, colour=BAR, width=1)
    drawing.line(x, y + _PANEL, x + _PANEL, y, colour=IDEAL, dash="4 3")
    dots = "".join(f"M{x + at(t):.1f} {y + _PANEL - at(e):.1f}h0" for t, e, _ in points)
    drawing.path(dots, colour=POINT, width=3.6)
    a = group["metrics"][metric]
    drawing.text(x, y - 20, title(metric), size=12, weight="600")
    said = f"RMSE {fixed(a['rmse'], 1, UNITS[metric])}, skill {fixed(a['skill'], 2)}, n {a['n']}"
    drawing.text(x, y - 6, said, fill=FAINT)
    axes = f"across: truth, up: estimate ({UNITS[metric].strip()})"
    drawing.text(x + _PANEL, y + _PANEL + 28, axes, anchor="end", fill=FAINT, size=10)


def _range(points: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    """One range for both axes: all truths and estimates, with a little room."""
    values = [v for t, e, _ in points for v in (t, e)]
    low, high = min(values), max(values)
    room = max(0.06 * (high - low), 0.5)
    return low - room, high + room


def coverage(group: Scores, name: str) -> str:
    """How many truths the 50, 80 and 95 % intervals cover, for each measurement."""
    metrics = list(group["metrics"])
    left, top, wide, tall = 300.0, 62.0, 520.0, 24.0
    label = f"Share of truths inside the 50, 80 and 95 % intervals, {name}"
    drawing = Drawing(left + wide + 40, top + tall * len(metrics) + 30, label)
    drawing.text(16, 24, label, size=13, weight="600")
    bottom = top + tall * len(metrics)

    def at(percent: float) -> float:
        return left + wide * percent / 100

    for low, high in ((92, 98), (76, 84)):
        drawing.box(at(low), top, at(high) - at(low), bottom - top, colour="#e3f0e3")
    for level in Z:
        drawing.line(at(level), top, at(level), bottom, colour=IDEAL, dash="4 3")
        drawing.text(at(level), top - 8, f"{level} %", anchor="middle", fill=IDEAL)
    for percent in (0, 25):
        drawing.line(at(percent), top, at(percent), bottom, colour=GRID)
        drawing.text(at(percent), top - 8, f"{percent} %", anchor="middle", fill=FAINT)
    shades = {50: BAR, 80: "#4f93bf", 95: POINT}
    for i, metric in enumerate(metrics):
        y = top + tall * (i + 0.5)
        drawing.text(left - 12, y + 4, title(metric), anchor="end")
        drawing.line(left, y, left + wide, y, colour=GRID, width="0.5")
        for level, shade in shades.items():
            share = group["metrics"][metric][f"cover_{level}"]
            if math.isfinite(share):
                drawing.dot(at(share), y, 5, colour=shade)
    return drawing.svg()


def by_clothing(group: Scores, name: str) -> str:
    """RMSE of the headline measurements by what is worn on top."""
    tops = group["by"].get("top", {})
    metrics = [m for m in HEADLINE if any(m in by for by in tops.values())]
    left, top, wide, tall = 300.0, 74.0, 520.0, 14.0
    block = tall * max(len(tops), 1) + 14
    label = f"RMSE by what is worn on top, {name}"
    drawing = Drawing(left + wide + 60, top + block * len(metrics) + 20, label)
    drawing.text(16, 24, label, size=13, weight="600")
    for i, worn in enumerate(tops):
        drawing.box(16 + 110 * i, 38, 12, 12, colour=TOPS.get(worn, FAINT))
        drawing.text(34 + 110 * i, 48, worn)
    known = [by[m]["rmse"] for by in tops.values() for m in metrics if m in by]
    most = max((v for v in known if math.isfinite(v)), default=1.0)
    for i, metric in enumerate(metrics):
        y = top + block * i
        drawing.text(left - 12, y + block / 2, title(metric), anchor="end")
        for j, (worn, by) in enumerate(tops.items()):
            value = by.get(metric, {"rmse": math.nan})["rmse"]
            if not math.isfinite(value):
                continue
            length = wide * value / most
            drawing.box(left, y + tall * j, length, tall - 2, colour=TOPS.get(worn, FAINT))
            words = fixed(value, 1, UNITS[metric])
            drawing.text(left + length + 5, y + tall * j + 10, words, size=10, fill=FAINT)
    return drawing.svg()
