"""Tileable textures of walls, floors and cloth.

A map holds, per texel: the share of the second colour, the slope of the surface along u and v, and
the light that leaves a groove. All maps are made from noise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.render.looks.noise import noise

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

SIZE = 512
"""Side of a map, texels."""

Layers = tuple["NDArray[np.float64]", "NDArray[np.float64]", "NDArray[np.float64]"]
"""Share of the second colour, height (mm), light that leaves a groove; each (SIZE, SIZE)."""


def _flat(rng: np.random.Generator) -> Layers:
    del rng
    zero = np.zeros((SIZE, SIZE))
    return zero, zero, zero + 1


def _plaster(rng: np.random.Generator) -> Layers:
    cloud = noise(rng, SIZE, 1.6)
    fine = noise(rng, SIZE, 0.6, low=12)
    return np.clip(0.3 + 0.22 * cloud, 0, 1), 0.5 * fine + 0.4 * cloud, 1 + 0.02 * fine


def _bricks(rng: np.random.Generator, across: int, courses: int, joint: float, half: float):
    """Distance to the joint (0 in it, 1 in the brick) and number of the brick, running bond."""
    y, x = np.mgrid[0:SIZE, 0:SIZE] / SIZE
    wobble = 0.0012 * noise(rng, SIZE, 1.0, low=6)
    row = np.floor(y * courses).astype(int)
    along = x * across + half * (row % 2) + wobble * across
    number = np.floor(along).astype(int) % across
    u = (along % 1.0) / across
    v = (y * courses % 1.0) / courses + wobble
    edge = np.minimum.reduce([u, 1 / across - u, v, 1 / courses - v])
    return np.clip(edge / joint, 0, 1), row * across + number


def _brick(rng: np.random.Generator) -> Layers:
    face, which = _bricks(rng, 4, 12, 0.007, 0.5)
    tone = rng.normal(0.0, 0.2, which.max() + 1)[which]
    grain = noise(rng, SIZE, 0.8, low=4)
    mix = np.where(face > 0.6, np.clip(0.2 + tone + 0.08 * grain, 0, 0.6), 1.0)
    return mix, 2.0 * np.minimum(face, 0.8) + 0.12 * grain, 0.8 + 0.2 * face


def _planks(rng: np.random.Generator) -> Layers:
    face, which = _bricks(rng, 1, 6, 0.0022, 0.37)
    tone = rng.uniform(0.15, 0.75, which.max() + 1)[which]
    grain = noise(rng, SIZE, 1.0, stretch=(14.0, 1.0), low=3)
    fine = noise(rng, SIZE, 0.4, stretch=(30.0, 1.0), low=20)
    mix = np.clip(tone + 0.13 * grain + 0.06 * fine, 0, 1)
    return mix, 0.6 * face + 0.02 * grain, 0.45 + 0.55 * face


def _parquet(rng: np.random.Generator) -> Layers:
    y, x = np.mgrid[0:SIZE, 0:SIZE] * 8 // SIZE
    turned = (x // 2 + y // 2) % 2
    strip = np.where(turned, np.mgrid[0:SIZE, 0:SIZE][0], np.mgrid[0:SIZE, 0:SIZE][1]) * 16 // SIZE
    key = strip * 64 + (x // 2) * 8 + y // 2
    tone = rng.uniform(0.2, 0.7, key.max() + 1)[key]
    along = noise(rng, SIZE, 1.0, stretch=(14.0, 1.0), low=3)
    mix = np.clip(tone + 0.1 * np.where(turned, along, along.T), 0, 1)
    gap = np.ones((SIZE, SIZE))
    cell = np.where(turned, np.mgrid[0:SIZE, 0:SIZE][0], np.mgrid[0:SIZE, 0:SIZE][1]) % (SIZE // 16)
    gap[cell < 1] = 0.6
    return mix, 0.4 * gap, gap


def _wood(rng: np.random.Generator) -> Layers:
    grain = noise(rng, SIZE, 1.2, stretch=(1.0, 12.0), low=2)
    rings = np.sin(2 * np.pi * (grain * 1.1 + 3 * np.linspace(0, 1, SIZE)[None, :]))
    fine = noise(rng, SIZE, 0.4, stretch=(1.0, 40.0), low=20)
    return np.clip(0.45 + 0.16 * rings + 0.1 * grain + 0.07 * fine, 0, 1), 0.05 * fine, 1 + 0 * fine


def _tile(rng: np.random.Generator) -> Layers:
    face, which = _bricks(rng, 2, 2, 0.006, 0.0)
    tone = rng.normal(0.0, 0.06, which.max() + 1)[which]
    cloud = noise(rng, SIZE, 1.3)
    mix = np.where(face > 0.6, np.clip(0.15 + tone + 0.08 * cloud, 0, 0.5), 1.0)
    return mix, 1.2 * face, 0.75 + 0.25 * face


def _carpet(rng: np.random.Generator) -> Layers:
    fine = noise(rng, SIZE, 0.2, low=30)
    cloud = noise(rng, SIZE, 1.5)
    return (
        np.clip(0.4 + 0.16 * fine + 0.1 * cloud, 0, 1),
        0.5 * fine,
        np.clip(1 + 0.12 * fine, 0, 1),
    )


def _rubber(rng: np.random.Generator) -> Layers:
    specks = noise(rng, SIZE, 0.3, low=40, high=110)
    return (specks > 2.0).astype(float), 0.15 * specks, np.clip(1 + 0.03 * specks, 0, 1)


def _concrete(rng: np.random.Generator) -> Layers:
    cloud = noise(rng, SIZE, 1.3)
    fine = noise(rng, SIZE, 0.5, low=20)
    return np.clip(0.45 + 0.2 * cloud + 0.06 * fine, 0, 1), 0.3 * fine, 1 + 0.03 * fine


def _grass(rng: np.random.Generator) -> Layers:
    blades = noise(rng, SIZE, 0.3, stretch=(1.0, 2.5), low=14)
    tufts = noise(rng, SIZE, 0.9, low=5)
    shade = np.clip(0.66 + 0.22 * blades + 0.16 * tufts, 0.12, 1)
    return np.clip(0.45 + 0.25 * blades + 0.2 * tufts, 0, 1), 1.5 * blades + 3 * tufts, shade


def _hedge(rng: np.random.Generator) -> Layers:
    clumps = noise(rng, SIZE, 1.0, low=4)
    leaves = noise(rng, SIZE, 0.3, low=24, high=90)
    deep = clumps + 0.9 * leaves
    return (
        np.clip(0.4 + 0.2 * leaves + 0.12 * clumps, 0, 1),
        2.0 * leaves + clumps,
        np.clip(0.6 + 0.25 * deep, 0.08, 1),
    )


def _knit(rng: np.random.Generator) -> Layers:
    y, x = np.mgrid[0:SIZE, 0:SIZE] / SIZE
    weave = np.sin(2 * np.pi * 90 * x) * np.sin(2 * np.pi * 90 * y)
    uneven = noise(rng, SIZE, 1.0)
    folds = noise(rng, SIZE, 2.2, high=14)
    return np.clip(0.06 * uneven, 0, 1), 0.10 * weave + 3.0 * folds, 1 + 0.03 * weave


def _melange(rng: np.random.Generator) -> Layers:
    yarn = noise(rng, SIZE, 0.4, stretch=(6.0, 1.0), low=10)
    _, height, shade = _knit(rng)
    return np.clip(0.35 + 0.22 * yarn, 0, 1), height, shade


def _stripes(rng: np.random.Generator) -> Layers:
    _, height, shade = _knit(rng)
    y = np.mgrid[0:SIZE, 0:SIZE][0] / SIZE
    return (np.sin(2 * np.pi * 8 * y) > rng.uniform(-0.6, 0.6)).astype(float), height, shade


def _print(rng: np.random.Generator) -> Layers:
    _, height, shade = _knit(rng)
    blots = noise(rng, SIZE, 2.0, low=3, high=16)
    return (blots > 0.9).astype(float), height, shade


def _curtain(rng: np.random.Generator) -> Layers:
    weave = noise(rng, SIZE, 0.2, stretch=(1.0, 6.0), low=30)
    return np.clip(0.3 + 0.1 * weave, 0, 1), 0.15 * weave, 1 + 0.02 * weave


def _strands(rng: np.random.Generator) -> Layers:
    locks = noise(rng, SIZE, 1.0, stretch=(1.0, 14.0), low=5)
    hair = noise(rng, SIZE, 0.3, stretch=(1.0, 40.0), low=30)
    both = 0.7 * locks + 0.6 * hair
    return np.clip(0.4 + 0.25 * both, 0, 1), 2.2 * both, np.clip(0.72 + 0.25 * both, 0.2, 1)


def _skin(rng: np.random.Generator) -> Layers:
    blush = noise(rng, SIZE, 1.6, low=2)
    pores = noise(rng, SIZE, 0.5, low=60)
    return np.clip(0.4 + 0.15 * blush, 0, 1), 0.04 * pores + 0.25 * blush, np.ones((SIZE, SIZE))


MAPS: dict[str, tuple[Callable[[np.random.Generator], Layers], float]] = {
    "flat": (_flat, 1.0),
    "plaster": (_plaster, 1.7),
    "brick": (_brick, 0.96),
    "planks": (_planks, 1.1),
    "parquet": (_parquet, 1.2),
    "wood": (_wood, 0.9),
    "tile": (_tile, 0.9),
    "carpet": (_carpet, 0.6),
    "rubber": (_rubber, 0.8),
    "concrete": (_concrete, 2.3),
    "grass": (_grass, 0.9),
    "hedge": (_hedge, 1.3),
    "knit": (_knit, 0.35),
    "melange": (_melange, 0.35),
    "stripes": (_stripes, 0.35),
    "print": (_print, 0.5),
    "curtain": (_curtain, 0.8),
    "strands": (_strands, 0.16),
    "skin": (_skin, 0.45),
}
"""Name of each map, the function that makes it, and the width of one repeat, metres."""

NAMES = tuple(MAPS)


def layers(seed: int = 0) -> NDArray[np.uint8]:
    """Every map, in the order of ``NAMES``.

    Returns
    -------
    ndarray, shape (len(NAMES), SIZE, SIZE, 4), uint8
        Share of the second colour, slope along u, slope along v (128 = flat), light that leaves a
        groove.
    """
    rows = []
    for number, (make, metres) in enumerate(MAPS.values()):
        mix, height, shade = make(np.random.default_rng([seed, number]))
        # Heights are millimetres; a slope is rise over run.
        run = metres / SIZE * 1000.0
        du = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / (2 * run)
        dv = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / (2 * run)
        parts = [mix, 0.5 + 0.5 * np.clip(du, -1, 1), 0.5 + 0.5 * np.clip(dv, -1, 1), shade]
        rows.append(np.stack([np.clip(part, 0, 1) for part in parts], axis=-1))
    return np.rint(np.stack(rows) * 255).astype(np.uint8)
