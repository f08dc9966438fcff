"""Drawing what somebody wears on an ordinary day, independently of body and posture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

from groundtruth.clothes.colours import draw_cloth, draw_hair_colour
from groundtruth.clothes.everyday.details import Everyday
from groundtruth.clothes.everyday.dyes import draw_bottom_cloth, draw_footwear_colours
from groundtruth.clothes.everyday.footwear import Footwear
from groundtruth.clothes.outfit import Outfit
from groundtruth.clothes.tops import Build

if TYPE_CHECKING:
    import numpy as np

    from groundtruth.clothes.everyday.details import Garment, Legs
    from groundtruth.clothes.everyday.footwear import Kind
    from groundtruth.clothes.everyday.headwear import Cap
    from groundtruth.clothes.everyday.neckwear import Collar
    from groundtruth.clothes.outfit import Bottom, Hair, Top

Name = TypeVar("Name", bound=str)

_GARMENTS: dict[str, dict[Garment, float]] = {
    "female": {
        "t_shirt": 0.34,
        "polo": 0.05,
        "shirt": 0.18,
        "jumper": 0.20,
        "hoodie": 0.15,
        "dress": 0.08,
    },
    "male": {"t_shirt": 0.36, "polo": 0.14, "shirt": 0.18, "jumper": 0.14, "hoodie": 0.18},
}
_LEGS: dict[str, dict[Legs, float]] = {
    "female": {
        "jeans": 0.40,
        "trousers": 0.20,
        "joggers": 0.08,
        "leggings": 0.16,
        "shorts": 0.08,
        "skirt": 0.08,
    },
    "male": {"jeans": 0.46, "trousers": 0.26, "joggers": 0.12, "shorts": 0.16},
}
_KINDS: dict[Kind, float] = {
    "trainers": 0.52,
    "leather": 0.18,
    "boots": 0.12,
    "sandals": 0.06,
    "socks": 0.06,
    "barefoot": 0.06,
}
_SOLES: dict[Kind, tuple[tuple[float, float], tuple[float, float]]] = {
    "trainers": ((0.018, 0.040), (0.0, 0.012)),
    "leather": ((0.015, 0.032), (0.004, 0.012)),
    "boots": ((0.022, 0.040), (0.004, 0.012)),
    "sandals": ((0.015, 0.030), (0.0, 0.008)),
}
"""Least and most thickness under the heel, and heel drop, metres."""

_CAPS: dict[Cap, float] = {"none": 0.89, "cap": 0.07, "beanie": 0.04}

_HAIR: dict[str, dict[Hair, float]] = {
    "female": {
        "cropped": 0.03,
        "short": 0.13,
        "bob": 0.18,
        "long": 0.28,
        "ponytail": 0.26,
        "bun": 0.12,
    },
    "male": {
        "none": 0.12,
        "cropped": 0.28,
        "short": 0.50,
        "bob": 0.04,
        "long": 0.02,
        "ponytail": 0.02,
        "bun": 0.02,
    },
}


def draw_everyday(rng: np.random.Generator, sex: Literal["female", "male"]) -> Outfit:
    """Draw an everyday outfit.

    Parameters
    ----------
    rng : numpy.random.Generator
    sex : {"female", "male"}

    Returns
    -------
    Outfit
        With ``everyday`` set.
    """
    garment = _choose(rng, _GARMENTS[sex])
    legs = "dress" if garment == "dress" else _choose(rng, _LEGS[sex])
    footwear = _draw_footwear(rng, legs)
    everyday = _draw_details(rng, sex, garment, legs, footwear)
    # Classes that the older outfits know as well, so that sets can be compared.
    top: Top = "t_shirt" if garment in ("t_shirt", "polo", "dress") else "loose"
    loose = float(rng.uniform(0.35, 0.8) if top == "t_shirt" else rng.uniform(0.5, 1.0))
    short = garment in ("t_shirt", "polo", "dress") or (garment == "shirt" and rng.random() < 0.3)
    sleeve = float(rng.uniform(0.5, 0.85) if short else rng.uniform(1.8, 1.95))
    return Outfit(
        top=top,
        bottom=_BOTTOMS.get(legs, "trousers"),
        hair=_choose(rng, _HAIR[sex]),
        shoes="barefoot",
        looseness=loose,
        leg_looseness=_leg_looseness(rng, legs),
        sleeve=sleeve,
        hem=everyday.skirt_hem if garment == "dress" else float(rng.uniform(0.02, 0.12)),
        tucked=everyday.build.overhang > 0 or (legs == "skirt" and rng.random() < 0.3),
        waist=float(rng.uniform(0.03, 0.075) if legs != "skirt" else rng.uniform(0.07, 0.10)),
        leg=_leg(rng, legs),
        hair_length=float(rng.random()),
        top_cloth=draw_cloth(rng, printed=garment in ("t_shirt", "hoodie", "dress")),
        bottom_cloth=draw_bottom_cloth(rng, denim=legs == "jeans"),
        hair_material=draw_hair_colour(rng),
        shoe_material=footwear.material,
        everyday=everyday,
    )


def _draw_details(
    rng: np.random.Generator, sex: str, garment: Garment, legs: Legs, footwear: Footwear
) -> Everyday:
    knee, hem, height = _draw_leg(rng, legs)
    tucked = garment in ("t_shirt", "polo", "shirt") and rng.random() < 0.2
    overhang = float(rng.uniform(0.004, 0.022)) if tucked else 0.0
    collar: Collar = "shirt" if garment == "shirt" else "polo" if garment == "polo" else "none"
    if garment == "jumper" and rng.random() < 0.25:
        collar = "roll"
    jacket = garment in ("t_shirt", "shirt") and not tucked and rng.random() < 0.22
    cloth = draw_cloth(rng, printed=False, dark=True)
    if jacket and collar == "none" and rng.random() < 0.7:
        collar = "shirt"
    hooded = garment == "hoodie" or (jacket and collar == "none")
    return Everyday(
        garment=garment,
        legs=legs,
        footwear=footwear,
        knee_girth=knee,
        hem_girth=hem,
        hem_height=height,
        breaks=float(rng.random()),
        build=Build(
            thick={"hoodie": 0.005, "jumper": 0.003}.get(garment, 0.0),
            rib=float(rng.uniform(0.4, 0.9)) if garment in ("hoodie", "jumper") else 0.0,
            overhang=overhang,
            tails=0.03 if garment == "shirt" and not tucked else 0.0,
        ),
        collar=collar,
        hood=hooded,
        rise=float(rng.random()),
        jacket=cloth if jacket else None,
        jacket_hem=float(rng.uniform(0.0, 0.10)),
        skirt_hem=float(rng.uniform(0.13, 0.42)),
        flare=float(rng.random()),
        cap=_choose(rng, _CAPS),
        cap_cloth=draw_cloth(rng, printed=False, dark=True),
        glasses=bool(rng.random() < 0.28),
        beard=_draw_beard(rng, sex),
    )


def _draw_beard(rng: np.random.Generator, sex: str) -> float:
    grown, length = rng.random() < 0.35, float(rng.beta(1.2, 2.5))
    return 0.05 + 0.95 * length if grown and sex == "male" else 0.0


_BOTTOMS: dict[Legs, Bottom] = {
    "leggings": "leggings",
    "shorts": "shorts",
    "skirt": "shorts",
    "dress": "shorts",
}


def _leg_looseness(rng: np.random.Generator, legs: Legs) -> float:
    if legs in ("leggings", "skirt", "dress"):
        return 0.1
    return float(rng.uniform(0.3, 0.9))


def _leg(rng: np.random.Generator, legs: Legs) -> float:
    if legs in ("skirt", "dress"):
        return 0.12
    return float(rng.uniform(0.35, 0.95) if legs == "shorts" else rng.uniform(1.6, 1.92))


def _draw_footwear(rng: np.random.Generator, legs: Legs) -> Footwear:
    kind = _choose(rng, _KINDS)
    soles, drops = _SOLES.get(kind, ((0.0, 0.0), (0.0, 0.0)))
    sole, drop = float(rng.uniform(*soles)), float(rng.uniform(*drops))
    room, counter = float(rng.uniform(0.009, 0.020)), float(rng.uniform(0.007, 0.012))
    pointed = float(rng.random()) * (1.0 if kind in ("leather", "boots") else 0.3)
    shaft = float(rng.uniform(0.05, 0.12)) if kind == "boots" else float(rng.uniform(0.02, 0.12))
    material, sock = draw_footwear_colours(rng, kind)
    bare = legs in ("leggings", "shorts", "skirt", "dress") and rng.random() < 0.4
    return Footwear(
        kind=kind,
        sole=sole,
        drop=min(drop, max(sole - 0.008, 0.0)),
        room=room if kind != "sandals" else 0.006,
        counter=counter if kind != "sandals" else 0.005,
        pointed=pointed,
        shaft=shaft,
        # Trousers hide the socks.
        socks=kind in ("trainers", "leather") and legs not in ("jeans", "trousers") and not bare,
        material=material,
        sock=sock,
    )


def _draw_leg(rng: np.random.Generator, legs: Legs) -> tuple[float, float, float]:
    """Girth at the knee and at the hem, and height of the hem at the back, metres."""
    wide = float(rng.beta(1.6, 1.8))
    knee = 0.37 + 0.18 * wide + float(rng.normal(0.0, 0.01))
    hem = 0.31 + 0.22 * wide + float(rng.normal(0.0, 0.015))
    if legs == "joggers":
        hem = 0.24 + 0.03 * wide
    # What is too narrow to pass over the heel of a shoe ends above it.
    over = hem > 0.40
    high = rng.uniform(0.010, 0.040) if over else rng.uniform(0.06, 0.10)
    return knee, hem, float(high)


def _choose(rng: np.random.Generator, shares: dict[Name, float]) -> Name:
    names = list(shares)
    weights = list(shares.values())
    return names[int(rng.choice(len(names), p=[w / sum(weights) for w in weights]))]
