"""Operations on the skin mesh: normals, neighbours, cutting out a part, fitting tight cloth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.meshes import SEGMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from groundtruth.meshes import PosedBody

_MOST_NEIGHBOURS = 8
_EDGE_M = 0.06


def vertex_normals(vertices: NDArray[np.float64], faces: NDArray[np.intp]) -> NDArray[np.float64]:
    """Area-weighted unit normals, shape (V, 3), outward for counter-clockwise faces."""
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    across = np.cross(b - a, c - a)
    total = np.stack(
        [
            sum(np.bincount(faces[:, k], across[:, axis], len(vertices)) for k in range(3))
            for axis in range(3)
        ],
        axis=1,
    )
    return total / np.maximum(np.linalg.norm(total, axis=1), 1e-12)[:, None]


def neighbours(faces: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """Neighbours of each vertex, shape (V, 8), the vertex itself where it has fewer.

    All bodies share one topology, so the table is computed once.
    """
    return _neighbours(_Identity(faces), count)


class _Identity:
    """An array as a key of a cache: equal to itself only, so that no content is compared."""

    def __init__(self, array: NDArray[np.intp]) -> None:
        self.array = array

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.array is self.array

    def __hash__(self) -> int:
        return id(self.array)


@lru_cache(maxsize=4)
def _neighbours(faces: _Identity, count: int) -> NDArray[np.intp]:
    table = faces.array.astype(np.int64)
    pairs = np.vstack([table[:, [0, 1]], table[:, [1, 2]], table[:, [2, 0]]])
    pairs = np.unique(np.vstack([pairs, pairs[:, ::-1]]), axis=0)
    start = np.searchsorted(pairs[:, 0], np.arange(count))
    place = np.arange(len(pairs)) - start[pairs[:, 0]]
    near = np.repeat(np.arange(count)[:, None], _MOST_NEIGHBOURS, axis=1)
    fits = place < _MOST_NEIGHBOURS
    near[pairs[fits, 0], place[fits]] = pairs[fits, 1]
    return near


def in_segments(body: PosedBody, names: Iterable[str]) -> NDArray[np.bool_]:
    """Vertices whose dominant segment is in ``names``; a name without side means both."""
    stems = tuple(names)
    wanted = np.array([name.startswith(stems) for name in SEGMENTS])
    return wanted[body.segment]


def neighbour_mean(
    values: NDArray[np.float64], near: NDArray[np.intp], ids: NDArray[np.intp], rounds: int
) -> NDArray[np.float64]:
    """Average the chosen vertices with their neighbours, ``rounds`` times."""
    out = values.copy()
    columns = np.ascontiguousarray(near[ids].T)
    share = 0.5 / len(columns)
    for _ in range(rounds):
        # Column by column: numpy's mean over a short axis is several times slower.
        total = out[columns[0]]
        for column in columns[1:]:
            total += out[column]
        out[ids] = 0.5 * out[ids] + share * total
    return out


def fit_to_skin(
    body: PosedBody,
    normals: NDArray[np.float64],
    ids: NDArray[np.intp],
    offset: float,
    rounds: int,
    field: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Cover the skin with elastic cloth that bridges small hollows.

    Parameters
    ----------
    body : PosedBody
    normals : ndarray, shape (V, 3)
        Of the posed skin.
    ids : ndarray, shape (N,), int
        Vertices that are covered.
    offset : float
        Least distance from the skin, metres.
    rounds : int
        Smoothing passes; more passes bridge wider hollows.
    field : ndarray, shape (V,)
        Distance inside the edges of the garment, metres. Near an edge vertices move along the
        normal only, so that a hem stays straight.

    Returns
    -------
    ndarray, shape (V, 3)
        Position of the cloth over every vertex; valid at ``ids`` only.
    """
    near = neighbours(body.faces, len(body.vertices))
    cloth = neighbour_mean(body.vertices + offset * normals, near, ids, rounds)
    height = ((cloth - body.vertices) * normals)[ids].sum(axis=1)
    cloth[ids] += np.maximum(offset - height, 0.0)[:, None] * normals[ids]
    # One more pass removes the dents that lifting made.
    cloth = neighbour_mean(cloth, near, ids, 1)
    moved = cloth[ids] - body.vertices[ids]
    outward = (moved * normals[ids]).sum(axis=1)[:, None] * normals[ids]
    free = np.clip(np.abs(field[ids]) / _EDGE_M, 0.0, 1.0)[:, None]
    cloth[ids] = body.vertices[ids] + outward + free * (moved - outward)
    return cloth


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A part of a mesh; the cut may run through triangles.

    Attributes
    ----------
    start, end : ndarray, shape (N,), int
        Two vertices of the mesh between which each vertex of the part lies.
    share : ndarray, shape (N,)
        Position between them: 0 at ``start``, 1 at ``end``.
    faces : ndarray, shape (M, 3), int
        Triangles of the part.
    """

    start: NDArray[np.intp]
    end: NDArray[np.intp]
    share: NDArray[np.float64]
    faces: NDArray[np.intp]

    def interpolated(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Interpolate per-vertex values of the mesh at the part's vertices."""
        t = self.share if values.ndim == 1 else self.share[:, None]
        return values[self.start] * (1 - t) + values[self.end] * t


