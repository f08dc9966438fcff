"""A drawing surface over a picture: shapes and text with soft edges and a dark halo."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

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


class Canvas:
    """Marks for a picture of one size; coordinates are canvas pixels, x right, y down.

    Translucent areas (``area``) lie under all lines and text, whatever the order of the calls.

    Parameters
    ----------
    width, height : int
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        size = (width * _OVER, height * _OVER)
        self._wash = Image.new("RGBA", size)
        self._ink = Image.new("RGBA", size)
        self._draw = ImageDraw.Draw(self._ink)

    def area(self, outline: Sequence[Point], colour: Colour, alpha: float) -> None:
        """A translucent area; areas blend where they overlap."""
        layer = Image.new("L", self._wash.size)
        ImageDraw.Draw(layer).polygon(_up(outline), fill=round(255 * alpha))
        box = layer.getbbox()
        if box is None:
            return
        patch = Image.new("RGBA", (box[2] - box[0], box[3] - box[1]), (*colour, 0))
        patch.putalpha(layer.crop(box))
        self._wash.alpha_composite(patch, (box[0], box[1]))

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
        for spread, tone in ((2, INK), (1, colour)) if halo else ((1, colour),):
            for stroke in strokes:
                wide = thick if spread == 1 else thick + max(2, round(thick * 0.9))
                self._draw.line(_up(stroke), fill=(*tone, 255), width=wide, joint="curve")

    def marker(self, at: Point, shape: Marker, colour: Colour, radius: float) -> None:
        """The sign of a point, edged in white and dark so that it shows on any ground."""
        x, y = at[0] * _OVER, at[1] * _OVER
        r = radius * _OVER
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
        self._draw.rounded_rectangle(
            tuple(v * _OVER for v in box),
            radius=radius * _OVER,
            fill=(*colour, 235),
            outline=None if edge is None else (*edge, 255),
            width=max(2, round(self.width * 0.0012 * _OVER)),
        )

    def text(self, at: Point, words: str, colour: Colour, size: int, *, bold: bool = False) -> None:
        """Text whose top left corner (of the line, not of the ink) is ``at``."""
        self._draw.text(
            (at[0] * _OVER, at[1] * _OVER),
            words,
            font=font(size * _OVER, bold),
            fill=(*colour, 255),
        )

    def over(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The picture with the marks on it.

        Parameters
        ----------
        picture : ndarray, shape (height, width, 3), uint8

        Returns
        -------
        ndarray, shape (height, width, 3), uint8
        """
        base = Image.fromarray(picture).convert("RGBA")
        self._wash.alpha_composite(self._ink)
        base.alpha_composite(self._wash.reduce(_OVER))
        return np.asarray(base.convert("RGB"))


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
