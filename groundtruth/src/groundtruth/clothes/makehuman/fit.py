"""Carrying a garment from the base mesh to a posed body of another shape."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.clothes.makehuman.assets import base_skin, load
from groundtruth.clothes.surface import neighbours, vertex_normals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.clothes.makehuman.assets import Garment
    from groundtruth.clothes.measured_body import MeasuredBody

_NEAREST = 10
_FREE = 0.03
"""Cloth farther from the skin than this, metres, hangs on both legs."""

_LEAST = 0.003
"""Least distance of cloth from the skin that carries it, metres."""


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """Which skin carries each vertex of a garment.

    Attributes
    ----------
    ids : ndarray, shape (N, K), int
        Vertices of the skin, as numbers in ``used``.
    weights : ndarray, shape (N, K)
    offset : ndarray, shape (N, K, 3)
        From the skin's vertex to the garment's at rest.
    used : ndarray, shape (U,), int
        Vertices of the skin that carry anything.
    """

    ids: NDArray[np.intp]
    weights: NDArray[np.float64]
    offset: NDArray[np.float64]
    used: NDArray[np.intp]


@cache
def bind(name: str) -> Binding:
    """Bind a garment to the nearest skin of its own side of the body."""
    from scipy.spatial import KDTree

    garment, skin = load(name), base_skin()
    distance, near = KDTree(skin).query(garment.vertices, k=32)
    z = garment.vertices[:, 2]
    # Cloth of one leg or arm must not hang on the other one.
    bound = (np.abs(z) > 0.012) & (distance[:, 0] < _FREE)
    other = bound[:, None] & (skin[near, 2] * z[:, None] < 0)
    distance = np.where(other, distance + 1.0, distance)
    order = np.argsort(distance, axis=1)[:, :_NEAREST]
    near = np.take_along_axis(near, order, axis=1)
    distance = np.take_along_axis(distance, order, axis=1)
    weights = 1.0 / (distance + 0.004) ** 2
    weights /= weights.sum(axis=1, keepdims=True)
    used, ids = np.unique(near, return_inverse=True)
    offset = garment.vertices[:, None, :] - skin[near]
    return Binding(ids.reshape(near.shape), weights, offset, used)


def fitted(measured: MeasuredBody, name: str) -> NDArray[np.float64]:
    """Vertices of a garment on a posed body, shape (N, 3).

    Every vertex follows the skin next to it, turned and stretched as that is.
    """
    binding, body = bind(name), measured.body
    turned = _stretches(measured, binding.used)
    moved = np.einsum("nki,nkij->nkj", binding.offset, turned[binding.ids])
    carried = body.vertices[binding.used][binding.ids] + moved
    found = (binding.weights[..., None] * carried).sum(axis=1)
    # Where the body bulges more than the base mesh, cloth is lifted out of it.
    skin = body.vertices[binding.used][binding.ids]
    normals = measured.normals[binding.used][binding.ids]
    height = ((found[:, None, :] - skin) * normals).sum(axis=-1)
    lift = (binding.weights * np.maximum(_LEAST - height, 0.0)).sum(axis=1)
    outward = (binding.weights[..., None] * normals).sum(axis=1)
    return found + lift[:, None] * outward


def fitted_to_head(
    measured: MeasuredBody, name: str, skull: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Vertices of hair or a hat, carried by the best affine motion of the skull."""
    base = base_skin()[skull]
    rest = np.column_stack([base, np.ones(len(base))])
    motion = np.linalg.lstsq(rest, measured.body.vertices[skull], rcond=None)[0]
    vertices = load(name).vertices
    return np.column_stack([vertices, np.ones(len(vertices))]) @ motion


def covered(measured: MeasuredBody, garment: Garment) -> NDArray[np.bool_]:
    """Skin that a garment hides, shape (V,)."""
    hidden = np.zeros(len(measured.body.vertices), dtype=bool)
    hidden[garment.hidden] = True
    return hidden


@cache
def _base_edges() -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Neighbours, and edges and normals of the base mesh's skin."""
    from groundtruth.bodies.phenotype import topology

    skin, faces = base_skin(), topology().faces
    near = neighbours(faces, len(skin))
    normals = vertex_normals(skin, faces)
    edges = skin[near] - skin[:, None, :]
    return near, edges, normals


def _stretches(measured: MeasuredBody, used: NDArray[np.intp]) -> NDArray[np.float64]:
    """Linear map of the skin round each vertex, from the base mesh to the pose, shape (U, 3, 3)."""
    near, edges, normals = _base_edges()
    vertices = measured.body.vertices
    before = edges[used]
    after = vertices[near[used]] - vertices[used][:, None, :]
    size = np.sqrt((before**2).sum(axis=(1, 2)) / (after**2).sum(axis=(1, 2)).clip(1e-12))
    # The normal keeps its length relative to the edges, so that thickness scales with the body.
    length = np.sqrt((before**2).sum(axis=(1, 2)) / 4.0)
    before = np.concatenate([before, (length[:, None] * normals[used])[:, None, :]], axis=1)
    long = (length / size)[:, None] * measured.normals[used]
    after = np.concatenate([after, long[:, None, :]], axis=1)
    square = np.einsum("uki,ukj->uij", before, before)
    square += 1e-9 * np.eye(3)
    return np.linalg.solve(square, np.einsum("uki,ukj->uij", before, after))
