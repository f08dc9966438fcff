"""The body map: the two sides of a muscle pair on a person seen from the side.

Orange and blue of Okabe and Ito, and told apart without colour too: the side often described as
short is filled, the other striped.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from posture.i18n.language import mark, tr, translatable
from posture.present.figures.body import Limb, Posture, joints_of
from posture.present.figures.muscles import region_shape
from posture.present.figures.scene import part_shapes
from posture.present.figures.shapes import (
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
    "hip": _Pair(
        mark("Hip flexors and glutes"),
        "hip_flexors",
        mark("Hip flexors"),
        "glutes",
        mark("Glutes"),
    ),
    "chest": _Pair(
        mark("Chest and upper back"), "chest", mark("Chest"), "upper_back", mark("Upper back")
    ),
    "thigh": _Pair(
        mark("Quadriceps and hamstrings"),
        "quadriceps",
        mark("Quadriceps"),
        "hamstrings",
        mark("Hamstrings"),
    ),
}
MAP_IDS = tuple(_PAIRS)
_SHORT = mark("often described as\nshort and tense")
_LONG = mark("often described as\nlong and weak")

_STANDING = Posture(
    pelvis=(0.0, 53.0),
    trunk=(94.0, 92.0, 84.0),
    neck=70.0,
    arms={"near": Limb((-84.0, -74.0)), "far": Limb((-84.0, -74.0))},
    legs={"near": Limb((-90.0, -90.0)), "far": Limb((-90.0, -90.0))},
)
_FRAME = DrawingFrame(1.1, 118.0, 115.0)
_MIRRORED = DrawingFrame(1.1, 122.0, 115.0)


def draw_body_map(imbalance_id: str, facing: Literal["left", "right"]) -> Drawing:
    """The drawing of a pair.

    Parameters
    ----------
    imbalance_id : str
        A member of `MAP_IDS`.
    facing : {"left", "right"}
        Which way the person looks.
    """
    pair = _PAIRS[imbalance_id]
    joints = joints_of(_STANDING)
    parts = part_shapes(_STANDING, joints)
    short = region_shape(pair.short_region, joints)
    long = region_shape(pair.long_region, joints)
    floor = Line(((-24.0, -0.6), (24.0, -0.6)), 1.1)
    body = [
        Layer((floor,), opacity=0.5),
        Layer((*parts["trunk"], *parts["head"], *parts["near_leg"]), opacity=0.4),
        Layer(parts["near_arm"], opacity=0.4, halo=1.0),
        Layer((short,), SHORT_INK, halo=0.8),
        Layer((long,), LONG_INK, halo=0.8),
        Layer(_stripes(long), "#FFFFFF"),
    ]
    placed = [_placed(layer, facing) for layer in body]
    front = facing == "right"
    words = (
        *_label(_middle(placed[3]), pair.short_name, tr(_SHORT), front),
        *_label(_middle(placed[4]), pair.long_name, tr(_LONG), not front),
    )
    description = translatable(
        "A person seen from the side. {short}, in front, filled: often described as short and "
        "tense. {long}, behind, striped: often described as long and weak.",
        short=pair.short_name,
        long=pair.long_name,
    )
    return Drawing(
        f"map-{imbalance_id}-{facing}",
        pair.title,
        description,
        (*placed, Layer(words, halo=0.0, cuttable=False)),
    )


def _placed(layer: Layer, facing: Literal["left", "right"]) -> Layer:
    """The layer in the frame, turned over where the person looks left."""
    if facing == "right":
        return _FRAME.layer(layer)
    return _MIRRORED.layer(replace(layer, shapes=tuple(_turned(s) for s in layer.shapes)))


def _turned(shape: Shape) -> Shape:
    if isinstance(shape, Blob):
        return replace(shape, p=(-shape.p[0], shape.p[1]), q=(-shape.q[0], shape.q[1]))
    if isinstance(shape, Text):
        return shape
    return replace(shape, points=tuple((-x, y) for x, y in shape.points))


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


def _label(spot: Vec, name: str, saying: str, right: bool) -> tuple[Shape, ...]:
    """A leader from the region to its name and what is often said of it."""
    x = 160.0 if right else 80.0
    anchor: Literal["start", "end"] = "start" if right else "end"
    gap = 3.0 if right else -3.0
    y = min(spot[1], HEIGHT - 24.0)
    first, _, second = saying.partition("\n")
    return (
        Line(((spot[0] + 2 * gap, spot[1]), (x, y)), 0.7),
        Text((x + gap, y + 1.0), tr(name), 10.0, anchor),
        Text((x + gap, y + 11.0), first, 7.5, anchor),
        Text((x + gap, y + 20.0), second, 7.5, anchor),
    )
