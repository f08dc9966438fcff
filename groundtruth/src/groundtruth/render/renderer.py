"""Renders the meshes of a person in a scene through a camera."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from groundtruth.render.bake import MIDDLE, REACH, STEP_M, gather, light_matrix
from groundtruth.render.gpu import LAYOUT, WIDTH, Gpu
from groundtruth.render.looks import texture
from groundtruth.render.looks.skin import painted_skin, shaded_scalp
from groundtruth.render.looks.tone import expose
from groundtruth.render.mesh import grain_coordinates, normals, simplified, subdivided
from groundtruth.render.scene.shapes import Shape
from groundtruth.render.silhouette import silhouette

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from groundtruth.meshes import Mesh
    from groundtruth.render.camera import SceneCamera
    from groundtruth.render.scene.setting import Setting

KINDS = {"skin": 1, "cloth": 2, "hair": 3, "shoe": 0, "eye": 4, "sticker": 0}
GRAIN = {"plain": "knit", "stripes": "stripes", "melange": "melange", "print": "print"}


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """A rendered picture before the processing of the phone camera.

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
    meshes: Sequence[Mesh],
    camera: SceneCamera,
    setting: Setting,
    rng: np.random.Generator,
    *,
    fine: bool = False,
) -> Rendered:
    """Render a person.

    Parameters
    ----------
    meshes : sequence of Mesh
        Skin, eyes, clothes, hair, stickers; person axes.
    camera : SceneCamera
    setting : Setting
        From :func:`groundtruth.render.scene.setting.draw_setting` for the same camera.
    rng : numpy.random.Generator
    fine : bool
        High quality: subdivided surfaces, finer shadow maps, four times the samples; about ten
        times slower. The outline follows the subdivided surfaces.

    Returns
    -------
    Rendered
    """
    hair = [mesh for mesh in meshes if mesh.material.kind == "hair"]
    tone = next((p.material.colour for p in meshes if p.material.kind == "skin"), None)
    # The skin tone is the seed of brows, beard and eyes: they are the same in all photos of a
    # person.
    own = [int(channel * 1e9) for channel in tone or ()]
    meshes = [_with_skin_details(mesh, hair, tone, np.random.default_rng(own)) for mesh in meshes]
    lens = camera
    if fine:
        meshes = [_subdivided(mesh) for mesh in meshes]
        lens = replace(
            camera, focal_px=2 * camera.focal_px, width=2 * camera.width, height=2 * camera.height
        )
    light = _light([_as_shape(mesh, camera) for mesh in meshes], lens, setting, _gpu(fine))
    if fine:
        size = (camera.width, camera.height)
        light = np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
    # Exposure meters vary.
    stops = setting.exposure + rng.normal(0.0, 0.05)
    pixels = expose(light[..., :3], light[..., 3], stops)
    return Rendered(pixels, silhouette(meshes, camera))


def _light(
    person: Sequence[Shape], camera: SceneCamera, setting: Setting, gpu: Gpu
) -> NDArray[np.float32]:
    """Linear light and the coverage by the person, shape (H, W, 4)."""
    shapes = [*person, *setting.shapes]
    lights = setting.lights
    casters = _merged_triangles([shape for shape in shapes if shape.casts and _near(shape)])
    gpu.set_casters(*simplified(*casters))
    vertices, faces = _packed(shapes, len(person)), _merged_triangles(shapes)[1]
    at = {name: slice(*ends) for name, ends in _columns().items()}
    steps = np.concatenate([np.full(len(s.vertices), STEP_M * s.casts, np.float32) for s in shapes])
    shown = _shown(vertices[:, at["position"]], faces, camera)
    # The inside of skin is never visible; the inside of cloth and hair may be.
    far = _turned_away(vertices[:, at["position"]], vertices[:, at["normal"]], camera)
    shown = np.flatnonzero(shown & ~(far & (vertices[:, at["look"]][:, 3] == KINDS["skin"])))
    vertices[shown, at["light"]], vertices[shown, at["toward"]] = gather(
        np.ascontiguousarray(vertices[shown, at["position"]]),
        np.ascontiguousarray(vertices[shown, at["normal"]]),
        lights.at,
        lights.colour,
        gpu.depth_map,
        steps[shown],
    )
    key = light_matrix(lights.key_at, MIDDLE, REACH)
    if lights.key_colour.any():
        gpu.set_casters(*casters)
        gpu.key_shadow(key)
    size = (camera.width, camera.height)
    clip = clip_matrix(camera)
    return gpu.picture(size, vertices, faces, clip, camera.eye(), lights, key, setting.sky)


