"""Notices: what a reader should know about a photo that was analysed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from posture.body.camera.cues import WARN_DEG
from posture.body.level import LEAN_SAID
from posture.body.remarks import Notice
from posture.i18n.language import mark, translatable
from posture.intervals import SURELY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from posture.body.estimate.estimator import Region
    from posture.body.framing import Framing
    from posture.body.outline.adjoining import Place

_MOVE_BACK = mark("Move back until the feet are seen.")
ROLL_NOTICE_DEG = 0.8
"""Roll that is said (engineering assumption)."""

_PITCH_NOTICE_DEG = 8.0
"""Pitch that is said: people who hold a phone before them reach 4 (engineering assumption)."""

_LOOSE = 0.6
SMALL_PX = 450
"""Height of a person, source pixels, below which the picture counts as too coarse."""


_HIDDEN: Mapping[Region, tuple[str, str]] = {
    "head": (
        mark("Something hides the head, such as a cap or a hood; its errors are wider."),
        mark("Take off what covers the head."),
    ),
    "neck": (
        mark("Something hides the neck, such as hair, a hood or a bag; its errors are wider."),
        mark("Tie the hair up, and wear nothing that covers the neck."),
    ),
    "trunk": (
        mark("Something hides the trunk, such as a bag or a coat; its errors are wider."),
        mark("Put down what you carry, and wear a fitted top."),
    ),
    "pelvis": (
        mark("Something hides the hips, such as a long top or a bag; their errors are wider."),
        mark("Tuck the top in, and put down what you carry."),
    ),
    "legs": (
        mark("Something hides the legs, such as a skirt or a coat; their errors are wider."),
        mark("Wear trousers or shorts."),
    ),
}
"""Notice and remedy for each region that something hides."""

_TOUCHED: Mapping[Place, tuple[str, str]] = {
    "back": (
        mark(
            "Something seems to touch the back, such as a rucksack or a chair; the errors beside "
            "it are wider."
        ),
        mark("Put down what you carry, and stand away from furniture."),
    ),
    "belly": (
        mark(
            "Something seems to touch the front of the body, such as a table or the console of a "
            "treadmill; the errors beside it are wider."
        ),
        mark("Stand away from furniture and machines."),
    ),
}
"""Notice and remedy for each place that something touches."""


def find_notices(
    *,
    roll_assumed: bool,
    roll_deg: float,
    roll_sd_deg: float,
    lean_deg: float,
    yaw_deg: float,
    pitch_deg: float,
    framing: Framing,
    mid_step: bool,
    looseness: float,
    hair: bool,
    arm_hides: bool,
    face_hidden: bool,
    hidden: Sequence[Region],
    touched: Sequence[Place],
    person_px: float,
) -> tuple[Notice, ...]:
    """Collect the notices of one photo.

    Parameters
    ----------
    roll_assumed : bool
        Whether no vertical was found.
    roll_sd_deg : float
        1-sigma error of the roll before the body corrects it.
    lean_deg : float
        How far the body leans in the picture, clockwise; NaN where that is not known.
    roll_deg, yaw_deg : float
        What was corrected.
    pitch_deg : float
        How far the camera surely looks up or down; see :func:`sure_pitch`.
    framing : Framing
    mid_step : bool
    looseness : float
        0 to 1.
    hair, arm_hides, face_hidden : bool
    hidden : sequence of str
        Regions of the body that something hides.
    touched : sequence of str
        Where something touches the body.
    person_px : float
        Height of the person, source pixels.

    Returns
    -------
    tuple of Notice
    """
    notices = [
        *_yaw_notices(yaw_deg),
        *_roll_notices(roll_deg, roll_sd_deg, lean_deg, assumed=roll_assumed),
        *_pitch_notices(pitch_deg),
        *_leg_notices(framing, mid_step=mid_step),
        *_cover_notices(looseness, hair=hair and "neck" not in hidden, arm_hides=arm_hides),
        *_hidden_notices(hidden, face_hidden=face_hidden),
        *(Notice(f"{place}_touched", *_TOUCHED[place]) for place in touched),
    ]
    if person_px < SMALL_PX:
        text = translatable(
            "The person is only about {pixels:.0f} pixels tall; the errors are wider.",
            pixels=person_px,
        )
        remedy = mark("Use the original photo, or stand nearer.")
        notices.append(Notice("low_resolution", text, remedy))
    return tuple(notices)


def _yaw_notices(yaw_deg: float) -> Iterator[Notice]:
    if abs(yaw_deg) >= WARN_DEG:
        yield Notice(
            "turned",
            translatable(
                "The body seems turned by about {yaw:.0f}°; this was corrected and the "
                "errors are wider.",
                yaw=abs(yaw_deg),
            ),
            mark("Stand with the feet parallel to the picture."),
        )


def _roll_notices(
    roll_deg: float, sd_deg: float, lean_deg: float, *, assumed: bool
) -> Iterator[Notice]:
    if assumed and abs(lean_deg) >= LEAN_SAID:
        yield Notice(
            "seems_tilted",
            translatable(
                "The picture seems to be tilted by about {lean:.0f}°, because the body leans; no "
                "vertical line shows it to better than ±{sd:.0f}°, so the errors are wider.",
                lean=abs(lean_deg),
                sd=sd_deg,
            ),
            mark("Hold the camera level, and have a door frame or a wall edge in the picture."),
        )
    elif assumed:
        yield Notice(
            "no_vertical",
            mark(
                "No vertical line was found in the picture. The camera was assumed to be level to "
                "±2°."
            ),
            mark("Have a door frame or a wall edge in the picture."),
        )
    elif abs(roll_deg) >= ROLL_NOTICE_DEG:
        yield Notice(
            "rolled",
            translatable(
                "The camera was tilted by about {roll:.0f}°; this was corrected.",
                roll=abs(roll_deg),
            ),
            mark("Put the camera on a level shelf or tripod."),
        )


def sure_pitch(pitch_deg: float, sd_deg: float) -> float:
    """Least pitch with 95 % probability, degrees, [0, 90); 0 where it is unknown."""
    if not math.isfinite(sd_deg):
        return 0.0
    return max(abs(pitch_deg) - SURELY * sd_deg, 0.0)


def _pitch_notices(pitch_deg: float) -> Iterator[Notice]:
    if pitch_deg >= _PITCH_NOTICE_DEG:
        yield Notice(
            "tilted_camera",
            translatable(
                "The camera seems to look up or down by at least {pitch:.0f}°, so that upright "
                "lines converge; the errors may be larger than stated.",
                pitch=pitch_deg,
            ),
            mark("Hold the camera upright, at about the height of the hips."),
        )


def _leg_notices(framing: Framing, *, mid_step: bool) -> Iterator[Notice]:
    if not framing.hips:
        yield Notice("hips_cut_off", mark("The photo ends at the hips."), _MOVE_BACK)
    elif not framing.knees:
        yield Notice("knees_cut_off", mark("The photo ends above the knees."), _MOVE_BACK)
    elif not framing.feet:
        yield Notice("feet_cut_off", mark("The photo ends above the feet."), _MOVE_BACK)
    elif mid_step:
        yield Notice(
            "mid_step",
            mark("The person is in the middle of a step; legs, pelvis and lean are not measured."),
            mark("Stand still on both feet."),
        )


def _cover_notices(looseness: float, *, hair: bool, arm_hides: bool) -> Iterator[Notice]:
    if looseness >= _LOOSE:
        yield Notice(
            "loose_clothing",
            mark("Clothes may hide the shape of the back; its errors are wider."),
            mark("Wear a fitted top, or none."),
        )
    if hair:
        yield Notice(
            "hair_over_neck",
            mark("Hair may hide the neck; the errors there are wider."),
            mark("Tie the hair up and off the neck."),
        )
    if arm_hides:
        yield Notice(
            "arm_hides_back",
            mark("An arm hides a part of the back."),
            mark("Clasp the hands in front below the navel, so that the back is free."),
        )


def _hidden_notices(hidden: Sequence[Region], *, face_hidden: bool) -> Iterator[Notice]:
    if face_hidden:
        yield Notice(
            "face_hidden",
            mark("A bar, a patch or a blur hides the face; the errors of the head are wider."),
            mark("Use a photo in which the face is free."),
        )
    for region in hidden:
        if region != "head" or not face_hidden:
            yield Notice(f"{region}_hidden", *_HIDDEN[region])
