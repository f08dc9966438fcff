"""The shapes that every drawing is made of.

Coordinates are plain ``(x, y)`` tuples. Bodies are built in body units (y up, 100 = stature) and
moved to drawing units (y down, 240 wide and 120 high) by `DrawingFrame`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Vec = tuple[float, float]
Box = tuple[float, float, float, float]

WIDTH = 240.0
HEIGHT = 120.0

SHORT_INK = "#E69F00"
"""Okabe-Ito orange."""
LONG_INK = "#0072B2"
"""Okabe-Ito blue; also motion arrows."""
WORKED_INK = "#D55E00"
"""Okabe-Ito vermillion: the region that an exercise works, rolls or stretches."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A capsule whose two ends may differ in radius; a circle where both ends are one point."""

    p: Vec
    q: Vec
    rp: float
    rq: float


@dataclass(frozen=True, slots=True)
class Line:
    """A stroked line with round ends; the last point may carry an arrow head, the first too."""

    points: tuple[Vec, ...]
    width: float
    head: float = 0.0
    tail: float = 0.0


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled polygon."""

    points: tuple[Vec, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one or more lines; ``at`` is on the first base line."""

    at: Vec
    words: str
    size: float
    anchor: Literal["start", "middle", "end"] = "start"


Shape = Blob | Line | Polygon | Text

LINE_HEIGHT = 1.2
"""Distance of base lines in sizes of the type."""


class FigureError(ValueError):
    """The poses file has a fault, or a figure cannot be drawn as it says."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Shapes painted as one, so that overlaps inside a layer do not show.

    Attributes
    ----------
    ink : str or None
        Colour as ``#rrggbb``; None is the text colour of the page.
    opacity : float
        0 to 1.
    halo : float
        Width of the clear rim that this layer cuts into the layers below it that can be cut.
    cuttable : bool
        Whether layers above may cut a rim into this one.
    """

    shapes: tuple[Shape, ...]
    ink: str | None = None
    opacity: float = 1.0
    halo: float = 0.0
    cuttable: bool = True


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn, bottom layer first, with the words for those who cannot see it."""

    id: str
    title: str
    description: str
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class DrawingFrame:
    """From body units to drawing units: ``(x0 + scale * x, y0 - scale * y)``."""

    scale: float
    x0: float
    y0: float

    def point(self, p: Vec) -> Vec:
        """One point in drawing units."""
        return self.x0 + self.scale * p[0], self.y0 - self.scale * p[1]

    def shape(self, shape: Shape) -> Shape:
        """The shape in drawing units. The size of words is kept."""
        k = self.scale
        if isinstance(shape, Blob):
            p, q = self.point(shape.p), self.point(shape.q)
            return Blob(p, q, k * shape.rp, k * shape.rq)
        if isinstance(shape, Line):
            points = tuple(self.point(p) for p in shape.points)
            return Line(points, k * shape.width, k * shape.head, k * shape.tail)
        if isinstance(shape, Polygon):
            return Polygon(tuple(self.point(p) for p in shape.points))
        return replace(shape, at=self.point(shape.at))

    def layer(self, layer: Layer) -> Layer:
        """The layer in drawing units."""
        shapes = tuple(self.shape(s) for s in layer.shapes)
        return replace(layer, shapes=shapes, halo=self.scale * layer.halo)


def add(p: Vec, q: Vec) -> Vec:
    """The sum of two vectors."""
    return p[0] + q[0], p[1] + q[1]


def polar(angle: float, length: float = 1.0) -> Vec:
    """The vector of that length whose direction is ``angle`` degrees (0 = +x, 90 = +y)."""
    return length * math.cos(math.radians(angle)), length * math.sin(math.radians(angle))


def direction(p: Vec, q: Vec) -> float:
    """The direction from p to q in degrees, in (-180, 180]."""
    return math.degrees(math.atan2(q[1] - p[1], q[0] - p[0]))


def lerp(p: Vec, q: Vec, t: float) -> Vec:
    """The point at share ``t`` of the way from p to q."""
    return p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])


def box_of(shapes: Iterable[Shape]) -> Box:
    """Left, low, right and high bound of the shapes; words count with a generous width."""
    boxes = [_box(s) for s in shapes]
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def _box(shape: Shape) -> Box:
    if isinstance(shape, Blob):
        (px, py), (qx, qy), a, b = shape.p, shape.q, shape.rp, shape.rq
        return min(px - a, qx - b), min(py - a, qy - b), max(px + a, qx + b), max(py + a, qy + b)
    if isinstance(shape, Text):
        lines = shape.words.split("\n")
        wide = 0.6 * shape.size * max(map(len, lines))
        low = shape.at[1] + shape.size * (1 + LINE_HEIGHT * (len(lines) - 1))
        left = shape.at[0] - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor]
        return left, shape.at[1] - shape.size, left + wide, low
    rim = max(shape.width / 2, 0.6 * shape.head) if isinstance(shape, Line) else 0.0
    xs, ys = [p[0] for p in shape.points], [p[1] for p in shape.points]
    return min(xs) - rim, min(ys) - rim, max(xs) + rim, max(ys) + rim


def blob_outline(blob: Blob, grow: float = 0.0) -> tuple[Vec, Vec, Vec, Vec] | None:
    """The four tangent points of a blob: q left, p left, p right, q right of the way p to q.

    Returns
    -------
    tuple of four points, or None
        None where one end's circle holds the other, so that the blob is a circle.
    """
    rp, rq = blob.rp + grow, blob.rq + grow
    apart = math.dist(blob.p, blob.q)
    if apart <= abs(rp - rq) + 1e-6:
        return None
    along = direction(blob.p, blob.q)
    # The tangent leans towards the thinner end.
    open_by = math.degrees(math.acos((rp - rq) / apart))
    left, right = along + open_by, along - open_by
    return (
        add(blob.q, polar(left, rq)),
        add(blob.p, polar(left, rp)),
        add(blob.p, polar(right, rp)),
        add(blob.q, polar(right, rq)),
    )


def arrow_heads(line: Line) -> tuple[Polygon, ...]:
    """The triangles at the ends of a line that carries arrow heads."""
    ends = [
        (line.points[-2], line.points[-1], line.head),
        (line.points[1], line.points[0], line.tail),
    ]
    return tuple(_head(a, b, size) for a, b, size in ends if size > 0)


def _head(start: Vec, tip: Vec, size: float) -> Polygon:
    along = direction(start, tip)
    back = add(tip, polar(along + 180, size))
    side = polar(along + 90, 0.55 * size)
    return Polygon((tip, add(back, side), add(back, (-side[0], -side[1]))))


def arc(p: Vec, q: Vec, bulge: float, steps: int = 12) -> tuple[Vec, ...]:
    """Points of a curve from p to q that leaves the straight way by ``bulge`` (+ = to the left)."""
    sideways = polar(direction(p, q) + 90, 2 * bulge)
    middle = add(lerp(p, q, 0.5), sideways)
    ts = [i / steps for i in range(steps + 1)]
    return tuple(lerp(lerp(p, middle, t), lerp(middle, q, t), t) for t in ts)


def ring(centre: Vec, radius: float, steps: int = 32) -> tuple[Vec, ...]:
    """Points once around a circle; the last is the first."""
    return tuple(add(centre, polar(360.0 * i / steps, radius)) for i in range(steps + 1))
