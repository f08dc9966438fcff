"""Basic solids for rooms and furniture.

Scene axes of the room: metres, x right, y up, z towards the viewer. A shape's ``uv`` is in metres
along its surface.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A surface of the scene with its material.

    Attributes
    ----------
    vertices, normals : ndarray, shape (N, 3)
    uv : ndarray, shape (N, 2)
        Metres.
    faces : ndarray, shape (M, 3)
    colour, second : ndarray, shape (3,) or (N, 3)
        Linear RGB; the texture mixes the second in.
    grain : str
        One of ``groundtruth.render.looks.texture.NAMES``.
    roughness : float
    bump : float
        Factor on the slopes of the texture.
    glow : float
        Emitted light, in units of its colour.
    casts : bool
        Whether it casts shadows.
    kind : int
        0 solid, 1 skin, 2 cloth, 3 hair, 4 glossy, 5 emitting.
    """

    vertices: NDArray[np.float64]
    normals: NDArray[np.float64]
    uv: NDArray[np.float64]
    faces: NDArray[np.int64]
    colour: NDArray[np.float64]
    second: NDArray[np.float64]
    grain: str = "flat"
    roughness: float = 0.7
    bump: float = 1.0
    glow: float = 0.0
    casts: bool = True
    kind: int = 0

    def moved(self, turn_deg: float = 0.0, to: ArrayLike = (0.0, 0.0, 0.0)) -> Shape:
        """Turned about the vertical (from above anticlockwise), then moved."""
        angle = np.radians(turn_deg)
        cos, sin = np.cos(angle), np.sin(angle)
        turn = np.array([[cos, 0.0, sin], [0.0, 1.0, 0.0], [-sin, 0.0, cos]])
        return replace(
            self,
            vertices=self.vertices @ turn.T + np.asarray(to, dtype=float),
            normals=self.normals @ turn.T,
        )


def painted(shape: Shape, colour: ArrayLike, second: ArrayLike | None = None, **look: Any) -> Shape:
    """The shape with another material."""
    first = np.asarray(colour, dtype=float)
    other = first * 0.7 if second is None else np.asarray(second, dtype=float)
    return replace(shape, colour=first, second=other, **look)


def _shape(vertices: ArrayLike, normals: ArrayLike, uv: ArrayLike, faces: ArrayLike) -> Shape:
    grey = np.full(3, 0.5)
    return Shape(
        np.asarray(vertices, dtype=float),
        np.asarray(normals, dtype=float),
        np.asarray(uv, dtype=float),
        np.asarray(faces, dtype=np.int64),
        grey,
        grey,
    )


def lattice(rows: int, columns: int) -> NDArray[np.int64]:
    """Triangles of a grid of rows x columns points, counter-clockwise in (column, row) axes."""
    r, c = np.mgrid[0 : rows - 1, 0 : columns - 1]
    a = (r * columns + c).ravel()
    b, d, e = a + 1, a + columns, a + columns + 1
    return np.concatenate([np.stack([a, b, e], 1), np.stack([a, e, d], 1)])


def sheet(
    origin: ArrayLike, u_axis: ArrayLike, v_axis: ArrayLike, u: ArrayLike, v: ArrayLike
) -> Shape:
    """A flat grid: origin + u u_axis + v v_axis; its normal is u_axis x v_axis."""
    ua, va = np.asarray(u_axis, dtype=float), np.asarray(v_axis, dtype=float)
    vv, uu = np.meshgrid(np.asarray(v, dtype=float), np.asarray(u, dtype=float), indexing="ij")
    points = np.asarray(origin, dtype=float) + uu[..., None] * ua + vv[..., None] * va
    normal = np.cross(ua, va)
    flat = points.reshape(-1, 3)
    return _shape(
        flat,
        np.broadcast_to(normal / np.linalg.norm(normal), flat.shape),
        np.stack([uu, vv], -1).reshape(-1, 2),
        lattice(*uu.shape),
    )


_SIDES = (
    ((0, 0, 1), (1, 0, 0), (0, 1, 0)),
    ((0, 0, -1), (-1, 0, 0), (0, 1, 0)),
    ((1, 0, 0), (0, 0, -1), (0, 1, 0)),
    ((-1, 0, 0), (0, 0, 1), (0, 1, 0)),
    ((0, 1, 0), (1, 0, 0), (0, 0, -1)),
    ((0, -1, 0), (1, 0, 0), (0, 0, 1)),
)


