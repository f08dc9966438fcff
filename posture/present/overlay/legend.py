"""The legend under the annotated picture: a line of text for every kind of mark that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from posture.i18n.language import mark, tr
from posture.present.overlay import style
from posture.present.overlay.marks import SHAPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.body.body import Body
    from posture.present.overlay.canvas import Canvas
    from posture.present.overlay.style import Layers, Sizes

Sign = Literal["estimated", "eye", "placed", "sticker", "plumb", "profile", "angle"]
Line = tuple[Sign, str]


_PLUMB = {
    "malleolus": mark("True vertical through the ankle"),
    "trochanter": mark("True vertical through the hip"),
}


def legend_lines(layers: Layers, body: Body) -> tuple[Line, ...]:
    """What needs explaining: the kinds of mark that the layers show and that this body has."""
    lines: list[Line] = []
    sources = {p.source for p in body.placed}
    if layers.points:
        lines.append(("estimated", tr("Estimated point; shaded: where it lies 8 times in 10")))
        if "eye" in sources:
            lines.append(("eye", tr("Point placed by eye; ring: where it was estimated")))
        if "placed" in sources:
            lines.append(("placed", tr("Point placed by touch; ring: where it was estimated")))
        if "sticker" in sources:
            lines.append(("sticker", tr("Point with a sticker; ring: where it was estimated")))
    if layers.angles:
        lines.append(("angle", tr("Angle ± its standard error")))
    if layers.profile and np.isfinite(body.layered.profile).any():
        lines.append(("profile", tr("Back outline, with a band for its error")))
    known = [name for name in _PLUMB if np.isfinite(body.layered[name]).all()]
    if layers.plumb and known:
        lines.append(("plumb", tr(_PLUMB[known[0]])))
    return tuple(lines)


def legend_height(lines: Sequence[Line], sizes: Sizes) -> int:
    """Canvas pixels that the legend takes."""
    return round(_step(sizes) * len(lines) + sizes.text * 0.9)


def draw_legend(canvas: Canvas, lines: Sequence[Line], top: int, sizes: Sizes) -> None:
    """Write the lines from ``top`` down."""
    for k, (sign, words) in enumerate(lines):
        y = top + sizes.text * 0.45 + k * _step(sizes)
        _draw_sign(canvas, sign, sizes.text * 1.7, y + _step(sizes) / 2, sizes)
        canvas.text((sizes.text * 3.3, y + sizes.text * 0.12), words, style.WHITE, sizes.text)


def _step(sizes: Sizes) -> float:
    return sizes.text * 1.42


def _draw_sign(canvas: Canvas, sign: Sign, x: float, y: float, sizes: Sizes) -> None:
    half = sizes.text
    if sign in SHAPES:
        canvas.marker((x, y), SHAPES[sign], style.POINT_COLOURS[sign], sizes.dot)
        return
    left, right = (x - half, y), (x + half, y)
    if sign == "plumb":
        canvas.line([left, right], style.WHITE, sizes.line * 0.8, dash=sizes.line * 3)
    elif sign == "profile":
        band = sizes.text * 0.3
        canvas.wash(
            [(left[0], y - band), (right[0], y - band), (right[0], y + band), (left[0], y + band)],
            style.ORANGE,
            0.35,
        )
        canvas.line([left, right], style.ORANGE, sizes.line)
    else:
        canvas.line([(right[0], y + half * 0.45), (left[0], y + half * 0.45)], style.YELLOW, 2)
        canvas.line([(left[0], y + half * 0.45), (x + half * 0.6, y - half * 0.5)], style.YELLOW, 2)
