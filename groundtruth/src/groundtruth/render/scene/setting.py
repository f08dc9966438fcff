"""The scene around a person: walls, floor, furniture, light."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from groundtruth.render.looks.colour import WHITE, wood_colours
from groundtruth.render.mesh import normals
from groundtruth.render.scene import fittings, furniture, gear
from groundtruth.render.scene.light import Lights, indoor, outdoor
from groundtruth.render.scene.shapes import Shape, box, joined, painted, sheet
from groundtruth.render.scene.surfaces import floor_look, wall_look

if TYPE_CHECKING:
    from groundtruth.render.camera import SceneCamera

Place = Literal["home", "gym", "studio", "plain", "outdoor"]
_HOME = (
    furniture.shelf, furniture.cupboard, furniture.plant, furniture.sofa, furniture.chair,
    furniture.radiator, furniture.lamp,
)  # fmt: skip
_GYM = (
    gear.wall_bars, gear.rack, gear.gym_ball, gear.kettlebells, gear.bench, gear.wall_bars,
    furniture.plant,
)  # fmt: skip
_STUDIO = (
    furniture.plant, gear.bench, gear.gym_ball, furniture.chair, furniture.cupboard,
    furniture.lamp,
)  # fmt: skip
_ON_WALL = (fittings.picture, fittings.switch, fittings.window, fittings.picture)
_UPRIGHT = (fittings.door, fittings.door, fittings.door, fittings.pillar, fittings.curtain)

_FLOOR = ((0.013, 0.22), (0.035, 0.7), (0.25, 12.0))
"""Spacing of the floor's grid: fine near the feet."""

PLACES: tuple[Place, ...] = ("home", "home", "gym", "studio", "plain", "outdoor")


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A scene, in scene axes.

    Attributes
    ----------
    place : str
    shapes : tuple of Shape
    lights : Lights
    sky : ndarray, shape (3,)
        Light of the background.
    exposure : float
        Exposure relative to the meter, stops.
    uprights : int
        Number of objects with true vertical edges.
    """

    place: str
    shapes: tuple[Shape, ...]
    lights: Lights
    sky: np.ndarray
    exposure: float
    uprights: int


def draw_setting(
    rng: np.random.Generator,
    camera: SceneCamera | None = None,
    place: Place | None = None,
    fine: int = 1,
) -> Setting:
    """Draw a scene around a person at the origin.

    Parameters
    ----------
    rng : numpy.random.Generator
    camera : SceneCamera, optional
        The room is deep enough to contain the camera; 5 m without one.
    place : {"home", "gym", "studio", "plain", "outdoor"}, optional
    fine : int
        Factor on the number of soft lights.

    Returns
    -------
    Setting
    """
    distance = 5.0 if camera is None else camera.distance_m
    place = place or PLACES[int(rng.integers(len(PLACES)))]
    if place == "outdoor":
        return _outdoors(rng, distance, fine)
    return _room(rng, distance, place, fine)


def _graded_lines(low: float, high: float, *bands: tuple[float, float]) -> np.ndarray:
    """Grid lines that are dense near 0, where shadows fall.

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
    x = _graded_lines(left, right, (0.05, 0.9), (0.09, 1.8), (0.25, 12))
    y = np.concatenate([np.arange(0, 2.0, 0.06), np.arange(2.0, high, 0.15), [high]])
    back = wall_look(rng, place, sheet((0, 0, -gap), (1, 0, 0), (0, 1, 0), x, y))
    back = replace(back, casts=False)
    z = _graded_lines(-front, gap, *_FLOOR)
    fx = _graded_lines(left, right, *_FLOOR)
    ground = sheet((0, 0, 0), (1, 0, 0), (0, 0, -1), fx, z)
    ground = replace(floor_look(rng, place, ground), casts=False)
    plain = painted(back, (0.76, 0.75, 0.73), grain="plaster", roughness=0.9, casts=False)
    lid = sheet((0, high, 0), (1, 0, 0), (0, 0, 1), [left, 0, right], [-gap, 1, front])
    lid = painted(lid, plain.colour, grain="plaster", bump=0.3, casts=False)
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
    things, uprights = _furnish(rng, place, gap, left, right)
    lights = indoor(rng, _mean(back), _mean(ground), fine)
    whole = tuple(shape.moved(turn) for shape in [*shapes, *things])
    return Setting(place, whole, lights, lights.above, rng.normal(0.0, 0.22), uprights)


def _mean(shape: Shape) -> np.ndarray:
    return 0.65 * shape.colour + 0.35 * shape.second


