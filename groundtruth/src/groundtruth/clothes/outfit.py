"""Clothes, shoes and hair of a person, drawn at random independently of body and posture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from groundtruth.bodies.tread import BARE
from groundtruth.clothes.colours import draw_cloth, draw_hair_colour, draw_shoe_colour

if TYPE_CHECKING:
    import numpy as np

    from groundtruth.bodies.tread import Tread
    from groundtruth.clothes.everyday.details import Everyday
    from groundtruth.clothes.makehuman.ready_made import ReadyMade
    from groundtruth.meshes import Material

Top = Literal["bare", "bra", "fitted", "t_shirt", "loose"]
Bottom = Literal["shorts", "leggings", "trousers"]
Hair = Literal["none", "cropped", "short", "bob", "long", "ponytail", "bun"]
Shoes = Literal["barefoot", "socks", "trainers"]
Name = TypeVar("Name", bound=str)


@dataclass(frozen=True, slots=True)
class Outfit:
    """Clothes, shoes and hair.

    Attributes
    ----------
    top, bottom, hair, shoes : str
    looseness : float
        Of the top: 0 bare, 0.15 bra, 0.2-0.3 fitted, 0.35-0.75 T-shirt, 0.7-1 loose.
    leg_looseness : float
        Of the bottom: 0.1 skin-tight to 1 wide.
    sleeve : float
        0 none, 1 to the elbow, 2 to the wrist.
    hem : float
        Lower edge of the top below the hip axis, statures; negative is above.
    tucked : bool
        The top ends under the waistband.
    waist : float
        Upper edge of the bottom above the hip axis, statures.
    leg : float
        Length of the bottom: 0 crotch, 1 knee, 2 ankle.
    hair_length : float
        0 shortest to 1 longest of its style.
    top_cloth, bottom_cloth, hair_material, shoe_material : Material
    everyday : Everyday or None
        Details of an everyday outfit; its footwear replaces ``shoes``.
    ready_made : ReadyMade or None
        Garments of MakeHuman, which replace all others.
    """

    top: Top
    bottom: Bottom
    hair: Hair
    shoes: Shoes
    looseness: float
    leg_looseness: float
    sleeve: float
    hem: float
    tucked: bool
    waist: float
    leg: float
    hair_length: float
    top_cloth: Material
    bottom_cloth: Material
    hair_material: Material
    shoe_material: Material
    everyday: Everyday | None = None
    ready_made: ReadyMade | None = None

    @property
    def tread(self) -> Tread:
        """The sole that the body must stand on."""
        worn = self.everyday or self.ready_made
        return BARE if worn is None else worn.tread

    @property
    def lift(self) -> float:
        """What soles and headwear add to the stature, metres."""
        worn = self.everyday or self.ready_made
        return 0.0 if worn is None else worn.lift

    def record(self) -> dict[str, Any]:
        """For the truth file's ``clothing`` block."""
        common = {
            "top": self.top,
            "bottom": self.bottom,
            "hair": self.hair,
            "looseness": round(self.looseness, 3),
        }
        worn = self.everyday or self.ready_made
        return common if worn is None else common | worn.record()


_TOPS: dict[str, dict[Top, float]] = {
    "female": {"bra": 0.22, "fitted": 0.26, "t_shirt": 0.32, "loose": 0.20},
    "male": {"bare": 0.24, "fitted": 0.20, "t_shirt": 0.36, "loose": 0.20},
}
_BOTTOMS: dict[str, dict[Bottom, float]] = {
    "female": {"shorts": 0.30, "leggings": 0.40, "trousers": 0.30},
    "male": {"shorts": 0.55, "leggings": 0.08, "trousers": 0.37},
}
_HAIR: dict[str, dict[Hair, float]] = {
    "female": {
        "cropped": 0.02,
        "short": 0.12,
        "bob": 0.18,
        "long": 0.24,
        "ponytail": 0.24,
        "bun": 0.20,
    },
    "male": {
        "none": 0.14,
        "cropped": 0.28,
        "short": 0.46,
        "bob": 0.05,
        "long": 0.02,
        "ponytail": 0.02,
        "bun": 0.03,
    },
}
_SHOES: dict[Shoes, float] = {"barefoot": 0.35, "socks": 0.2, "trainers": 0.45}


