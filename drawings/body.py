"""The drawn person: fixed proportions, posed by directions or by where hands and feet reach.

Body units: y up, stature = 100. Directions in degrees, 0 = right, 90 = up. Seen from the side the
front of a body that stands upright is at +x; lying on the back the head is at the left.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from drawings.shapes import Blob, Shape, Vec, add, direction, lerp, polar

# Joint-to-joint lengths, rounded from the segment table of Winter, Biomechanics (2009), ch. 4.
LENGTHS: Mapping[str, float] = {
    "lumbar": 9.5,
    "lower_thorax": 10.0,
    "upper_thorax": 10.5,
    "neck": 6.0,
    "upper_arm": 17.0,
    "forearm": 14.5,
    "hand": 5.0,
    "thigh": 24.5,
    "shank": 24.6,
}
SOLE = 3.9
"""Ankle above the sole."""
SHOULDER_HALF = 10.5
HIP_HALF = 5.5
SIDES = ("near", "far")

FigureView = Literal["side", "front", "back"]


class OutOfReachError(ValueError):
    """A hand or a foot is asked to be where its limb cannot reach."""


@dataclass(frozen=True, slots=True)
class Limb:
    """Directions of upper, lower and end segment, or where the wrist or ankle is to be.

    Attributes
    ----------
    angles : tuple of float
        Directions of the two long segments, in degrees. Used where ``to`` is None.
    to : Vec or None
        Where the wrist or ankle is; the middle joint follows.
    bend : {"left", "right"}
        Side of the straight way from root to end on which the middle joint lies.
    end : float or None
        Direction of hand or foot; the hand goes on in line, the foot stands square.
    """

    angles: tuple[float, float] = (-90.0, -90.0)
    to: Vec | None = None
    bend: Literal["left", "right"] = "left"
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Posture:
    """Where the pelvis is and which way every segment points.

    ``shoulder`` moves the shoulder joint ahead and up; ``breadth`` narrows a front view; ``turn``
    turns a side view towards the reader, in degrees, so that both shoulders and hips show.
    """

    view: FigureView = "side"
    pelvis: Vec = (0.0, 53.0)
    trunk: tuple[float, float, float] = (90.0, 90.0, 90.0)
    neck: float = 75.0
    head: float = 90.0
    shoulder: Vec = (0.0, 0.0)
    breadth: float = 1.0
    turn: float = 0.0
    arms: Mapping[str, Limb] = field(default_factory=dict[str, Limb])
    legs: Mapping[str, Limb] = field(default_factory=dict[str, Limb])


Joints = dict[str, Vec]


def joints_of(posture: Posture) -> Joints:
    """Every joint of the posed person.

    Parameters
    ----------
    posture : Posture

    Returns
    -------
    dict of str to Vec
        ``pelvis``, ``waist``, ``chest``, ``neck``, ``skull``, ``crown`` and, for ``near_`` and
        ``far_``: ``shoulder``, ``elbow``, ``wrist``, ``hand``, ``hip``, ``knee``, ``ankle``,
        ``heel``, ``toe``.

    Raises
    ------
    OutOfReachError
        A limb is too short for where it is to reach.
    """
    joints: Joints = {"pelvis": posture.pelvis}
    chain = ("waist", "chest", "neck")
    lengths = (LENGTHS["lumbar"], LENGTHS["lower_thorax"], LENGTHS["upper_thorax"])
    at = posture.pelvis
    for name, angle, length in zip(chain, posture.trunk, lengths, strict=True):
        at = joints[name] = add(at, polar(angle, length))
    joints["skull"] = add(at, polar(posture.neck, LENGTHS["neck"]))
    joints["crown"] = add(joints["skull"], polar(posture.head, 6.0))
    for side in SIDES:
        _add_arm(joints, posture, side)
        _add_leg(joints, posture, side)
    return joints


def _root(joints: Joints, posture: Posture, side: str, kind: str) -> Vec:
    """Shoulder or hip joint; seen from the side both lie in the middle plane."""
    trunk = posture.trunk[2] if kind == "shoulder" else posture.trunk[0]
    base = joints["neck"] if kind == "shoulder" else joints["pelvis"]
    half = SHOULDER_HALF if kind == "shoulder" else HIP_HALF
    if posture.view != "side":
        out = polar(trunk - 90 if side == "near" else trunk + 90, half * posture.breadth)
        base = add(base, out)
    elif posture.turn:
        ahead = half * math.sin(math.radians(posture.turn))
        base = add(base, polar(trunk - 90, -ahead if side == "near" else ahead))
    if kind == "shoulder":
        ahead, up = posture.shoulder
        base = add(base, polar(trunk, up - 3.0))
        if posture.view == "side":
            base = add(base, polar(trunk - 90, ahead))
    return base


def _add_arm(joints: Joints, posture: Posture, side: str) -> None:
    limb = posture.arms.get(side, Limb())
    root = joints[f"{side}_shoulder"] = _root(joints, posture, side, "shoulder")
    elbow, wrist = _two_bones(root, limb, LENGTHS["upper_arm"], LENGTHS["forearm"], side + " arm")
    hand = direction(elbow, wrist) if limb.end is None else limb.end
    joints[f"{side}_elbow"], joints[f"{side}_wrist"] = elbow, wrist
    joints[f"{side}_hand"] = add(wrist, polar(hand, LENGTHS["hand"]))


def _add_leg(joints: Joints, posture: Posture, side: str) -> None:
    limb = posture.legs.get(side, Limb())
    root = joints[f"{side}_hip"] = _root(joints, posture, side, "hip")
    knee, ankle = _two_bones(root, limb, LENGTHS["thigh"], LENGTHS["shank"], side + " leg")
    if posture.view == "side":
        foot = direction(knee, ankle) + 90 if limb.end is None else limb.end
        heel = add(ankle, add(polar(foot, -3.0), polar(foot - 90, SOLE - 2.2)))
        toe = add(ankle, add(polar(foot, 10.0), polar(foot - 90, SOLE - 1.5)))
    else:
        foot = direction(knee, ankle) if limb.end is None else limb.end
        heel, toe = ankle, add(ankle, polar(foot, SOLE - 1.9))
    joints[f"{side}_knee"], joints[f"{side}_ankle"] = knee, ankle
    joints[f"{side}_heel"], joints[f"{side}_toe"] = heel, toe


def _two_bones(root: Vec, limb: Limb, upper: float, lower: float, name: str) -> tuple[Vec, Vec]:
    """Middle and end joint, from directions or from where the end is to be (law of cosines)."""
    if limb.to is None:
        middle = add(root, polar(limb.angles[0], upper))
        return middle, add(middle, polar(limb.angles[1], lower))
    away = math.dist(root, limb.to)
    if not abs(upper - lower) < away <= upper + lower:
        raise OutOfReachError(
            f"{name}: {away:.1f} from its root, but reaches {upper + lower:.1f} at most"
        )
    cosine = (upper**2 + away**2 - lower**2) / (2 * upper * away)
    swing = math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
    turn = swing if limb.bend == "left" else -swing
    return add(root, polar(direction(root, limb.to) + turn, upper)), limb.to


def arm_shapes(joints: Joints, side: str) -> tuple[Shape, ...]:
    """Upper arm, forearm and hand."""
    shoulder, elbow = joints[f"{side}_shoulder"], joints[f"{side}_elbow"]
    wrist, hand = joints[f"{side}_wrist"], joints[f"{side}_hand"]
    return (
        Blob(shoulder, elbow, 3.3, 2.5),
        Blob(elbow, wrist, 2.5, 1.7),
        Blob(wrist, hand, 1.7, 1.5),
    )


def leg_shapes(joints: Joints, side: str, view: FigureView = "side") -> tuple[Shape, ...]:
    """Thigh, shank with calf, and foot."""
    hip, knee = joints[f"{side}_hip"], joints[f"{side}_knee"]
    ankle, heel, toe = joints[f"{side}_ankle"], joints[f"{side}_heel"], joints[f"{side}_toe"]
    calf = lerp(knee, ankle, 0.3)
    if view == "side":
        # The calf bulges to the back of the shank.
        calf = add(calf, polar(direction(knee, ankle) - 90, 0.9))
        return (
            Blob(hip, knee, 6.2, 3.7),
            Blob(knee, ankle, 3.5, 2.2),
            Blob(calf, ankle, 3.5, 2.2),
            Blob(heel, ankle, 2.2, 2.0),
            Blob(heel, toe, 2.2, 1.5),
            Blob(ankle, toe, 2.2, 1.5),
        )
    return (
        Blob(hip, knee, 5.4, 3.5),
        Blob(knee, calf, 3.4, 3.4),
        Blob(calf, ankle, 3.4, 2.0),
        Blob(ankle, toe, 2.2, 2.0),
    )


def trunk_shapes(joints: Joints, posture: Posture) -> tuple[Shape, ...]:
    """Pelvis, waist and chest."""
    spine = (joints["pelvis"], joints["waist"], joints["chest"], joints["neck"])
    if posture.view != "side":
        return _flat_trunk(joints, spine)
    low, _, high = posture.trunk
    seat = add(spine[0], polar(low + 90, 2.2))
    breast = add(lerp(spine[2], spine[3], 0.35), polar(high - 90, 1.6))
    top = add(spine[3], polar(high, -3.6))
    broad: tuple[Shape, ...] = ()
    if posture.turn:
        near, far = (add(joints[f"{side}_shoulder"], (0.0, -1.0)) for side in SIDES)
        broad = (
            Blob(near, far, 4.2, 4.2),
            Blob(near, joints["near_hip"], 4.2, 5.4),
            Blob(far, joints["far_hip"], 4.2, 5.4),
        )
    return (
        *broad,
        Blob(add(seat, polar(low, 0.8)), spine[0], 6.3, 6.4),
        Blob(spine[0], spine[1], 7.2, 6.0),
        Blob(spine[1], spine[2], 6.0, 6.8),
        Blob(spine[2], breast, 6.8, 6.6),
        Blob(spine[2], top, 6.8, 5.2),
        Blob(breast, top, 6.6, 5.2),
    )


def head_shapes(joints: Joints, posture: Posture) -> tuple[Shape, ...]:
    """Neck and head."""
    base = lerp(joints["neck"], joints["skull"], -0.3)
    if posture.view != "side":
        up = polar(direction(joints["skull"], joints["crown"]), 4.6)
        skull = joints["skull"]
        return Blob(base, skull, 3.4, 2.9), Blob(skull, add(skull, up), 4.0, 5.4)
    up, skull = posture.head, joints["skull"]
    front = up - 90
    brain = add(skull, add(polar(up, 5.0), polar(front, 0.9)))
    jaw = add(skull, add(polar(up, 0.6), polar(front, 3.6)))
    nose = add(skull, add(polar(up, 3.6), polar(front, 7.0)))
    return (
        Blob(base, add(skull, polar(up, 1.0)), 3.4, 3.0),
        Blob(brain, jaw, 5.9, 2.9),
        Blob(nose, add(nose, add(polar(up, 1.8), polar(front, -1.2))), 0.9, 0.8),
    )


def _flat_trunk(joints: Joints, spine: tuple[Vec, Vec, Vec, Vec]) -> tuple[Shape, ...]:
    """Trunk seen from the front or the back."""
    near, far = joints["near_shoulder"], joints["far_shoulder"]
    near_hip, far_hip = joints["near_hip"], joints["far_hip"]
    shapes: list[Shape] = [
        Blob(near, far, 3.6, 3.6),
        Blob(near_hip, far_hip, 5.6, 5.6),
    ]
    for shoulder, hip in ((near, near_hip), (far, far_hip)):
        flank = add(spine[1], lerp((0.0, 0.0), (hip[0] - spine[0][0], hip[1] - spine[0][1]), 0.55))
        rib = lerp(shoulder, spine[2], 0.35)
        shapes += [
            Blob(rib, flank, 5.0, 4.6),
            Blob(flank, hip, 4.6, 5.6),
            Blob(shoulder, rib, 3.6, 5.0),
            Blob(rib, spine[2], 5.0, 5.0),
            Blob(flank, spine[1], 4.6, 4.6),
        ]
    return tuple(shapes)
