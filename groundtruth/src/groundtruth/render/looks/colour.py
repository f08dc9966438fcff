"""Colours of walls, furniture and equipment, linear RGB."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.render.scene.shapes import painted

if TYPE_CHECKING:
    from groundtruth.render.scene.shapes import Shape

WHITE = (0.72, 0.71, 0.68)
STEEL = (0.38, 0.38, 0.39)
BLACK = (0.025, 0.025, 0.027)


def wood_colours(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw the light and the dark colour of a wood, linear RGB."""
    light = np.array([0.42, 0.26, 0.13]) * rng.uniform(0.35, 1.5)
    light = light + rng.uniform(0.0, 0.6) * (light.mean() - light)
    return np.clip(light, 0, 0.75), np.clip(light * rng.uniform(0.45, 0.7), 0, 1)


def strong_colour(rng: np.random.Generator) -> np.ndarray:
    """Draw a saturated colour, linear RGB."""
    hue = rng.uniform(0, 2 * np.pi) + np.array([0.0, 2.1, 4.2])
    vivid = 0.5 + 0.5 * np.cos(hue)
    grey = rng.uniform(0.02, 0.7)
    return np.clip(grey * (0.25 + vivid * rng.uniform(0.2, 1.3)), 0.01, 0.85)


def calm_colour(rng: np.random.Generator) -> np.ndarray:
    """Draw a desaturated colour, as of walls and carpets, linear RGB."""
    tone = strong_colour(rng)
    grey = tone.mean() * np.array([1.06, 1.0, 0.9])
    return np.clip(grey + rng.uniform(0.1, 0.75) * (tone - grey), 0.01, 0.85)


def wooden(rng: np.random.Generator, shape: Shape) -> Shape:
    """The shape with a wood surface."""
    light, dark = wood_colours(rng)
    return painted(shape, light, dark, grain="wood", roughness=0.45)


def coated(rng: np.random.Generator, shape: Shape) -> Shape:
    """The shape with a surface of wood or pale paint."""
    if rng.random() < 0.5:
        return wooden(rng, shape)
    tone = np.array(WHITE) * rng.uniform(0.25, 1.1)
    return painted(shape, np.clip(tone, 0, 0.82), roughness=0.4)