def _furnish(
    rng: np.random.Generator, place: str, gap: float, left: float, right: float
) -> tuple[list[Shape], int]:
    """Skirting, uprights, pictures and furniture along the back wall."""
    out: list[Shape] = []
    if rng.random() < 0.8:
        high = rng.uniform(0.05, 0.12)
        # In short sections, so that the light can vary along it.
        ends = np.linspace(left, right, max(2, round((right - left) / 0.2)))
        strip = joined(
            [
                box((b - a, high, 0.016), 0.001).moved(to=((a + b) / 2, 0, -gap + 0.008))
                for a, b in pairwise(ends)
            ]
        )
        tone = np.array(WHITE) if rng.random() < 0.6 else wood_colours(rng)[0]
        out.append(painted(strip, tone, roughness=0.45, casts=False))
    if place == "plain":
        return out, 0
    uprights = 0
    captured: list[tuple[float, float]] = []
    if rng.random() < 0.6:
        for _ in range(int(rng.integers(1, 3))):
            x = rng.uniform(max(left + 0.6, -1.5), min(right - 0.6, 1.5))
            if all(abs(x - at) > wide + 0.65 for at, wide in captured):
                make = _UPRIGHT[int(rng.integers(len(_UPRIGHT)))]
                out += [part.moved(to=(x, 0, -gap)) for part in make(rng)]
                captured.append((x, 0.6))
                uprights += 1
    makers = {"home": _HOME, "gym": _GYM}.get(place, _STUDIO)
    for _ in range(int(rng.integers(1, 5))):
        side = rng.choice([-1, 1])
        # Beside the person, never in front: objects must not hide the body.
        x = side * rng.uniform(0.95, 2.4) if gap < 1.2 else rng.uniform(-2.4, 2.4)
        if not left + 0.7 < x < right - 0.7 or any(abs(x - a) < w + 0.6 for a, w in captured):
            continue
        parts = makers[int(rng.integers(len(makers)))](rng)
        wide = max(float(np.abs(part.vertices[:, 0]).max()) for part in parts)
        if gap < 1.2 and abs(x) - wide < 0.5:
            x = side * (0.55 + wide)
        out += [part.moved(to=(x, 0, 0.02 - gap)) for part in parts]
        captured.append((x, wide))
    for _ in range(int(rng.integers(0, 4))):
        x = rng.uniform(-1.8, 1.8)
        if left + 0.5 < x < right - 0.5 and all(abs(x - a) > w + 0.4 for a, w in captured):
            make = _ON_WALL[int(rng.integers(len(_ON_WALL)))]
            out += [part.moved(to=(x, 0, -gap)) for part in make(rng)]
            captured.append((x, 0.4))
    if rng.random() < (0.5 if place in {"gym", "studio"} else 0.15):
        out += gear.mat(rng)
    return out, uprights


def _sky(rng: np.random.Generator) -> Shape:
    """A distant surface that is brighter towards the horizon, with clouds."""
    far = sheet((0, -2, -45), (1, 0, 0), (0, 1, 0), np.linspace(-60, 60, 9), np.linspace(0, 60, 13))
    height = np.clip(far.vertices[:, 1:2] / 40, 0, 1)
    blue = np.array([0.2, 0.42, 0.95]) * rng.uniform(0.7, 1.1)
    pale = np.array([0.85, 0.93, 1.05])
    tone = (pale + (blue - pale) * height**0.6) * rng.uniform(0.8, 1.4)
    cloud = tone + rng.uniform(0.0, 0.6) * (1.1 * pale - tone)
    thin = replace(far, uv=far.uv * [0.02, 0.06])
    return painted(thin, tone, cloud, grain="concrete", glow=1.0, kind=5, casts=False)


def _hedge(rng: np.random.Generator, wall: Shape) -> Shape:
    """A hedge: a wall with an uneven surface and top."""
    points = wall.vertices.copy()
    x, y, _ = points.T
    out, crown = np.zeros(len(points)), np.zeros(len(points))
    for size, gain in ((1.6, 0.09), (0.6, 0.05), (0.25, 0.03)):
        for _ in range(3):
            kx, ky = rng.normal(0.0, 2 * np.pi / size / 1.5, 2) * [1.0, 0.6]
            phase = rng.uniform(0, 2 * np.pi)
            out += gain * np.sin(kx * x + ky * y + phase)
            crown += 0.5 * gain * np.sin(kx * x + phase)
    points[:, 2] += out - 0.25 * np.clip(y - y.max() + 0.3, 0, 1)
    points[:, 1] += crown * y / y.max()
    return replace(wall, vertices=points, normals=normals(points, wall.faces))


def _outdoors(rng: np.random.Generator, distance: float, fine: int) -> Setting:
    line = _graded_lines(-9, 9, *_FLOOR)
    z = _graded_lines(-distance - 1, 9, *_FLOOR)
    ground = sheet((0, 0, 0), (1, 0, 0), (0, 0, -1), line, z)
    kind = rng.choice(["grass", "concrete", "tile", "rubber"])
    green = np.array([0.07, 0.12, 0.03]) * rng.uniform(0.7, 1.5)
    grey = np.array([0.33, 0.32, 0.3]) * rng.uniform(0.5, 1.4)
    tone = {"grass": green, "rubber": np.array([0.3, 0.09, 0.05])}.get(str(kind), grey)
    ground = painted(ground, tone, tone * 0.6, grain=str(kind), roughness=0.95, casts=False)
    gap, high = rng.uniform(0.8, 6.0), rng.uniform(1.8, 4.5)
    x = _graded_lines(-9, 9, (0.08, 1.2), (0.13, 5.0), (0.4, 12))
    y = np.linspace(0.0, high, int(high / 0.1))
    back = replace(sheet((0, 0, -gap), (1, 0, 0), (0, 1, 0), x, y), casts=False)
    if rng.random() < 0.45:
        leaf = np.array([0.05, 0.11, 0.025]) * rng.uniform(0.7, 1.6)
        back = _hedge(rng, back)
        back = painted(back, leaf, leaf * [1.5, 1.6, 1.3], grain="hedge", roughness=0.8)
    else:
        back = wall_look(rng, "outdoor", back)
    turn = float(rng.normal(0.0, 5.0))
    things: list[Shape] = [back, ground, _sky(rng)]
    uprights = 0
    if back.grain != "hedge" and rng.random() < 0.5:
        parts = fittings.door(rng) if rng.random() < 0.6 else fittings.window(rng)
        x = rng.uniform(-1.5, 1.5)
        things += [part.moved(to=(x, 0, -gap)) for part in parts]
        uprights = 1
    lights = outdoor(rng, _mean(ground), fine)
    whole = tuple(shape.moved(turn) for shape in things)
    return Setting("outdoor", whole, lights, lights.above * 1.6, rng.normal(0.0, 0.22), uprights)
