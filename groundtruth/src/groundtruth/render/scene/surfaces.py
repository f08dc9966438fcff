"""Materials of walls and floors, drawn for the kind of place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.render.looks.colour import calm_colour, strong_colour, wood_colours
from groundtruth.render.scene.shapes import painted

if TYPE_CHECKING:
    from groundtruth.render.scene.shapes import Shape


def wall_look(rng: np.random.Generator, place: str, shape: Shape) -> Shape:
    """Draw the material of a wall: paint, brick, concrete, wood or tile."""
    kind = rng.choice(
        ["paint", "paint", "paint", "brick", "concrete", "wood", "tile"]
        if place != "plain" else ["paint"]
    )  # fmt: skip
    if kind == "paint":
        tone = np.array([0.74, 0.72, 0.68]) * rng.uniform(0.5, 1.1)
        if rng.random() < 0.45:
            tone = 0.25 * tone + 0.75 * calm_colour(rng)
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
        light, dark = wood_colours(rng)
        turned = replace(shape, uv=shape.uv[:, ::-1])
        return painted(turned, light, dark, grain="planks", roughness=0.6)
    tone = np.clip(np.array([0.7, 0.7, 0.68]) * rng.uniform(0.3, 1.1), 0, 0.8)
    return painted(shape, tone, tone * 0.6, grain="tile", roughness=0.25)


def floor_look(rng: np.random.Generator, place: str, shape: Shape) -> Shape:
    """Draw the material of a floor: wood, rubber, carpet, concrete or tile."""
    light, dark = wood_colours(rng)
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
        return painted(shape, base, strong_colour(rng), grain=kind, roughness=0.8)
    if kind == "carpet":
        tone = calm_colour(rng) * 0.7
        return painted(shape, tone, tone * 0.6, grain=kind, roughness=1.0)
    tone = np.clip(np.array([0.55, 0.53, 0.5]) * rng.uniform(0.3, 1.4), 0, 0.8)
    return painted(shape, tone, tone * 0.65, grain=kind, roughness=rng.uniform(0.25, 0.6))
