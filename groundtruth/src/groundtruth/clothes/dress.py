"""Putting an outfit on a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.bottoms import make_bottom, thickness
from groundtruth.clothes.bra import make_bra
from groundtruth.clothes.colours import skin_material
from groundtruth.clothes.everyday.wear import everyday_garments
from groundtruth.clothes.figure import measure
from groundtruth.clothes.hair import make_hair
from groundtruth.clothes.shoes import make_shoes
from groundtruth.clothes.surface import in_segments
from groundtruth.clothes.tops import make_top
from groundtruth.piece import Material, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from groundtruth.clothes.figure import Figure
    from groundtruth.clothes.outfit import Outfit
    from groundtruth.clothes.tube import Tube
    from groundtruth.piece import PosedBody


def dress(body: PosedBody, outfit: Outfit, rng: np.random.Generator, *, skin: float) -> list[Piece]:
    """Everything of a person that is seen: skin, eyes, clothes, shoes, hair.

    Parameters
    ----------
    body : PosedBody
    outfit : Outfit
    rng : numpy.random.Generator
        Only folds and strands come from it: the same state gives the same garment on the same
        person in another pose.
    skin : float
        0 light to 1 dark.

    Returns
    -------
    list of Piece
        Skin first; where it is surely hidden it has no faces, or it would shine through the cloth.
    """
    figure = measure(body)
    # Every garment has its own stream, so that none depends on what else is worn.
    streams = [np.random.default_rng(seed) for seed in rng.integers(0, 2**63, 3)]
    hidden = np.zeros(len(body.vertices), dtype=bool)
    worn: list[Piece] = []
    for name, tube, under, material in _garments(figure, outfit, streams):
        hidden |= under
        worn.append(Piece(name, tube.vertices, tube.faces, material, tube.uv))
    worn += [
        Piece("hair", lock.vertices, lock.faces, outfit.hair_material, lock.uv)
        for lock in make_hair(figure, outfit, streams[2])
    ]
    is_eye = in_segments(body, ("eye",))[body.faces].all(axis=1)
    bare = ~hidden[body.faces].all(axis=1)
    return [
        Piece("skin", body.vertices, body.faces[bare & ~is_eye], skin_material(skin)),
        Piece("eyes", body.vertices, body.faces[is_eye], Material("eye", (0.75, 0.74, 0.72))),
        *worn,
    ]


def _garments(
    figure: Figure, outfit: Outfit, streams: list[np.random.Generator]
) -> Iterator[tuple[str, Tube, NDArray[np.bool_], Material]]:
    """Name, surface, hidden skin and material of all but hair."""
    if outfit.everyday is not None:
        yield from everyday_garments(figure, outfit, outfit.everyday, streams)
        return
    yield "bottom", *make_bottom(figure, outfit, streams[0]), outfit.bottom_cloth
    if outfit.top == "bra":
        yield "top", *make_bra(figure, outfit), outfit.top_cloth
    elif outfit.top != "bare":
        made = make_top(figure, outfit, thickness(outfit), streams[1])
        yield "top", *made, outfit.top_cloth
    for shoe in make_shoes(figure, outfit):
        yield shoe.name, shoe.surface, shoe.hidden, shoe.material
