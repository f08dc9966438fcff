"""People in MakeHuman's garments: which they wear, and the meshes on a body."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from groundtruth.bodies.tread import Tread
from groundtruth.clothes.colours import draw_cloth, draw_hair_colour
from groundtruth.clothes.everyday.dyes import draw_bottom_cloth, draw_footwear_colours
from groundtruth.clothes.makehuman.assets import base_skin, load, names
from groundtruth.clothes.makehuman.fit import covered, fitted, fitted_to_head
from groundtruth.clothes.outfit import Outfit
from groundtruth.clothes.surface import in_segments
from groundtruth.clothes.tube import Tube

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from groundtruth.clothes.measured_body import MeasuredBody
    from groundtruth.clothes.outfit import Hair
    from groundtruth.meshes import Material

_HAIR: dict[str, Hair] = {
    "afro01": "short",
    "bob01": "bob",
    "bob02": "bob",
    "braid01": "ponytail",
    "long01": "long",
    "ponytail01": "ponytail",
    "short01": "short",
    "short02": "short",
    "short03": "short",
    "short04": "cropped",
}
"""Style of our own that each of MakeHuman's comes nearest to."""

_MEN = ("afro01", "short01", "short02", "short03", "short04")
_HATTED = 0.08

_SOLES = (0.012, 0.035)
"""Soles, metres; those of the meshes are thinner and are stretched."""


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """What is worn of MakeHuman's garments.

    Attributes
    ----------
    suit, shoes, hair, hat : str
        Names; ``hat`` is empty without one.
    tread : Tread
        Soles of the shoes on this person.
    """

    suit: str
    shoes: str
    hair: str
    hat: str
    tread: Tread

    @property
    def lift(self) -> float:
        """What soles and hat add to the stature, metres."""
        return self.tread.sole + (0.08 if self.hat else 0.0)

    def record(self) -> dict[str, Any]:
        """For the truth file's ``clothing`` block."""
        return {
            "wardrobe": "makehuman",
            "garment": self.suit,
            "legs": self.suit,
            "shoes": self.shoes,
            "hair_mesh": self.hair,
            "cap": self.hat or "none",
            "sole_mm": round(1000 * self.tread.sole, 1),
            "heel_drop_mm": round(1000 * self.tread.drop, 1),
        }


def draw_ready_made(
    rng: np.random.Generator, sex: Literal["female", "male"], stature: float
) -> Outfit:
    """Draw an outfit of MakeHuman's garments.

    Parameters
    ----------
    rng : numpy.random.Generator
    sex : {"female", "male"}
    stature : float
        Metres; no sole is thinner for the foot than that of the mesh.

    Returns
    -------
    Outfit
        With ``ready_made`` set.

    Raises
    ------
    NoGarmentsError
        Where the folder of the garments is not known.
    """
    clothes = names("clothes")
    suit = _one(rng, [name for name in clothes if name.startswith(sex)])
    shoes = _one(rng, [name for name in clothes if name.startswith("shoes")])
    styles = [name for name in names("hair") if sex == "female" or name in _MEN]
    hair = _one(rng, styles)
    hats = [name for name in clothes if name.startswith("fedora")]
    hat = _one(rng, hats) if rng.random() < _HATTED else ""
    sole = float(rng.uniform(*_SOLES))
    material, _ = draw_footwear_colours(rng, "leather" if rng.random() < 0.5 else "trainers")
    return Outfit(
        top="t_shirt",
        bottom="trousers",
        hair=_HAIR.get(hair, "short"),
        shoes="barefoot",
        looseness=0.5,
        leg_looseness=0.5,
        sleeve=0.0,
        hem=0.0,
        tucked=False,
        waist=0.05,
        leg=1.9,
        hair_length=0.5,
        top_cloth=draw_cloth(rng, printed=False),
        bottom_cloth=draw_bottom_cloth(rng, denim=bool(rng.random() < 0.5)),
        hair_material=draw_hair_colour(rng),
        shoe_material=material,
        ready_made=ReadyMade(suit, shoes, hair, hat, Tread(max(sole, _sole(shoes) * stature))),
    )


