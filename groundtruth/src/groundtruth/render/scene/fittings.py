"""Wall fittings: doors, windows, pictures, curtains.

Each function takes a random generator and returns shapes. An object stands on y = 0 in front of x =
z = 0, its back to the wall at z = 0. Sizes are those of real products, metres.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.render.looks.colour import (
    STEEL,
    WHITE,
    coated,
    strong_colour,
)
from groundtruth.render.scene.shapes import box, joined, painted, rod, sheet

if TYPE_CHECKING:
    from groundtruth.render.scene.shapes import Shape

Shapes = list["Shape"]


def door(rng: np.random.Generator) -> Shapes:
    """A door in its frame."""
    width, height = rng.uniform(0.75, 0.95), rng.uniform(1.98, 2.1)
    trim, out = rng.uniform(0.06, 0.1), rng.uniform(0.015, 0.035)
    jamb = [
        box((trim, height, out), 0.004).moved(to=(side * (width + trim) / 2, 0, out / 2))
        for side in (-1, 1)
    ]
    lintel = box((width + 2 * trim, trim, out), 0.004).moved(to=(0, height, out / 2))
    leaf = [box((width, height, 0.016), 0.002).moved(to=(0, 0, 0.004))]
    for low, high in ((0.12, 0.42), (0.5, 0.93)) if rng.random() < 0.6 else ():
        span = (high - low) * height
        edge = 0.03
        for dx, dy, w, h in (
            (0, 0, width * 0.7, edge), (0, span - edge, width * 0.7, edge),
            (-width * 0.35, 0, edge, span), (width * 0.35, 0, edge, span),
        ):  # fmt: skip
            leaf.append(box((w, h, 0.012), 0.005).moved(to=(dx, low * height + dy, 0.014)))
    at = rng.choice([-1, 1]) * width * 0.42
    handle = joined(
        [
            rod((at, 1.03, 0.012), (at, 1.03, 0.06), 0.009),
            rod((at, 1.03, 0.055), (at - np.sign(at) * 0.12, 1.03, 0.055), 0.009),
            box((0.04, 0.2, 0.006), 0.002).moved(to=(at, 0.93, 0.014)),
        ]
    )
    coat = coated(rng, joined(leaf))
    trimmed = joined([*jamb, lintel])
    frame = painted(
        trimmed, coat.colour * rng.uniform(0.8, 1.1), coat.second, grain=coat.grain,
        roughness=coat.roughness,
    )  # fmt: skip
    return [coat, frame, painted(handle, STEEL, roughness=0.25)]


def window(rng: np.random.Generator) -> Shapes:
    """A window with daylight behind it."""
    width, height, sill = rng.uniform(0.8, 1.5), rng.uniform(1.0, 1.5), rng.uniform(0.75, 1.0)
    posts = np.linspace(-width / 2, width / 2, int(rng.integers(2, 4)))
    bars = [box((0.055, height, 0.04)).moved(to=(x, sill, 0.02)) for x in posts]
    bars += [
        box((width + 0.05, 0.055, 0.04)).moved(to=(0, y - 0.027, 0.02))
        for y in (sill, sill + height)
    ]
    board = box((width + 0.16, 0.03, 0.18), 0.008).moved(to=(0, sill - 0.05, 0.09))
    pane = sheet((-width / 2, sill, 0.006), (1, 0, 0), (0, 1, 0), [0, width], [0, height])
    sky = np.array([0.75, 0.86, 1.0]) * rng.uniform(0.6, 1.0)
    glass = painted(pane, sky, glow=rng.uniform(1.5, 4.0), casts=False)
    return [glass, painted(joined([*bars, board]), WHITE, roughness=0.35)]


def picture(rng: np.random.Generator) -> Shapes:
    """A framed picture on the wall: nothing recognisable."""
    width, height = rng.uniform(0.25, 0.8), rng.uniform(0.3, 0.8)
    y, t = rng.uniform(1.25, 1.5), rng.uniform(0.012, 0.03)
    edges = [box((t, height, 0.02), 0.003).moved(to=(s * width / 2, y, 0.012)) for s in (-1, 1)] + [
        box((width + t, t, 0.02), 0.003).moved(to=(0, y + h, 0.012)) for h in (0, height - t)
    ]
    art = [painted(box((width, height, 0.006), 0.001).moved(to=(0, y, 0.003)), WHITE)]
    for _ in range(int(rng.integers(2, 6))):
        w, h = width * rng.uniform(0.1, 0.6), height * rng.uniform(0.1, 0.6)
        x = rng.uniform(-1, 1) * (width - w) / 2 * 0.8
        up = y + rng.uniform(0.1, 0.9) * (height - h)
        patch = box((w, h, 0.0012), 0.0005).moved(to=(x, up, 0.0066 + rng.uniform(0, 2e-4)))
        art.append(painted(patch, strong_colour(rng), grain="concrete"))
    return [coated(rng, joined(edges)), *art]


def curtain(rng: np.random.Generator, width: float = 1.2, height: float = 2.35) -> Shapes:
    """A curtain in folds."""
    x = np.linspace(-width / 2, width / 2, int(width * 90))
    y = np.linspace(0.02, height, 10)
    phase = np.cumsum(rng.uniform(0.6, 1.4, len(x))) * 2 * np.pi / rng.uniform(9, 15)
    fold = rng.uniform(0.02, 0.045) * np.sin(phase)
    grid = sheet((0, 0, 0.06), (1, 0, 0), (0, 1, 0), x, y)
    gather = np.linspace(1.15, 0.85, len(y))[:, None]
    z = (fold[None, :] * gather).ravel()
    slope = (np.gradient(fold, x)[None, :] * gather).ravel()
    normals = np.stack([-slope, 0 * slope, 1 + 0 * slope], 1)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    tone = strong_colour(rng) if rng.random() < 0.5 else np.array(WHITE) * rng.uniform(0.5, 1.0)
    cloth = replace(grid, vertices=grid.vertices + np.stack([0 * z, 0 * z, z], 1), normals=normals)
    return [painted(cloth, tone, tone * 0.8, grain="curtain", roughness=0.9, kind=2)]


def switch(rng: np.random.Generator) -> Shapes:
    """A light switch, or a socket low down."""
    y = 1.05 if rng.random() < 0.6 else 0.3
    plate = box((0.082, 0.082, 0.012), 0.004).moved(to=(0, y, 0.006))
    inner = box((0.055, 0.055, 0.008), 0.003).moved(to=(0, y + 0.0135, 0.013))
    return [painted(joined([plate, inner]), (0.8, 0.8, 0.77), roughness=0.3)]


def pillar(rng: np.random.Generator) -> Shapes:
    """A pillar or a wall corner that juts out."""
    w, d = rng.uniform(0.2, 0.5), rng.uniform(0.08, 0.3)
    return [
        painted(
            box((w, 2.9, d), 0.003).moved(to=(0, 0, d / 2)),
            np.array(WHITE) * rng.uniform(0.6, 1.05),
            grain="plaster",
        )
    ]
