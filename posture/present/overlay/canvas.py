"""A drawing surface over a picture: shapes and text with soft edges and a dark halo."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np
from PIL import Image, ImageDraw

from posture.present.fonts import font
from posture.present.overlay.style import INK, WHITE, Colour

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray
    from PIL import ImageFont

    Pixels = NDArray[np.uint8]

Point = tuple[float, float]
Marker = Literal["disc", "ring", "diamond", "square", "triangle"]

_SHIFT = 4
"""OpenCV takes coordinates as integers with this many bits behind the point."""

_GROWTH = 0.67
"""How far OpenCV's soft edges reach beyond a shape, pixels; shapes are drawn smaller by as much."""

_THIN = 1.55
"""Width of a line below which OpenCV's thinnest one, 1.34 pixels, is nearest."""

_SHARP = 0.94
"""Cosine of the turn of a line from which its corner is rounded: 20 degrees."""

_OVER = 2
"""Translucent areas are filled at this size and averaged down."""

_PANEL = 235 / 255
"""Opacity of a panel."""

_SHAPES: dict[str, tuple[Point, ...]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": ((0.0, -1.3), (1.17, 0.845), (-1.17, 0.845)),
    "diamond": ((0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)),
}
"""Corners of the signs, radii."""


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
        self._ink: list[Callable[[Pixels], None]] = []

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
        passes = ((1.9 * width, INK), (width, colour)) if halo else ((width, colour),)
        line = np.asarray(points, dtype=float)
        pieces = np.stack([line[:-1], line[1:]], axis=1) if dash <= 0 else _dashes(line, dash)

        def draw(page: Pixels) -> None:
            for wide, tone in passes:
                _stroke(page, pieces, wide, tone, joined=dash <= 0)

        self._ink.append(draw)

    def marker(self, at: Point, shape: Marker, colour: Colour, radius: float) -> None:
        """The sign of a point, edged in white and dark so that it shows on any ground."""

        def draw(page: Pixels) -> None:
            if shape == "ring":
                wide = max(1.0, radius * 0.45)
                ring = _closed(_ring(at, radius - wide / 2))
                for grow, tone in ((1.0, INK), (0.0, colour)):
                    _stroke(page, ring, wide + grow, tone)
                return
            for grow, tone in ((1.75, INK), (1.45, WHITE), (1.0, colour)):
                _shape(page, at, shape, radius * grow, tone)

        self._ink.append(draw)

    def panel(
        self, box: tuple[float, float, float, float], colour: Colour, *, edge: Colour | None = None
    ) -> None:
        """A filled box (left, top, right, bottom) with round corners."""
        outline = _rounded(box, 0.5)
        border = _closed(outline)
        thick = max(1.0, self.width * 0.0012)

        def draw(page: Pixels) -> None:
            _wash(page, outline, colour, _PANEL)
            if edge is not None:
                _stroke(page, border, thick, edge)

        self._ink.append(draw)

    def text(self, at: Point, words: str, colour: Colour, size: int, *, bold: bool = False) -> None:
        """Text whose top left corner (of the line, not of the ink) is ``at``."""
        self._ink.append(lambda page: _write(page, at, words, colour, font(size, bold)))

    def draw_on(self, page: Pixels) -> None:
        """Draw the marks on a picture.

        Parameters
        ----------
        page : ndarray, shape (height, width, 3), uint8
        """
        for outline, colour, alpha in self._areas:
            _wash(page, outline, colour, alpha)
        for draw in self._ink:
            draw(page)


def _wash(page: Pixels, outline: ArrayLike, colour: Colour, alpha: float) -> None:
    """Blend a translucent area into a page."""
    high, wide = page.shape[:2]
    left, top = np.clip(np.floor(np.min(outline, axis=0)), 0, (wide, high)).astype(int).tolist()
    right, bottom = np.ceil(np.max(outline, axis=0)).astype(int).tolist()
    size = min(right + 1, wide) - left, min(bottom + 1, high) - top
    if min(size) <= 0:
        return
    filled = np.zeros((size[1] * _OVER, size[0] * _OVER), np.uint8)
    moved = (np.asarray(outline) - (left, top)) * _OVER
    cv2.fillPoly(filled, [_fixed(moved)], (255.0,), cv2.LINE_8, _SHIFT)
    share = cv2.resize(filled, size, interpolation=cv2.INTER_AREA)
    _blend(page, left, top, share * np.float32(alpha / 255), colour)


def _write(
    page: Pixels, at: Point, words: str, colour: Colour, face: ImageFont.FreeTypeFont
) -> None:
    """Write a line of text on a page, at the nearest whole pixel."""
    left, top = round(at[0]), round(at[1])
    # What lies beyond the page is left out.
    inside = _typeset(words, face)[max(-top, 0) :, max(-left, 0) :]
    left, top = max(left, 0), max(top, 0)
    inside = inside[: max(page.shape[0] - top, 0), : max(page.shape[1] - left, 0)]
    if inside.size:
        _blend(page, left, top, inside * np.float32(1 / 255), colour)


