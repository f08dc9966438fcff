"""A drawing surface over a picture: shapes and text with soft edges and a dark halo."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np
from PIL import Image, ImageDraw

from posture.present.fonts import font
from posture.present.overlay.style import INK, Colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Point = tuple[float, float]
Marker = Literal["disc", "ring", "diamond", "square", "triangle"]

_OVER = 2
"""Everything is drawn at twice the size and averaged down: Pillow's shapes have hard edges."""

_CELL = 64
"""Only squares of this many canvas pixels in which something is drawn are averaged down."""


class Canvas:
    """Marks for a picture of one size; coordinates are canvas pixels, x right, y down.

    Translucent areas (``area``) lie under all lines and text, whatever the order of the calls.

    Parameters
    ----------
    width, height : int
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._areas: list[tuple[Sequence[Point], Colour, float]] = []
        size = (width * _OVER, height * _OVER)
        self._pixels = np.zeros((size[1], size[0], 4), np.uint8)
        # Pillow draws into the array itself: memory in which nothing is drawn is never touched.
        ink = Image.frombuffer("RGBA", size, self._pixels, "raw", "RGBA", 0, 1)
        ink.readonly = 0
        self._draw = ImageDraw.Draw(ink)
        self._drawn = np.zeros((-(-height // _CELL), -(-width // _CELL)), bool)

    def area(self, outline: Sequence[Point], colour: Colour, alpha: float) -> None:
        """A translucent area; areas blend where they overlap."""
        self._areas.append((outline, colour, alpha))

    def line(
        self,
        points: Sequence[Point],
        colour: Colour,
        width: float,
        *,
        dash: float = 0.0,
        halo: bool = True,
    ) -> None:
        """A polyline; ``dash`` is the length of the strokes, 0 for an unbroken line."""
        strokes = [list(points)] if dash <= 0 else _dashes(points, dash)
        thick = max(1, round(width * _OVER))
        self._note(points, 2 * thick)
        for spread, tone in ((2, INK), (1, colour)) if halo else ((1, colour),):
            for stroke in strokes:
                wide = thick if spread == 1 else thick + max(2, round(thick * 0.9))
                self._draw.line(_up(stroke), fill=(*tone, 255), width=wide, joint="curve")

    def marker(self, at: Point, shape: Marker, colour: Colour, radius: float) -> None:
        """The sign of a point, edged in white and dark so that it shows on any ground."""
        x, y = at[0] * _OVER, at[1] * _OVER
        r = radius * _OVER
        self._note([at], 3 * r)
        if shape == "ring":
            box = (x - r, y - r, x + r, y + r)
            width = max(2, round(r * 0.45))
            self._draw.ellipse(box, outline=(*INK, 255), width=width + 2)
            self._draw.ellipse(box, outline=(*colour, 255), width=width)
            return
        for grow, tone in ((1.75, INK), (1.45, (255, 255, 255)), (1.0, colour)):
            self._shape(x, y, r * grow, shape, tone)

    def _shape(self, x: float, y: float, r: float, shape: Marker, tone: Colour) -> None:
        fill = (*tone, 255)
        if shape == "disc":
            self._draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)
        elif shape == "square":
            s = r * 0.9
            self._draw.rectangle((x - s, y - s, x + s, y + s), fill=fill)
        elif shape == "triangle":
            d = r * 1.3
            self._draw.polygon(
                [(x, y - d), (x + d * 0.9, y + d * 0.65), (x - d * 0.9, y + d * 0.65)], fill=fill
            )
        else:
            d = r * 1.25
            self._draw.polygon([(x, y - d), (x + d, y), (x, y + d), (x - d, y)], fill=fill)

    def panel(
        self, box: tuple[float, float, float, float], colour: Colour, *, edge: Colour | None = None
    ) -> None:
        """A filled box (left, top, right, bottom) with round corners."""
        radius = min(box[2] - box[0], box[3] - box[1]) * 0.16
        self._note([box[:2], box[2:]], 2)
        self._draw.rounded_rectangle(
            tuple(v * _OVER for v in box),
            radius=radius * _OVER,
            fill=(*colour, 235),
            outline=None if edge is None else (*edge, 255),
            width=max(2, round(self.width * 0.0012 * _OVER)),
        )

    def text(self, at: Point, words: str, colour: Colour, size: int, *, bold: bool = False) -> None:
        """Text whose top left corner (of the line, not of the ink) is ``at``."""
        where, face = (at[0] * _OVER, at[1] * _OVER), font(size * _OVER, bold)
        left, top, right, bottom = self._draw.textbbox(where, words, font=face)
        self._note([(left / _OVER, top / _OVER), (right / _OVER, bottom / _OVER)], 2)
        self._draw.text(where, words, font=face, fill=(*colour, 255))

    def over(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The picture with the marks on it.

        Parameters
        ----------
        picture : ndarray, shape (height, width, 3), uint8

        Returns
        -------
        ndarray, shape (height, width, 3), uint8
        """
        page = picture.copy()
        for outline, colour, alpha in self._areas:
            _wash(page, outline, colour, alpha)
        for row, cells in enumerate(self._drawn):
            ends = np.flatnonzero(np.diff(cells, prepend=False, append=False)) * _CELL
            rows = slice(row * _CELL, min((row + 1) * _CELL, self.height))
            for start, end in ends.reshape(-1, 2).tolist():
                self._ink_over(page, rows, slice(start, min(end, self.width)))
        return page

    def _note(self, points: Sequence[Point], reach: float) -> None:
        """Note that something is drawn within a reach (drawn pixels) of the box of some points."""
        corners = np.array([np.min(points, axis=0), np.max(points, axis=0)])
        corners += np.array([[-1], [1]]) * (reach / _OVER + 1)
        (left, top), (right, bottom) = np.floor(corners / _CELL).clip(0).astype(int).tolist()
        self._drawn[top : bottom + 1, left : right + 1] = True

    def _ink_over(self, page: NDArray[np.uint8], rows: slice, columns: slice) -> None:
        """Lay the lines and text of one part over the page."""
        drawn = tuple(slice(part.start * _OVER, part.stop * _OVER) for part in (rows, columns))
        ink = cv2.cvtColor(self._pixels[drawn], cv2.COLOR_RGBA2mRGBA)
        size = columns.stop - columns.start, rows.stop - rows.start
        ink = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
        through = cv2.merge([cv2.bitwise_not(ink[..., 3])] * 3)
        under = cv2.multiply(page[rows, columns], through, scale=1 / 255)
        page[rows, columns] = cv2.add(under, np.ascontiguousarray(ink[..., :3]))


