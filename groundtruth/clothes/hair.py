"""Hair: a cap on the scalp, and what hangs or is tied from it."""

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

_ROW_M, _COLUMNS = 0.012, 64


def hair(
    body: PosedBody, normals: NDArray[np.float64], outfit: Outfit, rng: np.random.Generator
) -> list[Piece]:
    """Hair in one of the styles."""
    if outfit.hair == "none":
        return []
    material = outfit.materials["hair"]
    thick = {"short": rng.uniform(0.006, 0.022), "bob": 0.018, "long": 0.016}.get(
        outfit.hair, 0.008
    )
    field = _scalp(body)
    part = cut(body.faces, field)
    cap = lie_close(body, normals, np.flatnonzero(field > -0.02), float(thick), 6)
    # Thin at the rim, so that no step is seen.
    thin = np.clip(field / 0.025, 0.15, 1.0)[:, None]
    cap = body.vertices + (cap - body.vertices) * thin
    pieces = [Piece("hair", part.carry(cap), part.faces, material)]
    if outfit.hair in ("bob", "long"):
        pieces.append(_curtain(body, outfit, rng))
    elif outfit.hair in ("ponytail", "bun"):
        pieces.append(_tied(body, outfit, rng))
    return pieces


def _scalp(body: PosedBody) -> NDArray[np.float64]:
    """Positive on the hairy part of the head, about in metres."""
    head = in_segments(body, ["head"])
    rest, pivot = body.rest, body.rest_joints["head"]
    tall = float(rest[head, 1].max()) - pivot[1]
    x, y = rest[:, 0] - pivot[0], rest[:, 1] - pivot[1]
    # The hairline: high over the forehead, down before the ear, low at the nape.
    front = float(rest[head, 0].max()) - pivot[0]
    line = np.interp(
        x / front, [-1.2, -0.35, 0.05, 0.18, 0.6, 0.85], [-0.32, -0.1, 0.22, 0.3, 0.78, 1.2]
    )
    return np.where(in_segments(body, ["head", "neck"]), y - line * tall, -0.02)


def _curtain(body: PosedBody, outfit: Outfit, rng: np.random.Generator) -> Piece:
    """Loose hair: hangs from the head, over ear and nape, onto shoulders and back."""
    head = in_segments(body, ["head"])
    stature = float(np.ptp(body.rest[:, 1]))
    pivot = body.joints["head"]
    crown = float(body.vertices[head, 1].max())
    start = crown - 0.035 * stature
    length = rng.uniform(0.09, 0.125) if outfit.hair == "bob" else rng.uniform(0.16, 0.26)
    heights = np.arange(start, start - length * stature, -_ROW_M)
    neck = body.joints["neck"]
    x = np.interp(heights, [neck[1], pivot[1]], [neck[0], pivot[0]])
    centre = np.stack([x + 0.015, np.zeros_like(x)], axis=1)
    arms = in_segments(body, ["upper_arm", "forearm", "hand", "thigh"])
    shell = fill(
        section(body.vertices, body.faces[~arms[body.faces].any(axis=1)], heights, centre, _COLUMNS)
    )
    # Shoulders carry the hair only behind; beside them it would stand out like a tent.
    near = np.minimum(shell.radius, 0.10 * stature)
    hung = fall(shell.with_radius(near + 0.014), 0.12)
    drop = (heights[0] - heights)[:, None]
    wave = 0.006 * outfit.pleats(2 * shell.azimuths[None, :], drop)
    tube = shell.with_radius(soften(np.maximum(hung + wave, near + 0.008), 2, near + 0.004))
    # Open at the face: from before the ear round the back.
    open_deg = rng.uniform(58, 80)
    edge = np.radians(open_deg)
    azimuths = np.linspace(edge, 2 * np.pi - edge, _COLUMNS)
    grid = tube.points(
        np.repeat(heights[:, None], _COLUMNS, 1), np.repeat(azimuths[None], len(heights), 0)
    )
    faces = grid_faces(*grid.shape[:2], closed=False)
    # Two-sided: seen from within where the head turns away.
    return Piece("hair", grid.reshape(-1, 3), faces, outfit.materials["hair"])


def _tied(body: PosedBody, outfit: Outfit, rng: np.random.Generator) -> Piece:
    """A bun or a ponytail behind the head."""
    head = in_segments(body, ["head"])
    stature = float(np.ptp(body.rest[:, 1]))
    v = body.vertices[head]
    level = float(v[:, 1].max()) - rng.uniform(0.03, 0.075) * stature
    row = v[np.abs(v[:, 1] - level) < 0.012]
    back = float(row[:, 0].min())
    u, w = np.meshgrid(
        np.linspace(0, np.pi, 14), np.linspace(0, 2 * np.pi, 20, endpoint=False), indexing="ij"
    )
    ball = np.stack([np.sin(u) * np.cos(w), np.cos(u), np.sin(u) * np.sin(w)], axis=-1)
    if outfit.hair == "bun":
        radius = rng.uniform(0.024, 0.038)
        grid = ball * radius + [back - 0.4 * radius, level, 0.0]
    else:
        long, thick = rng.uniform(0.10, 0.22), rng.uniform(0.016, 0.026)
        taper = np.clip(1.15 - 0.5 * (1 - ball[..., 1:2]) / 2, 0.4, 1.2)
        grid = (
            ball
            * [thick, long / 2, thick]
            * np.concatenate([taper, np.ones_like(taper), taper], -1)
        )
        lean = np.clip((1 - ball[..., 1]) / 2, 0, 1)
        grid[..., 0] += back - 0.020 - 0.03 * np.sin(np.pi * lean)
        grid[..., 1] += level + 0.012 - long / 2
    return Piece("hair", grid.reshape(-1, 3), grid_faces(14, 20), outfit.materials["hair"])
