"""What somebody wears, drawn at random."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from groundtruth.piece import Material

if TYPE_CHECKING:
    from groundtruth.clothes.folds import Folds

Top = Literal["bare", "bra", "fitted", "t_shirt", "loose"]
Bottom = Literal["shorts", "leggings", "trousers"]
Hair = Literal["none", "short", "bob", "long", "ponytail", "bun"]
Shoes = Literal["barefoot", "socks", "trainers"]

_BASE_LOOSENESS = {"bare": 0.0, "bra": 0.15, "fitted": 0.25}


@dataclass(frozen=True, slots=True, eq=False)
class Outfit:
    """Clothes and hair.

    Attributes
    ----------
    top, bottom, hair, shoes : str
    looseness : float
        0 bare to 1 hanging plumb.
    hem : float
        Lower edge of the top, statures above the floor at rest.
    sleeve : float
        Share of the upper arm that the sleeve covers; above 1 it reaches down the forearm.
    leg : float
        Share of the leg that shorts cover.
    materials : dict of str to Material
        By piece: top, bottom, hair, shoes.
    pleats, creases : Folds
        Relief of the top.
    """

    top: Top
    bottom: Bottom
    hair: Hair
    shoes: Shoes
    looseness: float
    hem: float
    sleeve: float
    leg: float
    materials: dict[str, Material]
    pleats: Folds
    creases: Folds


def draw_outfit(rng: np.random.Generator, sex: str) -> Outfit:
    """Draw clothes and hair.

    Parameters
    ----------
    rng : numpy.random.Generator
    sex : {"female", "male"}

    Returns
    -------
    Outfit
    """
    from groundtruth.clothes.folds import draw_creases, draw_pleats

    share = [0.06, 0.24, 0.24, 0.24, 0.22] if sex == "female" else [0.28, 0.0, 0.24, 0.26, 0.22]
    top: Top = rng.choice(["bare", "bra", "fitted", "t_shirt", "loose"], p=share)
    bottom: Bottom = rng.choice(["shorts", "leggings", "trousers"], p=[0.4, 0.35, 0.25])
    styles = ["none", "short", "bob", "long", "ponytail", "bun"]
    chance = (
        [0.04, 0.2, 0.2, 0.2, 0.2, 0.16] if sex == "female" else [0.2, 0.66, 0.06, 0.03, 0.03, 0.02]
    )
    hair: Hair = rng.choice(styles, p=chance)
    shoes: Shoes = rng.choice(["barefoot", "socks", "trainers"], p=[0.45, 0.2, 0.35])
    loose = _BASE_LOOSENESS.get(str(top))
    if loose is None:
        loose = rng.uniform(0.35, 0.7) if top == "t_shirt" else rng.uniform(0.65, 1.0)
    cloth = _cloth(rng)
    materials = {
        "top": cloth,
        "bottom": replace(_cloth(rng), pattern="melange" if rng.random() < 0.3 else "plain"),
        "hair": _hair_material(rng),
        "shoes": Material("shoe", _colour(rng), roughness=0.6),
    }
    return Outfit(
        top=str(top),  # pyright: ignore[reportArgumentType]
        bottom=str(bottom),  # pyright: ignore[reportArgumentType]
        hair=str(hair),  # pyright: ignore[reportArgumentType]
        shoes=str(shoes),  # pyright: ignore[reportArgumentType]
        looseness=float(loose),
        hem=float(rng.uniform(0.44, 0.53) if top == "loose" else rng.uniform(0.48, 0.545)),
        sleeve=float(rng.choice([0.0, rng.uniform(0.35, 0.75), 1.9], p=[0.25, 0.55, 0.2])),
        leg=float(rng.uniform(0.18, 0.55)),
        materials=materials,
        pleats=draw_pleats(rng),
        creases=draw_creases(rng),
    )


def skin_material(skin: float) -> Material:
    """Skin from light (0) to dark (1)."""
    light, dark = np.array([0.66, 0.42, 0.32]), np.array([0.085, 0.042, 0.026])
    colour = np.exp((1 - skin) * np.log(light) + skin * np.log(dark))
    return Material("skin", (float(colour[0]), float(colour[1]), float(colour[2])), roughness=0.55)


def _colour(rng: np.random.Generator) -> tuple[float, float, float]:
    """Clothes are black, grey, white or navy as often as bright."""
    if rng.random() < 0.5:
        grey = float(np.exp(rng.uniform(np.log(0.012), np.log(0.8))))
        tilt = rng.normal(0, 0.05, 3)
        r, g, b = np.clip(grey * np.exp(tilt), 0.0, 1.0)
        return float(r), float(g), float(b)
    return colorsys.hsv_to_rgb(
        float(rng.random()), float(rng.uniform(0.35, 0.95)), float(rng.uniform(0.05, 0.7))
    )


def _cloth(rng: np.random.Generator) -> Material:
    pattern = rng.choice(["plain", "stripes", "melange", "print"], p=[0.6, 0.12, 0.18, 0.1])
    return Material(
        "cloth",
        _colour(rng),
        _colour(rng) if pattern != "plain" else None,
        str(pattern),  # pyright: ignore[reportArgumentType]
        roughness=float(rng.uniform(0.7, 0.95)),
    )


def _hair_material(rng: np.random.Generator) -> Material:
    tones = [(0.008, 0.006, 0.005), (0.03, 0.016, 0.009), (0.09, 0.045, 0.02), (0.32, 0.2, 0.09)]
    tones += [(0.3, 0.3, 0.3), (0.16, 0.045, 0.015)]
    base = np.array(tones[int(rng.choice(len(tones), p=[0.25, 0.27, 0.2, 0.12, 0.1, 0.06]))])
    r, g, b = base * np.exp(rng.normal(0, 0.15))
    return Material("hair", (float(r), float(g), float(b)), pattern="strands", roughness=0.5)
