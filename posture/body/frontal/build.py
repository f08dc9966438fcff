"""Build a frontal body from the main person of a photo, or refuse the photo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posture.body.camera.roll import GRAVITY_SD_DEG, read_roll
from posture.body.framing import find_framing
from posture.body.frontal.body import FrontalBody
from posture.body.frontal.errors import PIXEL_SD, level_errors
from posture.body.frontal.gate import as_frontal_reasons, find_frontal_faults
from posture.body.frontal.view import LINES, name_sides
from posture.body.gate.faults import person_px
from posture.body.gate.nobody import nobody_reasons, upside_down_reasons
from posture.body.missing import HIPS_CUT
from posture.body.notices import ROLL_NOTICE_DEG, SMALL_PX
from posture.body.remarks import Notice, Refusal
from posture.body.side_view import turn
from posture.i18n.language import LocalNumber, mark, translatable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.camera.roll import Roll
    from posture.body.framing import Framing
    from posture.body.frontal.view import FrontalSide, FrontalView
    from posture.body.remarks import Reason
    from posture.body.side_view import SideView
    from posture.photo.photo import Photo
    from posture.pose.pose import People

UNREADABLE = "From this side the line cannot be read well enough; take a photo from the front."
_SELFIE = Notice(
    "selfie",
    mark("Left and right are the person's own, as long as the photo is not a mirror image."),
    mark(
        "Front cameras often mirror the picture: if writing in the photo reads backwards, mark it "
        "as mirrored."
    ),
)
_MIRRORED = Notice("mirrored", mark("The photo was analysed as a mirror image, as stated."), "")


def build_frontal_body(
    photo: Photo,
    people: People,
    *,
    roll_deg: float | None = None,
    roll_sd_deg: float = GRAVITY_SD_DEG,
    view: FrontalSide | None = None,
    mirrored: bool = False,
) -> FrontalBody | Refusal:
    """Build the frontal body of the main person.

    Parameters
    ----------
    photo : Photo
    people : People
    roll_deg : float, optional
        Camera roll from gravity: how far a true vertical leans clockwise in the picture.
    roll_sd_deg : float
        1-sigma error of a given roll.
    view : {"front", "back"}, optional
        Found from the face by default.
    mirrored : bool
        Whether the picture is a mirror image.

    Returns
    -------
    FrontalBody or Refusal
        A refusal lists every fault at once.
    """
    if not people.poses:
        return _refuse(photo, as_frontal_reasons(nobody_reasons(photo, people.candidates)))
    pose = people.poses[0]
    if pose.is_upside_down:
        return _refuse(photo, upside_down_reasons(photo, people.candidates))
    seen = turn(photo, pose)
    framing = find_framing(seen, seen.silhouette)
    front = name_sides(
        pose,
        photo.scale,
        photo.corner,
        view=view,
        mirrored=mirrored,
        feet=framing.feet,
    )
    if faults := find_frontal_faults(front, seen, framing, len(people.poses)):
        return _refuse(photo, faults)
    roll = read_roll(seen, roll_deg, roll_sd_deg)
    return _body(front, seen, framing, roll)


def _refuse(photo: Photo, reasons: tuple[Reason, ...]) -> Refusal:
    return Refusal(reasons, photo.name, photo.sha256)


def _body(front: FrontalView, seen: SideView, framing: Framing, roll: Roll) -> FrontalBody:
    errors = level_errors(front.view)
    levels = front.tilts(roll.degrees) / errors.slopes
    # The roll turns all lines together: this is why their difference is known better than each.
    together = roll.sd_deg / errors.slopes
    covariance = errors.covariance + np.outer(together, together)
    covariance = covariance + np.diag(_pixel_variance(front) / errors.slopes**2)
    missing = dict.fromkeys(errors.unreadable, UNREADABLE)
    if not framing.hips:
        missing["pelvis"] = HIPS_CUT
    for line in missing:
        row = LINES.index(line)
        levels[row] = covariance[row, :] = covariance[:, row] = np.nan
    height = person_px(seen, framing)
    return FrontalBody(
        seen=front,
        roll=roll,
        levels=levels,
        covariance=covariance,
        person_px=height,
        missing=missing,
        notices=_notices(front, roll, height),
    )


def _pixel_variance(front: FrontalView) -> NDArray[np.float64]:
    """Variance of each tilt from the pixel grid, degrees squared."""
    return (np.degrees(np.sqrt(2.0) * PIXEL_SD / np.maximum(front.spans(), 1.0))) ** 2


def _notices(front: FrontalView, roll: Roll, height: float) -> tuple[Notice, ...]:
    notices = [_MIRRORED if front.mirrored else _SELFIE]
    if roll.source == "assumed":
        notices.append(
            Notice(
                "roll_assumed",
                translatable(
                    "No vertical line was found in this photo. The tilt of the camera is only "
                    "known to ±{sd:.0f}°, which limits every measurement.",
                    sd=roll.sd_deg,
                ),
                mark(
                    "Have a door frame or the edge of a wall in the picture, or hold the camera "
                    "level."
                ),
            )
        )
    elif abs(roll.degrees) >= ROLL_NOTICE_DEG:
        notices.append(
            Notice(
                "roll_corrected",
                translatable(
                    "The camera was tilted by about {roll}°; this was corrected.",
                    roll=LocalNumber(abs(roll.degrees), 1),
                ),
                "",
            )
        )
    if height < SMALL_PX:
        notices.append(
            Notice(
                "small",
                translatable(
                    "The person is only {pixels:.0f} pixels high, which widens the errors.",
                    pixels=height,
                ),
                mark("Stand nearer, or use the original photo."),
            )
        )
    return tuple(notices)