def box(size: ArrayLike, edge: float = 0.004) -> Shape:
    """A box standing on y = 0 about x = z = 0, with rounded edges (radius ``edge``)."""
    half = np.asarray(size, dtype=float) / 2
    edge = float(min(edge, half.min() * 0.98))
    arc = edge * (1 - np.cos(np.linspace(0, np.pi / 2, 4)))
    parts = []
    for out, right, up in _SIDES:
        o, r, w = (np.asarray(axis, dtype=float) for axis in (out, right, up))
        a, b, c = (float(abs(axis) @ half) for axis in (r, w, o))
        part = sheet(o * c, r, w, _edged(a, arc), _edged(b, arc))
        core = np.clip(part.vertices, -(half - edge), half - edge)
        off = part.vertices - core
        normal = off / np.linalg.norm(off, axis=1, keepdims=True)
        parts.append(
            replace(part, vertices=core + edge * normal + [0.0, half[1], 0.0], normals=normal)
        )
    return joined(parts)


def _edged(half: float, arc: NDArray[np.float64]) -> NDArray[np.float64]:
    left = -half + arc
    return np.concatenate([left, -left[::-1]])


def lathe(profile: ArrayLike, turns: int = 28) -> Shape:
    """A solid of revolution about y.

    Parameters
    ----------
    profile : array_like, shape (K, 2)
        Radius, height, from below upwards along the outside.
    turns : int
        Corners of a circle.
    """
    line = np.asarray(profile, dtype=float)
    angle = np.linspace(0, 2 * np.pi, turns + 1)
    step = np.gradient(line, axis=0)
    out = np.stack([step[:, 1], -step[:, 0]], axis=1)
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    cos, sin = np.cos(angle)[None, :], np.sin(angle)[None, :]
    r, y = line[:, :1], line[:, 1:]
    points = np.stack([r * sin, y + 0 * sin, r * cos], axis=-1)
    normals = np.stack([out[:, :1] * sin, out[:, 1:] + 0 * sin, out[:, :1] * cos], axis=-1)
    length = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    width = max(float(line[:, 0].max()), 1e-3)
    uv = np.stack(np.broadcast_arrays(angle[None, :] * width, length[:, None]), axis=-1)
    return _shape(
        points.reshape(-1, 3), normals.reshape(-1, 3), uv.reshape(-1, 2), lattice(*uv.shape[:2])
    )


def cylinder(radius: float, height: float, turns: int = 24) -> Shape:
    """A closed upright cylinder standing on y = 0, its rim slightly rounded."""
    e = min(0.15 * radius, 0.1 * height, 0.01)
    return lathe(
        [
            (1e-4, 0), (radius - e, 0), (radius - e, 0), (radius, e), (radius, e),
            (radius, height - e), (radius, height - e), (radius - e, height),
            (radius - e, height), (1e-4, height),
        ],
        turns,
    )  # fmt: skip


def ball(radius: float, turns: int = 36) -> Shape:
    """A sphere standing on y = 0."""
    a = np.linspace(-np.pi / 2, np.pi / 2, turns // 2)
    return lathe(np.stack([radius * np.cos(a), radius + radius * np.sin(a)], 1), turns)


def rod(start: ArrayLike, end: ArrayLike, radius: float, turns: int = 14) -> Shape:
    """A round bar between two points."""
    a, b = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    axis = (b - a) / np.linalg.norm(b - a)
    side = np.cross(axis, [0.3, 0.2, 0.93] if abs(axis[2]) < 0.9 else [1.0, 0.1, 0.0])
    side /= np.linalg.norm(side)
    basis = np.stack([side, axis, np.cross(side, axis)], axis=1)
    bar = cylinder(radius, float(np.linalg.norm(b - a)), turns)
    return replace(bar, vertices=bar.vertices @ basis.T + a, normals=bar.normals @ basis.T)


def joined(parts: Sequence[Shape]) -> Shape:
    """Several shapes of one material as one."""
    first = parts[0]
    counts = np.cumsum([0] + [len(part.vertices) for part in parts])
    return replace(
        first,
        vertices=np.concatenate([part.vertices for part in parts]),
        normals=np.concatenate([part.normals for part in parts]),
        uv=np.concatenate([part.uv for part in parts]),
        faces=np.concatenate([p.faces + n for p, n in zip(parts, counts[:-1], strict=True)]),
    )