def ready_made_garments(
    measured: MeasuredBody, outfit: Outfit, worn: ReadyMade
) -> Iterator[tuple[str, Tube, NDArray[np.bool_], Material]]:
    """Name, surface, hidden skin and material of everything worn, hair included."""
    nothing = np.zeros(len(measured.body.vertices), dtype=bool)
    suit = load(worn.suit)
    vertices, hidden = fitted(measured, worn.suit), covered(measured, suit)
    upper, lower = _halves(worn.suit)
    halves = (("top", upper, outfit.top_cloth), ("bottom", lower, outfit.bottom_cloth))
    for name, faces, cloth in halves:
        if len(faces):
            yield name, _tube(vertices, faces), hidden, cloth
    shoes = load(worn.shoes)
    standing = _on_the_floor(fitted(measured, worn.shoes), worn.tread.sole)
    # A shaft or a sock ends inside the trouser leg.
    inside = standing[:, 1] > float(vertices[:, 1].min()) + 0.015
    shown = shoes.faces[~inside[shoes.faces].all(axis=1)]
    yield "shoes", _tube(standing, shown), covered(measured, shoes), outfit.shoe_material
    skull = in_segments(measured.body, ("head",))
    skull &= measured.body.rest[:, 1] > 0.93 * measured.stature
    hair, strands = load(worn.hair), load(worn.hair).faces
    if worn.hat:
        under = hair.vertices[:, 1] > float(load(worn.hat).vertices[:, 1].min()) + 0.02
        strands = strands[~under[strands].all(axis=1)]
    grown = fitted_to_head(measured, worn.hair, skull)
    yield "hair", _tube(grown, strands), nothing, outfit.hair_material
    if worn.hat:
        hat = fitted_to_head(measured, worn.hat, skull)
        yield "cap", _tube(hat, load(worn.hat).faces), nothing, outfit.bottom_cloth


def _one(rng: np.random.Generator, choices: Sequence[str]) -> str:
    return choices[int(rng.integers(len(choices)))]


@cache
def _sole(shoes: str) -> float:
    """How much lower the shoe reaches than the foot, statures of the base mesh."""
    skin, shoe = base_skin(), load(shoes).vertices
    return float(skin[:, 1].min() - shoe[:, 1].min()) / float(np.ptp(skin[:, 1]))


def _on_the_floor(shoes: NDArray[np.float64], sole: float) -> NDArray[np.float64]:
    """Press or stretch each sole so that it ends at y = 0."""
    out = shoes.copy()
    for side in (out[:, 2] > 0, out[:, 2] <= 0):
        low = float(out[side, 1].min())
        share = np.clip(1.0 - (out[side, 1] - low) / max(sole - low, 0.01), 0.0, 1.0)
        out[side, 1] -= low * share
    return out


@cache
def _halves(suit: str) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Faces of the parts that are worn above, and of those worn below, the waist."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    garment = load(suit)
    faces, count = garment.faces, len(garment.vertices)
    start, end = faces[:, [0, 1, 2]].ravel(), faces[:, [1, 2, 0]].ravel()
    graph = coo_matrix((np.ones(len(start)), (start, end)), shape=(count, count))
    _, part = connected_components(graph, directed=False)
    y = garment.vertices[:, 1]
    middle = np.bincount(part, y) / np.bincount(part)
    skin = base_skin()
    waist = float(skin[:, 1].min()) + 0.56 * float(np.ptp(skin[:, 1]))
    below = middle[part[faces[:, 0]]] < waist
    if below.all():
        # Shirt and trousers are one surface.
        below = y[faces].mean(axis=1) < waist
    return faces[~below], faces[below]


def _tube(vertices: NDArray[np.float64], faces: NDArray[np.intp]) -> Tube:
    """The used part of a mesh."""
    used, flat = np.unique(faces, return_inverse=True)
    points = vertices[used]
    uv = np.stack([0.15 * np.arctan2(points[:, 2], points[:, 0]), -points[:, 1]], axis=1)
    return Tube(points, flat.reshape(faces.shape).astype(np.intp), uv)
