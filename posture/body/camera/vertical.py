"""Camera roll from two points on something vertical, such as a door frame."""

from __future__ import annotations

import math
from dataclasses import dataclass

from posture.body.camera.pinhole import ASSUMED_FOCAL
from posture.body.camera.roll import GRAVITY_SD_DEG, PITCH_SD_DEG
from posture.errors import InputError
from posture.i18n.language import tr

LEAST_SHARE = 0.15
"""Least distance of the two places, heights of the picture; a whole door frame is three to five
times as long."""

MOST_DEG = 20.0
"""Lines that lean more are not taken for a vertical."""

Spot = tuple[float, float]


_SLIP_PX = 2.0
"""1-sigma error of a click across the line, source pixels per 1000 of the picture's height."""


@dataclass(frozen=True, slots=True)
class Vertical:
    """Camera roll from a vertical in the picture.

    Attributes
    ----------
    roll_deg : float
        How far a true vertical leans clockwise in the picture, [-20, 20].
    sd_deg : float
        1-sigma error: the clicks, and a camera that looks up or down, which matters more the
        farther the line is from the middle of the picture.
    """

    roll_deg: float
    sd_deg: float


LEVELLED = Vertical(0.0, 1.0)
"""A camera that was put level with a spirit level or its own sensor, read to a degree (engineering
assumption)."""


def read_vertical(
    one: Spot, other: Spot, size: tuple[int, int], focal_px: float | None = None
) -> Vertical:
    """Read the roll from two points on something vertical.

    Parameters
    ----------
    one, other : tuple of float
        In either order, source pixels.
    size : tuple of int
        Width and height of the picture, source pixels.
    focal_px : float, optional
        Focal length, source pixels.

    Returns
    -------
    Vertical

    Raises
    ------
    InputError
        The places are too close together or the line is far from upright.
    """
    high, low = sorted((one, other), key=lambda spot: spot[1])
    across, along = high[0] - low[0], low[1] - high[1]
    length = math.hypot(across, along)
    if length < LEAST_SHARE * size[1]:
        raise InputError(
            tr("The two places are too close together to tell a direction."),
            remedy=tr("Choose the two ends of a long upright edge, for example of a door frame."),
        )
    lean = math.degrees(math.atan2(across, along))
    if abs(lean) > MOST_DEG:
        raise InputError(
            tr("The line between them leans by {lean:.0f}°: hardly upright in the room.").format(
                lean=abs(lean)
            ),
            remedy=tr(
                "Choose two places one above the other on a door frame or the corner of a room."
            ),
        )
    focal = focal_px or ASSUMED_FOCAL * max(size)
    aside = ((high[0] + low[0]) / 2 - size[0] / 2) / focal
    slip = math.degrees(math.sqrt(2) * _SLIP_PX * size[1] / 1000 / length)
    return Vertical(lean, math.hypot(GRAVITY_SD_DEG, slip, PITCH_SD_DEG * aside))
