"""Equipment of gyms and studios.

Each function takes a random generator and returns shapes. An object stands on y = 0 in front of x =
z = 0, its back to the wall at z = 0. Sizes are those of real products, metres.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.render.looks.colour import (
    BLACK,
    STEEL,
    strong_colour,
    wood_colours,
)
from groundtruth.render.scene.shapes import ball, box, joined, painted, rod, sheet

if TYPE_CHECKING:
    from groundtruth.render.scene.shapes import Shape

Shapes = list["Shape"]


def wall_bars(rng: np.random.Generator) -> Shapes:
    """Wall bars of a gym."""
    height, width = rng.uniform(2.2, 2.5), rng.choice([0.8, 0.9, 1.0])
    posts = [
        box((0.045, height, 0.13), 0.006).moved(to=(x, 0, 0.075)) for x in (-width / 2, width / 2)
    ]
    bars = [
        rod((-width / 2, y, 0.1), (width / 2, y, 0.1), 0.018)
        for y in np.arange(0.15, height - 0.1, 0.145)
    ]
    light, dark = wood_colours(rng)
    return [painted(joined([*posts, *bars]), light, dark, grain="wood", roughness=0.4)]


def rack(rng: np.random.Generator) -> Shapes:
    """A rack with dumb-bells."""
    width = rng.uniform(0.9, 1.5)
    frame = [
        box((0.05, 0.85, 0.05), 0.006).moved(to=(s * width / 2, 0, z))
        for s in (-1, 1)
        for z in (0.08, 0.4)
    ]
    frame += [box((width, 0.03, 0.36), 0.006).moved(to=(0, y, 0.24)) for y in (0.3, 0.75)]
    things = [painted(joined(frame), BLACK if rng.random() < 0.6 else STEEL, roughness=0.4)]
    bells, grips = [], []
    for y in (0.33, 0.78):
        for x in np.arange(-width / 2 + 0.12, width / 2 - 0.05, 0.2):
            r = rng.uniform(0.045, 0.075)
            grips.append(rod((x, y + r, 0.12), (x, y + r, 0.36), 0.015))
            bells += [rod((x, y + r, a), (x, y + r, a + 0.09), r) for a in (0.06, 0.33)]
    tone = BLACK if rng.random() < 0.6 else strong_colour(rng)
    return [
        *things,
        painted(joined(bells), tone, roughness=0.5),
        painted(joined(grips), STEEL, roughness=0.25),
    ]


def gym_ball(rng: np.random.Generator) -> Shapes:
    """A large exercise ball."""
    r = rng.uniform(0.27, 0.37)
    return [painted(ball(r, 56).moved(to=(0, 0, r + 0.05)), strong_colour(rng), roughness=0.4)]


def kettlebells(rng: np.random.Generator) -> Shapes:
    """A few kettlebells on the floor."""
    out: Shapes = []
    for k in range(int(rng.integers(2, 5))):
        r = rng.uniform(0.08, 0.12)
        a = np.linspace(-0.2, np.pi + 0.2, 10)
        arc = np.stack([0.6 * r * np.cos(a), 1.75 * r + 0.75 * r * np.sin(a), 0 * a], 1)
        grip = [rod(p, q, 0.017, 10) for p, q in pairwise(arc)]
        body = joined([ball(r), *grip]).moved(rng.uniform(0, 90), (0.27 * k, 0, 0.2))
        out.append(
            painted(body, BLACK if rng.random() < 0.7 else strong_colour(rng), roughness=0.5)
        )
    return out


def bench(rng: np.random.Generator) -> Shapes:
    """A padded bench or a treatment table along the wall."""
    width, height = rng.uniform(1.2, 1.9), rng.choice([0.45, 0.75])
    legs = [
        box((0.05, height, 0.05), 0.006).moved(to=(s * width * 0.42, 0, z))
        for s in (-1, 1)
        for z in (0.15, 0.5)
    ]
    pad = box((width, 0.09, 0.58), 0.03).moved(to=(0, height, 0.33))
    tone = strong_colour(rng) * 0.5
    return [painted(joined(legs), STEEL, roughness=0.35), painted(pad, tone, roughness=0.45)]


def mat(rng: np.random.Generator) -> Shapes:
    """An exercise mat under the feet; too thin to lift them visibly."""
    half_x, half_z = rng.uniform(0.85, 0.95), rng.uniform(0.3, 0.4)
    across = np.arange(-half_z, half_z + 0.01, 0.018)
    along = np.arange(-half_x, half_x + 0.01, 0.018)
    flat = sheet((0, 0.0006, 0), (1, 0, 0), (0, 0, -1), along, across)
    laid = flat.moved(rng.uniform(-8, 8), (rng.uniform(-0.3, 0.3), 0, rng.uniform(-0.1, 0.1)))
    return [painted(laid, strong_colour(rng), grain="rubber", roughness=0.7, casts=False)]
