"""The photo with points, angles and their errors, and a legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np

from posture.i18n.language import mark, tr
from posture.present.overlay import marks, style
from posture.present.overlay.canvas import Canvas, text_width
from posture.present.overlay.crop import CanvasBody, crop_to_person
from posture.present.overlay.labels import TITLES, Anchor, Label, Rect, arrange, read_labels
from posture.present.overlay.style import Layers, Sizes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posture.analysis.types import Analysis
    from posture.body.body import Body
    from posture.photo.photo import Photo
    from posture.present.overlay.canvas import Point

_GREY = 0.35
"""Share of grey in a dimmed picture."""
_LIGHT = 0.8
"""Brightness of a dimmed picture."""
MarkKind = Literal["estimated", "eye", "placed", "sticker", "plumb", "profile", "angle"]
LegendLine = tuple[MarkKind, str]

_PLUMB = {
    "malleolus": mark("True vertical through the ankle"),
    "trochanter": mark("True vertical through the hip"),
}


def draw(
    photo: Photo, analysis: Analysis, *, layers: Layers | None = None, height: int = 1400
) -> NDArray[np.uint8]:
    """Draw an analysis on its photo.

    Parameters
    ----------
    photo : Photo
        The picture that was analysed.
    analysis : Analysis
    layers : Layers, optional
        What to draw; everything but the grid by default.
    height : int
        Of the result, pixels, at least 200. Small pictures are enlarged first, so that lines and
        text are sharp; the window is the person with room for labels on both sides.

    Returns
    -------
    ndarray, shape (height, about 0.7 * height, 3), uint8
        RGB.
    """
    if height < 200:
        raise ValueError("an annotated picture is at least 200 pixels high")
    layers = Layers() if layers is None else layers
    lines = legend_lines(layers, analysis.body)
    shows_legend = layers.legend and bool(lines)
    # The legend's height depends on the width, and the width on what the legend leaves. As the
    # legend takes about a tenth, two rounds are exact to the pixel.
    tall = height
    crop = crop_to_person(photo, analysis.body, tall)
    for _ in range(2 if shows_legend else 0):
        tall = height - _legend_height(lines, Sizes(crop.width))
        crop = crop_to_person(photo, analysis.body, tall)
    sizes = Sizes(crop.width)
    page = np.empty((height, crop.width, 3), dtype=np.uint8)
    crop.crop(photo.pixels, page[:tall])
    if not layers.original:
        dim(page[:tall])
    # Two canvases: what lies below the picture's edge is cut off and does not cross the legend.
    canvas = Canvas(crop.width, tall)
    _draw_marks(canvas, CanvasBody.of(analysis.body, crop), sizes, layers, analysis)
    canvas.draw_on(page[:tall])
    if shows_legend:
        canvas = Canvas(crop.width, height - tall)
        _draw_legend(canvas, lines, sizes)
        page[tall:] = style.PAPER
        canvas.draw_on(page[tall:])
    return page


def dim(picture: NDArray[np.uint8]) -> None:
    """Make it greyer and darker: the marks stand out and the person stays plain to see."""
    mix = (1 - _GREY) * np.eye(3) + _GREY * np.array([0.299, 0.587, 0.114])
    cv2.transform(picture, _LIGHT * mix, picture)


def _draw_marks(
    canvas: Canvas, person: CanvasBody, sizes: Sizes, layers: Layers, analysis: Analysis
) -> None:
    if layers.grid:
        marks.draw_grid(canvas, person)
    if layers.plumb:
        marks.draw_plumb(canvas, person, sizes)
    if layers.profile:
        marks.draw_profile(canvas, person, sizes)
    pointed: list[tuple[Label, Point]] = []
    if layers.angles:
        for label in read_labels(analysis):
            target = marks.draw_angle(canvas, person, sizes, label)
            if target is not None:
                pointed.append((label, target))
    boxes = place_labels(pointed, person, sizes)
    for (_, target), box in zip(pointed, boxes, strict=True):
        _draw_leader(canvas, target, box, sizes)
    # Over the leaders, so that no line crosses a point.
    if layers.points:
        marks.draw_points(canvas, person, sizes)
    for (label, _), box in zip(pointed, boxes, strict=True):
        _draw_label(canvas, label, box, sizes)


def place_labels(
    pointed: list[tuple[Label, Point]], person: CanvasBody, sizes: Sizes
) -> tuple[Rect, ...]:
    """Boxes for the labels, in the columns in front of and behind the person."""
    anchors = [_anchor(label, target, person, sizes) for label, target in pointed]
    return arrange(
        anchors,
        person.crop.width,
        person.crop.height,
        gap=sizes.text * 0.5,
        margin=sizes.text * 0.45,
    )


def _anchor(label: Label, target: Point, person: CanvasBody, sizes: Sizes) -> Anchor:
    front: Literal["left", "right"] = "right" if person.forward > 0 else "left"
    back: Literal["left", "right"] = "left" if person.forward > 0 else "right"
    width = max(
        text_width(label.title, sizes.text),
        text_width(label.value, sizes.number, bold=label.numeric),
    )
    return Anchor(
        target[1],
        width + sizes.text * 0.9,
        sizes.text * 1.25 + sizes.number * 1.25 + sizes.text * 0.5,
        front if TITLES[label.name][1] == "front" else back,
    )


def _draw_leader(canvas: Canvas, target: Point, box: Rect, sizes: Sizes) -> None:
    middle = (box.top + box.bottom) / 2
    edge = box.right if target[0] > box.right else box.left
    canvas.line([(edge, middle), target], style.WHITE, sizes.line * 0.45)
    canvas.marker(target, "disc", style.WHITE, sizes.dot * 0.35)


def _draw_label(canvas: Canvas, label: Label, box: Rect, sizes: Sizes) -> None:
    decided = label.numeric and not label.open
    tone = style.YELLOW if decided else style.MUTED
    canvas.panel((box.left, box.top, box.right, box.bottom), style.INK, edge=tone)
    x, y = box.left + sizes.text * 0.45, box.top + sizes.text * 0.25
    canvas.text((x, y), label.title, style.WHITE, sizes.text)
    canvas.text((x, y + sizes.text * 1.25), label.value, tone, sizes.number, bold=decided)


def legend_lines(layers: Layers, body: Body) -> tuple[LegendLine, ...]:
    """A line for every kind of mark that the layers show and that this body has."""
    lines: list[LegendLine] = []
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
    points = body.layered
    if layers.profile and np.isfinite(points.profile).any():
        lines.append(("profile", tr("Back outline, with a band for its error")))
    known = [name for name in _PLUMB if np.isfinite(points[name]).all()]
    if layers.plumb and known:
        lines.append(("plumb", tr(_PLUMB[known[0]])))
    return tuple(lines)


def _legend_height(lines: Sequence[LegendLine], sizes: Sizes) -> int:
    """Canvas pixels that the legend takes."""
    return round(_line_height(sizes) * len(lines) + sizes.text * 0.9)


def _draw_legend(canvas: Canvas, lines: Sequence[LegendLine], sizes: Sizes) -> None:
    for k, (kind, words) in enumerate(lines):
        y = sizes.text * 0.45 + k * _line_height(sizes)
        _draw_legend_mark(canvas, kind, sizes.text * 1.7, y + _line_height(sizes) / 2, sizes)
        canvas.text((sizes.text * 3.3, y + sizes.text * 0.12), words, style.WHITE, sizes.text)


def _line_height(sizes: Sizes) -> float:
    return sizes.text * 1.42


def _draw_legend_mark(canvas: Canvas, kind: MarkKind, x: float, y: float, sizes: Sizes) -> None:
    half = sizes.text
    if kind in marks.SHAPES:
        canvas.marker((x, y), marks.SHAPES[kind], style.POINT_COLOURS[kind], sizes.dot)
        return
    left, right = (x - half, y), (x + half, y)
    if kind == "plumb":
        canvas.line([left, right], style.WHITE, sizes.line * 0.8, dash=sizes.line * 3)
    elif kind == "profile":
        band = sizes.text * 0.3
        canvas.area(
            [(left[0], y - band), (right[0], y - band), (right[0], y + band), (left[0], y + band)],
            style.ORANGE,
            0.35,
        )
        canvas.line([left, right], style.ORANGE, sizes.line)
    else:
        canvas.line([(right[0], y + half * 0.45), (left[0], y + half * 0.45)], style.YELLOW, 2)
        canvas.line([(left[0], y + half * 0.45), (x + half * 0.6, y - half * 0.5)], style.YELLOW, 2)
