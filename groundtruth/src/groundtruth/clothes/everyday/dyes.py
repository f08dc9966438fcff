"""Colours of everyday trousers and shoes, linear RGB."""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING

from groundtruth.clothes.colours import draw_cloth, draw_shoe_colour, linear
from groundtruth.meshes import Material

if TYPE_CHECKING:
    import numpy as np

    from groundtruth.clothes.everyday.footwear import Kind


def draw_bottom_cloth(rng: np.random.Generator, *, denim: bool) -> Material:
    """Draw the cloth of trousers; ``denim`` is blue to grey and black with a paler weft."""
    if not denim:
        return draw_cloth(rng, printed=False, dark=True)
    value = float(rng.uniform(0.12, 0.62))
    strength = (
        float(rng.uniform(0.3, 0.6)) if rng.random() < 0.78 else float(rng.uniform(0.0, 0.08))
    )
    hue = float(rng.uniform(0.58, 0.63))
    colour = linear(*colorsys.hsv_to_rgb(hue, strength, value))
    pale = linear(*colorsys.hsv_to_rgb(hue, 0.6 * strength, min(1.0, 1.35 * value + 0.05)))
    return Material("cloth", colour, pale, "melange", roughness=float(rng.uniform(0.75, 0.95)))


def draw_footwear_colours(rng: np.random.Generator, kind: Kind) -> tuple[Material, Material]:
    """Draw the upper (``second`` is the sole) and the sock."""
    sock = draw_shoe_colour(rng)
    upper = draw_shoe_colour(rng)
    leather = _draw_leather(rng)
    return (upper if kind in ("trainers", "socks", "barefoot") else leather), sock


def _draw_leather(rng: np.random.Generator) -> Material:
    black = rng.random() < 0.45
    value = float(rng.uniform(0.04, 0.12) if black else rng.uniform(0.15, 0.5))
    strength = 0.1 if black else float(rng.uniform(0.4, 0.7))
    colour = linear(*colorsys.hsv_to_rgb(float(rng.uniform(0.04, 0.09)), strength, value))
    dark = float(rng.uniform(0.03, 0.15))
    sole = linear(dark, 0.9 * dark, 0.8 * dark)
    return Material("shoe", colour, sole, "plain", roughness=float(rng.uniform(0.3, 0.6)))