def _with_skin_details(
    mesh: Mesh,
    hair: Sequence[Mesh],
    tone: tuple[float, float, float] | None,
    rng: np.random.Generator,
) -> Mesh:
    """Skin and eyes with the colours of their parts, without vertices that no face uses."""
    painted = painted_skin(mesh, rng, tone)
    if painted.material.kind == "skin":
        painted = shaded_scalp(painted, hair)
    return _used(painted)


def _subdivided(mesh: Mesh) -> Mesh:
    """The mesh with every triangle split into four on the smooth surface."""
    if mesh.material.kind == "sticker":
        return mesh
    vertices, faces, edges = subdivided(mesh.vertices, mesh.faces)

    def carried(value: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
        return value if value is None else np.concatenate([value, value[edges].mean(axis=1)])

    return replace(
        mesh, vertices=vertices, faces=faces, uv=carried(mesh.uv), tint=carried(mesh.tint)
    )


@cache
def _gpu(fine: bool = False) -> Gpu:
    return Gpu(512, 4096) if fine else Gpu()


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


def _as_shape(mesh: Mesh, camera: SceneCamera) -> Shape:
    """A mesh of the person as a shape in scene axes."""
    material = mesh.material
    colour = np.asarray(material.colour, dtype=float)
    second = colour * 0.8 if material.second is None else np.asarray(material.second, dtype=float)
    if mesh.tint is not None:
        colour, second = colour * mesh.tint, second * mesh.tint
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
        vertices=camera.to_scene(mesh.vertices),
        normals=camera.to_scene(normals(mesh.vertices, mesh.faces)),
        uv=grain_coordinates(mesh.vertices) if mesh.uv is None else mesh.uv,
        faces=np.asarray(mesh.faces, dtype=np.int64),
        colour=colour,
        second=second,
        grain=grain,
        roughness=0.15 if material.kind == "eye" else material.roughness,
        bump=bump,
        kind=KINDS[material.kind],
    )


def _shown(
    points: NDArray[np.float32], faces: NDArray[np.int32], camera: SceneCamera
) -> NDArray[np.bool_]:
    """Points of triangles inside the picture; the others need no light."""
    px = camera.project_scene(points)
    # A point behind the camera may belong to a triangle that reaches into the picture.
    low = np.where(np.isfinite(px), px, -np.inf)
    high = np.where(np.isfinite(px), px, np.inf)
    a, b, c = faces.T
    least = np.minimum(np.minimum(low[a], low[b]), low[c])
    most = np.maximum(np.maximum(high[a], high[b]), high[c])
    seen = np.all((most > 0) & (least < [camera.width, camera.height]), axis=1)
    inside = np.zeros(len(points), dtype=bool)
    inside[faces[seen].ravel()] = True
    return inside


def _turned_away(
    points: NDArray[np.float32], normal: NDArray[np.float32], camera: SceneCamera
) -> NDArray[np.bool_]:
    """Points that face away so far that they belong to no visible triangle."""
    ray = camera.eye().astype(np.float32) - points
    return np.einsum("ij,ij->i", ray, normal) < -0.55 * np.linalg.norm(ray, axis=1)


def _used(mesh: Mesh) -> Mesh:
    """The mesh without vertices that no face uses (skin under cloth)."""
    used = np.zeros(len(mesh.vertices), dtype=bool)
    used[mesh.faces.ravel()] = True
    if used.all():
        return mesh
    index = np.cumsum(used) - 1
    return replace(
        mesh,
        vertices=mesh.vertices[used],
        faces=index[mesh.faces],
        uv=None if mesh.uv is None else mesh.uv[used],
        tint=None if mesh.tint is None else mesh.tint[used],
    )


def _near(shape: Shape) -> bool:
    """Whether a shape reaches into the sphere within which soft shadows are computed."""
    low, high = shape.vertices.min(axis=0), shape.vertices.max(axis=0)
    return bool(np.linalg.norm(np.clip(MIDDLE, low, high) - MIDDLE) < REACH)


def _columns() -> dict[str, tuple[int, int]]:
    ends = np.cumsum([0] + [count for _, count in LAYOUT])
    return {name: (int(ends[k]), int(ends[k + 1])) for k, (name, _) in enumerate(LAYOUT)}


def _packed(shapes: Sequence[Shape], persons: int) -> NDArray[np.float32]:
    """Vertex attributes for the shader, shape (N, WIDTH); light is added later."""
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


def _merged_triangles(shapes: Sequence[Shape]) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    starts = np.cumsum([0] + [len(shape.vertices) for shape in shapes])
    points = np.concatenate([shape.vertices for shape in shapes]).astype(np.float32)
    faces = np.concatenate([s.faces + n for s, n in zip(shapes, starts[:-1], strict=True)])
    return points, faces.astype(np.int32)