def _wash(page: NDArray[np.uint8], outline: Sequence[Point], colour: Colour, alpha: float) -> None:
    """Blend a translucent area into a page."""
    high, wide = page.shape[:2]
    left, top = np.clip(np.floor(np.min(outline, axis=0)), 0, (wide, high)).astype(int).tolist()
    right, bottom = np.ceil(np.max(outline, axis=0)).astype(int).tolist()
    right, bottom = min(right + 1, wide), min(bottom + 1, high)
    if left >= right or top >= bottom:
        return
    layer = Image.new("L", ((right - left) * _OVER, (bottom - top) * _OVER))
    moved = [(x - left, y - top) for x, y in outline]
    ImageDraw.Draw(layer).polygon(_up(moved), fill=255)
    share = alpha / 255 * np.asarray(layer.reduce(_OVER), np.float32)[..., None]
    under = page[top:bottom, left:right]
    under[:] = np.rint(under + share * (np.array(colour, np.float32) - under))


def text_width(words: str, size: int, *, bold: bool = False) -> float:
    """Width in pixels of one line of text."""
    return font(size, bold).getlength(words)


def arc(centre: Point, radius: float, start: float, end: float) -> list[Point]:
    """Points along the shorter arc between two directions (radians, y down)."""
    sweep = (end - start + math.pi) % (2 * math.pi) - math.pi
    steps = np.linspace(start, start + sweep, 32)
    return [
        (centre[0] + radius * math.cos(t), centre[1] + radius * math.sin(t)) for t in steps.tolist()
    ]


def _up(points: Sequence[Point]) -> list[Point]:
    return [(x * _OVER, y * _OVER) for x, y in points]


def _dashes(points: Sequence[Point], length: float) -> list[list[Point]]:
    """Strokes of ``length`` with gaps of 0.7 ``length`` along a polyline's chord."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    total = math.hypot(x1 - x0, y1 - y0)
    if total == 0.0:
        return []

    def along(t: float) -> Point:
        share = min(t / total, 1.0)
        return (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)

    starts = np.arange(0.0, total, 1.7 * length).tolist()
    return [[along(s), along(s + length)] for s in starts]
