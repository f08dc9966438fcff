"""A picture of a body: the pieces of a person, put into a place, seen by a camera."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.render import texture
from groundtruth.render.bake import MIDDLE, REACH, STEP_M, gather, light_matrix
from groundtruth.render.gpu import LAYOUT, WIDTH, Gpu
from groundtruth.render.mesh import coarse, grain_coordinates, normals
from groundtruth.render.shapes import Shape
from groundtruth.render.silhouette import silhouette
from groundtruth.render.skin import painted_skin
from groundtruth.render.tone import exposed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from groundtruth.piece import Piece
    from groundtruth.render.camera import SceneCamera
    from groundtruth.render.setting import Setting

KINDS = {"skin": 1, "cloth": 2, "hair": 3, "shoe": 0, "eye": 4, "sticker": 0}
GRAIN = {"plain": "knit", "stripes": "stripes", "melange": "melange", "print": "print"}


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """A picture before the phone has had it.

    Attributes
    ----------
    pixels : ndarray, shape (H, W, 3), uint8
        RGB, sRGB-encoded.
    silhouette : ndarray, shape (H, W), uint8
        255 where the person (with clothes and hair) covers the pixel.
    """

    pixels: NDArray[np.uint8]
    silhouette: NDArray[np.uint8]


def render(
    pieces: Sequence[Piece], camera: SceneCamera, setting: Setting, rng: np.random.Generator
) -> Rendered:
    """Photograph a person.

    Parameters
    ----------
    pieces : sequence of Piece
        Skin, eyes, clothes, hair, stickers; person axes.
    camera : SceneCamera
    setting : Setting
        From :func:`groundtruth.render.setting.draw_setting` for the same camera.
    rng : numpy.random.Generator

    Returns
    -------
    Rendered
    """
    person = [_dressed(painted_skin(piece, rng), camera) for piece in pieces]
    gpu = _gpu()
    casters = [shape for shape in [*person, *setting.shapes] if shape.casts and _near(shape)]
    everything = _soup(casters)
    gpu.cast(*coarse(*everything))
    shapes = [*person, *setting.shapes]
    vertices = _packed(shapes, len(person))
    faces = _soup(shapes)[1]
    at = {name: slice(*ends) for name, ends in _columns().items()}
    rig = setting.rig
    vertices[:, at["light"]], vertices[:, at["toward"]] = gather(
        np.ascontiguousarray(vertices[:, at["position"]]),
        np.ascontiguousarray(vertices[:, at["normal"]]),
        rig.at,
        rig.colour,
        gpu.depth_map,
        np.concatenate([np.full(len(s.vertices), STEP_M * s.casts, np.float32) for s in shapes]),
    )
    key = light_matrix(rig.key_at, MIDDLE, REACH)
    if rig.key_colour.any():
        gpu.cast(*everything)
        gpu.key_shadow(key)
    seen = gpu.picture(
        (camera.width, camera.height), vertices, faces, clip_matrix(camera), camera.eye(), rig,
        key, setting.sky,
    )  # fmt: skip
    pixels = exposed(seen[..., :3], seen[..., 3], setting.exposure, rng)
    return Rendered(pixels, silhouette(pieces, camera))


@cache
def _gpu() -> Gpu:
    return Gpu()


def clip_matrix(camera: SceneCamera) -> NDArray[np.float64]:
    """Scene axes to clip axes, the exact counterpart of ``SceneCamera.project_scene``."""
    near, far = 0.05, 60.0
    lens = np.zeros((4, 4))
    lens[0, 0] = 2 * camera.focal_px / camera.width
    lens[1, 1] = 2 * camera.focal_px / camera.height
    lens[2, 2] = -(far + near) / (far - near)
    lens[2, 3] = -2 * far * near / (far - near)
    lens[3, 2] = -1.0
    view = np.eye(4)
    view[:3, :3] = camera.axes()
    view[:3, 3] = -camera.axes() @ camera.eye()
    return lens @ view


def _dressed(piece: Piece, camera: SceneCamera) -> Shape:
    """A piece of the person as a shape of the scene."""
    material = piece.material
    colour = np.asarray(material.colour, dtype=float)
    second = colour * 0.8 if material.second is None else np.asarray(material.second, dtype=float)
    if piece.tint is not None:
        colour, second = colour * piece.tint, second * piece.tint
    grain, bump = GRAIN.get(material.pattern, "flat"), 1.0
    if material.kind == "hair" or material.pattern == "strands":
        grain = "strands"
    elif material.kind == "skin":
        grain, bump = "skin", 0.5
        if material.second is None:
            second = colour * [0.94, 0.84, 0.82]
    elif material.kind in {"eye", "sticker", "shoe"} and material.pattern == "plain":
        grain = "flat"
    return Shape(
        vertices=camera.to_scene(piece.vertices),
        normals=camera.to_scene(normals(piece.vertices, piece.faces)),
        uv=grain_coordinates(piece.vertices) if piece.uv is None else piece.uv,
        faces=np.asarray(piece.faces, dtype=np.int64),
        colour=colour,
        second=second,
        grain=grain,
        roughness=material.roughness,
        bump=bump,
        kind=KINDS[material.kind],
    )


def _near(shape: Shape) -> bool:
    """Whether a shape reaches into the ball within which shadows are followed."""
    low, high = shape.vertices.min(axis=0), shape.vertices.max(axis=0)
    return bool(np.linalg.norm(np.clip(MIDDLE, low, high) - MIDDLE) < REACH)


def _columns() -> dict[str, tuple[int, int]]:
    ends = np.cumsum([0] + [count for _, count in LAYOUT])
    return {name: (int(ends[k]), int(ends[k + 1])) for k, (name, _) in enumerate(LAYOUT)}


def _packed(shapes: Sequence[Shape], persons: int) -> NDArray[np.float32]:
    """What the vertex program reads, shape (N, WIDTH); light is filled in later."""
    total = sum(len(shape.vertices) for shape in shapes)
    out = np.zeros((total, WIDTH), dtype=np.float32)
    at = _columns()
    start = 0
    for number, shape in enumerate(shapes):
        rows = out[start : start + len(shape.vertices)]
        start += len(rows)
        metres = texture.MAPS[shape.grain][1]
        fields = {
            "position": shape.vertices,
            "normal": shape.normals,
            "uv": shape.uv / metres,
            "colour": shape.colour,
            "second": shape.second,
            "look": [
                texture.NAMES.index(shape.grain), shape.roughness, shape.bump, shape.kind
            ],
            "glow": shape.glow,
            "person": float(number < persons),
        }  # fmt: skip
        for name, value in fields.items():
            rows[:, slice(*at[name])] = value
    return out


def _soup(shapes: Sequence[Shape]) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    starts = np.cumsum([0] + [len(shape.vertices) for shape in shapes])
    points = np.concatenate([shape.vertices for shape in shapes]).astype(np.float32)
    faces = np.concatenate([s.faces + n for s, n in zip(shapes, starts[:-1], strict=True)])
    return points, faces.astype(np.int32)
