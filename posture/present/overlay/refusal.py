"""The refused photo with every fault marked and numbered on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.present.overlay import style
from posture.present.overlay.canvas import Canvas, text_width
from posture.present.overlay.style import Sizes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posture.body.fault_marks import Mark
    from posture.photo.photo import Photo
    from posture.present.overlay.canvas import Point

LONGEST = 1200
_COLOURS = (style.YELLOW, style.SKY, style.ORANGE, style.GREEN)


def draw_refusal(photo: Photo, marks: Sequence[Mark], longest: int = LONGEST) -> NDArray[np.uint8]:
    """Draw the marks on the whole photo.

    Parameters
    ----------
    photo : Photo
    marks : sequence of Mark
        The numbers are those of the reasons in the list beside the picture.
    longest : int
        Longer side of the result, pixels.

    Returns
    -------
    ndarray, shape (H, W, 3), uint8
        RGB, in the proportions of the photo.
    """
    high, wide = photo.pixels.shape[:2]
    zoom = longest / max(high, wide)
    size = (max(1, round(wide * zoom)), max(1, round(high * zoom)))
    method = cv2.INTER_AREA if zoom < 1 else cv2.INTER_CUBIC
    picture = np.asarray(cv2.resize(photo.pixels, size, interpolation=method), dtype=np.uint8)
    canvas = Canvas(*size)
    sizes = Sizes(sum(size) // 2)
    taken: list[Point] = []
    badges: list[tuple[Point, str, style.Colour]] = []
    for mark in marks:
        outline = _outline(mark, size, photo.scale * zoom, sizes)
        colour = _COLOURS[(mark.number - 1) % len(_COLOURS)]
        canvas.line(outline, colour, sizes.line * 1.8)
        if mark.kind == "line":
            for end in outline:
                canvas.marker(end, "disc", colour, sizes.dot)
        badges.append((outline[0], str(mark.number), colour))
    # Over all lines, so that no frame crosses a number.
    for anchor, words, colour in badges:
        at = _free(anchor, taken, size, sizes)
        taken.append(at)
        _badge(canvas, at, words, colour, sizes)
    canvas.draw_on(picture)
    return picture


def _outline(mark: Mark, size: tuple[int, int], zoom: float, sizes: Sizes) -> list[Point]:
    # Frames of several reasons lie inside each other.
    rim = sizes.line * (4 * mark.number - 2)
    wide, high = size
    if mark.kind == "whole":
        corners: tuple[Point, Point] = ((rim, rim), (wide - rim, high - rim))
    else:
        points = [
            (min(max(x * zoom, rim), wide - rim), min(max(y * zoom, rim), high - rim))
            for x, y in mark.points
        ]
        if mark.kind == "line":
            return points
        corners = (points[0], points[1])
    (left, top), (right, bottom) = corners
    return [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]


def _free(anchor: Point, taken: Sequence[Point], size: tuple[int, int], sizes: Sizes) -> Point:
    """A place for a number near its mark, inside the picture and on no other number."""
    radius = _radius(sizes)
    x = min(max(anchor[0], 1.2 * radius), size[0] - 1.2 * radius)
    y = min(max(anchor[1], 1.2 * radius), size[1] - 1.2 * radius)
    while any(abs(x - a) < 2 * radius and abs(y - b) < 2 * radius for a, b in taken):
        x += 2.2 * radius
    return (x, y)


def _radius(sizes: Sizes) -> float:
    return sizes.number * 1.15


def _badge(canvas: Canvas, at: Point, words: str, colour: style.Colour, sizes: Sizes) -> None:
    canvas.marker(at, "disc", colour, _radius(sizes) / 1.45)
    size = round(sizes.number * 1.1)
    left = at[0] - text_width(words, size, bold=True) / 2
    canvas.text((left, at[1] - size * 0.6), words, style.INK, size, bold=True)