@lru_cache(maxsize=256)
def _typeset(words: str, face: ImageFont.FreeTypeFont) -> Pixels:
    """Coverage of each pixel by a line of text; titles and legend are alike on all pictures."""
    room = face.getbbox(words)
    layer = Image.new("L", (math.ceil(room[2]) + 1, math.ceil(room[3]) + 1))
    ImageDraw.Draw(layer).text((0, 0), words, 255, font=face)
    covered = np.array(layer)
    covered.flags.writeable = False
    return covered


def _blend(page: Pixels, left: int, top: int, share: NDArray[np.float32], colour: Colour) -> None:
    """Mix a colour into a part of a page, of each pixel a share."""
    under = page[top : top + share.shape[0], left : left + share.shape[1]]
    over = np.empty_like(under)
    cv2.rectangle(over, (0, 0), over.shape[1::-1], colour, cv2.FILLED)
    under[:] = cv2.blendLinear(over, under, share, 1 - share)


def _stroke(
    page: Pixels, pieces: NDArray[np.float64], width: float, tone: Colour, *, joined: bool = True
) -> None:
    """Lines of any width with straight ends; OpenCV's own have whole widths and round ends.

    ``pieces`` are their two ends, shape (N, 2, 2); joined ones are one line.
    """
    if width < 1.0:
        for piece in pieces:
            _wash(page, piece, tone, 1.0)
        return
    if width < _THIN:
        cv2.polylines(page, list(_fixed(pieces)), False, tone, 1, cv2.LINE_AA, _SHIFT)
        return
    starts, ends = pieces[:, 0], pieces[:, 1]
    along = ends - starts
    along /= np.maximum(np.hypot(along[:, :1], along[:, 1:]), 1e-9)
    across = max(width / 2 - _GROWTH, 0.0) * along[:, ::-1] * (-1.0, 1.0)
    short = _GROWTH * along
    if joined:
        # Only the ends of the whole line: its pieces meet.
        starts, ends = starts.copy(), ends.copy()
        starts[0] += short[0]
        ends[-1] -= short[-1]
        turned = (along[:-1] * along[1:]).sum(axis=1) < _SHARP
        for corner in ends[:-1][turned].tolist():
            _shape(page, corner, "disc", width / 2, tone)
    else:
        starts, ends = starts + short, ends - short
    corners = (starts - across, ends - across, ends + across, starts + across)
    for quad in _fixed(np.stack(corners, axis=1)):
        cv2.fillConvexPoly(page, quad, tone, cv2.LINE_AA, _SHIFT)


def _shape(page: Pixels, at: Point, shape: Marker, radius: float, tone: Colour) -> None:
    radius -= _GROWTH
    if shape == "disc":
        (centre,) = _fixed([at]).tolist()
        fixed = max(round(radius * (1 << _SHIFT)), 0)
        cv2.circle(page, centre, fixed, tone, cv2.FILLED, cv2.LINE_AA, _SHIFT)
        return
    corners = [(at[0] + radius * x, at[1] + radius * y) for x, y in _SHAPES[shape]]
    cv2.fillConvexPoly(page, _fixed(corners), tone, cv2.LINE_AA, _SHIFT)


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


def _fixed(points: ArrayLike) -> NDArray[np.int32]:
    """As OpenCV takes them, to whom the middle of the first pixel is 0."""
    return np.rint((np.asarray(points, dtype=float) - 0.5) * (1 << _SHIFT)).astype(np.int32)


def _ring(at: Point, radius: float) -> list[Point]:
    turns = np.linspace(0, 2 * math.pi, 24, endpoint=False).tolist()
    return [(at[0] + radius * math.cos(turn), at[1] + radius * math.sin(turn)) for turn in turns]


def _closed(corners: Sequence[Point]) -> NDArray[np.float64]:
    """The sides of a polygon: their ends."""
    line = np.array(corners)
    return np.stack([line, np.roll(line, -1, axis=0)], axis=1)


def _rounded(box: tuple[float, float, float, float], inset: float) -> list[Point]:
    """Outline of a box with round corners, drawn inside it."""
    left, top, right, bottom = box
    radius = min(right - left, bottom - top) * 0.16
    reach = radius - inset
    corners = (
        ((right - radius, bottom - radius), 0.0),
        ((left + radius, bottom - radius), 0.5),
        ((left + radius, top + radius), 1.0),
        ((right - radius, top + radius), 1.5),
    )
    return [
        (x + reach * math.cos(turn), y + reach * math.sin(turn))
        for (x, y), start in corners
        for turn in np.linspace(start * math.pi, (start + 0.5) * math.pi, 6).tolist()
    ]


def _dashes(points: NDArray[np.float64], length: float) -> NDArray[np.float64]:
    """Strokes of ``length`` with gaps of 0.7 ``length`` along a polyline's chord: their ends."""
    first, last = points[0], points[-1]
    total = math.dist(first, last)
    if total == 0.0:
        return np.empty((0, 2, 2))
    starts = np.arange(0.0, total, 1.7 * length)
    shares = np.minimum(np.stack([starts, starts + length], axis=1) / total, 1.0)
    return first + shares[..., None] * (last - first)
