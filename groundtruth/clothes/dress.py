"""Putting an outfit on a body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.bottoms import make_bottom, thickness
from groundtruth.clothes.bra import make_bra
from groundtruth.clothes.figure import measure
from groundtruth.clothes.hair import make_hair
from groundtruth.clothes.shoes import make_shoes
from groundtruth.clothes.tops import make_top
from groundtruth.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.outfit import Outfit
    from groundtruth.clothes.tube import Tube
    from groundtruth.piece import Material, PosedBody


@dataclass(frozen=True, slots=True, eq=False)
class Dressed:
    """Clothes, shoes and hair on a body.

    Attributes
    ----------
    pieces : list of Piece
        Without the skin.
    covered : ndarray, shape (V,), bool
        Skin that is surely hidden; see ``bare_faces``.
    """

    pieces: list[Piece]
    covered: NDArray[np.bool_]

    def bare_faces(self, body: PosedBody) -> NDArray[np.intp]:
        """Triangles of the skin that may be seen; the others would shine through the cloth."""
        return body.faces[~self.covered[body.faces].all(axis=1)]


def dress(body: PosedBody, outfit: Outfit, rng: np.random.Generator) -> Dressed:
    """Put an outfit on.

    Parameters
    ----------
    body : PosedBody
    outfit : Outfit
    rng : numpy.random.Generator
        Only folds and strands come from it: the same state gives the same garment on the same
        person in another pose.

    Returns
    -------
    Dressed
    """
    figure = measure(body)
    # Every garment has its own stream, so that none depends on what else is worn.
    streams = [np.random.default_rng(seed) for seed in rng.integers(0, 2**63, 4)]
    covered = np.zeros(len(body.vertices), dtype=bool)
    pieces: list[Piece] = []

    def add(name: str, made: tuple[Tube, NDArray[np.bool_]], material: Material) -> None:
        tube, hidden = made
        covered[hidden] = True
        pieces.append(Piece(name, tube.vertices, tube.faces, material, tube.uv))

    add("bottom", make_bottom(figure, outfit, streams[0]), outfit.bottom_cloth)
    if outfit.top == "bra":
        add("top", make_bra(figure, outfit), outfit.top_cloth)
    elif outfit.top != "bare":
        add("top", make_top(figure, outfit, thickness(outfit), streams[1]), outfit.top_cloth)
    for shoe in make_shoes(figure, outfit):
        add(shoe.name, (shoe.surface, shoe.hidden), shoe.material)
    for lock in make_hair(figure, outfit, streams[2]):
        pieces.append(Piece("hair", lock.vertices, lock.faces, outfit.hair_material, lock.uv))
    return Dressed(pieces, covered)
