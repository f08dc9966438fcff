"""Quantities of one frame: facing, yaw, framing, limb angles and movement of the person."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np

from posture.body.camera.cues import find_scale, find_yaw
from posture.body.camera.roll import ASSUMED_ROLL
from posture.body.framing import Framing, find_framing
from posture.body.frontal.view import find_frontal_view, find_turn
from posture.body.gate.stance import is_mid_step
from posture.body.proportions import proportions
from posture.body.side_view import turn_landmarks
from posture.pose.pose import Landmark

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.body import Side
    from posture.body.frontal.view import FrontalSide
    from posture.body.side_view import SideLandmarks
    from posture.live.frames.tracker import Tracked

Extent = Literal["whole", "part", "desk"]

_GREY = np.array([0.299, 0.587, 0.114])
"""Shares of red, green and blue in a grey level (ITU-R BT.601)."""

_LEAST_VISIBILITY = 0.5
_CROWN = 0.28
"""Height of the top of the head above the ears, trunk lengths."""

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
    Landmark.LEFT_HEEL,
    Landmark.RIGHT_HEEL,
    Landmark.LEFT_FOOT_INDEX,
    Landmark.RIGHT_FOOT_INDEX,
)
MOVING_AT_A_DESK = MOVING[:3]
"""Landmarks whose speed shows movement; at a desk the others may be outside the picture."""

SWINGING = (
    Landmark.LEFT_ELBOW,
    Landmark.RIGHT_ELBOW,
    Landmark.LEFT_WRIST,
    Landmark.RIGHT_WRIST,
)
"""Landmarks that count only where they are seen: behind the body they are guessed and jump."""


@dataclass(frozen=True, slots=True)
class FrameReading:
    """Quantities of one frame.

    Attributes
    ----------
    time : float
        Seconds.
    person : bool
        Whether a person was found; without, the attributes below have their defaults.
    facing : {"left", "right"}
        Direction in which the person faces, in the picture.
    turn_deg : float
        Yaw out of the side view, [-90, 90]; + chest towards the camera.
    seen : {"whole", "part", "desk"}
        Visible part of the body: head to feet; cut somewhere; head and shoulders only.
    share : float
        Stature over the picture's height.
    stature_px : float
    centred : bool
        Whether the shoulders are in the middle two thirds of the picture.
    arm_deg : float
        Larger of both angles between upper arm and trunk.
    elbow_deg : float
        Larger flexion of both elbows; 0 straight.
    gaze_deg : float
        Line from ear to eye above the horizontal.
    speed : float
        Speed of the fastest landmark, statures per second.
    luminance : float
        Mean grey level, 0 to 255.
    trunk_lean_deg, body_lean_deg : float
        Lean of the lines hip to shoulder and ankle to ear, + forward; from landmarks only, so
        less exact than the measurements of a photo.
    mid_step : bool
        Whether the person takes a step.
    feet_apart : float
        Distance of the ankles, statures.
    view : {"front", "back"}
        Which of both is towards the camera; says nothing of somebody side-on.
    frontal_turn_deg : float
        Yaw out of the view from the front or the back, [0, 90].
    foot_ahead : float
        How much higher one ankle is in the picture, statures: a foot that is raised, or nearer to
        the camera than the other.
    """

    time: float
    person: bool
    facing: Side = "right"
    turn_deg: float = math.nan
    seen: Extent = "part"
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
    mid_step: bool = False
    feet_apart: float = math.nan
    view: FrontalSide = "front"
    frontal_turn_deg: float = math.nan
    foot_ahead: float = math.nan


def read_frame(
    tracked: Tracked | None,
    shape: tuple[int, int],
    time: float,
    speeds: NDArray[np.float64] | None,
    luminance: float,
) -> FrameReading:
    """Compute the quantities of a frame.

    Parameters
    ----------
    tracked : Tracked or None
        Smoothed landmarks; None where nobody was found.
    shape : tuple of int
        Height, width of the picture.
    time : float
        Seconds.
    speeds : ndarray, shape (33,), or None
        Speeds of the landmarks, pixels per second; None where not known yet.
    luminance : float

    Returns
    -------
    FrameReading
    """
    if tracked is None:
        return FrameReading(time, False, luminance=luminance)
    height, width = shape
    seen = turn_landmarks(tracked.landmarks, width, height)
    framing = find_framing(seen)
    extent = _extent(seen, framing, tracked)
    stature = _stature(seen, framing, extent)
    speed = math.nan
    if speeds is not None:
        speed = float(np.max(speeds[_watched(extent, tracked)])) / stature
    return FrameReading(
        time=time,
        person=True,
        facing=seen.facing,
        turn_deg=find_yaw(seen).seen_deg,
        seen=extent,
        share=stature / height,
        stature_px=stature,
        centred=bool(width / 6 < seen.middle("shoulder")[0] < width * 5 / 6),
        arm_deg=max(_arm(seen, side) for side in ("near", "far")),
        elbow_deg=max(_elbow(seen, side) for side in ("near", "far")),
        gaze_deg=_gaze(seen),
        speed=speed,
        luminance=luminance,
        trunk_lean_deg=seen.lean_deg("shoulder", "hip"),
        body_lean_deg=seen.lean_deg("ear", "ankle") if extent == "whole" else math.nan,
        mid_step=extent == "whole" and is_mid_step(seen),
        feet_apart=_feet_apart(seen) / stature if extent == "whole" else math.nan,
        view=find_frontal_view(tracked),
        frontal_turn_deg=find_turn(tracked, feet=extent == "whole"),
        foot_ahead=_foot_ahead(seen) / stature if extent == "whole" else math.nan,
    )


def luminance_of(pixels: NDArray[np.uint8]) -> float:
    """Mean grey level of a picture, from every eighth pixel."""
    few = np.ascontiguousarray(pixels[::8, ::8])
    return float(np.dot(cv2.mean(few)[:3], _GREY))


def _watched(extent: Extent, tracked: Tracked) -> list[int]:
    """The landmarks whose speed shows movement."""
    if extent == "desk":
        return list(MOVING_AT_A_DESK)
    return [*MOVING, *(one for one in SWINGING if tracked.visibility[one] > _LEAST_VISIBILITY)]


def _extent(seen: SideLandmarks, framing: Framing, tracked: Tracked) -> Extent:
    """Visible part of the body; landmarks outside the picture are extrapolated by MediaPipe."""
    ear, crown = seen.middle("ear"), _CROWN * max(seen.trunk_px, 1.0)

    def clear(*landmarks: Landmark) -> bool:
        return max(float(tracked.visibility[one]) for one in landmarks) > _LEAST_VISIBILITY

    def inside(part: str) -> bool:
        x, y = seen.middle(part)
        return bool(0 <= x < seen.width and y < seen.height)

    hips = framing.hips and clear(Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
    ankles = clear(Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)
    feet = hips and framing.feet and inside("toe") and ankles
    if inside("ear") and ear[1] > crown and feet:
        return "whole"
    if inside("ear") and ear[1] > 0.5 * crown and not hips and inside("shoulder"):
        return "desk"
    return "part"


def _stature(seen: SideLandmarks, framing: Framing, extent: Extent) -> float:
    """Stature in pixels, at least 1."""
    if extent == "part":
        # The head may be cut off, so only the trunk is used.
        shares = proportions()
        trunk = shares["ear_to_hip"].value - shares["ear_to_shoulder"].value
        return max(seen.trunk_px / trunk, 1.0)
    if extent == "desk":
        framing = Framing(hips=False, knees=False, feet=False)
    centre = (seen.width / 2, seen.height / 2)
    return find_scale(seen, framing, centre, ASSUMED_ROLL).px_per_stature


def _arm(seen: SideLandmarks, side: str) -> float:
    trunk = -seen.lean_deg("shoulder", "hip")
    return _between(seen.limb_deg("shoulder", "elbow", side), trunk)


def _elbow(seen: SideLandmarks, side: str) -> float:
    upper = seen.limb_deg("shoulder", "elbow", side)
    return _between(seen.limb_deg("elbow", "wrist", side), upper)


def _between(a: float, b: float) -> float:
    return abs((a - b + 180.0) % 360.0 - 180.0)


def _gaze(seen: SideLandmarks) -> float:
    forward, down = seen.middle("eye") - seen.middle("ear")
    return math.degrees(math.atan2(-down, max(forward, 1e-6)))


def _feet_apart(seen: SideLandmarks) -> float:
    return float(np.hypot(*(seen.side("ankle", "near") - seen.side("ankle", "far"))))


def _foot_ahead(seen: SideLandmarks) -> float:
    return abs(float(seen.side("ankle", "near")[1] - seen.side("ankle", "far")[1]))
