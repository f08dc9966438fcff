"""Posing: commanded angles to a standing body."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

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
from groundtruth.piece import PosedBody

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from groundtruth.bodies.phenotype import Shape


@dataclass(frozen=True, slots=True)
class Posture:
    """What is commanded; degrees, changes from the body's rest unless said otherwise.

    Attributes
    ----------
    pelvis : float
        Turn of the pelvis about the hip axis, + anterior.
    lumbar, thoracic : float
        Added lordosis and added kyphosis.
    lumbar_low, thoracic_high : float
        Where the curve sits: weight of the lower lumbar / upper thoracic segments, about 1.
    neck : float
        Lower neck bent forward; the head stays where ``head`` says.
    head : float
        Head pitch against the horizontal gaze, + nose up. Absolute.
    head_yaw : float
        Head turned to the person's right. Absolute.
    protraction, elevation : float
        Collar bone and shoulder blade forward, up.
    leg_lean : float
        Ankle to hip against the vertical, + forward. Absolute.
    knee : tuple of float
        Left and right knee beyond straight (joint centres), + hyperextended. Absolute.
    stance : float
        Lean of the right leg less that of the left.
    width : float
        Ankles from the midline, statures. Absolute.
    toe_out : float
        Feet turned out. Absolute.
    arms : {"hanging", "clasped"}
    arm_forward, arm_aside, elbow : float
        Hanging: upper arm forward of the vertical, away from it, and elbow flexion. Absolute.
    clasp_height : float
        Clasped: height of the hands, 0 groin to 1 navel.
    """

    pelvis: float = 0.0
    lumbar: float = 0.0
    thoracic: float = 0.0
    lumbar_low: float = 1.0
    thoracic_high: float = 1.0
    neck: float = 0.0
    head: float = 0.0
    head_yaw: float = 0.0
    protraction: float = 0.0
    elevation: float = 0.0
    leg_lean: float = 1.5
    knee: tuple[float, float] = (0.0, 0.0)
    stance: float = 0.0
    width: float = 0.055
    toe_out: float = 6.0
    arms: str = "hanging"
    arm_forward: float = 0.0
    arm_aside: float = 7.0
    elbow: float = 12.0
    clasp_height: float = 0.4


@dataclass(slots=True)
class _Frame:
    """A rigid motion: x -> turn @ x + shift."""

    turn: NDArray[np.float64]
    shift: NDArray[np.float64]

    def __call__(self, point: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.turn @ point + self.shift


def _forward(degrees: float) -> NDArray[np.float64]:
    """Turn in the sagittal plane, + tips the upper end forward."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])


def _about_y(degrees: float) -> NDArray[np.float64]:
    """Turn about the vertical, + takes forward to the right."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]])


def _about_x(degrees: float) -> NDArray[np.float64]:
    """Turn about the forward axis, + takes up to the right."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def _between(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smallest turn that takes one direction to another."""
    a, b = start / np.linalg.norm(start), end / np.linalg.norm(end)
    axis = np.cross(a, b)
    cos = float(a @ b)
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.eye(3) + cross + cross @ cross / max(1.0 + cos, 1e-9)


def _turn_at(parent: _Frame, centre: NDArray[np.float64], turn: NDArray[np.float64]) -> _Frame:
    """A part that turns about a centre (rest) which its parent carries."""
    return _Frame(turn, parent(centre) - turn @ centre)


