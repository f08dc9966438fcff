"""The body map: the two sides of a muscle pair on a person seen from the side.

Orange and blue of Okabe and Ito, and told apart without colour too: the side often described as
short is filled, the other striped.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from drawings.body import Limb, Posture, joints_of
from drawings.muscles import region_shape
from drawings.scene import part_shapes
from drawings.shapes import (
    HEIGHT,
    LONG_INK,
    SHORT_INK,
    Blob,
    Drawing,
    DrawingFrame,
    Layer,
    Line,
    Shape,
    Text,
    Vec,
    add,
    box_of,
    direction,
    lerp,
    polar,
)


@dataclass(frozen=True, slots=True)
class _Pair:
    title: str
    short_region: str
    short_name: str
    long_region: str
    long_name: str


_PAIRS = {
    "hip": _Pair("Hip flexors and glutes", "hip_flexors", "Hip flexors", "glutes", "Glutes"),
    "chest": _Pair("Chest and upper back", "chest", "Chest", "upper_back", "Upper back"),
    "thigh": _Pair(
        "Quadriceps and hamstrings", "quadriceps", "Quadriceps", "hamstrings", "Hamstrings"
    ),
}
MAP_IDS = tuple(_PAIRS)
_SHORT = "often described as\nshort and tense"
_LONG = "often described as\nlong and weak"

_STANDING = Posture(
    pelvis=(0.0, 53.0),
    trunk=(94.0, 92.0, 84.0),
    neck=70.0,
    arms={"near": Limb((-84.0, -74.0)), "far": Limb((-84.0, -74.0))},
    legs={"near": Limb((-90.0, -90.0)), "far": Limb((-90.0, -90.0))},
)
_FRAME = DrawingFrame(1.1, 118.0, 115.0)


def draw_body_map(imbalance_id: str) -> Drawing:
    """The drawing of a muscle pair on a person who looks to the right.

    Parameters
    ----------
    imbalance_id : str
        A member of `MAP_IDS`.
    """
    pair = _PAIRS[imbalance_id]
    joints = joints_of(_STANDING)
    parts = part_shapes(_STANDING, joints)
    short = region_shape(pair.short_region, joints)
    long = region_shape(pair.long_region, joints)
    floor = Line(((-24.0, -0.6), (24.0, -0.6)), 1.1)
    layers = (
        Layer((floor,), opacity=0.5),
        Layer((*parts["trunk"], *parts["head"], *parts["near_leg"]), opacity=0.4),
        Layer(parts["near_arm"], opacity=0.4, halo=1.0),
        Layer((short,), SHORT_INK, halo=0.8),
        Layer((long,), LONG_INK, halo=0.8),
        Layer(_stripes(long), "#FFFFFF"),
    )
    placed = [_FRAME.layer(layer) for layer in layers]
    words = (
        *_label(_middle(placed[3]), pair.short_name, _SHORT, front=True),
        *_label(_middle(placed[4]), pair.long_name, _LONG, front=False),
    )
    description = (
        f"A person seen from the side. {pair.short_name}, in front, filled: often described as "
        f"short and tense. {pair.long_name}, behind, striped: often described as long and weak."
    )
    return Drawing(
        f"map-{imbalance_id}",
        pair.title,
        description,
        (*placed, Layer(words, halo=0.0, cuttable=False)),
    )


def _stripes(blob: Blob) -> tuple[Line, ...]:
    """Hatching across a blob."""
    along = direction(blob.p, blob.q)
    count = max(2, round(math.dist(blob.p, blob.q) / 2.6))
    stripes: list[Line] = []
    for i in range(count + 1):
        t = i / count
        centre, half = lerp(blob.p, blob.q, t), 0.72 * (blob.rp + t * (blob.rq - blob.rp))
        ends = add(centre, polar(along + 60, half)), add(centre, polar(along - 120, half))
        stripes.append(Line(ends, 0.8))
    return tuple(stripes)


def _middle(layer: Layer) -> Vec:
    left, top, right, bottom = box_of(layer.shapes)
    return (left + right) / 2, (top + bottom) / 2


def _label(spot: Vec, name: str, described: str, *, front: bool) -> tuple[Shape, ...]:
    """A line from the region to its name and to how it is often described."""
    x = 160.0 if front else 80.0
    anchor: Literal["start", "end"] = "start" if front else "end"
    gap = 3.0 if front else -3.0
    y = min(spot[1], HEIGHT - 24.0)
    return (
        Line(((spot[0] + 2 * gap, spot[1]), (x, y)), 0.7),
        Text((x + gap, y + 1.0), name, 10.0, anchor),
        Text((x + gap, y + 11.0), described, 7.5, anchor),
    )
