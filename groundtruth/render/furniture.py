"""What stands in rooms: each stands on y = 0 before x = z = 0, its back to the wall at z = 0.

Everything takes the random generator and gives shapes; sizes are metres as things are sold.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.render.shapes import (
    ball,
    box,
    cylinder,
    joined,
    lathe,
    lattice,
    painted,
    rod,
    sheet,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from groundtruth.render.shapes import Shape

Things = list["Shape"]

WHITE = (0.72, 0.71, 0.68)
STEEL = (0.38, 0.38, 0.39)
BLACK = (0.025, 0.025, 0.027)


def wood_colours(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Light and dark of one wood, linear RGB."""
    light = np.array([0.42, 0.26, 0.13]) * rng.uniform(0.35, 1.5)
    light = light + rng.uniform(0.0, 0.6) * (light.mean() - light)
    return np.clip(light, 0, 0.75), np.clip(light * rng.uniform(0.45, 0.7), 0, 1)


def strong_colour(rng: np.random.Generator) -> np.ndarray:
    """A colour that things are dyed in, linear RGB."""
    hue = rng.uniform(0, 2 * np.pi) + np.array([0.0, 2.1, 4.2])
    vivid = 0.5 + 0.5 * np.cos(hue)
    grey = rng.uniform(0.02, 0.7)
    return np.clip(grey * (0.25 + vivid * rng.uniform(0.2, 1.3)), 0.01, 0.85)


def _wooden(rng: np.random.Generator, shape: Shape) -> Shape:
    light, dark = wood_colours(rng)
    return painted(shape, light, dark, grain="wood", roughness=0.45)


def _coated(rng: np.random.Generator, shape: Shape) -> Shape:
    if rng.random() < 0.5:
        return _wooden(rng, shape)
    tone = np.array(WHITE) * rng.uniform(0.25, 1.1)
    return painted(shape, np.clip(tone, 0, 0.82), roughness=0.4)


def door(rng: np.random.Generator) -> Things:
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
    coat = _coated(rng, joined(leaf))
    trimmed = joined([*jamb, lintel])
    frame = painted(
        trimmed, coat.colour * rng.uniform(0.8, 1.1), coat.second, grain=coat.grain,
        roughness=coat.roughness,
    )  # fmt: skip
    return [coat, frame, painted(handle, STEEL, roughness=0.25)]


def window(rng: np.random.Generator) -> Things:
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


def picture(rng: np.random.Generator) -> Things:
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
    return [_coated(rng, joined(edges)), *art]


def shelf(rng: np.random.Generator) -> Things:
    """A shelf with books and boxes."""
    width, height, depth = rng.uniform(0.5, 1.1), rng.uniform(0.7, 2.0), rng.uniform(0.25, 0.38)
    levels = np.linspace(0.06, height - 0.02, max(2, round(height / 0.36)))
    boards = [box((width, 0.022, depth), 0.002).moved(to=(0, y, depth / 2)) for y in levels]
    boards += [
        box((0.022, height, depth), 0.002).moved(to=(s * width / 2, 0, depth / 2)) for s in (-1, 1)
    ]
    boards.append(box((width, height, 0.008), 0.001).moved(to=(0, 0, 0.004)))
    things = [_coated(rng, joined(boards))]
    for low, high in pairwise(levels):
        things += _books(rng, width, depth, low + 0.022, high - low - 0.03)
    return things


def _books(rng: np.random.Generator, width: float, depth: float, y: float, room: float) -> Things:
    out: Things = []
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


def cupboard(rng: np.random.Generator) -> Things:
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
    coat = _coated(rng, joined([body, *fronts]))
    return [coat, painted(joined(knobs), STEEL, roughness=0.3)]


def plant(rng: np.random.Generator) -> Things:
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


def sofa(rng: np.random.Generator) -> Things:
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


def chair(rng: np.random.Generator) -> Things:
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
    return [part.moved(turn, (0, 0, 0.4)) for part in (frame, _coated(rng, joined([seat, rest])))]


def radiator(rng: np.random.Generator) -> Things:
    """A ribbed radiator."""
    width, height, low = rng.uniform(0.6, 1.2), rng.uniform(0.45, 0.6), 0.12
    ribs = [
        box((0.035, height, 0.07), 0.014).moved(to=(x, low, 0.07))
        for x in np.arange(-width / 2, width / 2, 0.048)
    ]
    pipe = rod((width / 2, 0, 0.06), (width / 2, low + 0.1, 0.06), 0.01)
    return [painted(joined([*ribs, pipe]), WHITE, roughness=0.35)]


