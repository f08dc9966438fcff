"""A first camera model: scale by the height of the ear, distance by the lens, yaw by the joints."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posture.body.camera.pinhole import ASSUMED_FOCAL, Camera, turn_about
from posture.body.proportions import proportions
from posture.intervals import SURELY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.camera.roll import Roll
    from posture.body.framing import Framing
    from posture.body.side_view import SideLandmarks

_ASSUMED_FOCAL_SD = 0.35
"""Error of the assumed focal length as a share: phones at 1x to 2x have 0.75 to 1.5."""

_USUAL_DISTANCE, _USUAL_DISTANCE_SD = 1.8, 0.35
"""Camera distance, statures, with its error as a share: 3 m from a 1.7 m adult."""

LIMIT_DEG = 15.0
"""Beyond this yaw a side view cannot be corrected: 10 degrees of yaw change
an angle by up to 20 degrees (derived for an adult of 1.72 m at 2 to 4 m)."""

WARN_DEG = 8.0

OBSERVATION_SD_DEG = 5.0
"""Error of the yaw read from the gap between near and far joints in a side view."""

_PRIOR_SD_DEG = 6.0
SHOULDERS, _HIPS = 0.69, 0.42
"""Breadth between the landmarks of both sides seen from the front, trunk lengths: shoulders
0.65-0.73, hips 0.34-0.47 (real and rendered people)."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Size and place of the body in the picture.

    Attributes
    ----------
    px_per_stature : float
        Source pixels.
    origin : tuple of float
        On the floor under the ankles, source pixels, after the roll is taken out.
    """

    px_per_stature: float
    origin: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Yaw:
    """Yaw of the body against the image plane.

    Attributes
    ----------
    seen_deg : float
        As read from shoulders and hips, [-90, 90]; + chest towards the camera.
    yaw_deg : float
        After shrinkage towards the true profile: what is corrected for.
    """

    seen_deg: float
    yaw_deg: float

    @property
    def refused(self) -> bool:
        """Whether the yaw is beyond the limit with 95 % probability."""
        return abs(self.seen_deg) - SURELY * OBSERVATION_SD_DEG > LIMIT_DEG


@dataclass(frozen=True, slots=True)
class CameraModel:
    """The camera, each parameter from one cue.

    Attributes
    ----------
    camera : Camera
    roll : Roll
    yaw : Yaw
    lens_known : bool
        Whether the picture says its focal length.
    """

    camera: Camera
    roll: Roll
    yaw: Yaw
    lens_known: bool


def find_camera(
    seen: SideLandmarks,
    framing: Framing,
    roll: Roll,
    size: tuple[int, int],
    focal_px: float | None = None,
) -> CameraModel:
    """Put the cues together.

    Parameters
    ----------
    seen : SideLandmarks
    framing : Framing
    roll : Roll
        In the picture as taken.
    size : tuple of int
        Width and height of the picture, source pixels.
    focal_px : float, optional
        Focal length, source pixels, where the picture notes it.

    Returns
    -------
    CameraModel
    """
    centre = (size[0] / 2, size[1] / 2)
    scale = find_scale(seen, framing, centre, roll)
    distance = find_distance(scale.px_per_stature, size, focal_px)
    trunk = seen.to_source((seen.middle("hip") + seen.middle("shoulder")) / 2)
    sideways = seen.facing_sign * (trunk[0] - centre[0]) / scale.px_per_stature / distance
    yaw = find_yaw(seen, float(sideways))
    camera = Camera(
        centre=centre,
        origin=scale.origin,
        px_per_stature=scale.px_per_stature,
        distance=distance,
        facing_sign=seen.facing_sign,
        roll_deg=roll.degrees,
        yaw_deg=yaw.yaw_deg,
    )
    return CameraModel(camera, roll, yaw, focal_px is not None)


def find_scale(
    seen: SideLandmarks, framing: Framing, centre: tuple[float, float], roll: Roll
) -> Scale:
    """Pixels per stature from the height of ear over ankle, or less where the picture is cut.

    Parameters
    ----------
    seen : SideLandmarks
    framing : Framing
    centre : tuple of float
        Principal point, source pixels.
    roll : Roll
        In the picture as taken.

    Returns
    -------
    Scale
    """
    shares = proportions()

    def upright(part: str) -> NDArray[np.float64]:
        return turn_about(seen.to_source(seen.middle(part)), centre, -roll.degrees)

    ear = upright("ear")
    if framing.feet:
        foot = upright("ankle")
        share = shares["ear_height"].value - shares["ankle_height"].value
    else:
        part = "knee" if framing.knees else "hip" if framing.hips else "shoulder"
        foot, share = upright(part), shares[f"ear_to_{part}"].value
    px_per_stature = float(foot[1] - ear[1]) / share
    floor = ear[1] + shares["ear_height"].value * px_per_stature
    return Scale(max(px_per_stature, 1.0), (float(foot[0]), float(floor)))


def find_distance(px_per_stature: float, size: tuple[int, int], focal_px: float | None) -> float:
    """Camera distance by the focal length; by two rough guesses where it is unknown.

    Parameters
    ----------
    px_per_stature : float
        Source pixels.
    size : tuple of int
        Width and height of the picture, source pixels.
    focal_px : float or None
        Source pixels.

    Returns
    -------
    float
        Statures.
    """
    if focal_px is not None:
        return focal_px / px_per_stature
    by_focal = ASSUMED_FOCAL * max(size) / px_per_stature
    # Two rough guesses, combined as logarithms.
    w1, w2 = _ASSUMED_FOCAL_SD**-2, _USUAL_DISTANCE_SD**-2
    log = (w1 * math.log(by_focal) + w2 * math.log(_USUAL_DISTANCE)) / (w1 + w2)
    return max(math.exp(log), 1.0)


def find_yaw(seen: SideLandmarks, sideways: float = 0.0) -> Yaw:
    """Estimate the yaw from how far near and far joints lie apart.

    Parameters
    ----------
    seen : SideLandmarks
    sideways : float
        Tangent of the angle between the camera axis and the ray to the trunk, + where the person
        stands on the side to which they look. A person beside the axis is seen a little from
        behind or in front although they stand parallel to the image plane.

    Returns
    -------
    Yaw
    """
    trunk = max(seen.trunk_px, 1.0)

    def gap(part: str) -> float:
        return float(seen.side(part, "far")[0] - seen.side(part)[0]) / trunk

    sines = np.array([gap("shoulder") / SHOULDERS, gap("hip") / _HIPS]) + sideways
    degrees = math.degrees(float(np.mean(np.arcsin(np.clip(sines, -1, 1)))))
    k = _PRIOR_SD_DEG**2 / (_PRIOR_SD_DEG**2 + OBSERVATION_SD_DEG**2)
    return Yaw(degrees, k * degrees)
