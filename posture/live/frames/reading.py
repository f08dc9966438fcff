"""What one frame tells: how the person stands, what of them is seen, how still they are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np

from posture.body.camera.yaw import find_yaw
from posture.body.estimate.proportions import proportions
from posture.body.side_view import PARTS, turn
from posture.photo.photo import Photo
from posture.pose.pose import Landmark, Pose

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.body import Side
    from posture.body.side_view import SideView
    from posture.live.frames.tracker import Tracked

Seen = Literal["whole", "part", "desk"]

_NOTHING = np.zeros((1, 1, 3), dtype=np.uint8)
_SHORTEST_SEGMENT = 0.6
"""Thigh or shin over trunk below which MediaPipe has squeezed it into the picture (see gate)."""

_GREY = np.array([0.299, 0.587, 0.114])
"""Shares of red, green and blue in a grey level (ITU-R BT.601)."""

_LEAST_VISIBILITY = 0.5
_CROWN = 0.28
"""Top of the head above the ears, trunk lengths."""

MOVING = (
    Landmark.NOSE,
    Landmark.LEFT_SHOULDER,
    Landmark.RIGHT_SHOULDER,
    Landmark.LEFT_HIP,
    Landmark.RIGHT_HIP,
    Landmark.LEFT_KNEE,
    Landmark.RIGHT_KNEE,
    Landmark.LEFT_ANKLE,
    Landmark.RIGHT_ANKLE,
)
MOVING_AT_A_DESK = MOVING[:3]
"""Landmarks whose speed says whether somebody stands still; the others may be out of sight."""


@dataclass(frozen=True, slots=True)
class FrameReading:
    """One frame, read.

    Attributes
    ----------
    time : float
        Seconds.
    person : bool
        Whether anybody is seen; everything below is unknown without.
    facing : {"left", "right"}
        Where they look in the picture.
    turn_deg : float
        Out of the profile, [-90, 90]; + chest towards the camera.
    seen : {"whole", "part", "desk"}
        Head to feet; cut somewhere; head and shoulders alone.
    share : float
        Stature over the picture's height.
    stature_px : float
    centred : bool
        Whether the trunk is in the middle two thirds of the picture.
    arm_deg : float
        Larger of the upper arms' angles against the trunk.
    elbow_deg : float
        Larger bend of the elbows; 0 straight.
    gaze_deg : float
        Ear to eye above the horizontal.
    speed : float
        Of the fastest joint, statures per second.
    luminance : float
        Mean grey level, 0 to 255.
    trunk_lean_deg, body_lean_deg : float
        Shoulder before hip and ear before ankle, + forward: rough, from landmarks alone.
    """

    time: float
    person: bool
    facing: Side = "right"
    turn_deg: float = math.nan
    seen: Seen = "part"
    share: float = math.nan
    stature_px: float = math.nan
    centred: bool = False
    arm_deg: float = math.nan
    elbow_deg: float = math.nan
    gaze_deg: float = math.nan
    speed: float = math.nan
    luminance: float = math.nan
    trunk_lean_deg: float = math.nan
    body_lean_deg: float = math.nan


def read_frame(
    tracked: Tracked | None,
    shape: tuple[int, int],
    time: float,
    speeds: NDArray[np.float64] | None,
    luminance: float,
) -> FrameReading:
    """Read a frame.

    Parameters
    ----------
    tracked : Tracked or None
        Smoothed landmarks.
    shape : tuple of int
        Height, width of the picture.
    time : float
        Seconds.
    speeds : ndarray, shape (33,), or None
        Of the landmarks, pixels per second; None where they are not known yet.
    luminance : float

    Returns
    -------
    Reading
    """
    if tracked is None:
        return FrameReading(time, False, luminance=luminance)
    view = side_view(tracked, shape)
    seen = _joints(view)
    trunk = max(seen.apart("hip", "shoulder"), 1.0)
    extent = _seen(seen, tracked, trunk)
    stature = _stature(seen, extent, trunk)
    facing_speed = math.nan
    if speeds is not None:
        chosen = MOVING_AT_A_DESK if extent == "desk" else MOVING
        facing_speed = float(np.max(speeds[list(chosen)])) / stature
    middle = seen.middle["shoulder"][0]
    return FrameReading(
        time=time,
        person=True,
        facing=view.facing,
        turn_deg=find_yaw(view, trunk, 0.0).seen_deg,
        seen=extent,
        share=stature / shape[0],
        stature_px=stature,
        centred=bool(shape[1] / 6 < middle < shape[1] * 5 / 6),
        arm_deg=max(_arm(seen, side) for side in (seen.near, seen.far)),
        elbow_deg=max(_elbow(side) for side in (seen.near, seen.far)),
        gaze_deg=_gaze(seen),
        speed=facing_speed,
        luminance=luminance,
        trunk_lean_deg=_lean(seen, "hip", "shoulder"),
        body_lean_deg=_lean(seen, "ankle", "ear") if extent == "whole" else math.nan,
    )


Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Joints:
    """Places by part as plain numbers: NumPy takes longer to begin than to add two of them."""

    near: dict[str, Spot]
    far: dict[str, Spot]
    middle: dict[str, Spot]
    height: int
    width: int

    def apart(self, one: str, other: str) -> float:
        """Distance between two parts, pixels."""
        (x, y), (u, v) = self.middle[one], self.middle[other]
        return math.hypot(x - u, y - v)


def _joints(view: SideView) -> _Joints:
    def named(places: NDArray[np.float64]) -> dict[str, Spot]:
        return {part: (x, y) for part, (x, y) in zip(PARTS, places.tolist(), strict=True)}

    middle = named((view.near + view.far) / 2)
    return _Joints(named(view.near), named(view.far), middle, view.height, view.width)


def side_view(tracked: Tracked, shape: tuple[int, int]) -> SideView:
    """The landmarks turned so that the person faces right; there is no picture behind them."""
    height, width = shape
    outline = np.broadcast_to(np.zeros((), dtype=np.float32), (height, width))
    unknown = np.full(len(tracked.landmarks), np.nan)
    pose = Pose(tracked.landmarks, tracked.visibility, unknown, outline, "", "")
    return turn(Photo(_NOTHING, (width, height), 1.0, None, "", ""), pose)


def luminance_of(pixels: NDArray[np.uint8]) -> float:
    """Mean grey level of a picture, from every eighth pixel."""
    few = np.ascontiguousarray(pixels[::8, ::8])
    return float(np.dot(cv2.mean(few)[:3], _GREY))


def _seen(seen: _Joints, tracked: Tracked, trunk: float) -> Seen:
    """Which parts lie in the picture; MediaPipe invents what it cannot see."""
    bottom, right = seen.height * 0.99, seen.width

    def inside(part: str, below: float = 0.0) -> bool:
        x, y = seen.middle[part]
        return 0 <= x < right and y + below < bottom

    def clear(*landmarks: Landmark) -> bool:
        return max(float(tracked.visibility[one]) for one in landmarks) > _LEAST_VISIBILITY

    def long_enough(upper: str, lower: str) -> bool:
        return seen.apart(upper, lower) > _SHORTEST_SEGMENT * trunk

    _, ear = seen.middle["ear"]
    head = inside("ear") and ear - _CROWN * trunk > 0
    hips = inside("hip", 0.1 * trunk) and clear(Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
    hips = hips and long_enough("hip", "knee")
    feet = (
        hips
        and inside("ankle")
        and inside("heel")
        and inside("toe")
        and clear(Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)
        and long_enough("knee", "ankle")
    )
    if head and feet:
        return "whole"
    head_at_all = inside("ear") and ear - 0.5 * _CROWN * trunk > 0
    if head_at_all and not hips and inside("shoulder"):
        return "desk"
    return "part"


def _stature(seen: _Joints, extent: Seen, trunk: float) -> float:
    facts = proportions().facts
    if extent == "whole":
        share = facts["ear_height"].value - facts["ankle_height"].value
        return max((seen.middle["ankle"][1] - seen.middle["ear"][1]) / share, 1.0)
    if extent == "desk":
        # Where the hips are invented only ear and shoulder can be believed.
        gap = seen.middle["shoulder"][1] - seen.middle["ear"][1]
        return max(gap / facts["ear_to_shoulder"].value, 1.0)
    return max(trunk / (facts["ear_to_hip"].value - facts["ear_to_shoulder"].value), 1.0)


def _direction(frm: Spot, to: Spot) -> float:
    """Angle of a limb that hangs down: 0 straight down, + forward, degrees."""
    return math.degrees(math.atan2(to[0] - frm[0], to[1] - frm[1]))


def _arm(seen: _Joints, side: dict[str, Spot]) -> float:
    trunk = _direction(seen.middle["shoulder"], seen.middle["hip"])
    return _between(_direction(side["shoulder"], side["elbow"]), trunk)


def _elbow(side: dict[str, Spot]) -> float:
    upper = _direction(side["shoulder"], side["elbow"])
    return _between(_direction(side["elbow"], side["wrist"]), upper)


def _between(a: float, b: float) -> float:
    return abs((a - b + 180.0) % 360.0 - 180.0)


def _gaze(seen: _Joints) -> float:
    (x, y), (u, v) = seen.middle["ear"], seen.middle["eye"]
    return math.degrees(math.atan2(y - v, max(u - x, 1e-6)))


def _lean(seen: _Joints, lower: str, upper: str) -> float:
    (x, y), (u, v) = seen.middle[lower], seen.middle[upper]
    return math.degrees(math.atan2(u - x, y - v))
