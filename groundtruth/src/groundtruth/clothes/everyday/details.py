"""What an everyday outfit consists of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from groundtruth.bodies.tread import Tread
    from groundtruth.clothes.everyday.footwear import Footwear
    from groundtruth.clothes.everyday.headwear import Cap
    from groundtruth.clothes.everyday.neckwear import Collar
    from groundtruth.clothes.tops import Build
    from groundtruth.meshes import Material

Garment = Literal["t_shirt", "polo", "shirt", "jumper", "hoodie", "dress"]
Legs = Literal["jeans", "trousers", "joggers", "leggings", "shorts", "skirt", "dress"]

BREAKING: tuple[Legs, ...] = ("jeans", "trousers", "joggers")
"""Legs that reach the shoe."""


@dataclass(frozen=True, slots=True)
class Everyday:
    """What an everyday outfit has beyond an :class:`groundtruth.clothes.outfit.Outfit`.

    Attributes
    ----------
    garment, legs : str
    footwear : Footwear
    knee_girth, hem_girth : float
        Metres round a trouser leg at the knee and at its hem.
    hem_height : float
        Of a trouser leg above the floor at the back, metres.
    breaks : float
        How far the cloth is pushed together over the shoe, 0 to 1.
    build : Build
        Of the top.
    collar : str
    hood : bool
        A hood lies on the back.
    rise : float
        Of the collar, or fullness of the hood, 0 to 1.
    jacket : Material or None
        Cloth of an open jacket over the top.
    jacket_hem : float
        Its lower edge below the hip axis, statures.
    skirt_hem : float
        Lower edge of a skirt or a dress below the hip axis, statures.
    flare : float
        How much wider a skirt becomes downwards, 0 to 1.
    cap : {"none", "cap", "beanie"}
    cap_cloth : Material
    glasses : bool
    beard : float
        0 none to 1 long.
    """

    garment: Garment
    legs: Legs
    footwear: Footwear
    knee_girth: float
    hem_girth: float
    hem_height: float
    breaks: float
    build: Build
    collar: Collar
    hood: bool
    rise: float
    jacket: Material | None
    jacket_hem: float
    skirt_hem: float
    flare: float
    cap: Cap
    cap_cloth: Material
    glasses: bool
    beard: float

    @property
    def tread(self) -> Tread:
        """What the footwear puts under the feet."""
        return self.footwear.tread

    @property
    def over_shoulders(self) -> float:
        """How far clothes lift the hair off the upper back, metres."""
        if self.hood:
            return 0.045 + 0.035 * self.rise
        return 0.004 + self.build.thick + (0.012 if self.jacket is not None else 0.0)

    @property
    def lift(self) -> float:
        """What sole and cap add to the stature, metres."""
        return self.tread.sole + (0.03 if self.cap != "none" else 0.0)

    def record(self) -> dict[str, Any]:
        """For the truth file's ``clothing`` block."""
        worn = self.footwear
        return {
            "wardrobe": "own",
            "garment": self.garment,
            "legs": self.legs,
            "shoes": worn.kind,
            "sole_mm": round(1000 * worn.sole, 1),
            "heel_drop_mm": round(1000 * worn.drop, 1),
            "collar": self.collar,
            "hood": self.hood,
            "jacket": self.jacket is not None,
            "dress": self.garment == "dress",
            "cap": self.cap,
            "glasses": self.glasses,
            "beard": round(self.beard, 2),
        }
