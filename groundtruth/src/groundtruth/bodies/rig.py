"""Skinning of the mesh: rigid pelvis, trunk with vertebral levels, scapulae, limbs.

The model's own spine has five bones, and half of the weight of the skin over ASIS and PSIS belongs
to a lumbar one. Here the trunk's weight of every vertex is redistributed to a rigid pelvis, five
lumbar and six thoracic segments, by a height that follows the downward slope of the ribs to the
front.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.bodies.anatomy import POINT_VERTICES
from groundtruth.bodies.phenotype import make_shape, topology

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.bodies.phenotype import Shape

_LEVELS = np.array([0.5315, 0.583, 0.624, 0.671, 0.750, 0.855])
_LEVEL_BONES = ("hip", "spine04", "spine03", "spine02", "spine01", "neck01")
"""Heights of the bones in the average body, shares of stature: the trunk's common coordinate."""

LUMBAR_JOINTS = np.array([0.577, 0.600, 0.622, 0.643, 0.664])
"""L5/S1 to L1/L2: the lower end of each lumbar segment, in the common coordinate."""

THORACIC_JOINTS = np.array([0.685, 0.715, 0.742, 0.770, 0.796, 0.822])
"""T12/L1 upwards: the lower end of each thoracic segment (two vertebrae each)."""

TRUNK = (
    "pelvis",
    *(f"lumbar{i}" for i in range(5, 0, -1)),
    *(f"thoracic{i}" for i in range(6, 0, -1)),
)

LIMBS = ("thigh", "shank", "foot", "clavicle", "scapula", "upper_arm", "forearm", "hand")
SIDES = ("left", "right")
PARTS = (
    *TRUNK,
    "neck1",
    "neck2",
    "neck3",
    "head",
    *(f"{limb}_{side}" for side in SIDES for limb in LIMBS),
)
"""Rigid parts, parents before children within each chain."""

_OVERLAP = 0.030
"""Height over which neighbouring segments share the skin (common coordinate)."""

_RIB_SLOPE = 0.45
"""Slope of the ribs: descent per length forward. Skin in front of the spine follows a higher
vertebra."""


@dataclass(frozen=True, slots=True, eq=False)
class Rig:
    """Skinning of the shared topology.

    Attributes
    ----------
    weights : ndarray, shape (V, P)
        Share of each part of ``PARTS`` in each vertex; rows sum to 1.
    segment : ndarray, shape (V,), int8
        Dominant segment, index into ``groundtruth.meshes.SEGMENTS``.
    """

    weights: NDArray[np.float32]
    segment: NDArray[np.int8]


