"""Colours and patterns of cloth, hair and shoes, linear RGB."""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING, Literal

from groundtruth.meshes import Material

if TYPE_CHECKING:
    import numpy as np

Colour = tuple[float, float, float]


def linear(red: float, green: float, blue: float) -> Colour:
    """From screen values in [0, 1] to linear light (sRGB)."""

    def of(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return of(red), of(green), of(blue)


def _draw_colour(rng: np.random.Generator, *, dark: bool) -> Colour:
    kind = rng.random()
    if kind < (0.3 if dark else 0.18):
        grey = float(rng.uniform(0.06, 0.18))
        return linear(grey, grey, float(grey * rng.uniform(1.0, 1.15)))
    if kind < (0.36 if dark else 0.34):
        white = float(rng.uniform(0.82, 0.93))
        return linear(white, white, float(white * rng.uniform(0.94, 1.0)))
    if kind < (0.55 if dark else 0.46):
        grey = float(rng.uniform(0.3, 0.6))
        return linear(grey, grey, float(min(1.0, grey * rng.uniform(1.0, 1.06))))
    if kind < (0.78 if dark else 0.58):
        # Navy to denim.
        return linear(*colorsys.hsv_to_rgb(float(rng.uniform(0.58, 0.65)), *_pair(rng, 0.35, 0.7)))
    return linear(
        *colorsys.hsv_to_rgb(
            float(rng.random()),
            float(rng.uniform(0.25, 0.85)),
            float(rng.uniform(0.25, 0.55) if dark else rng.uniform(0.3, 0.85)),
        )
    )


def _pair(rng: np.random.Generator, low: float, high: float) -> tuple[float, float]:
    return float(rng.uniform(low, high)), float(rng.uniform(0.2, 0.6))


def draw_cloth(rng: np.random.Generator, *, printed: bool, dark: bool = False) -> Material:
    """Draw a cloth; ``printed`` allows a print or stripes, ``dark`` prefers dark."""
    colour = _draw_colour(rng, dark=dark)
    second = _draw_colour(rng, dark=False)
    kind = rng.random()
    pattern: Literal["plain", "stripes", "melange", "print"] = "plain"
    if printed and kind < 0.16:
        pattern = "stripes"
    elif printed and kind < 0.42:
        pattern = "print"
    elif kind > 0.75:
        pattern = "melange"
        second = _paler(colour, rng)
    return Material(
        "cloth",
        colour,
        None if pattern == "plain" else second,
        pattern,
        roughness=float(rng.uniform(0.65, 0.95)),
    )


def _paler(colour: Colour, rng: np.random.Generator) -> Colour:
    share = float(rng.uniform(0.15, 0.4))
    red, green, blue = (c + share * (0.7 - c) for c in colour)
    return red, green, blue


def draw_hair_colour(rng: np.random.Generator) -> Material:
    """Draw black, brown, blond, red or grey hair."""
    shades = (
        (0.055, 0.045, 0.04),
        (0.16, 0.10, 0.07),
        (0.30, 0.19, 0.11),
        (0.55, 0.40, 0.23),
        (0.78, 0.64, 0.42),
        (0.42, 0.17, 0.08),
        (0.62, 0.61, 0.60),
        (0.85, 0.84, 0.82),
    )
    shares = (0.26, 0.24, 0.18, 0.09, 0.06, 0.04, 0.08, 0.05)
    base = shades[int(rng.choice(len(shades), p=shares))]
    scale = float(rng.uniform(0.8, 1.2))
    red, green, blue = (min(1.0, c * scale) for c in base)
    light = linear(min(1.0, red * 1.5 + 0.03), min(1.0, green * 1.45 + 0.02), blue * 1.35)
    light = (min(1.0, light[0]), min(1.0, light[1]), min(1.0, light[2]))
    return Material("hair", linear(red, green, blue), light, "strands", roughness=0.5)


def skin_material(skin: float) -> Material:
    """Skin from light (0) to dark (1)."""
    light, dark = (0.66, 0.42, 0.32), (0.085, 0.042, 0.026)
    red, green, blue = (a ** (1 - skin) * b**skin for a, b in zip(light, dark, strict=True))
    return Material("skin", (red, green, blue), roughness=0.55)


def draw_shoe_colour(rng: np.random.Generator) -> Material:
    """Draw the upper of a shoe, or a sock; ``second`` is the sole's colour."""
    sole = linear(0.9, 0.9, 0.88) if rng.random() < 0.75 else linear(0.12, 0.12, 0.12)
    return Material(
        "shoe", _draw_colour(rng, dark=bool(rng.random() < 0.5)), sole, "plain", roughness=0.7
    )