def draw_outfit(rng: np.random.Generator, sex: Literal["female", "male"]) -> Outfit:
    """Draw an outfit.

    Parameters
    ----------
    rng : numpy.random.Generator
    sex : {"female", "male"}

    Returns
    -------
    Outfit
    """
    top = _choose(rng, _TOPS[sex])
    bottom = _choose(rng, _BOTTOMS[sex])
    long_sleeve = rng.random() < (0.45 if top == "loose" else 0.2)
    return Outfit(
        top=top,
        bottom=bottom,
        hair=_choose(rng, _HAIR[sex]),
        shoes=_choose(rng, _SHOES),
        looseness=_looseness(rng, top),
        leg_looseness=_leg_looseness(rng, bottom),
        sleeve=_sleeve(rng, top, long_sleeve=long_sleeve),
        hem=float(rng.uniform(-0.035, 0.03) if top != "loose" else rng.uniform(-0.02, 0.10)),
        tucked=bool(top in ("fitted", "t_shirt") and rng.random() < 0.18),
        waist=float(rng.uniform(0.045, 0.085)),
        leg=_leg(rng, bottom),
        hair_length=float(rng.random()),
        top_cloth=draw_cloth(rng, printed=top in ("t_shirt", "loose")),
        bottom_cloth=draw_cloth(rng, printed=False, dark=True),
        hair_material=draw_hair_colour(rng),
        shoe_material=draw_shoe_colour(rng),
    )


def for_stickers(outfit: Outfit) -> Outfit:
    """Change an outfit to what the sticker protocol asks for.

    Nape and ears uncovered, back bare or a tight top, tight shorts, barefoot.

    Parameters
    ----------
    outfit : Outfit

    Returns
    -------
    Outfit
    """
    top, looseness = outfit.top, outfit.looseness
    if top in ("t_shirt", "loose"):
        # Bare upper body, or a fitted top without sleeves.
        top, looseness = "fitted", 0.2 + 0.1 * outfit.hair_length
    bottom = "shorts" if outfit.bottom == "trousers" else outfit.bottom
    return replace(
        outfit,
        top=top,
        bottom=bottom,
        hair="bun" if outfit.hair in ("bob", "long", "ponytail") else outfit.hair,
        looseness=looseness,
        leg_looseness=0.1 if bottom == "leggings" else 0.12,
        sleeve=0.0,
        shoes="barefoot",
        # Below the iliac spines.
        hem=min(outfit.hem, -0.085),
        leg=outfit.leg if bottom == outfit.bottom else 0.5,
    )


def _choose(rng: np.random.Generator, shares: dict[Name, float]) -> Name:
    names = list(shares)
    weights = list(shares.values())
    return names[int(rng.choice(len(names), p=[w / sum(weights) for w in weights]))]


def _looseness(rng: np.random.Generator, top: Top) -> float:
    if top == "bare":
        return 0.0
    if top == "bra":
        return 0.15
    low, high = {"fitted": (0.2, 0.3), "t_shirt": (0.35, 0.75), "loose": (0.7, 1.0)}[top]
    return float(rng.uniform(low, high))


def _leg_looseness(rng: np.random.Generator, bottom: Bottom) -> float:
    if bottom == "leggings":
        return 0.1
    if bottom == "shorts" and rng.random() < 0.35:
        return 0.12
    return float(rng.uniform(0.3, 1.0))


def _sleeve(rng: np.random.Generator, top: Top, *, long_sleeve: bool) -> float:
    if top in ("bare", "bra"):
        return 0.0
    if long_sleeve:
        return float(rng.uniform(1.75, 1.95))
    if top == "fitted" and rng.random() < 0.5:
        return 0.0
    return float(rng.uniform(0.45, 0.8) + (0.15 if top == "loose" else 0.0))


def _leg(rng: np.random.Generator, bottom: Bottom) -> float:
    if bottom == "shorts":
        return float(rng.uniform(0.15, 0.85))
    if bottom == "leggings":
        return float(rng.uniform(1.55, 1.92))
    return float(rng.uniform(1.86, 1.96))
