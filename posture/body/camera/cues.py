"""A first camera model, from one cue each: scale by the ear's height, distance by the lens, yaw."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posture.body.camera.errors import CameraErrors
from posture.body.camera.pinhole import Camera, turn_about
from posture.body.camera.yaw import find_yaw
from posture.body.estimate.proportions import proportions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.camera.roll import Roll
    from posture.body.camera.yaw import Yaw
    from posture.body.framing import Framing
    from posture.body.side_view import SideView
    from posture.photo.photo import Photo

_ASSUMED_FOCAL, _ASSUMED_FOCAL_SD = 1.05, 0.35
"""Focal length over the longer side where EXIF is silent: phones at 1x to 2x (0.75-1.5)."""

_USUAL_DISTANCE, _USUAL_DISTANCE_SD = 1.8, 0.35
"""Camera distance, statures, with its error as a share: 3 m from a 1.7 m adult."""

_EXIF_FOCAL_SD = 0.04


@dataclass(frozen=True, slots=True)
class Scale:
    """Size and place of the body in the picture.

    Attributes
    ----------
    px_per_stature : float
        Source pixels.
    sd : float
        Its 1-sigma error as a share.
    origin : tuple of float
        On the floor under the ankles, source pixels, after the roll is taken out.
    """

    px_per_stature: float
    sd: float
    origin: tuple[float, float]


@dataclass(frozen=True, slots=True)
class CameraModel:
    """The camera as one cue each tells it.

    Attributes
    ----------
    camera : Camera
    errors : CameraErrors
    roll : Roll
    view : View
    lens_known : bool
        Whether the picture says its focal length.
    """

    camera: Camera
    errors: CameraErrors
    roll: Roll
    view: Yaw
    lens_known: bool


def find_camera(photo: Photo, seen: SideView, framing: Framing, roll: Roll) -> CameraModel:
    """Put the cues together.

    Parameters
    ----------
    photo : Photo
    seen : SideView
    framing : Framing
    roll : Roll
        In the picture as taken.

    Returns
    -------
    CameraModel
    """
    centre = (photo.source_size[0] / 2, photo.source_size[1] / 2)
    scale = find_scale(seen, framing, centre, roll)
    distance, distance_sd = find_distance(photo, scale.px_per_stature)
    view = turn_of(seen, centre, scale, distance)
    camera = Camera(
        centre=centre,
        origin=scale.origin,
        px_per_stature=scale.px_per_stature,
        distance=distance,
        facing_sign=seen.facing_sign,
        roll_deg=roll.degrees,
        yaw_deg=view.yaw_deg,
    )
    errors = CameraErrors(roll.sd_deg, view.sd_deg, distance_sd, scale.sd)
    return CameraModel(camera, errors, roll, view, photo.focal_px is not None)


def find_scale(seen: SideView, framing: Framing, centre: tuple[float, float], roll: Roll) -> Scale:
    """Pixels per stature from the height of ear over ankle, or less where the picture is cut.

    Parameters
    ----------
    seen : SideView
    framing : Framing
    centre : tuple of float
        Principal point, source pixels.
    roll : Roll
        In the picture as taken.

    Returns
    -------
    Scale
    """
    facts = proportions().facts

    def upright(part: str) -> NDArray[np.float64]:
        return turn_about(seen.to_source(seen.middle(part)), centre, -roll.degrees)

    ear = upright("ear")
    if framing.feet:
        foot = upright("ankle")
        share = facts["ear_height"].value - facts["ankle_height"].value
        sd = float(np.hypot(facts["ear_height"].sd, facts["ankle_height"].sd))
        # Knees, neck and curves shorten a standing person by about one more percent.
        sd = float(np.hypot(sd / share, 0.01))
    elif framing.hips:
        foot, share = upright("hip"), facts["ear_to_hip"].value
        sd = facts["ear_to_hip"].sd / share
    else:
        foot, share = upright("shoulder"), facts["ear_to_shoulder"].value
        sd = facts["ear_to_shoulder"].sd / share
    px_per_stature = float(foot[1] - ear[1]) / share
    floor = ear[1] + facts["ear_height"].value * px_per_stature
    return Scale(max(px_per_stature, 1.0), sd, (float(foot[0]), float(floor)))


def find_distance(photo: Photo, px_per_stature: float) -> tuple[float, float]:
    """Camera distance by the lens; by two rough guesses where the picture does not note it.

    Parameters
    ----------
    photo : Photo
    px_per_stature : float
        Source pixels.

    Returns
    -------
    distance : float
        Statures.
    sd : float
        Its 1-sigma error as a share.
    """
    if photo.focal_px is not None:
        return photo.focal_px / px_per_stature, _EXIF_FOCAL_SD
    by_focal = _ASSUMED_FOCAL * max(photo.source_size) / px_per_stature
    # Two rough guesses, combined as logarithms.
    w1, w2 = _ASSUMED_FOCAL_SD**-2, _USUAL_DISTANCE_SD**-2
    log = (w1 * math.log(by_focal) + w2 * math.log(_USUAL_DISTANCE)) / (w1 + w2)
    return max(math.exp(log), 1.0), (w1 + w2) ** -0.5


def turn_of(seen: SideView, centre: tuple[float, float], scale: Scale, distance: float) -> Yaw:
    """How far the body is turned out of the profile, by the gap of near and far joints.

    Parameters
    ----------
    seen : SideView
    centre : tuple of float
        Principal point, source pixels.
    scale : Scale
    distance : float
        Statures.

    Returns
    -------
    View
    """
    trunk = seen.middle("hip") - seen.middle("shoulder")
    middle = seen.to_source((seen.middle("hip") + seen.middle("shoulder")) / 2)
    sideways = seen.facing_sign * (middle[0] - centre[0]) / scale.px_per_stature / distance
    return find_yaw(seen, max(float(np.hypot(*trunk)), 1.0), float(sideways))
