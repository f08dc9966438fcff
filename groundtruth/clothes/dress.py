"""Dressing a posed body."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.bottoms import bottom, shoes
from groundtruth.clothes.hair import hair
from groundtruth.clothes.outfit import skin_material
from groundtruth.clothes.surface import in_segments, vertex_normals
from groundtruth.clothes.tops import close_top, hanging_top
from groundtruth.piece import Material, Piece

if TYPE_CHECKING:
    from groundtruth.clothes.outfit import Outfit
    from groundtruth.piece import PosedBody


def dress(body: PosedBody, outfit: Outfit, rng: np.random.Generator, *, skin: float) -> list[Piece]:
    """Everything of a person that is seen: skin, eyes, clothes, hair.

    Parameters
    ----------
    body : PosedBody
    outfit : Outfit
    rng : numpy.random.Generator
        The same for every photo of a person, so that the fit is the same.
    skin : float
        0 light to 1 dark.

    Returns
    -------
    list of Piece
    """
    normals = vertex_normals(body.vertices, body.faces)
    eye = in_segments(body, ["eye"])
    is_eye = eye[body.faces].all(axis=1)
    pieces = [
        Piece("skin", body.vertices, body.faces[~is_eye], skin_material(skin)),
        Piece("eyes", body.vertices, body.faces[is_eye], Material("eye", (0.75, 0.74, 0.72))),
    ]
    ease = float(rng.uniform(0, 1))
    pieces += bottom(body, normals, outfit, ease)
    if outfit.top in ("bra", "fitted"):
        pieces += close_top(body, normals, outfit)
    elif outfit.top in ("t_shirt", "loose"):
        pieces += hanging_top(body, normals, outfit)
    pieces += shoes(body, normals, outfit)
    return [*pieces, *hair(body, normals, outfit, rng)]
