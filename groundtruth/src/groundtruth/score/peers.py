"""Published formulas of other programs, reimplemented on our landmarks.

Every choice favours the peer: the person faces right (most peers do not check the facing), the side
towards the camera is known, the landmarks are the mean of photo and mirror image, an unsigned angle
gets the sign that the peer's text implies, and a distance relative to a length of the peer is
scaled to our unit. Formulas on MediaPipe's depth (z) are left out, because our detection does not
contain z.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture.pose.pose import Landmark

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from posture.body.side_view import Side

Point = tuple[float, float]

TRUNK = 30.0
"""Shoulder to hip, percent of stature; converts shares of the trunk to our unit."""

EAR_ANKLE = 88.0
"""Ear to ankle, percent of stature; converts shares of this height to our unit."""


@dataclass(frozen=True, slots=True)
class StickFigure:
    """Landmarks for the formulas: x forward (the person faces right), y down, pixels.

    Attributes
    ----------
    ear, eye_outer, shoulder, hip, knee, ankle : tuple of float
        Side towards the camera.
    mid_ear, mid_eye, mid_shoulder, mid_hip : tuple of float
        Midpoints of both sides, for the peers that use them.
    """

    ear: Point
    eye_outer: Point
    shoulder: Point
    hip: Point
    knee: Point
    ankle: Point
    mid_ear: Point
    mid_eye: Point
    mid_shoulder: Point
    mid_hip: Point


def stick_figure(landmarks: NDArray[np.float64], facing: Side, near_side: Side) -> StickFigure:
    """Turn a detection to face right and pick the side towards the camera.

    Parameters
    ----------
    landmarks : ndarray, shape (33, 2)
        Pixels, x right and y down.
    facing, near_side : {"left", "right"}
        True ones; some peers guess them.

    Returns
    -------
    StickFigure
    """
    sign = 1.0 if facing == "right" else -1.0

    def one(side: Side, part: str) -> Point:
        x, y = landmarks[Landmark[f"{side.upper()}_{part}"]]
        return sign * float(x), float(y)

    def near(part: str) -> Point:
        return one(near_side, part)

    def middle(part: str) -> Point:
        (ax, ay), (bx, by) = one("left", part), one("right", part)
        return (ax + bx) / 2, (ay + by) / 2

    return StickFigure(
        ear=near("EAR"),
        eye_outer=near("EYE_OUTER"),
        shoulder=near("SHOULDER"),
        hip=near("HIP"),
        knee=near("KNEE"),
        ankle=near("ANKLE"),
        mid_ear=middle("EAR"),
        mid_eye=middle("EYE"),
        mid_shoulder=middle("SHOULDER"),
        mid_hip=middle("HIP"),
    )


def lean(low: Point, high: Point) -> float:
    """Lean of a line against the vertical, degrees; + where the upper end is forward."""
    return math.degrees(math.atan2(high[0] - low[0], low[1] - high[1]))


def elevation(start: Point, end: Point) -> float:
    """Angle of a line above the forward horizontal, degrees."""
    return math.degrees(math.atan2(start[1] - end[1], end[0] - start[0]))


def angle_at(a: Point, corner: Point, b: Point) -> float:
    """Unsigned angle at a corner, degrees, [0, 180]."""
    turn = abs(elevation(corner, a) - elevation(corner, b))
    return 360.0 - turn if turn > 180.0 else turn


def length(a: Point, b: Point) -> float:
    """Distance, pixels."""
    return math.hypot(a[0] - b[0], a[1] - b[1])


def thigh_to_trunk(s: StickFigure) -> float:
    """Thigh less trunk, both against the vertical, degrees.

    From knee - hip and hip - shoulder: the lower end forward is positive, as in the sources.
    """
    return -lean(s.knee, s.hip) + lean(s.hip, s.shoulder)


def hyperextension(s: StickFigure) -> float:
    """180 less hip-knee-ankle where the knee lies behind the hip-ankle line, else 0, degrees."""
    signed = lean(s.knee, s.hip) - lean(s.ankle, s.knee)
    return max(0.0, signed)


def _sacrum_constant(s: StickFigure) -> float:
    """Angle to a sacrum at a fixed offset from the hip; it does not depend on the landmarks."""
    down, behind = 0.3, 1.0  # in tenths of the trunk; behind lies along z
    return math.degrees(math.acos(down / math.hypot(down, behind))) - 90.0


@dataclass(frozen=True, slots=True)
class Peer:
    """One published formula.

    Attributes
    ----------
    metric : str
        Our measurement that it stands for.
    name : str
        What it computes.
    source : str
        Repository and file in which it was read.
    value : callable
        The formula.
    """

    metric: str
    name: str
    source: str
    value: Callable[[StickFigure], float]


_KJ = "krunaljadhav/posture-analysis src/lib/postureAnalysis.ts"
_KJ_MORE = "krunaljadhav/posture-analysis src/lib/extendedMetrics.ts"
_FF = "MichaelBrown88/fitness-flow-form src/lib/utils/postureMath.ts"
_KS = "kimsiyun83/posture-analyzer lib/pose/metrics.ts"
_PL = "Teagueporter/posturelab src/lib/measurements/side.ts"
_KO = "kanoo-op/PostureAI src/utils/staticPostureAnalyzer.ts"
_KO_TILT = "kanoo-op/PostureAI src/utils/pelvicTiltAnalyzer.ts"
_ZS = "ZeroSum-Solutions/posture-ai packages/posture-engine/src/metrics.ts"
_ZV = "Zvlvyd/movement-posture-assessment models/posture_analyzer.py"
_S2D = "davidpagnon/Sports2D, joint angle of the knee"

PEERS: tuple[Peer, ...] = (
    Peer("cva", "ear-shoulder above the horizontal", _KS, lambda s: elevation(s.shoulder, s.ear)),
    Peer(
        "cva",
        "ear-shoulder above the horizontal, unsigned",
        _FF,
        lambda s: 90.0 - abs(lean(s.shoulder, s.ear)),
    ),
    Peer(
        "cva",
        "ear-shoulder above the horizontal, midpoints of both sides",
        _PL,
        lambda s: abs(elevation(s.mid_shoulder, s.mid_ear)),
    ),
    Peer("cva", "ear-shoulder from the vertical", _KJ, lambda s: abs(lean(s.shoulder, s.ear))),
    Peer("head_tilt", "outer eye-ear", _FF, lambda s: elevation(s.ear, s.eye_outer)),
    Peer(
        "head_tilt",
        "eye-ear, midpoints of both sides",
        _PL,
        lambda s: elevation(s.mid_ear, s.mid_eye),
    ),
    Peer(
        "ear_shoulder_offset",
        "ear before shoulder, midpoints, share of the trunk",
        _PL,
        lambda s: TRUNK * (s.mid_ear[0] - s.mid_shoulder[0]) / length(s.mid_shoulder, s.mid_hip),
    ),
    Peer(
        "ear_shoulder_offset",
        "ear before shoulder, never negative, share of the trunk",
        _KO,
        lambda s: TRUNK * max(0.0, s.ear[0] - s.shoulder[0]) / length(s.shoulder, s.hip),
    ),
    Peer(
        "shoulder_c7", "ear-shoulder-hip angle", _KO, lambda s: angle_at(s.ear, s.shoulder, s.hip)
    ),
    Peer(
        "shoulder_c7",
        "shoulder over ankle by atan2 with y down (upright is 180)",
        _KJ,
        lambda s: math.degrees(math.atan2(s.shoulder[0] - s.ankle[0], s.shoulder[1] - s.ankle[1])),
    ),
    Peer(
        "shoulder_hip_offset",
        "shoulder before hip, midpoints, share of the trunk",
        _PL,
        lambda s: TRUNK * (s.mid_shoulder[0] - s.mid_hip[0]) / length(s.mid_shoulder, s.mid_hip),
    ),
    Peer("kyphosis", "hip-shoulder from the vertical", _KO, lambda s: abs(lean(s.hip, s.shoulder))),
    Peer(
        "kyphosis",
        "30 + 2 x forward lean of hip-shoulder",
        _KJ_MORE,
        lambda s: 30.0 + 2.0 * lean(s.hip, s.shoulder),
    ),
    Peer("lordosis", "thigh - trunk, unsigned", _KO, lambda s: abs(thigh_to_trunk(s))),
    Peer("lordosis", "50 + thigh - trunk", _KJ_MORE, lambda s: 50.0 + thigh_to_trunk(s)),
    Peer("pelvic_tilt", "thigh - trunk + 10", _KJ, lambda s: thigh_to_trunk(s) + 10.0),
    Peer(
        "pelvic_tilt", "shoulder-hip-knee angle", _FF, lambda s: angle_at(s.shoulder, s.hip, s.knee)
    ),
    Peer(
        "pelvic_tilt", "hip to a sacrum at a fixed offset, a constant", _KO_TILT, _sacrum_constant
    ),
    Peer(
        "pelvic_tilt",
        "hip before shoulder by atan2 (the trunk's lean)",
        _ZV,
        lambda s: -lean(s.hip, s.shoulder),
    ),
    Peer("pelvic_tilt", "hip before shoulder, pixels", _ZV, lambda s: s.hip[0] - s.shoulder[0]),
    Peer("trunk_lean", "hip-shoulder from the vertical", _KJ, lambda s: lean(s.hip, s.shoulder)),
    Peer(
        "trunk_lean",
        "hip-shoulder from the vertical, midpoints",
        _PL,
        lambda s: lean(s.mid_hip, s.mid_shoulder),
    ),
    Peer(
        "trunk_lean",
        "hip-shoulder from the vertical, unsigned",
        _ZS,
        lambda s: abs(lean(s.hip, s.shoulder)),
    ),
    Peer(
        "hip_angle", "shoulder-hip-knee angle", _FF, lambda s: angle_at(s.shoulder, s.hip, s.knee)
    ),
    Peer(
        "knee_angle",
        "hip-knee-ankle less 180",
        _KJ,
        lambda s: angle_at(s.hip, s.knee, s.ankle) - 180.0,
    ),
    Peer("knee_angle", "hyperextension only, else 0", _ZS, hyperextension),
    Peer(
        "knee_angle",
        "hip-knee-ankle, signed by the facing",
        _S2D,
        lambda s: lean(s.knee, s.hip) - lean(s.ankle, s.knee),
    ),
    Peer("body_lean", "ear over the ankle, as an angle", _FF, lambda s: lean(s.ankle, s.ear)),
    Peer(
        "hip_ankle_offset",
        "hip before ankle, share of ear-ankle",
        _KS,
        lambda s: EAR_ANKLE * (s.hip[0] - s.ankle[0]) / length(s.ear, s.ankle),
    ),
)
"""Every formula, in our display order; measurements that are not named have no peer."""


def of(metric: str) -> tuple[Peer, ...]:
    """Peers of one measurement; empty where there is none."""
    return tuple(peer for peer in PEERS if peer.metric == metric)
