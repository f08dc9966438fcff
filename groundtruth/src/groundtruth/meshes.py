"""Types that bodies, clothes and rendering share: posed body, material and mesh.

Person axes everywhere: metres, x forward, y up, z to the person's right; the floor is y = 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

SEGMENTS = (
    "pelvis",
    "lumbar",
    "thorax",
    "neck",
    "head",
    "eye",
    "clavicle_left",
    "clavicle_right",
    "upper_arm_left",
    "upper_arm_right",
    "forearm_left",
    "forearm_right",
    "hand_left",
    "hand_right",
    "thigh_left",
    "thigh_right",
    "shank_left",
    "shank_right",
    "foot_left",
    "foot_right",
)
"""Names of ``PosedBody.segment``."""

JOINTS = (
    "hip",
    "knee",
    "ankle",
    "shoulder",
    "elbow",
    "wrist",
)
"""Paired joints: ``PosedBody.joints`` has each with ``_left`` and ``_right``; unpaired are
``pelvis`` (between the hips), ``waist`` (L3), ``chest`` (T8), ``neck`` (C7) and ``head``."""


@dataclass(frozen=True, slots=True, eq=False)
class PosedBody:
    """An unclothed body in its pose, and the same body at rest.

    Attributes
    ----------
    rest, vertices : ndarray, shape (V, 3)
        At rest (arms away from the trunk) and posed, metres, person axes.
    faces : ndarray, shape (F, 3), int
        Triangles, counter-clockwise seen from outside.
    segment : ndarray, shape (V,), int8
        Dominant segment of each vertex, index into ``SEGMENTS``.
    rest_joints, joints : mapping of str to ndarray, shape (3,)
        Joint centres, see ``JOINTS``.
    sex : {"female", "male"}
    """

    rest: NDArray[np.float64]
    vertices: NDArray[np.float64]
    faces: NDArray[np.intp]
    segment: NDArray[np.int8]
    rest_joints: Mapping[str, NDArray[np.float64]]
    joints: Mapping[str, NDArray[np.float64]]
    sex: Literal["female", "male"]


@dataclass(frozen=True, slots=True)
class Material:
    """Optical properties of a surface.

    Attributes
    ----------
    kind : {"skin", "cloth", "hair", "shoe", "eye", "sticker"}
    colour : tuple of float
        Base colour, linear RGB in [0, 1].
    second : tuple of float or None
        Second colour of the pattern.
    pattern : {"plain", "stripes", "melange", "print", "strands"}
    roughness : float
        0 mirror to 1 matt.
    """

    kind: Literal["skin", "cloth", "hair", "shoe", "eye", "sticker"]
    colour: tuple[float, float, float]
    second: tuple[float, float, float] | None = None
    pattern: Literal["plain", "stripes", "melange", "print", "strands"] = "plain"
    roughness: float = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """One triangle mesh of a person: skin, a garment, hair or a sticker.

    Attributes
    ----------
    name : str
        For example ``skin``, ``top``, ``hair``.
    vertices : ndarray, shape (N, 3)
        Metres, person axes.
    faces : ndarray, shape (M, 3), int
        Triangles, counter-clockwise seen from outside.
    material : Material
    uv : ndarray, shape (N, 2), or None
        Texture coordinates, metres along the cloth; with None the renderer projects them.
    tint : ndarray, shape (N, 3), or None
        Factor on the material's colours at each vertex, for example redder lips.
    """

    name: str
    vertices: NDArray[np.float64]
    faces: NDArray[np.intp]
    material: Material
    uv: NDArray[np.float64] | None = None
    tint: NDArray[np.float64] | None = None
