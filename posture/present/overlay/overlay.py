"""The annotated picture that a trainer would show a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from posture.present.overlay import marks, style
from posture.present.overlay.canvas import Canvas, text_width
from posture.present.overlay.framing import frame
from posture.present.overlay.labels import TITLES, Label, Rect, Wish, arrange, read_labels
from posture.present.overlay.legend import draw_legend, legend_height, legend_lines
from posture.present.overlay.sketch import Sketch
from posture.present.overlay.style import Layers, Sizes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.analysis.types import Analysis
    from posture.photo.photo import Photo
    from posture.present.overlay.canvas import Point

__all__ = ["Layers", "draw"]

_GREY = 0.35
_LIGHT = 0.8


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
    # The width follows from the height left over by the legend, whose text follows from the width:
    # two rounds settle it to the pixel, as the legend takes about a tenth.
    tall = height
    view = frame(photo, analysis.body, tall)
    for _ in range(2 if shows_legend else 0):
        tall = height - legend_height(lines, Sizes(view.width))
        view = frame(photo, analysis.body, tall)
    sizes = Sizes(view.width)
    picture = view.crop(photo.pixels)
    if not layers.original:
        picture = dim(picture)
    page = np.full((height, view.width, 3), style.PAPER, dtype=np.uint8)
    page[:tall] = picture
    canvas = Canvas(view.width, height)
    _draw_marks(canvas, Sketch.of(analysis.body, view), sizes, layers, analysis)
    if shows_legend:
        draw_legend(canvas, lines, tall, sizes)
    return canvas.over(page)


def dim(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Greyer and darker, so that the marks stand out and the person stays plain to see."""
    grey = picture @ np.array([0.299, 0.587, 0.114])
    mixed = picture * (1 - _GREY) + grey[..., None] * _GREY
    return np.clip(mixed * _LIGHT, 0, 255).astype(np.uint8)


def _draw_marks(
    canvas: Canvas, sketch: Sketch, sizes: Sizes, layers: Layers, analysis: Analysis
) -> None:
    if layers.grid:
        marks.draw_grid(canvas, sketch)
    if layers.plumb:
        marks.draw_plumb(canvas, sketch, sizes)
    if layers.profile:
        marks.draw_profile(canvas, sketch, sizes)
    pointed: list[tuple[Label, Point]] = []
    if layers.angles:
        for label in read_labels(analysis):
            target = marks.draw_angle(canvas, sketch, sizes, label)
            if target is not None:
                pointed.append((label, target))
    boxes = place_labels(pointed, sketch, sizes)
    for (_, target), box in zip(pointed, boxes, strict=True):
        _draw_leader(canvas, target, box, sizes)
    # Over the leaders, so that no line crosses a point.
    if layers.points:
        marks.draw_points(canvas, sketch, sizes)
    for (label, _), box in zip(pointed, boxes, strict=True):
        _draw_label(canvas, label, box, sizes)


def place_labels(
    pointed: list[tuple[Label, Point]], sketch: Sketch, sizes: Sizes
) -> tuple[Rect, ...]:
    """Boxes for the labels, in the columns in front of and behind the person."""
    wishes = [_wish(label, target, sketch, sizes) for label, target in pointed]
    return arrange(
        wishes,
        sketch.view.width,
        sketch.view.height,
        gap=sizes.text * 0.5,
        margin=sizes.text * 0.45,
    )


def _wish(label: Label, target: Point, sketch: Sketch, sizes: Sizes) -> Wish:
    front: Literal["left", "right"] = "right" if sketch.forward > 0 else "left"
    back: Literal["left", "right"] = "left" if sketch.forward > 0 else "right"
    width = max(
        text_width(label.title, sizes.text),
        text_width(label.value, sizes.number, bold=label.numeric),
    )
    return Wish(
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
    tone = style.YELLOW if label.numeric else style.MUTED
    canvas.panel((box.left, box.top, box.right, box.bottom), style.INK, edge=tone)
    x, y = box.left + sizes.text * 0.45, box.top + sizes.text * 0.25
    canvas.text((x, y), label.title, style.WHITE, sizes.text)
    canvas.text((x, y + sizes.text * 1.25), label.value, tone, sizes.number, bold=label.numeric)