def lamp(rng: np.random.Generator) -> Things:
    """A floor lamp that is switched off or glows a little."""
    h = rng.uniform(1.3, 1.7)
    stand = joined([cylinder(0.14, 0.025), rod((0, 0.02, 0), (0, h, 0), 0.011)])
    shade = lathe([(0.2, h - 0.12), (0.15, h + 0.16), (0.145, h + 0.16), (0.195, h - 0.12)])
    tone = np.array([0.75, 0.66, 0.5])
    cloth = painted(shade, tone, glow=rng.choice([0.0, rng.uniform(0.6, 1.6)]), casts=False)
    return [part.moved(to=(0, 0, 0.25)) for part in (painted(stand, BLACK, roughness=0.35), cloth)]


def wall_bars(rng: np.random.Generator) -> Things:
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


def rack(rng: np.random.Generator) -> Things:
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


def gym_ball(rng: np.random.Generator) -> Things:
    """A large exercise ball."""
    r = rng.uniform(0.27, 0.37)
    return [painted(ball(r, 56).moved(to=(0, 0, r + 0.05)), strong_colour(rng), roughness=0.4)]


def kettlebells(rng: np.random.Generator) -> Things:
    """A few kettlebells on the floor."""
    out: Things = []
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


def bench(rng: np.random.Generator) -> Things:
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


def curtain(rng: np.random.Generator, width: float = 1.2, height: float = 2.35) -> Things:
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


def switch(rng: np.random.Generator) -> Things:
    """A light switch, or a socket low down."""
    y = 1.05 if rng.random() < 0.6 else 0.3
    plate = box((0.082, 0.082, 0.012), 0.004).moved(to=(0, y, 0.006))
    inner = box((0.055, 0.055, 0.008), 0.003).moved(to=(0, y + 0.0135, 0.013))
    return [painted(joined([plate, inner]), (0.8, 0.8, 0.77), roughness=0.3)]


def pillar(rng: np.random.Generator) -> Things:
    """A pillar or a wall corner that juts out."""
    w, d = rng.uniform(0.2, 0.5), rng.uniform(0.08, 0.3)
    return [
        painted(
            box((w, 2.9, d), 0.003).moved(to=(0, 0, d / 2)),
            np.array(WHITE) * rng.uniform(0.6, 1.05),
            grain="plaster",
        )
    ]


HOME: tuple[Callable[[np.random.Generator], Things], ...] = (
    shelf, cupboard, plant, sofa, chair, radiator, lamp,
)  # fmt: skip
GYM: tuple[Callable[[np.random.Generator], Things], ...] = (
    wall_bars, rack, gym_ball, kettlebells, bench, wall_bars, plant,
)  # fmt: skip
STUDIO: tuple[Callable[[np.random.Generator], Things], ...] = (
    plant, bench, gym_ball, chair, cupboard, lamp,
)  # fmt: skip
ON_WALL: tuple[Callable[[np.random.Generator], Things], ...] = (picture, switch, window, picture)
UPRIGHT: tuple[Callable[[np.random.Generator], Things], ...] = (
    door,
    door,
    door,
    pillar,
    curtain,
)


def mat(rng: np.random.Generator) -> Things:
    """An exercise mat under the feet; too thin to lift them visibly."""
    half_x, half_z = rng.uniform(0.85, 0.95), rng.uniform(0.3, 0.4)
    across = np.arange(-half_z, half_z + 0.01, 0.018)
    along = np.arange(-half_x, half_x + 0.01, 0.018)
    flat = sheet((0, 0.0006, 0), (1, 0, 0), (0, 0, -1), along, across)
    laid = flat.moved(rng.uniform(-8, 8), (rng.uniform(-0.3, 0.3), 0, rng.uniform(-0.1, 0.1)))
    return [painted(laid, strong_colour(rng), grain="rubber", roughness=0.7, casts=False)]


__all__ = [
    "GYM",
    "HOME",
    "ON_WALL",
    "STUDIO",
    "UPRIGHT",
    "curtain",
    "lattice",
    "mat",
    "strong_colour",
    "wood_colours",
]
