"""The layers of the annotated picture: each function draws one on a canvas."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from posture.body.points import NODES, POINTS
from posture.present.overlay import style
from posture.present.overlay.canvas import arc

if TYPE_CHECKING:
    from posture.present.overlay.canvas import Canvas, Marker, Point
    from posture.present.overlay.crop import CanvasBody
    from posture.present.overlay.labels import Label
    from posture.present.overlay.style import Sizes

SHAPES: dict[str, Marker] = {
    "estimated": "disc",
    "eye": "triangle",
    "placed": "diamond",
    "sticker": "square",
}


def draw_grid(canvas: Canvas, person: CanvasBody) -> None:
    """Vertical and horizontal lines a tenth of the stature apart, turned with the camera's roll."""
    ends = [-0.8, 0.8]
    for k in range(-8, 9):
        upright = person.map([[k / 10, -0.2], [k / 10, 1.2]], 0.0).tolist()
        canvas.line([tuple(p) for p in upright], style.MUTED, 0.6, halo=False)
    for k in range(12):
        level = person.map([[x, k / 10] for x in ends], 0.0).tolist()
        canvas.line([tuple(p) for p in level], style.MUTED, 0.6, halo=False)


def draw_plumb(canvas: Canvas, person: CanvasBody, sizes: Sizes) -> None:
    """The vertical through the ankle, or through the hip where the feet are not measured."""
    line = person.vertical(person.plumb) if person.plumb else []
    if line:
        canvas.line(line, style.WHITE, sizes.line * 0.8, dash=sizes.line * 5)


def draw_profile(canvas: Canvas, person: CanvasBody, sizes: Sizes) -> None:
    """The back from C7 to S2 with the band that holds it about 8 times in 10."""
    line, band = person.back()
    if line:
        canvas.area(band, style.ORANGE, 0.35)
        canvas.line(line, style.ORANGE, sizes.line)


def draw_points(canvas: Canvas, person: CanvasBody, sizes: Sizes) -> None:
    """Every known point with its error region; for a placed one also where it was estimated."""
    for name in POINTS:
        at = person.at(name)
        if at is None:
            continue
        source = person.points.sources[NODES.index(name)]
        colour = style.POINT_COLOURS[source]
        outline = person.region(name)
        if outline:
            canvas.area(outline, colour, 0.28)
            canvas.line([*outline, outline[0]], colour, sizes.line * 0.4, halo=False)
        detected = None if source == "estimated" else person.at(name, person.body.detected)
        if detected is not None:
            canvas.line([detected, at], style.WHITE, sizes.line * 0.5, halo=False)
            canvas.marker(detected, "ring", style.SKY, sizes.dot * 1.4)
        canvas.marker(at, SHAPES[source], colour, sizes.dot)


def draw_angle(canvas: Canvas, person: CanvasBody, sizes: Sizes, label: Label) -> Point | None:
    """The rays of one measurement, with its arc where it has a number.

    Returns
    -------
    tuple of float or None
        Where the line of its label ends; None where the picture does not show it.
    """
    # Angles are measured between combined points: a placed point weighed with its estimate.
    measured = person.body.points
    if label.name in _APEX:
        return person.at(_APEX[label.name], measured)
    vertex, other, reference, reach = _RAYS[label.name]
    start, end = person.at(vertex, measured), person.at(other, measured)
    if start is None or end is None:
        return None
    if isinstance(reference, str):
        through = person.at(reference, measured)
        if through is None:
            return None
        zero = math.atan2(start[1] - through[1], start[0] - through[0])
        canvas.line([through, start], style.YELLOW, sizes.line * 0.8)
    else:
        zero = person.angle(vertex, reference)
    turned = math.atan2(end[1] - start[1], end[0] - start[0])
    canvas.line([start, end], style.YELLOW, sizes.line * 0.8)
    # Points that lie close together get a smaller arc, so that it stays between them.
    radius = min(reach * person.stature, 0.65 * math.dist(start, end))
    if not label.numeric:
        return ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    tip = (
        start[0] + 1.35 * radius * math.cos(zero),
        start[1] + 1.35 * radius * math.sin(zero),
    )
    canvas.line([start, tip], style.YELLOW, sizes.line * 0.6, dash=sizes.line * 2.5)
    bow = arc(start, radius, zero, turned)
    canvas.area([start, *bow], style.YELLOW, 0.32)
    canvas.line(bow, style.YELLOW, sizes.line * 0.8)
    return bow[len(bow) // 2]


_RAYS: dict[str, tuple[str, str, tuple[float, float] | str, float]] = {
    "cva": ("c7", "tragus", (1.0, 0.0), 0.055),
    "shoulder_c7": ("acromion", "c7", (-1.0, 0.0), 0.035),
    "pelvic_tilt": ("psis", "asis", (1.0, 0.0), 0.06),
    "trunk_lean": ("trochanter", "acromion", (0.0, 1.0), 0.2),
    "body_lean": ("malleolus", "tragus", (0.0, 1.0), 0.4),
    "knee_angle": ("knee", "malleolus", "trochanter", 0.14),
}
"""Vertex, other end, zero direction (body axes, or on from the named point), arc in statures."""

_APEX = {"kyphosis": "spine_07", "lordosis": "spine_17"}
"""Where the label of a curve points to on the back profile."""