def trunk_frames(shape: Shape, posture: Posture, sideways: Sideways = EVEN) -> dict[str, _Frame]:
    """Motions of pelvis, vertebrae, neck and head; the hip axis stays where it is at rest."""
    hip = (shape.heads["upperleg01.L"] + shape.heads["upperleg01.R"]) / 2
    pelvis = _about_x(-sideways.pelvis) @ _forward(posture.pelvis)
    frames = {"pelvis": _Frame(pelvis, hip - pelvis @ hip)}
    angle, before = posture.pelvis, frames["pelvis"]
    centres = spine_joint(shape, np.concatenate([LUMBAR_JOINTS, THORACIC_JOINTS]))
    lumbar = _shares(len(LUMBAR_JOINTS), posture.lumbar_low)
    thoracic = _shares(len(THORACIC_JOINTS), 1.0 / posture.thoracic_high)
    bends = np.concatenate([-posture.lumbar * lumbar, posture.thoracic * thoracic])
    tilts = np.linspace(sideways.pelvis, sideways.trunk, len(bends) + 1)[1:]
    for part, centre, bend, tilt in zip(TRUNK[1:], centres, bends, tilts, strict=True):
        angle += float(bend)
        before = _turn_at(before, centre, _about_x(-float(tilt)) @ _forward(angle))
        frames[part] = before
    # The neck's three segments share what lies between the trunk and the head.
    first, second, third, last = (
        _about_x(-t) for t in np.linspace(sideways.trunk, sideways.head, 5)[1:].tolist()
    )
    head = last @ _about_y(posture.head_yaw) @ _forward(-posture.head)
    lower = angle + posture.neck
    bent = first @ _forward(0.35 * angle + 0.65 * lower)
    frames["neck1"] = _turn_at(before, shape.heads["neck01"], bent)
    frames["neck2"] = _turn_at(
        frames["neck1"], shape.heads["neck02"], second @ _forward(0.9 * lower)
    )
    middle = third @ _about_y(0.5 * posture.head_yaw)
    middle = middle @ _forward(0.45 * lower - 0.5 * posture.head)
    frames["neck3"] = _turn_at(frames["neck2"], shape.heads["neck03"], middle)
    frames["head"] = _turn_at(frames["neck3"], shape.heads["head"], head)
    return frames


def _shares(count: int, low: float) -> NDArray[np.float64]:
    """How a bend is spread from the lowest segment upwards; ``low`` > 1 puts it lower."""
    weight = np.linspace(low, 1.0 / low, count)
    return weight / weight.sum()


def lean_of_trunk(shape: Shape, frames: Mapping[str, _Frame]) -> float:
    """Hip centre to the middle of the upper arms' heads against the vertical, degrees."""
    hip = (shape.heads["upperleg01.L"] + shape.heads["upperleg01.R"]) / 2
    shoulder = (shape.heads["upperarm01.L"] + shape.heads["upperarm01.R"]) / 2
    x, y, _ = frames["thoracic1"](shoulder) - hip
    return math.degrees(math.atan2(x, y))


def _arm_frames(
    shape: Shape,
    posture: Posture,
    sideways: Sideways,
    frames: dict[str, _Frame],
    girth: tuple[float, float],
) -> None:
    for side, sign, mark in (("left", -1.0, "L"), ("right", 1.0, "R")):
        heads = {
            name: shape.heads[f"{name}.{mark}"]
            for name in ("clavicle", "shoulder01", "upperarm01", "lowerarm01", "wrist")
        }
        carried = frames["thoracic1"].turn
        swing = _about_y(-sign * posture.protraction)
        lift = _about_x(-sign * posture.elevation - sideways.shoulders / 2)
        clavicle = _turn_at(frames["thoracic1"], heads["clavicle"], carried @ swing @ lift)
        frames[f"clavicle_{side}"] = clavicle
        # The blade glides round the ribs: it turns a little more than the collar bone.
        more = _about_y(-sign * 0.4 * posture.protraction)
        scapula = _turn_at(clavicle, heads["shoulder01"], clavicle.turn @ more)
        frames[f"scapula_{side}"] = scapula
        rest_upper = heads["lowerarm01"] - heads["upperarm01"]
        rest_fore = heads["wrist"] - heads["lowerarm01"]
        upper_goal, fore_goal = _arm_goals(shape, posture, scapula, heads, sign, girth)
        turn = _between(rest_upper, upper_goal)
        arm = _turn_at(scapula, heads["upperarm01"], turn)
        frames[f"upper_arm_{side}"] = arm
        fore_turn = _between(turn @ rest_fore, fore_goal) @ turn
        frames[f"forearm_{side}"] = _turn_at(arm, heads["lowerarm01"], fore_turn)
        frames[f"hand_{side}"] = _turn_at(frames[f"forearm_{side}"], heads["wrist"], fore_turn)


