"""Decide whether a photo can be analysed; list every fault with its remedy."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np

from posture.body.body import Reason
from posture.body.proportions import proportions
from posture.body.quality import PERSON_PX, find_quality, person_box
from posture.i18n.language import TranslatableText, mark

if TYPE_CHECKING:
    from posture.body.camera.cues import Yaw
    from posture.body.framing import Framing
    from posture.body.side_view import SideView
    from posture.photo.photo import Photo
    from posture.pose.pose import Pose

_RETAKE = mark("Stand side-on, 3 to 4 m from the camera, with the whole body in the photo.")

_CATALOGUE = {
    "nobody": (mark("No person was found in this photo."), _RETAKE),
    "more_than_one_person": (
        mark("More than one person is in this photo."),
        mark("Take it with one person only, or crop the others away."),
    ),
    "too_dark": (
        mark("The photo is too dark to see the outline of the body."),
        mark("Turn on more light, or stand facing a window, and take it again."),
    ),
    "too_blurred": (
        mark("The photo is too blurred to see the outline of the body."),
        mark(
            "Hold the camera still or put it on a shelf, tap the person to focus, and take it "
            "again."
        ),
    ),
    "too_small": (
        mark("The person is smaller than {least} pixels in this photo."),
        mark("Use the original photo, or stand nearer so that the body fills most of the height."),
    ),
    "lying": (
        mark("The body lies across the photo."),
        mark("If the photo is on its side, turn it upright; otherwise take it standing."),
    ),
    "not_side_on": (
        mark("The body is not side-on: it is turned by about {yaw:.0f}°."),
        mark("Turn until one shoulder hides the other, with the feet pointing sideways."),
    ),
    "not_upright": (
        mark("The person is not standing upright with both legs under the body."),
        mark("Stand at ease on both feet, arms relaxed, and take it again."),
    ),
    "head_cut_off": (
        mark("The head is not in the photo."),
        mark("Move back or raise the camera until the whole head is in the photo."),
    ),
    "landmarks_out_of_order": (
        mark("The parts of the body were not found in the order from head to foot."),
        _RETAKE,
    ),
}

SIDE_VIEW_REMEDIES = tuple(code for code, (_, remedy) in _CATALOGUE.items() if remedy == _RETAKE)
"""Codes of the reasons whose remedy asks for a side view."""

_MAX_TRUNK_LEAN = 30.0
_MAX_THIGH = 40.0
_LYING = 55.0


def reason(code: str, **values: float) -> Reason:
    """Make the reason of one code, with the text of the catalogue."""
    text, remedy = _CATALOGUE[code]
    return Reason(code, TranslatableText(text, {"least": PERSON_PX, **values}), remedy)


def nobody_reasons(photo: Photo, candidates: tuple[Pose, ...] = ()) -> tuple[Reason, ...]:
    """Reasons why nobody was found: too dark, too blurred, head cut off, or no person.

    Parameters
    ----------
    photo : Photo
    candidates : tuple of Pose
        Of the second attempt.

    Returns
    -------
    tuple of Reason
    """
    faults = _picture_faults(photo)
    if not faults and any(_headless(pose) for pose in candidates):
        return (reason("head_cut_off"),)
    return tuple(reason(code) for code in (*faults, "nobody"))


def _picture_faults(photo: Photo) -> list[str]:
    """Codes of the faults of the picture as a whole."""
    quality = find_quality(photo.pixels)
    found = (
        ("too_dark", quality.dark),
        ("too_blurred", quality.blurred),
        ("too_small", max(photo.source_size) < PERSON_PX),
    )
    return [code for code, bad in found if bad]


def _headless(pose: Pose) -> bool:
    """Whether the upper border of the picture cuts an upright body below the ears."""
    y = pose.landmarks[:, 1]
    ears, shoulders, hips = y[7:9].mean(), y[11:13].mean(), y[23:25].mean()
    return bool(ears < 0 < shoulders < hips and (pose.silhouette[0] > 0.5).any())


def upside_down_reasons(photo: Photo, candidates: tuple[Pose, ...]) -> tuple[Reason, ...]:
    """Reasons why the landmarks are upside down: the head is cut off, or the body lies.

    Parameters
    ----------
    photo : Photo
    candidates : tuple of Pose
        Of the second attempt.
    """
    headless = not _picture_faults(photo) and any(_headless(pose) for pose in candidates)
    return (reason("head_cut_off" if headless else "lying"),)


def find_faults(seen: SideView, yaw: Yaw, framing: Framing, people: int) -> tuple[Reason, ...]:
    """Every fault that prevents the analysis, the most serious first.

    Parameters
    ----------
    seen : SideView
    yaw : Yaw
    framing : Framing
    people : int
        How many people were found.

    Returns
    -------
    tuple of Reason
        Empty where the photo can be analysed.
    """
    faults: list[Reason] = []
    if people > 1:
        faults.append(reason("more_than_one_person"))
    box = person_box(seen.silhouette)
    if box is None:
        return (*faults, reason("nobody"))
    quality = find_quality(seen.pixels[box])
    if quality.dark:
        faults.append(reason("too_dark"))
    if quality.blurred:
        faults.append(reason("too_blurred"))
    if person_px(seen, framing) < PERSON_PX:
        faults.append(reason("too_small"))
    lean = _trunk_lean(seen)
    if abs(lean) > _LYING:
        # The other tests assume an upright body, so a lying one gets this reason only.
        return (*faults, reason("lying"))
    if _head_missing(seen):
        faults.append(reason("head_cut_off"))
    elif not _in_order(seen, framing):
        faults.append(reason("landmarks_out_of_order"))
    if yaw.refused:
        faults.append(reason("not_side_on", yaw=abs(yaw.seen_deg)))
    if abs(lean) > _MAX_TRUNK_LEAN or (framing.knees and _bent_legs(seen)):
        faults.append(reason("not_upright"))
    return tuple(faults)


def person_px(seen: SideView, framing: Framing) -> float:
    """Height of the person in source pixels, as if the whole body were in the picture."""
    shares = proportions()
    if framing.feet:
        foot, share = "ankle", shares["ear_height"].value - shares["ankle_height"].value
    else:
        foot, share = "hip", shares["ear_to_hip"].value
    height = float(np.hypot(*(seen.middle(foot) - seen.middle("ear")))) / share
    return height / seen.scale


def _trunk_lean(seen: SideView) -> float:
    dx, dy = seen.middle("hip") - seen.middle("shoulder")
    return math.degrees(math.atan2(-dx, dy))


def _angle(seen: SideView, upper: str, lower: str, side: str) -> float:
    dx, dy = seen.side(lower, side) - seen.side(upper, side)
    return abs(math.degrees(math.atan2(dx, dy)))


def _bent_legs(seen: SideView) -> bool:
    """Whether a thigh is far from the vertical or the feet are far apart: seated, in a lunge."""
    thighs = [_angle(seen, "hip", "knee", side) for side in ("near", "far")]
    stride = abs(float((seen.side("ankle") - seen.side("ankle", "far"))[0]))
    return max(thighs) > _MAX_THIGH or stride > 1.3 * seen.trunk_px


def _head_missing(seen: SideView) -> bool:
    ear, shoulder = seen.middle("ear"), seen.middle("shoulder")
    if ear[1] < 0 or not 0 <= ear[0] < seen.width:
        return True
    return bool(shoulder[1] - ear[1] < 0.12 * seen.trunk_px)


def _in_order(seen: SideView, framing: Framing) -> bool:
    parts = ["ear", "shoulder", "hip"]
    if framing.knees:
        parts.append("knee")
    if framing.feet:
        parts.append("ankle")
    heights = [seen.middle(part)[1] for part in parts]
    return all(a < b for a, b in itertools.pairwise(heights))
