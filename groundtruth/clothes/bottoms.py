"""Shorts, leggings, trousers and shoes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.hang import fall, fill, section, soften
from groundtruth.clothes.surface import cut, in_segments, lie_close
from groundtruth.clothes.tops import grid_faces
from groundtruth.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.outfit import Outfit
    from groundtruth.piece import PosedBody

_ROW_M, _COLUMNS = 0.02, 32


def bottom(
    body: PosedBody, normals: NDArray[np.float64], outfit: Outfit, ease: float
) -> list[Piece]:
    """Shorts, leggings or trousers.

    Parameters
    ----------
    body : PosedBody
    normals : ndarray, shape (V, 3)
    outfit : Outfit
    ease : float
        How wide shorts and trousers are, 0 tight to 1 wide.

    Returns
    -------
    list of Piece
    """
    stature = float(np.ptp(body.rest[:, 1]))
    y = body.rest[:, 1]
    waist = body.rest_joints["waist"][1] - 0.015 * stature
    hip, ankle = (body.rest_joints[f"{name}_right"][1] for name in ("hip", "ankle"))
    reach = {"shorts": outfit.leg, "leggings": 0.97, "trousers": 0.22}[outfit.bottom]
    low = hip - reach * (hip - ankle)
    field = np.minimum(waist - y, y - low)
    field[in_segments(body, ["upper_arm", "forearm", "hand"])] = -0.02
    tight = outfit.bottom == "leggings"
    offset, rounds = (0.003, 2) if tight else (0.005 + 0.010 * ease, 4)
    part = cut(body.faces, field)
    cloth = lie_close(body, normals, np.flatnonzero(field > -0.03), offset, rounds)
    pieces = [Piece("bottom", part.carry(cloth), part.faces, outfit.materials["bottom"])]
    if outfit.bottom == "trousers":
        pieces += [_leg(body, side, outfit, ease) for side in ("left", "right")]
    return pieces


def _leg(body: PosedBody, side: str, outfit: Outfit, ease: float) -> Piece:
    """A trouser leg that hangs from the buttock, the thigh and the knee."""
    hip, knee, ankle = (body.joints[f"{name}_{side}"] for name in ("hip", "knee", "ankle"))
    stature = float(np.ptp(body.rest[:, 1]))
    heights = np.arange(hip[1] - 0.05 * stature, ankle[1] - 0.005 * stature, -_ROW_M)
    line = np.array([ankle, knee, hip])
    centre = np.stack([np.interp(heights, line[:, 1], line[:, k]) for k in (0, 2)], axis=1)
    own = in_segments(body, [f"thigh_{side}", f"shank_{side}", f"foot_{side}"])
    shell = fill(
        section(body.vertices, body.faces[own[body.faces].all(axis=1)], heights, centre, _COLUMNS)
    )
    base = shell.radius + 0.006 + 0.010 * ease
    hung = fall(shell.with_radius(base), 0.22 - 0.19 * ease)
    drop = (heights[0] - heights)[:, None]
    relief = 0.004 * (0.4 + ease) * outfit.creases(shell.azimuths[None, :], drop)
    tube = shell.with_radius(soften(np.maximum(hung + relief, base), 1, base))
    grid = tube.points(heights[:, None], tube.azimuths[None, :])
    return Piece(
        "leg", grid.reshape(-1, 3), grid_faces(*grid.shape[:2]), outfit.materials["bottom"]
    )


def shoes(body: PosedBody, normals: NDArray[np.float64], outfit: Outfit) -> list[Piece]:
    """Socks or trainers; the floor stays where it is."""
    if outfit.shoes == "barefoot":
        return []
    stature = float(np.ptp(body.rest[:, 1]))
    top = 0.062 if outfit.shoes == "socks" else 0.045
    field = top * stature - body.rest[:, 1]
    part = cut(body.faces, field)
    offset = 0.003 if outfit.shoes == "socks" else 0.010
    rounds = 2 if outfit.shoes == "socks" else 8
    cloth = lie_close(body, normals, np.flatnonzero(field > -0.03), offset, rounds)
    cloth[:, 1] = np.maximum(cloth[:, 1], 0.0)
    return [Piece("shoes", part.carry(cloth), part.faces, outfit.materials["shoes"])]