def _arm_goals(
    shape: Shape,
    posture: Posture,
    scapula: _Frame,
    heads: Mapping[str, NDArray[np.float64]],
    sign: float,
    girth: tuple[float, float],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Directions of upper arm and forearm, given the belly's front and the hips' half breadth."""
    front, hip_breadth = girth
    if posture.arms == "clasped":
        aside, back = math.radians(posture.arm_aside + 6.0), math.radians(8.0)
        upper = np.array([-math.sin(back), -1.0, sign * math.tan(aside)])
        upper /= np.linalg.norm(upper)
        elbow = scapula(heads["upperarm01"]) + upper * np.linalg.norm(
            heads["lowerarm01"] - heads["upperarm01"]
        )
        height = shape.stature * (0.50 + 0.10 * posture.clasp_height)
        goal = np.array([front + 0.03 * shape.stature, height, sign * 0.02 * shape.stature])
        return upper, goal - elbow
    forward = math.radians(posture.arm_forward)
    # The hands hang beside the hips, however broad those are.
    shoulder = abs(float(scapula(heads["upperarm01"])[2]))
    arm = float(np.linalg.norm(heads["wrist"] - heads["upperarm01"]))
    beside = (hip_breadth + 0.022 * shape.stature - shoulder) / arm
    aside = max(math.tan(math.radians(posture.arm_aside)), beside)
    upper = np.array([math.tan(forward), -1.0, sign * aside])
    bend = math.radians(posture.arm_forward + posture.elbow)
    fore = np.array([math.tan(bend), -1.0, sign * max(0.3 * aside, beside)])
    return upper, fore


def _leg_frames(
    shape: Shape, posture: Posture, sideways: Sideways, frames: dict[str, _Frame]
) -> None:
    for side, sign, mark in (("left", -1.0, "L"), ("right", 1.0, "R")):
        hip, knee, ankle = (
            shape.heads[f"{name}.{mark}"] for name in ("upperleg01", "lowerleg01", "foot")
        )
        thigh, shank = knee - hip, ankle - knee
        long, short = float(np.hypot(*thigh[:2])), float(np.hypot(*shank[:2]))
        bend = posture.knee[0 if side == "left" else 1]
        drop = -math.sin(math.radians(sign * sideways.pelvis)) * 2.0 * abs(float(hip[2]))
        if drop > 0:
            # Small-angle solution for a leg that is shorter by the drop.
            bend -= math.degrees(math.sqrt(2.0 * drop * (1.0 / long + 1.0 / short)))
        lean = posture.leg_lean + sign * posture.stance / 2
        shank_lean = lean - bend * long / (long + short)
        thigh_lean = shank_lean + bend
        rest = [math.degrees(math.atan2(-part[0], -part[1])) for part in (thigh, shank)]
        spread = math.degrees(math.atan2(abs(ankle[2] - hip[2]), hip[1] - ankle[1]))
        wanted = math.degrees(
            math.atan2(posture.width * shape.stature - abs(hip[2]), hip[1] - ankle[1])
        )
        adduct = _about_x(sign * (spread - wanted))
        frames[f"thigh_{side}"] = _turn_at(
            frames["pelvis"], hip, adduct @ _forward(thigh_lean - rest[0])
        )
        frames[f"shank_{side}"] = _turn_at(
            frames[f"thigh_{side}"], knee, adduct @ _forward(shank_lean - rest[1])
        )
        toes = shape.heads[f"toe2-1.{mark}"] - ankle
        out = math.degrees(math.atan2(sign * toes[2], toes[0]))
        frames[f"foot_{side}"] = _turn_at(
            frames[f"shank_{side}"], ankle, _about_y(sign * (posture.toe_out - out))
        )


def pose(shape: Shape, posture: Posture, sideways: Sideways = EVEN) -> PosedBody:
    """Bend the mesh.

    Parameters
    ----------
    shape : Shape
    posture : Posture
    sideways : Sideways, optional
        Even left and right by default.

    Returns
    -------
    PosedBody
        Feet on the floor; x = 0 at the hip axis.
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
    _arm_frames(shape, posture, sideways, frames, (float(skin[belly, 0].max()), breadth))
    _leg_frames(shape, posture, sideways, frames)
    turns = np.array([frames[part].turn for part in PARTS]).reshape(len(PARTS), 9)
    shifts = np.array([frames[part].shift for part in PARTS])
    weights = rig().weights
    turn = (weights @ turns.astype(np.float32)).reshape(-1, 3, 3)
    vertices = np.einsum("vij,vj->vi", turn, skin) + weights @ shifts.astype(np.float32)
    vertices = vertices.astype(float)
    lower = np.array([0.0, float(vertices[:, 1].min()), 0.0])
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
    """Name of each joint to the part that carries it and its place at rest."""
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
