"""What the reader should know about a photo that was analysed all the same."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from posture.body.body import Notice
from posture.body.camera.cues import WARN_DEG
from posture.i18n.language import mark, translatable

if TYPE_CHECKING:
    from posture.body.framing import Framing
    from posture.body.side_view import SideView

_MOVE_BACK = mark("Move back until the feet are seen.")
_ROLL_WORTH_SAYING = 0.8
_LOOSE = 0.6
_SMALL_PX = 450
_THIGHS_APART, _SHINS_APART = 15.0, 20.0


def is_mid_step(seen: SideView) -> bool:
    """Whether one leg is stepping: thighs or shins at different angles.

    Parameters
    ----------
    seen : SideView

    Returns
    -------
    bool
    """

    def apart(upper: str, lower: str) -> float:
        angles: list[float] = []
        for side in ("near", "far"):
            dx, dy = seen.side(lower, side) - seen.side(upper, side)
            angles.append(math.degrees(math.atan2(dx, dy)))
        return abs(angles[0] - angles[1])

    return apart("hip", "knee") > _THIGHS_APART or apart("knee", "ankle") > _SHINS_APART


def find_notices(
    *,
    roll_assumed: bool,
    roll_deg: float,
    yaw_deg: float,
    framing: Framing,
    mid_step: bool,
    looseness: float,
    hair: bool,
    arm_hides: bool,
    person_px: float,
) -> tuple[Notice, ...]:
    """Collect the notices of one photo.

    Parameters
    ----------
    roll_assumed : bool
        Whether no vertical was found.
    roll_deg, yaw_deg : float
        What was corrected.
    framing : Framing
    mid_step : bool
    looseness : float
        0 to 1.
    hair, arm_hides : bool
    person_px : float
        Height of the person, source pixels.

    Returns
    -------
    tuple of Notice
    """
    notices: list[Notice] = []

    def say(code: str, text: str, remedy: str) -> None:
        notices.append(Notice(code, text, remedy))

    if abs(yaw_deg) >= WARN_DEG:
        say(
            "turned",
            translatable(
                "The body seems turned by about {yaw:.0f}°; this was corrected and the "
                "errors are wider.",
                yaw=abs(yaw_deg),
            ),
            mark("Stand with the feet parallel to the picture."),
        )
    if roll_assumed:
        say(
            "no_vertical",
            mark(
                "No vertical line was found in the picture. The camera was assumed to be level to "
                "±2°."
            ),
            mark("Have a door frame or a wall edge in the picture."),
        )
    elif abs(roll_deg) >= _ROLL_WORTH_SAYING:
        say(
            "rolled",
            translatable(
                "The camera was tilted by about {roll:.0f}°; this was corrected.",
                roll=abs(roll_deg),
            ),
            mark("Put the camera on a level shelf or tripod."),
        )
    if not framing.hips:
        say("hips_cut_off", mark("The photo ends at the hips."), _MOVE_BACK)
    elif not framing.knees:
        say("knees_cut_off", mark("The photo ends above the knees."), _MOVE_BACK)
    elif not framing.feet:
        say("feet_cut_off", mark("The photo ends above the feet."), _MOVE_BACK)
    elif mid_step:
        say(
            "mid_step",
            mark("The person is in the middle of a step; the legs are not measured."),
            mark("Stand still on both feet."),
        )
    if looseness >= _LOOSE:
        say(
            "loose_clothing",
            mark("Clothes may hide the shape of the back; its errors are wider."),
            mark("Wear a fitted top, or none."),
        )
    if hair:
        say(
            "hair_over_neck",
            mark("Hair may hide the neck; the errors there are wider."),
            mark("Tie the hair up and off the neck."),
        )
    if arm_hides:
        say(
            "arm_hides_back",
            mark("An arm hides a part of the back."),
            mark("Let the arms hang relaxed, or clasp the hands in front below the navel."),
        )
    if person_px < _SMALL_PX:
        say(
            "low_resolution",
            translatable(
                "The person is only about {pixels:.0f} pixels tall; the errors are wider.",
                pixels=person_px,
            ),
            mark("Use the original photo, or stand nearer."),
        )
    return tuple(notices)
