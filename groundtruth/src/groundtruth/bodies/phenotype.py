"""Body shape: the parametric human at rest, in person axes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

LOCAL_CHANGES = (
    "buttocks-volume-incr",
    "stomach-pregnant-incr",
    "stomach-tone-incr",
    "pelvis-tone-incr",
    "hip-scale-depth-incr",
    "hip-scale-horiz-incr",
    "torso-scale-depth-incr",
    "torso-scale-horiz-incr",
    "torso-vshape-incr",
    "torso-muscle-dorsi-incr",
    "torso-muscle-pectoral-incr",
    "measure-waist-circ-incr",
    "measure-hips-circ-incr",
    "measure-bust-circ-incr",
    "measure-shoulder-dist-incr",
    "measure-napetowaist-dist-incr",
    "measure-upperleg-height-incr",
    "measure-lowerleg-height-incr",
    "l-upperarm-fat-incr",
    "r-upperarm-fat-incr",
    "l-upperleg-fat-incr",
    "r-upperleg-fat-incr",
    "l-lowerleg-muscle-incr",
    "r-lowerleg-muscle-incr",
    "neck-scale-vert-incr",
    "neck-scale-depth-incr",
    "neck-back-scale-depth-incr",
    "neck-double-incr",
    "breast-volume-vert-up",
    "head-age-incr",
    "head-back-scale-depth-incr",
    "head-scale-depth-incr",
    "head-fat-incr",
    "nose-scale-depth-incr",
    "chin-prominent-incr",
    "l-upperarm-shoulder-muscle-incr",
    "r-upperarm-shoulder-muscle-incr",
)
"""Local changes that are drawn; posture-like ones (hip-trans, torso-trans, ...) are left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A body at rest.

    Attributes
    ----------
    vertices : ndarray, shape (V, 3)
        Metres, person axes (x forward, y up, z right), floor at y = 0.
    heads : mapping of str to ndarray, shape (3,)
        Head of each bone, same axes.
    stature : float
        Metres.
    bmi : float
        From the mesh's volume at 1010 kg per cubic metre.
    sex : {"female", "male"}
    """

    vertices: NDArray[np.float64]
    heads: Mapping[str, NDArray[np.float64]]
    stature: float
    bmi: float
    sex: Literal["female", "male"]


@dataclass(frozen=True, slots=True, eq=False)
class Topology:
    """Topology and skinning that all bodies share.

    Attributes
    ----------
    faces : ndarray, shape (F, 3)
    mirror : ndarray, shape (V,)
        Number of the vertex on the other side.
    bones : tuple of str
    weights : ndarray, shape (V, K)
    weight_bones : ndarray, shape (V, K)
        Skinning weights and the bones that they belong to.
    """

    faces: NDArray[np.intp]
    mirror: NDArray[np.intp]
    bones: tuple[str, ...]
    weights: NDArray[np.float64]
    weight_bones: NDArray[np.intp]


@cache
def model() -> Any:
    """Load the parametric human (about 6 s the first time on a machine, then 1 s)."""
    import anny

    return anny.Anny(local_changes=list(LOCAL_CHANGES), phenotypes="all", skinning_method="lbs")


@cache
def topology() -> Topology:
    """Faces, mirror image and skinning weights."""
    from scipy.spatial import KDTree

    human = model()
    symmetric = make_shape({"gender": 0.5}, {}, 1.7, "female").vertices
    distance, mirror = KDTree(symmetric).query(symmetric * [1, 1, -1])
    if float(distance.max()) > 1e-4:
        raise RuntimeError("the mesh at rest is not its own mirror image")
    return Topology(
        faces=human.faces.numpy().astype(np.intp),
        mirror=np.asarray(mirror, dtype=np.intp),
        bones=tuple(str(name) for name in human.bone_labels),
        weights=human.vertex_bone_weights.numpy().astype(float),
        weight_bones=human.vertex_bone_indices.numpy().astype(np.intp),
    )


def make_shape(
    phenotype: Mapping[str, float],
    local: Mapping[str, float],
    stature: float,
    sex: Literal["female", "male"],
) -> Shape:
    """Make a body at rest and scale it to a stature.

    Parameters
    ----------
    phenotype : mapping
        The model's axes, each in [0, 1] (``gender`` 0 male, 1 female).
    local : mapping
        Local changes, each in [-1, 1].
    stature : float
        Metres.
    sex : {"female", "male"}

    Returns
    -------
    Shape
    """
    import torch

    human = model()
    with torch.no_grad():
        _, axes, changes, actions = human.get_tensor_inputs(
            None, dict(phenotype), dict(local), None
        )
        coefficients = human._get_phenotype_blendshape_coefficients(axes, changes, actions)
        rest = human.get_rest_model(coefficients)
    vertices = _person_axes(rest["rest_vertices"][0].numpy())
    heads = _person_axes(rest["rest_bone_heads"][0].numpy())
    floor = vertices[:, 1].min()
    scale = stature / float(np.ptp(vertices[:, 1]))
    # The hip axis becomes x = 0; the origin of the model does not matter.
    names = [str(name) for name in human.bone_labels]
    middle = heads[[names.index("upperleg01.L"), names.index("upperleg01.R")]].mean(axis=0)
    shift = np.array([middle[0], floor, 0.0])
    vertices, heads = (vertices - shift) * scale, (heads - shift) * scale
    mass = 1010.0 * _volume(vertices, human.faces.numpy())
    named = {name: heads[i] for i, name in enumerate(names)}
    for mark in "LR":
        _close_fingers(vertices, named, mark)
    return Shape(vertices, named, stature, mass / stature**2, sex)


def _person_axes(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The model's axes are x left, y back, z up."""
    return np.stack([-points[:, 1], points[:, 2], -points[:, 0]], axis=1).astype(float)


def _close_fingers(
    vertices: NDArray[np.float64], heads: Mapping[str, NDArray[np.float64]], mark: str
) -> None:
    """Move the fingers together; the hand of the model at rest is spread."""
    wrist, knuckle = heads[f"wrist.{mark}"], heads[f"finger3-1.{mark}"]
    across = heads[f"finger2-1.{mark}"] - heads[f"finger5-1.{mark}"]
    along = (knuckle - wrist) / np.linalg.norm(knuckle - wrist)
    across = across - (across @ along) * along
    across /= np.linalg.norm(across)
    offset = vertices - knuckle
    beyond = offset @ along / np.linalg.norm(knuckle - wrist)
    near = np.linalg.norm(offset, axis=1) < 2.5 * np.linalg.norm(knuckle - wrist)
    # The palm stays; the finger tips move to 0.6 of their spread.
    squeeze = np.where(near, 0.42 * np.clip(beyond + 0.5, 0.0, 1.0), 0.0)
    vertices -= (squeeze * (offset @ across))[:, None] * across


def _volume(vertices: NDArray[np.float64], faces: NDArray[np.intp]) -> float:
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    return float(abs(np.einsum("ij,ij->i", a, np.cross(b, c)).sum()) / 6.0)
