"""Things around the drawn person: floor, wall, bench, roller, ball, band, camera.

A place is a pair of numbers in body units or the name of a joint, so that a band can end in a hand.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from drawings.body import Joints
from drawings.shapes import (
    Blob,
    Line,
    Polygon,
    Shape,
    Text,
    Vec,
    add,
    arc,
    lerp,
    ring,
)

Place = Vec | str
THIN = 1.0


class Record(BaseModel):
    """A record of the poses file: unknown fields are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def at(place: Place, joints: Joints) -> Vec:
    """Where a place is.

    Raises
    ------
    KeyError
        No joint of that name.
    """
    return joints[place] if isinstance(place, str) else place


def _rect(left: float, low: float, right: float, high: float) -> Polygon:
    return Polygon(((left, low), (right, low), (right, high), (left, high)))


def _outline(left: float, low: float, right: float, high: float) -> Line:
    corners = ((left, low), (right, low), (right, high), (left, high), (left, low))
    return Line(corners, THIN)


class Wall(Record):
    """A wall seen from its edge; the solid side carries the hatching."""

    kind: Literal["wall"]
    x: float
    low: float = 0.0
    high: float = 100.0
    solid: Literal["left", "right"] = "right"

    def shapes(self, joints: Joints) -> tuple[Shape, ...]:
        """The edge and its hatching."""
        out = 4.0 if self.solid == "right" else -4.0
        steps = int((self.high - self.low) // 8)
        ys = [self.low + 8.0 * i for i in range(steps)]
        hatch = [Line(((self.x, y + 1.5), (self.x + out, y + 6.0)), 0.6) for y in ys]
        return (Line(((self.x, self.low), (self.x, self.high)), 1.4), *hatch)


class Plane(Record):
    """A wall or a mat behind the person, as a faint sheet."""

    kind: Literal["sheet"]
    low: Vec
    high: Vec

    def shapes(self, joints: Joints) -> tuple[Shape, ...]:
        """The rim of the sheet."""
        return (_outline(*self.low, *self.high),)


class Bench(Record):
    """A bench or table with legs, or a solid step."""

    kind: Literal["bench", "step"]
    left: float
    right: float
    top: float

    def shapes(self, joints: Joints) -> tuple[Shape, ...]:
        """The board with its legs, or the block."""
        if self.kind == "step":
            return (_rect(self.left, 0.0, self.right, self.top),)
        board = _rect(self.left, self.top - 3.0, self.right, self.top)
        legs = [
            _rect(x - 1.0, 0.0, x + 1.0, self.top - 3.0)
            for x in (self.left + 4.0, self.right - 4.0)
        ]
        return (board, *legs)


class Roll(Record):
    """A foam roller from its end, or a ball."""

    kind: Literal["roller", "ball"]
    at: Place
    radius: float = 6.5

    def shapes(self, joints: Joints) -> tuple[Shape, ...]:
        """The disc; a roller shows its hollow core."""
        centre = at(self.at, joints)
        if self.kind == "ball":
            return (Blob(centre, centre, self.radius, self.radius),)
        rim = ring(centre, self.radius * 0.66)
        return (Line(rim, self.radius * 0.68),)


class Cord(Record):
    """A band from place to place."""

    kind: Literal["band"]
    through: tuple[Place, ...]

    def shapes(self, joints: Joints) -> tuple[Shape, ...]:
        """The band and the knot where it starts."""
        points = tuple(at(p, joints) for p in self.through)
        return Line(points, 1.3), Blob(points[0], points[0], 1.8, 1.8)


class Weight(Record):
    """A dumbbell seen from its end, or a bar across the hips."""

    kind: Literal["weight"]
    at: Place
    radius: float = 4.0

    def shapes(self, joints: Joints) -> tuple[Shape, ...]:
        """The disc."""
        centre = at(self.at, joints)
        return (Blob(centre, centre, self.radius, self.radius),)


class Pad(Record):
    """A towel, slider, cushion or block: a low rounded slab."""

    kind: Literal["pad"]
    left: float
    right: float
    low: float = 0.0
    high: float = 2.0

    def shapes(self, joints: Joints) -> tuple[Shape, ...]:
        """The slab."""
        r = (self.high - self.low) / 2
        y = self.low + r
        return (Blob((self.left + r, y), (self.right - r, y), r, r),)


class Doorway(Record):
    """A door frame from the front, or one post from its end."""

    kind: Literal["doorway"]
    left: float
    right: float
    top: float = 112.0

    def shapes(self, joints: Joints) -> tuple[Shape, ...]:
        """Two posts and the beam."""
        posts = [_rect(x - 1.8, 0.0, x + 1.8, self.top) for x in (self.left, self.right)]
        return (*posts, _rect(self.left - 1.8, self.top, self.right + 1.8, self.top + 3.6))


class Camera(Record):
    """A camera on a tripod that looks to the left."""

    kind: Literal["camera"]
    at: Vec

    def shapes(self, joints: Joints) -> tuple[Shape, ...]:
        """Body, lens and tripod."""
        x, y = self.at
        feet = [Line(((x, y - 5.0), (x + dx, 0.0)), 1.4) for dx in (-9.0, 0.0, 9.0)]
        lens = Polygon(
            ((x - 12.0, y - 5.0), (x - 6.0, y - 2.0), (x - 6.0, y + 2.0), (x - 12.0, y + 5.0))
        )
        return (_rect(x - 7.0, y - 6.0, x + 9.0, y + 6.0), lens, *feet)


class Words(Record):
    """A few words."""

    kind: Literal["words"]
    at: Vec
    words: str
    size: float = 9.0

    def shapes(self, joints: Joints) -> tuple[Shape, ...]:
        """The words, centred."""
        return (Text(self.at, self.words, self.size, "middle"),)


class Dashes(Record):
    """A dashed line, for a level or a line of sight."""

    kind: Literal["dashes"]
    start: Place
    end: Place

    def shapes(self, joints: Joints) -> tuple[Shape, ...]:
        """Dashes of equal length."""
        p, q = at(self.start, joints), at(self.end, joints)
        n = max(2, round(((q[0] - p[0]) ** 2 + (q[1] - p[1]) ** 2) ** 0.5 / 5.0))
        cuts = [(i / n, (i + 0.5) / n) for i in range(n)]
        return tuple(Line((lerp(p, q, a), lerp(p, q, b)), 0.8) for a, b in cuts)


class Tick(Record):
    """A tick or a cross: do it like this, or not."""

    kind: Literal["tick", "cross"]
    at: Vec
    size: float = 5.0

    def shapes(self, joints: Joints) -> tuple[Shape, ...]:
        """The strokes of the sign."""
        s = self.size
        if self.kind == "tick":
            strokes = [((-s, 0.0), (-0.3 * s, -0.8 * s), (s, s))]
        else:
            strokes = [((-s, -s), (s, s)), ((-s, s), (s, -s))]
        return tuple(Line(tuple(add(self.at, p) for p in way), 2.6) for way in strokes)


class Motion(Record):
    """An arrow of movement, straight or curved, at one end or both."""

    start: Place
    end: Place
    bulge: float = 0.0
    both: bool = False
    head: float = Field(default=5.0, gt=0)

    def shapes(self, joints: Joints) -> tuple[Shape, ...]:
        """The arrow."""
        p, q = at(self.start, joints), at(self.end, joints)
        points = arc(p, q, self.bulge) if self.bulge else (p, q)
        return (Line(points, 1.6, self.head, self.head if self.both else 0.0),)


Prop = Annotated[
    Wall | Plane | Bench | Roll | Cord | Weight | Pad | Doorway | Camera | Words | Dashes | Tick,
    Field(discriminator="kind"),
]
IN_FRONT = (Cord, Weight, Tick, Words)
