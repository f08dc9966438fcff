"""Furniture of homes.

Each function takes a random generator and returns shapes. An object stands on y = 0 in front of x =
z = 0, its back to the wall at z = 0. Sizes are those of real products, metres.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.render.looks.colour import (
    BLACK,
    STEEL,
    WHITE,
    coated,
    strong_colour,
)
from groundtruth.render.scene.shapes import box, cylinder, joined, lathe, painted, rod, sheet

if TYPE_CHECKING:
    from groundtruth.render.scene.shapes import Shape

Shapes = list["Shape"]


def shelf(rng: np.random.Generator) -> Shapes:
    """A shelf with books and boxes."""
    width, height, depth = rng.uniform(0.5, 1.1), rng.uniform(0.7, 2.0), rng.uniform(0.25, 0.38)
    levels = np.linspace(0.06, height - 0.02, max(2, round(height / 0.36)))
    boards = [box((width, 0.022, depth), 0.002).moved(to=(0, y, depth / 2)) for y in levels]
    boards += [
        box((0.022, height, depth), 0.002).moved(to=(s * width / 2, 0, depth / 2)) for s in (-1, 1)
    ]
    boards.append(box((width, height, 0.008), 0.001).moved(to=(0, 0, 0.004)))
    things = [coated(rng, joined(boards))]
    for low, high in pairwise(levels):
        things += _books(rng, width, depth, low + 0.022, high - low - 0.03)
    return things


def _books(rng: np.random.Generator, width: float, depth: float, y: float, room: float) -> Shapes:
    out: Shapes = []
    x = -width / 2 + 0.03
    end = width / 2 - rng.uniform(0.02, 0.6 * width)
    while x < end and len(out) < 14:
        if rng.random() < 0.15:
            w, h = 0.16, min(0.2, 0.8 * room)
        else:
            w, h = rng.uniform(0.015, 0.05), room * rng.uniform(0.6, 0.95)
        d = depth * rng.uniform(0.55, 0.9)
        if x + w > end:
            break
        book = box((w * 0.96, h, d), 0.003).moved(to=(x + w / 2, y, d / 2 + 0.01))
        out.append(painted(book, strong_colour(rng), roughness=0.6))
        x += w
    return out


def cupboard(rng: np.random.Generator) -> Shapes:
    """A cupboard or a sideboard with fronts."""
    width, depth = rng.uniform(0.6, 1.3), rng.uniform(0.35, 0.5)
    height = rng.choice([rng.uniform(0.5, 0.9), rng.uniform(1.6, 2.1)])
    body = box((width, height, depth), 0.004).moved(to=(0, 0, depth / 2))
    doors = int(rng.integers(2, 4))
    fronts, knobs = [], []
    for k in range(doors):
        w = width / doors
        x = -width / 2 + (k + 0.5) * w
        fronts.append(
            box((w - 0.008, height - 0.09, 0.018), 0.003).moved(to=(x, 0.07, depth + 0.009))
        )
        knobs.append(
            box((0.012, 0.12, 0.02), 0.004).moved(to=(x + 0.4 * w, height * 0.5, depth + 0.025))
        )
    coat = coated(rng, joined([body, *fronts]))
    return [coat, painted(joined(knobs), STEEL, roughness=0.3)]


def plant(rng: np.random.Generator) -> Shapes:
    """A pot plant with arching leaves."""
    r, h = rng.uniform(0.1, 0.18), rng.uniform(0.18, 0.36)
    pot = lathe(
        [
            (1e-3, 0),
            (r * 0.75, 0),
            (r * 0.78, 0.01),
            (r, h),
            (r * 0.94, h),
            (r * 0.9, h * 0.9),
            (1e-3, h * 0.9),
        ]
    )
    tall = rng.uniform(0.4, 1.2)
    leaves = [
        _leaf(rng, tall, rng.uniform(0.02, 0.07)).moved(rng.uniform(0, 360), (0, h * 0.85, 0))
        for _ in range(int(rng.integers(26, 48)))
    ]
    green = np.array([0.05, 0.13, 0.03]) * rng.uniform(0.6, 1.8)
    tone = strong_colour(rng) if rng.random() < 0.5 else np.array(WHITE)
    look = painted(joined(leaves), green, green * [1.6, 1.5, 1.1], grain="concrete", roughness=0.4)
    both = [painted(pot, tone, roughness=0.4), look]
    return [part.moved(to=(0, 0, 0.3)) for part in both]


def _leaf(rng: np.random.Generator, tall: float, broad: float) -> Shape:
    t = np.linspace(0, 1, 9)
    reach, rise = rng.uniform(0.1, 0.45) * tall, rng.uniform(0.35, 1.0) * tall
    x = reach * t**1.5
    y = rise * (t - rng.uniform(0.1, 0.6) * t**2.5)
    half = broad * np.sin(np.pi * np.clip(0.08 + 0.92 * t, 0, 1)) ** 0.8 / 2
    left = np.stack([x, y, -half], 1)
    middle = np.stack([x, y - 0.2 * half, 0 * t], 1)
    right = np.stack([x, y, half], 1)
    points = np.stack([left, middle, right], 1)
    along = np.gradient(middle, axis=0)
    normal = np.cross(along, [0.0, 0.0, 1.0])
    normal = -normal / np.linalg.norm(normal, axis=1, keepdims=True)
    grid = sheet((0, 0, 0), (1, 0, 0), (0, 1, 0), [0, 1, 2], t)
    normals = np.repeat(normal * np.sign(normal[:1, 1:2] + 1e-9), 3, axis=0)
    return replace(grid, vertices=points.reshape(-1, 3), normals=normals, uv=grid.uv * 0.1)


def sofa(rng: np.random.Generator) -> Shapes:
    """A sofa or an armchair."""
    width, depth = rng.choice([0.9, 1.6, 1.9]), 0.85
    seat, back, arm = 0.42, rng.uniform(0.75, 0.95), rng.uniform(0.12, 0.22)
    parts = [
        box((width, back, 0.22), 0.07).moved(to=(0, 0.06, 0.13)),
        box((width, 0.24, depth), 0.05).moved(to=(0, 0.08, depth / 2)),
    ]
    parts += [
        box((arm, 0.5, depth), 0.06).moved(to=(s * (width - arm) / 2, 0.08, depth / 2))
        for s in (-1, 1)
    ]
    count = max(1, round(width / 0.75))
    inner = width - 2 * arm
    for k in range(count):
        x = -inner / 2 + (k + 0.5) * inner / count
        w = inner / count - 0.01
        parts.append(
            box((w, 0.17, depth - 0.22), 0.06).moved(to=(x, seat - 0.12, depth / 2 + 0.12))
        )
        parts.append(box((w, back - seat, 0.18), 0.08).moved(to=(x, seat, 0.3)))
    tone = strong_colour(rng) * 0.6
    things = [painted(joined(parts), tone, tone * 0.75, grain="melange", roughness=0.9, kind=2)]
    if rng.random() < 0.7:
        cushion = box((0.4, 0.38, 0.13), 0.064).moved(
            rng.uniform(-20, 20), (0.2 * inner, seat + 0.05, 0.42)
        )
        things.append(painted(cushion, strong_colour(rng), grain="stripes", roughness=0.9, kind=2))
    return things


def chair(rng: np.random.Generator) -> Shapes:
    """A plain chair."""
    w, d, h = 0.42, 0.42, 0.45
    legs = [
        rod((x, 0, z), (x * 0.9, h, z * 0.95 + 0.0), 0.014)
        for x in (-w / 2, w / 2) for z in (-d / 2, d / 2)
    ]  # fmt: skip
    posts = [
        rod((x, h, -d / 2), (x, 0.86, -d / 2 - 0.05), 0.014) for x in (-w / 2 + 0.02, w / 2 - 0.02)
    ]
    seat = box((w, 0.03, d), 0.012).moved(to=(0, h, 0))
    rest = box((w, 0.16, 0.02), 0.008).moved(to=(0, 0.7, -d / 2 - 0.04))
    frame = painted(joined([*legs, *posts]), STEEL if rng.random() < 0.5 else BLACK, roughness=0.3)
    turn = rng.uniform(-60, 60)
    return [part.moved(turn, (0, 0, 0.4)) for part in (frame, coated(rng, joined([seat, rest])))]


def radiator(rng: np.random.Generator) -> Shapes:
    """A ribbed radiator."""
    width, height, low = rng.uniform(0.6, 1.2), rng.uniform(0.45, 0.6), 0.12
    ribs = [
        box((0.035, height, 0.07), 0.014).moved(to=(x, low, 0.07))
        for x in np.arange(-width / 2, width / 2, 0.048)
    ]
    pipe = rod((width / 2, 0, 0.06), (width / 2, low + 0.1, 0.06), 0.01)
    return [painted(joined([*ribs, pipe]), WHITE, roughness=0.35)]


def lamp(rng: np.random.Generator) -> Shapes:
    """A floor lamp that is switched off or glows a little."""
    h = rng.uniform(1.3, 1.7)
    stand = joined([cylinder(0.14, 0.025), rod((0, 0.02, 0), (0, h, 0), 0.011)])
    shade = lathe([(0.2, h - 0.12), (0.15, h + 0.16), (0.145, h + 0.16), (0.195, h - 0.12)])
    tone = np.array([0.75, 0.66, 0.5])
    cloth = painted(shade, tone, glow=rng.choice([0.0, rng.uniform(0.6, 1.6)]), casts=False)
    return [part.moved(to=(0, 0, 0.25)) for part in (painted(stand, BLACK, roughness=0.35), cloth)]
