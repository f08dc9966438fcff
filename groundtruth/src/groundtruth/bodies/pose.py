"""Poses a body with given angles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from groundtruth.bodies.frame import Frame, about_x, about_y, forward, turn_at
from groundtruth.bodies.limbs import arm_frames, leg_frames
from groundtruth.bodies.phenotype import topology
from groundtruth.bodies.rig import (
    LUMBAR_JOINTS,
    PARTS,
    SIDES,
    THORACIC_JOINTS,
    TRUNK,
    rig,
    spine_joint,
)
from groundtruth.bodies.sideways import EVEN, Sideways
from groundtruth.bodies.tread import BARE, Tread
from groundtruth.meshes import PosedBody

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from groundtruth.bodies.phenotype import Shape
    from groundtruth.bodies.posture import Posture


def trunk_frames(shape: Shape, posture: Posture, sideways: Sideways = EVEN) -> dict[str, Frame]:
    """Motions of pelvis, vertebrae, neck and head; the hip axis stays where it is at rest."""
    hip = (shape.heads["upperleg01.L"] + shape.heads["upperleg01.R"]) / 2
    pelvis = about_x(-sideways.pelvis) @ forward(posture.pelvis)
    frames = {"pelvis": Frame(pelvis, hip - pelvis @ hip)}
    angle, before = posture.pelvis, frames["pelvis"]
    centres = spine_joint(shape, np.concatenate([LUMBAR_JOINTS, THORACIC_JOINTS]))
    lumbar = _shares(len(LUMBAR_JOINTS), posture.lumbar_low)
    thoracic = _shares(len(THORACIC_JOINTS), 1.0 / posture.thoracic_high)
    bends = np.concatenate([-posture.lumbar * lumbar, posture.thoracic * thoracic])
    tilts = np.linspace(sideways.pelvis, sideways.trunk, len(bends) + 1)[1:]
    for part, centre, bend, tilt in zip(TRUNK[1:], centres, bends, tilts, strict=True):
        angle += float(bend)
        before = turn_at(before, centre, about_x(-float(tilt)) @ forward(angle))
        frames[part] = before
    # The three segments of the neck share the angle between trunk and head.
    first, second, third, last = (
        about_x(-t) for t in np.linspace(sideways.trunk, sideways.head, 5)[1:].tolist()
    )
    head = last @ about_y(posture.head_yaw) @ forward(-posture.head)
    lower = angle + posture.neck
    bent = first @ forward(0.35 * angle + 0.65 * lower)
    frames["neck1"] = turn_at(before, shape.heads["neck01"], bent)
    frames["neck2"] = turn_at(frames["neck1"], shape.heads["neck02"], second @ forward(0.9 * lower))
    middle = third @ about_y(0.5 * posture.head_yaw)
    middle = middle @ forward(0.45 * lower - 0.5 * posture.head)
    frames["neck3"] = turn_at(frames["neck2"], shape.heads["neck03"], middle)
    frames["head"] = turn_at(frames["neck3"], shape.heads["head"], head)
    return frames


def _shares(count: int, low: float) -> NDArray[np.float64]:
    """Distribution of a bend over segments, lowest first; ``low`` > 1 bends the lower more."""
    weight = np.linspace(low, 1.0 / low, count)
    return weight / weight.sum()


def lean_of_trunk(shape: Shape, frames: Mapping[str, Frame]) -> float:
    """Hip centre to the middle of the upper arms' heads against the vertical, degrees."""
    hip = (shape.heads["upperleg01.L"] + shape.heads["upperleg01.R"]) / 2
    shoulder = (shape.heads["upperarm01.L"] + shape.heads["upperarm01.R"]) / 2
    x, y, _ = frames["thoracic1"](shoulder) - hip
    return math.degrees(math.atan2(x, y))


def pose(
    shape: Shape, posture: Posture, sideways: Sideways = EVEN, tread: Tread = BARE
) -> PosedBody:
    """Pose a body.

    Parameters
    ----------
    shape : Shape
    posture : Posture
    sideways : Sideways, optional
        Symmetric by default.
    tread : Tread, optional
        Soles under the feet; none by default.

    Returns
    -------
    PosedBody
        Feet on the floor, or above it by the soles; x = 0 at the hip axis.
    """
    frames = trunk_frames(shape, posture, sideways)
    skin = shape.vertices
    belly = (np.abs(skin[:, 2]) < 0.05 * shape.stature) & (
        np.abs(skin[:, 1] - 0.56 * shape.stature) < 0.04 * shape.stature
    )
    hips = np.abs(skin[:, 1] - 0.50 * shape.stature) < 0.05 * shape.stature
    # At rest the arms are spread and far from the hips.
    hips &= np.abs(skin[:, 2]) < 0.16 * shape.stature
    breadth = float(np.abs(skin[hips, 2]).max())
    arm_frames(shape, posture, sideways, frames, (float(skin[belly, 0].max()), breadth))
    leg_frames(shape, posture, sideways, frames, tread.drop)
    turns = np.array([frames[part].turn for part in PARTS]).reshape(len(PARTS), 9)
    shifts = np.array([frames[part].shift for part in PARTS])
    weights = rig().weights
    turn = (weights @ turns.astype(np.float32)).reshape(-1, 3, 3)
    vertices = np.einsum("vij,vj->vi", turn, skin) + weights @ shifts.astype(np.float32)
    vertices = vertices.astype(float)
    lower = np.array([0.0, float(vertices[:, 1].min()) - tread.under_ball, 0.0])
    vertices -= lower
    joints = _joints(shape)
    return PosedBody(
        rest=skin,
        vertices=vertices,
        faces=topology().faces,
        segment=rig().segment,
        rest_joints={name: point for name, (_, point) in joints.items()},
        joints={name: frames[part](point) - lower for name, (part, point) in joints.items()},
        sex=shape.sex,
    )


def _joints(shape: Shape) -> dict[str, tuple[str, NDArray[np.float64]]]:
    """Part to which each joint is fixed, and its position at rest, by name."""
    hip = (shape.heads["upperleg01.L"] + shape.heads["upperleg01.R"]) / 2
    waist, chest = spine_joint(shape, np.array([LUMBAR_JOINTS[2], THORACIC_JOINTS[2]]))
    found = {
        "pelvis": ("pelvis", hip),
        "waist": ("lumbar3", waist),
        "chest": ("thoracic4", chest),
        "neck": ("neck1", shape.heads["neck01"]),
        "head": ("head", shape.heads["head"]),
    }
    for side in SIDES:
        mark = side[0].upper()
        for name, part, bone in (
            ("hip", "pelvis", "upperleg01"),
            ("knee", "thigh", "lowerleg01"),
            ("ankle", "shank", "foot"),
            ("shoulder", "scapula", "upperarm01"),
            ("elbow", "upper_arm", "lowerarm01"),
            ("wrist", "forearm", "wrist"),
        ):
            carrier = part if part == "pelvis" else f"{part}_{side}"
            found[f"{name}_{side}"] = (carrier, shape.heads[f"{bone}.{mark}"])
    return found