def cut(faces: NDArray[np.intp], field: NDArray[np.float64]) -> Cut:
    """Cut out the part of a mesh where a field is positive.

    Parameters
    ----------
    faces : ndarray, shape (F, 3), int
    field : ndarray, shape (V,)
        Linear between vertices; the edge of the part is where it is zero.

    Returns
    -------
    Cut
    """
    kept = field > 0
    count = kept[faces].sum(axis=1)
    whole = faces[count == 3]
    # Rotate the vertex that differs to the front; the orientation of the triangle stays.
    one = _odd_first(faces[count == 1], kept, wanted=True)
    two = _odd_first(faces[count == 2], kept, wanted=False)
    size = np.int64(len(field))
    edges = np.vstack([one[:, [0, 1]], one[:, [0, 2]], two[:, [0, 1]], two[:, [0, 2]]])
    keys = edges.min(axis=1) * size + edges.max(axis=1)
    unique, number = np.unique(keys, return_inverse=True)
    number = number.reshape(-1)
    start, end = unique // size, unique % size
    gap = field[start] - field[end]
    share = field[start] / np.where(gap == 0, 1.0, gap)
    a, b, c, d = np.split(number + size, np.cumsum([len(one), len(one), len(two)]))
    made = np.vstack(
        [
            whole,
            np.stack([one[:, 0], a, b], axis=1),
            np.stack([c, two[:, 1], two[:, 2]], axis=1),
            np.stack([c, two[:, 2], d], axis=1),
        ]
    )
    used, flat = np.unique(made, return_inverse=True)
    own = np.arange(size)
    return Cut(
        start=np.concatenate([own, start])[used],
        end=np.concatenate([own, end])[used],
        share=np.concatenate([np.zeros(size), share])[used],
        faces=flat.reshape(-1, 3).astype(np.intp),
    )


def _odd_first(
    faces: NDArray[np.intp], kept: NDArray[np.bool_], *, wanted: bool
) -> NDArray[np.intp]:
    odd = (kept[faces] == wanted).argmax(axis=1) if len(faces) else np.zeros(0, dtype=int)
    turn = (odd[:, None] + np.arange(3)) % 3
    return np.take_along_axis(faces, turn, axis=1)


def refine(
    vertices: NDArray[np.float64], faces: NDArray[np.intp], normals: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.intp]]:
    """Split every triangle into four, curved by its vertex normals (Phong tessellation).

    The skin has a vertex every 2 to 3 cm on the trunk; without subdivision the outline has corners.

    Returns
    -------
    vertices, faces : ndarray
    edges : ndarray, shape (E, 2), int
        End vertices of each split edge; the new vertices follow the old ones in this order.
    """
    corners = np.vstack([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    size = np.int64(len(vertices))
    keys = corners.min(axis=1) * size + corners.max(axis=1)
    unique, number = np.unique(keys, return_inverse=True)
    ab, bc, ca = np.split(number.reshape(-1) + size, 3)
    edges = np.stack([unique // size, unique % size], axis=1)
    p, q = vertices[edges[:, 0]], vertices[edges[:, 1]]
    n, m = normals[edges[:, 0]], normals[edges[:, 1]]
    middle = (p + q) / 2
    onto_p = middle - ((middle - p) * n).sum(axis=1)[:, None] * n
    onto_q = middle - ((middle - q) * m).sum(axis=1)[:, None] * m
    # 3/4 instead of Phong's 1/2: the new point of an arc then lies on its circle.
    middle = 0.25 * middle + 0.375 * (onto_p + onto_q)
    a, b, c = faces.T
    split = np.vstack(
        [np.stack(f, axis=1) for f in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))]
    )
    return np.vstack([vertices, middle]), split.astype(np.intp), edges.astype(np.intp)