def spine_height(shape: Shape, y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Height of a point of the spine in the common coordinate."""
    return np.interp(y, _own_levels(shape), _LEVELS, left=0.0, right=1.0)


def spine_joint(shape: Shape, level: NDArray[np.float64]) -> NDArray[np.float64]:
    """Centre of rotation at a level of the common coordinate, shape (N, 3)."""
    own = _own_levels(shape)
    y = np.interp(level, _LEVELS, own)
    bones = np.array([_level_bone(shape, name) for name in _LEVEL_BONES])
    x = np.interp(level, _LEVELS[1:], bones[1:, 0])
    return np.stack([x, y, np.zeros_like(y)], axis=1)


def _level_bone(shape: Shape, name: str) -> NDArray[np.float64]:
    if name == "hip":
        return (shape.heads["upperleg01.L"] + shape.heads["upperleg01.R"]) / 2
    return shape.heads[name]


def _own_levels(shape: Shape) -> NDArray[np.float64]:
    return np.array([_level_bone(shape, name)[1] for name in _LEVEL_BONES])


def _part_of(bone: str) -> str:
    """The part that receives a bone's weight; the trunk's bones are redistributed later."""
    name, _, side = bone.partition(".")
    suffix = {"L": "_left", "R": "_right"}.get(side, "")
    if name in ("root", "pelvis") or name.startswith("spine"):
        return "trunk"
    if name.startswith("neck"):
        return f"neck{int(name[-1])}"
    if name in ("head", "eye"):
        return "head"
    limb = {
        "upperleg": "thigh",
        "lowerleg": "shank",
        "foot": "foot",
        "toe": "foot",
        "clavicle": "clavicle",
        "shoulder": "scapula",
        "upperarm": "upper_arm",
        "lowerarm": "forearm",
    }.get(name.rstrip("0123456789-"), "hand")
    if name.startswith("toe"):
        limb = "foot"
    return limb + suffix


@cache
def rig() -> Rig:
    """Skinning weights, made once from the average body."""
    shared = topology()
    mean = make_shape({"gender": 0.5}, {}, 1.7, "female")
    count = len(mean.vertices)
    weights = np.zeros((count, len(PARTS)))
    trunk = np.zeros(count)
    rows = np.arange(count)
    for bone in range(len(shared.bones)):
        part = _part_of(shared.bones[bone])
        share = np.where(shared.weight_bones == bone, shared.weights, 0.0).sum(axis=1)
        if part == "trunk":
            trunk += share
        else:
            weights[rows, PARTS.index(part)] += share
    weights[:, : len(TRUNK)] = trunk[:, None] * _trunk_shares(mean)
    _fix_acromion(mean, weights)
    weights /= weights.sum(axis=1, keepdims=True)
    return Rig(weights.astype(np.float32), _segments(weights))


def _trunk_shares(mean: Shape) -> NDArray[np.float64]:
    """Distribution of the trunk's weight of each vertex to pelvis and vertebrae, shape (V, 12)."""
    v = mean.vertices
    level = spine_height(mean, v[:, 1])
    level = np.where(v[:, 1] < _own_levels(mean)[0], 0.0, level)
    spine_x = spine_joint(mean, level)[:, 0]
    before = np.clip((v[:, 0] - spine_x) / mean.stature, 0.0, None)
    # The slope starts gradually: the lower belly belongs to the pelvis, not to higher vertebrae.
    slope = _RIB_SLOPE * np.clip((level - 0.64) / 0.08, 0.0, 1.0)
    level = level + slope * before
    joints = np.concatenate([LUMBAR_JOINTS, THORACIC_JOINTS])
    # The iliac crests reach up to L4 at the sides and are rigid with the pelvis.
    aside = np.clip((np.abs(v[:, 2]) / mean.stature - 0.03) / 0.05, 0.0, 1.0)
    front = np.clip((v[:, 0] - spine_x) / mean.stature / 0.05, 0.0, 1.0)
    lift = 0.022 * np.maximum(aside, 0.7 * front)
    steps = np.empty((len(v), len(joints)))
    for j, joint in enumerate(joints):
        raised = joint + lift * max(0.0, 1.0 - (joint - joints[0]) / 0.07)
        t = np.clip((level - raised) / _OVERLAP + 0.5, 0.0, 1.0)
        steps[:, j] = t * t * (3 - 2 * t)
    steps = np.minimum.accumulate(steps, axis=1)
    ones, zeros = np.ones((len(v), 1)), np.zeros((len(v), 1))
    return np.hstack([ones, steps]) - np.hstack([steps, zeros])


def _fix_acromion(mean: Shape, weights: NDArray[np.float64]) -> None:
    """Assign the skin over the acromion to the scapula; the upper arm would pull it down."""
    mirror = topology().mirror
    for side in SIDES:
        ids = list(POINT_VERTICES["acromion"])
        ids = ids if side == "right" else mirror[ids].tolist()
        distance = np.linalg.norm(mean.vertices - mean.vertices[ids].mean(axis=0), axis=1)
        hold = np.clip(1.6 - distance / (0.020 * mean.stature), 0.0, 1.0)[:, None]
        goal = np.zeros(len(PARTS))
        goal[PARTS.index(f"scapula_{side}")] = 1.0
        weights[:] = (1 - hold) * weights + hold * goal


def _segments(weights: NDArray[np.float64]) -> NDArray[np.int8]:
    from groundtruth.meshes import SEGMENTS

    def of(part: str) -> str:
        for stem in ("lumbar", "neck"):
            if part.startswith(stem):
                return stem
        if part.startswith("thoracic"):
            return "thorax"
        return part.replace("scapula", "clavicle")

    table = np.array([SEGMENTS.index(of(part)) for part in PARTS])
    sums = np.stack([weights[:, table == k].sum(axis=1) for k in range(len(SEGMENTS))], axis=1)
    segment = sums.argmax(axis=1)
    shared = topology()
    eyes = [i for i, bone in enumerate(shared.bones) if bone.startswith("eye")]
    share = np.where(np.isin(shared.weight_bones, eyes), shared.weights, 0.0).sum(axis=1)
    segment[share > 0.5] = SEGMENTS.index("eye")
    return segment.astype(np.int8)
