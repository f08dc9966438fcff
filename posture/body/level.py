"""A tilted picture is turned upright before it is read.

Roll of a few degrees is read from verticals and corrected in the points. The gate and the estimator
know nothing of pictures that are tilted by more. Whether one is, is told by the body: people who
stand freely lean by a few degrees only, from the feet to the shoulders.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from posture.body.camera.roll import HAND_HELD_SD_DEG, find_support
from posture.body.framing import find_framing
from posture.body.side_view import turn
from posture.photo.turned import turned
from posture.pose.detect import find_people
from posture.pose.model.store import DEFAULT
from posture.pose.search import find_main_person

if TYPE_CHECKING:
    from posture.body.camera.roll import Roll
    from posture.body.framing import Framing
    from posture.body.side_view import SideLandmarks
    from posture.photo.photo import Photo
    from posture.pose.pose import People, Pose

_LEANS, _LEANS_SURELY = 6.0, 8.0
"""Lean of a standing body from which the picture is turned, with verticals that lean as much and
without any: from feet to shoulders 0.8 ± 2.0 degrees in 141 pictures, at most 5.5."""

_LEANS_CUT = 14.0
"""The same without verticals in a picture without feet: a trunk leans up to 12."""

_MOST = 30.0
"""A body that leans more lies, bends or falls."""

_BENT = 15.0
"""Largest angle between trunk and legs, degrees, of somebody who stands; its mean is -6 ± 4."""

_MEAN_BEND, _MEAN_TRUNK, _MEAN_BODY = -6.0, -3.0, 0.8
"""Means of that angle and of the leans of trunk and body, + forward, degrees."""

_SUPPORT = 0.4
"""Length of verticals that agree with each other, heights of the picture, that are believed."""

_BY_BODY_SD, _BY_TRUNK_SD = 3.0, 5.0
"""Error of a roll that the body alone tells, degrees: the spread of standing bodies, and a half."""

_LEAN_SHARE = 0.6
"""Share of a lean, where no vertical shows the roll, by which the roll is uncertain."""

LEAN_SAID = 4.0
"""Lean of the body, degrees, from which a picture without verticals seems to be tilted."""


def find_person(
    photo: Photo, *, model: str = DEFAULT, mirror: bool = True, roll_deg: float | None = None
) -> tuple[Photo, People]:
    """Find the person who is analysed, and the upright picture or part of it that shows them.

    Parameters
    ----------
    photo : Photo
    model : {"full", "lite", "heavy"}
    mirror : bool
        As for :func:`posture.pose.search.find_main_person`.
    roll_deg : float, optional
        Camera roll where it is given: how far a true vertical leans clockwise in the picture.

    Returns
    -------
    photo : Photo
        Coordinates in source pixels are those of the picture.
    people : People
        In it.

    Raises
    ------
    ModelMissingError, ModelHashError, ModelError
        As for :func:`posture.pose.detect.find_people`.
    """
    part, people = find_main_person(photo, model=model, mirror=mirror)
    main = people.main
    tilt = None if main is None else _tilt(part, main, roll_deg)
    # Whether there are others is asked only now: they are still looked for.
    if main is None or tilt is None or len(people.poses) > 1:
        return part, people
    upright = turned(part, tilt, main.silhouette > 0.5)
    found = find_people(upright, model=model, mirror=mirror)
    return (part, people) if found.main is None else (upright, found)


def body_lean(seen: SideLandmarks, framing: Framing) -> float:
    """Lean of a standing body against the picture's vertical, clockwise, degrees.

    Parameters
    ----------
    seen : SideLandmarks
    framing : Framing
        Without the knees the trunk alone tells.

    Returns
    -------
    float
        In the picture before it was turned, less the usual lean; NaN for somebody who bends.
    """
    if not framing.knees:
        lean = seen.lean_deg("shoulder", "hip") - _MEAN_TRUNK
    else:
        foot = "ankle" if framing.feet else "knee"
        lean = seen.lean_deg("shoulder", foot) - _MEAN_BODY
        bend = seen.lean_deg("shoulder", "hip") - seen.lean_deg("hip", foot)
        if abs(bend - _MEAN_BEND) > _BENT:
            return math.nan
    return seen.facing_sign * lean + seen.turned_deg


def widened(roll: Roll, seen: SideLandmarks, framing: Framing) -> Roll:
    """The roll with an error as large as the body says where no vertical shows it.

    Parameters
    ----------
    roll : Roll
    seen : SideLandmarks
    framing : Framing
    """
    if roll.source != "assumed":
        return roll
    by_body = _BY_BODY_SD if framing.feet else _BY_TRUNK_SD
    lean = abs(body_lean(seen, framing))
    sd = by_body if seen.turned_deg else min(by_body, _LEAN_SHARE * lean)
    return replace(roll, sd_deg=max(HAND_HELD_SD_DEG, sd if math.isfinite(sd) else 0.0))


def _tilt(photo: Photo, main: Pose, given: float | None) -> float | None:
    """How far the picture is turned: the roll of the camera, roughly; None for an upright one."""
    if main.is_upside_down:
        return None
    if given is not None:
        return given if abs(given) > _LEANS else None
    seen = turn(photo, main)
    framing = find_framing(seen, seen.silhouette)
    lean = body_lean(seen, framing)
    if not _LEANS <= abs(lean) <= _MOST:
        return None
    upright = find_support(seen, 0.0)
    leaning = find_support(seen, lean)
    if leaning.length >= _SUPPORT and leaning.length > upright.length:
        return leaning.roll_deg
    surely = _LEANS_SURELY if framing.feet else _LEANS_CUT
    return lean if upright.length < _SUPPORT and abs(lean) >= surely else None
