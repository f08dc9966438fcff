"""Tops: what lies on the skin, and cloth that hangs from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.folds import ridged
from groundtruth.clothes.hang import fall, fill, section, soften, taut
from groundtruth.clothes.surface import cut, in_segments, lie_close
from groundtruth.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.outfit import Outfit
    from groundtruth.piece import PosedBody

_COLUMNS = 64
_ROW_M = 0.012

_CLINGING, _PLUMB = 0.75, 0.02
"""Inward slope of cloth that clings to a hollow, and of cloth that hangs."""


def along_arm(body: PosedBody) -> NDArray[np.float64]:
    """How far along the arm each vertex lies at rest: 0 shoulder, 1 elbow, 2 wrist."""
    share = np.full(len(body.rest), -1.0)
    for side in ("left", "right"):
        joints = [body.rest_joints[f"{name}_{side}"] for name in ("shoulder", "elbow", "wrist")]
        for segment, start, a, b in (
            (f"upper_arm_{side}", 0.0, *joints[:2]),
            (f"forearm_{side}", 1.0, *joints[1:]),
        ):
            chosen = in_segments(body, [segment])
            line = b - a
            share[chosen] = start + (body.rest[chosen] - a) @ line / (line @ line)
        share[in_segments(body, [f"hand_{side}"])] = 3.0
    return share


def cover(body: PosedBody, *, low: float, high: float, sleeve: float) -> NDArray[np.float64]:
    """Positive where a top covers the skin, about in metres.

    Parameters
    ----------
    body : PosedBody
    low, high : float
        Hem and neckline at rest, metres above the floor.
    sleeve : float
        Share of the upper arm.
    """
    y = body.rest[:, 1]
    # The neckline dips in front.
    rim = high - 0.35 * np.clip(body.rest[:, 0] - body.rest_joints["neck"][0], 0.0, None)
    field = np.minimum(y - low, rim - y)
    arm = along_arm(body)
    upper = in_segments(body, ["upper_arm", "forearm", "hand"])
    reach = np.where(upper, 0.28 * (sleeve - arm), 1.0)
    # The rim follows the shoulder's slope: beside the neck everything is covered.
    aside = np.abs(body.rest[:, 2]) - 0.045 * float(np.ptp(y))
    trunk = np.maximum(field, np.minimum(aside, y - low))
    field = np.where(upper, reach, trunk)
    hidden = in_segments(body, ["head", "eye", "hand", "thigh", "shank", "foot"])
    neck = in_segments(body, ["neck"])
    field = np.where(neck, np.minimum(field, rim - y), field)
    return np.where(hidden, -0.02, field)


def close_top(body: PosedBody, normals: NDArray[np.float64], outfit: Outfit) -> list[Piece]:
    """A bra or a fitted top."""
    stature = float(np.ptp(body.rest[:, 1]))
    if outfit.top == "bra":
        low = body.rest_joints["chest"][1] - 0.035 * stature
        field = cover(body, low=low, high=low + 0.075 * stature, sleeve=-0.2)
        aside = np.abs(np.abs(body.rest[:, 2]) - 0.055 * stature)
        strap = np.minimum(0.009 - aside, body.rest[:, 1] - low)
        arm = along_arm(body) > -1.0
        band = np.minimum(body.rest[:, 1] - low, low + 0.075 * stature - body.rest[:, 1])
        field = np.where(arm, -0.02, np.maximum(band, strap))
        field[in_segments(body, ["head", "eye", "neck", "thigh", "shank", "foot"])] = -0.02
        offset, rounds = 0.004, 2
    else:
        high = body.rest_joints["neck"][1] + 0.012 * stature
        field = cover(body, low=outfit.hem * stature, high=high, sleeve=min(outfit.sleeve, 0.7))
        offset, rounds = 0.004, 4
    return [_on_skin("top", body, normals, field, outfit, offset, rounds)]


def _on_skin(
    name: str,
    body: PosedBody,
    normals: NDArray[np.float64],
    field: NDArray[np.float64],
    outfit: Outfit,
    offset: float,
    rounds: int,
) -> Piece:
    part = cut(body.faces, field)
    cloth = lie_close(body, normals, np.flatnonzero(field > -0.03), offset, rounds)
    return Piece(name, part.carry(cloth), part.faces, outfit.materials["top"])


def trunk_line(body: PosedBody, heights: NDArray[np.float64]) -> NDArray[np.float64]:
    """x, z of a line through the trunk, shape (R, 2)."""
    points = np.array([body.joints[name] for name in ("pelvis", "waist", "chest", "neck")])
    order = np.argsort(points[:, 1])
    x = np.interp(heights, points[order, 1], points[order, 0])
    return np.stack([x + 0.01, np.zeros_like(x)], axis=1)


def hanging_top(body: PosedBody, normals: NDArray[np.float64], outfit: Outfit) -> list[Piece]:
    """A T-shirt or a loose top: a yoke on the shoulders, a tube that hangs from it."""
    stature = float(np.ptp(body.rest[:, 1]))
    loose = outfit.looseness
    neck = body.rest_joints["neck"][1]
    armpit = body.rest_joints["shoulder_right"][1] - 0.03 * stature
    field = cover(
        body, low=armpit - 0.02 * stature, high=neck + 0.014 * stature, sleeve=outfit.sleeve
    )
    yoke = _on_skin("top", body, normals, field, outfit, 0.005 + 0.007 * loose, 3)
    sag = body.joints["pelvis"][1] - body.rest_joints["pelvis"][1]
    bottom = outfit.hem * stature + sag
    top = body.joints["shoulder_right"][1] + 0.012 * stature
    heights = np.arange(top, bottom, -_ROW_M)
    arms = in_segments(body, ["upper_arm", "forearm", "hand", "head", "eye"])
    faces = body.faces[~arms[body.faces].any(axis=1)]
    shell = fill(section(body.vertices, faces, heights, trunk_line(body, heights), _COLUMNS))
    hull = taut(shell)
    # Below the waist the top lies over the waistband.
    band = 0.014 * np.clip((body.joints["waist"][1] - heights[:, None]) / 0.05, 0.0, 1.0)
    base = shell.radius + (0.3 + 0.7 * loose) * (hull - shell.radius) + 0.005 + band
    slope = _CLINGING * (1 - loose) ** 2 + _PLUMB
    hung = fall(shell.with_radius(base), slope)
    drop = (heights[0] - heights)[:, None]
    deep = np.clip(hung - base, 0.0, 0.05) / 0.05
    ease = np.clip(drop / 0.12, 0.0, 1.0)
    relief = (0.004 + 0.014 * deep * loose) * outfit.pleats(shell.azimuths[None, :], drop)
    relief = relief + 0.006 * loose * ridged(outfit.creases(shell.azimuths[None, :], drop)) * ease
    radius = soften(np.maximum(hung + relief * ease, base), 2, base)
    # The uppermost rows slip under the yoke.
    radius = radius - 0.010 * (1.0 - np.clip(drop / 0.06, 0.0, 1.0))
    tube = shell.with_radius(radius)
    return [yoke, _tube("top", tube.points(heights[:, None], tube.azimuths[None, :]), outfit)]


def _tube(name: str, grid: NDArray[np.float64], outfit: Outfit) -> Piece:
    return Piece(name, grid.reshape(-1, 3), grid_faces(*grid.shape[:2]), outfit.materials["top"])


def grid_faces(rows: int, columns: int, *, closed: bool = True) -> NDArray[np.intp]:
    """Triangles of a tube whose rows go down and whose columns go from forward to the right.

    Returns
    -------
    ndarray, shape (2 (R - 1) C, 3)
        Counter-clockwise seen from outside.
    """
    last = columns if closed else columns - 1
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(last), indexing="ij")
    k = (j + 1) % columns
    a, b = i * columns + j, i * columns + k
    c, d = (i + 1) * columns + j, (i + 1) * columns + k
    faces = np.concatenate([np.stack([a, b, c], axis=-1), np.stack([b, d, c], axis=-1)], axis=-2)
    return faces.reshape(-1, 3)
