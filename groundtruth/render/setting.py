"""The place where a picture is taken: walls, floor, things, light."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from groundtruth.render import furniture
from groundtruth.render.light import Rig, indoor, outdoor
from groundtruth.render.shapes import Shape, box, painted, sheet

if TYPE_CHECKING:
    from groundtruth.render.camera import SceneCamera

Place = Literal["home", "gym", "studio", "plain", "outdoor"]
_FLOOR = ((0.013, 0.22), (0.035, 0.7), (0.25, 12.0))
"""Spacing of the floor's grid: fine where feet stand."""

PLACES: tuple[Place, ...] = ("home", "home", "gym", "studio", "plain", "outdoor")


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A place, in scene axes.

    Attributes
    ----------
    place : str
    shapes : tuple of Shape
    rig : Rig
    sky : ndarray, shape (3,)
        What is seen where nothing stands.
    exposure : float
        Stops away from the meter's advice.
    uprights : int
        Things with true vertical edges.
    """

    place: str
    shapes: tuple[Shape, ...]
    rig: Rig
    sky: np.ndarray
    exposure: float
    uprights: int


def draw_setting(
    rng: np.random.Generator,
    camera: SceneCamera | None = None,
    place: Place | None = None,
    fine: int = 1,
) -> Setting:
    """Draw a place behind and around a person at the origin.

    Parameters
    ----------
    rng : numpy.random.Generator
    camera : SceneCamera, optional
        The room is made so deep that it stands inside; 5 m without it.
    place : {"home", "gym", "studio", "plain", "outdoor"}, optional
    fine : int
        Gain of the number of soft lights.

    Returns
    -------
    Setting
    """
    distance = 5.0 if camera is None else camera.distance_m
    place = place or PLACES[int(rng.integers(len(PLACES)))]
    if place == "outdoor":
        return _outdoors(rng, distance, fine)
    return _room(rng, distance, place, fine)


def _wall_look(rng: np.random.Generator, place: str, shape: Shape) -> Shape:
    kind = rng.choice(
        ["paint", "paint", "paint", "brick", "concrete", "wood", "tile"]
        if place != "plain" else ["paint"]
    )  # fmt: skip
    if kind == "paint":
        tone = np.array([0.74, 0.72, 0.68]) * rng.uniform(0.5, 1.1)
        if rng.random() < 0.45:
            tone = 0.25 * tone + 0.75 * np.array(furniture.strong_colour(rng))
        tone = np.clip(tone, 0.05, 0.84)
        return painted(shape, tone, tone * rng.uniform(0.86, 0.97), grain="plaster", roughness=0.9)
    if kind == "brick":
        red = np.array([0.32, 0.12, 0.07]) * rng.uniform(0.6, 1.5)
        first = red if rng.random() < 0.55 else np.full(3, rng.uniform(0.4, 0.75))
        joint = np.full(3, rng.uniform(0.25, 0.6)) if rng.random() < 0.7 else first * 0.8
        return painted(shape, first, joint, grain="brick", roughness=0.9)
    if kind == "concrete":
        tone = np.array([0.36, 0.35, 0.33]) * rng.uniform(0.5, 1.5)
        return painted(shape, tone, tone * 0.7, grain="concrete", roughness=0.85)
    if kind == "wood":
        light, dark = furniture.wood_colours(rng)
        turned = replace(shape, uv=shape.uv[:, ::-1])
        return painted(turned, light, dark, grain="planks", roughness=0.6)
    tone = np.clip(np.array([0.7, 0.7, 0.68]) * rng.uniform(0.3, 1.1), 0, 0.8)
    return painted(shape, tone, tone * 0.6, grain="tile", roughness=0.25)


def _floor_look(rng: np.random.Generator, place: str, shape: Shape) -> Shape:
    light, dark = furniture.wood_colours(rng)
    kinds = {
        "gym": ["rubber", "rubber", "planks", "concrete"],
        "home": ["planks", "planks", "parquet", "carpet", "tile"],
    }.get(place, ["planks", "concrete", "tile", "carpet", "rubber"])
    kind = str(rng.choice(kinds))
    if kind in {"planks", "parquet"}:
        turned = replace(shape, uv=shape.uv[:, ::-1]) if rng.random() < 0.5 else shape
        return painted(turned, light, dark, grain=kind, roughness=rng.uniform(0.3, 0.6))
    if kind == "rubber":
        base = np.full(3, rng.uniform(0.02, 0.08))
        return painted(shape, base, furniture.strong_colour(rng), grain=kind, roughness=0.8)
    if kind == "carpet":
        tone = furniture.strong_colour(rng) * 0.7
        return painted(shape, tone, tone * 0.6, grain=kind, roughness=1.0)
    tone = np.clip(np.array([0.55, 0.53, 0.5]) * rng.uniform(0.3, 1.4), 0, 0.8)
    return painted(shape, tone, tone * 0.65, grain=kind, roughness=rng.uniform(0.25, 0.6))


def _graded(low: float, high: float, *bands: tuple[float, float]) -> np.ndarray:
    """Grid lines that are dense about 0, where shadows fall.

    ``bands`` are (spacing, until): each spacing holds outwards to its distance from 0, the last one
    to the ends.
    """
    right = [0.0]
    for spacing, until in bands:
        while right[-1] + spacing <= until:
            right.append(right[-1] + spacing)
    half = np.array(right)
    line = np.concatenate([-half[:0:-1], half])
    inside = line[(line > low + 0.005) & (line < high - 0.005)]
    return np.concatenate([[low], inside, [high]])


def _room(rng: np.random.Generator, distance: float, place: str, fine: int) -> Setting:
    gap = float(rng.choice([rng.uniform(0.25, 0.8), rng.uniform(0.8, 2.6)]))
    high = rng.uniform(2.35, 3.0)
    turn = float(rng.normal(0.0, 4.0)) if rng.random() < 0.85 else float(rng.uniform(-22, 22))
    sides = distance * abs(np.sin(np.radians(turn))) + rng.uniform(1.4, 4.5, 2)
    left, right = -float(sides[0]), float(sides[1])
    front = distance + 0.5
    x = _graded(left, right, (0.05, 0.9), (0.25, 12))
    y = np.concatenate([np.arange(0, 2.0, 0.06), np.arange(2.0, high, 0.15), [high]])
    back = _wall_look(rng, place, sheet((0, 0, -gap), (1, 0, 0), (0, 1, 0), x, y))
    back = replace(back, casts=False)
    z = _graded(-front, gap, *_FLOOR)
    fx = _graded(left, right, *_FLOOR)
    ground = sheet((0, 0, 0), (1, 0, 0), (0, 0, -1), fx, z)
    ground = replace(_floor_look(rng, place, ground), casts=False)
    plain = painted(back, (0.76, 0.75, 0.73), grain="plaster", roughness=0.9, casts=False)
    lid = sheet((0, high, 0), (1, 0, 0), (0, 0, 1), [left, 0, right], [-gap, 1, front])
    lid = painted(lid, plain.colour, grain="plaster", casts=False)
    shapes = [back, ground, lid]
    for at, into in ((left, 1), (right, -1)):
        zs = np.arange(-gap, front + 0.3, 0.3)
        part = sheet(
            (at, 0, 0), (0, 0, -into), (0, 1, 0), -into * zs[::-into], [*y[::3].tolist(), high]
        )
        shapes.append(
            painted(
                part,
                back.colour if rng.random() < 0.7 else plain.colour,
                grain="plaster",
                casts=False,
                roughness=0.9,
            )
        )
    things, uprights = _things(rng, place, gap, left, right)
    rig = indoor(rng, _mean(back), _mean(ground), fine)
    whole = tuple(shape.moved(turn) for shape in [*shapes, *things])
    return Setting(place, whole, rig, rig.above, rng.normal(0.0, 0.22), uprights)


def _mean(shape: Shape) -> np.ndarray:
    return 0.65 * shape.colour + 0.35 * shape.second


def _things(
    rng: np.random.Generator, place: str, gap: float, left: float, right: float
) -> tuple[list[Shape], int]:
    """Skirting, uprights, pictures and furniture along the back wall."""
    out: list[Shape] = []
    if rng.random() < 0.8:
        high = rng.uniform(0.05, 0.12)
        strip = box((right - left, high, 0.016), 0.004).moved(
            to=((left + right) / 2, 0, -gap + 0.008)
        )
        tone = np.array(furniture.WHITE) if rng.random() < 0.6 else furniture.wood_colours(rng)[0]
        out.append(painted(strip, tone, roughness=0.45, casts=False))
    if place == "plain":
        return out, 0
    uprights = 0
    taken: list[tuple[float, float]] = []
    if rng.random() < 0.6:
        for _ in range(int(rng.integers(1, 3))):
            x = rng.uniform(max(left + 0.6, -1.5), min(right - 0.6, 1.5))
            if all(abs(x - at) > wide + 0.65 for at, wide in taken):
                make = furniture.UPRIGHT[int(rng.integers(len(furniture.UPRIGHT)))]
                out += [part.moved(to=(x, 0, -gap)) for part in make(rng)]
                taken.append((x, 0.6))
                uprights += 1
    makers = {"home": furniture.HOME, "gym": furniture.GYM}.get(place, furniture.STUDIO)
    for _ in range(int(rng.integers(1, 5))):
        side = rng.choice([-1, 1])
        # Beside the person, never before: what reaches forward must stay clear of the body.
        x = side * rng.uniform(0.95, 2.4) if gap < 1.2 else rng.uniform(-2.4, 2.4)
        if not left + 0.7 < x < right - 0.7 or any(abs(x - a) < w + 0.6 for a, w in taken):
            continue
        parts = makers[int(rng.integers(len(makers)))](rng)
        wide = max(float(np.abs(part.vertices[:, 0]).max()) for part in parts)
        if gap < 1.2 and abs(x) - wide < 0.5:
            x = side * (0.55 + wide)
        out += [part.moved(to=(x, 0, 0.02 - gap)) for part in parts]
        taken.append((x, wide))
    for _ in range(int(rng.integers(0, 4))):
        x = rng.uniform(-1.8, 1.8)
        if left + 0.5 < x < right - 0.5 and all(abs(x - a) > w + 0.4 for a, w in taken):
            make = furniture.ON_WALL[int(rng.integers(len(furniture.ON_WALL)))]
            out += [part.moved(to=(x, 0, -gap)) for part in make(rng)]
            taken.append((x, 0.4))
    if rng.random() < (0.5 if place in {"gym", "studio"} else 0.15):
        out += furniture.mat(rng)
    return out, uprights


def _outdoors(rng: np.random.Generator, distance: float, fine: int) -> Setting:
    line = _graded(-9, 9, *_FLOOR)
    z = _graded(-distance - 1, 9, *_FLOOR)
    ground = sheet((0, 0, 0), (1, 0, 0), (0, 0, -1), line, z)
    kind = rng.choice(["grass", "concrete", "tile", "rubber"])
    green = np.array([0.07, 0.12, 0.03]) * rng.uniform(0.7, 1.5)
    grey = np.array([0.33, 0.32, 0.3]) * rng.uniform(0.5, 1.4)
    tone = {"grass": green, "rubber": np.array([0.3, 0.09, 0.05])}.get(str(kind), grey)
    ground = painted(ground, tone, tone * 0.6, grain=str(kind), roughness=0.95, casts=False)
    gap, high = rng.uniform(0.8, 6.0), rng.uniform(1.8, 4.5)
    x = _graded(-9, 9, (0.08, 1.2), (0.4, 12))
    y = np.concatenate([np.arange(0, min(high, 2.4), 0.1), [high]])
    back = replace(sheet((0, 0, -gap), (1, 0, 0), (0, 1, 0), x, y), casts=False)
    if rng.random() < 0.45:
        leaf = np.array([0.05, 0.11, 0.025]) * rng.uniform(0.7, 1.6)
        back = painted(back, leaf, leaf * [1.5, 1.6, 1.3], grain="hedge", roughness=0.8)
    else:
        back = _wall_look(rng, "outdoor", back)
    turn = float(rng.normal(0.0, 5.0))
    things: list[Shape] = [back, ground]
    uprights = 0
    if back.grain != "hedge" and rng.random() < 0.5:
        parts = furniture.door(rng) if rng.random() < 0.6 else furniture.window(rng)
        things += [part.moved(to=(rng.uniform(-1.5, 1.5), 0, -gap)) for part in parts]
        uprights = 1
    rig = outdoor(rng, _mean(ground), fine)
    whole = tuple(shape.moved(turn) for shape in things)
    return Setting("outdoor", whole, rig, rig.above * 1.6, rng.normal(0.0, 0.22), uprights)
