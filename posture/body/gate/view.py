"""From which side a person is seen: by shoulders and hips, and by the head."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posture.body.camera.cues import LIMIT_DEG, OBSERVATION_SD_DEG, SHOULDERS
from posture.intervals import SURELY

if TYPE_CHECKING:
    from posture.body.camera.cues import Yaw
    from posture.body.framing import Framing
    from posture.body.side_view import SideLandmarks

_EARS = 0.27
"""Breadth between the ear landmarks seen from the front, trunk lengths. In 43 side views of
standing and exercising people the ears lay at most 0.08 apart, in most of 121 other views more than
0.15."""

_SHOULDERS_ALONE_SD_DEG = 7.0
"""Error of the yaw read from the shoulders alone (engineering assumption)."""

_BOTH_DEG = 18.0
"""Yaw from which trunk and head together show a view that is not from the side."""

_HEAD_DEG = 35.0
"""Yaw of the head against the picture from which the line from ear to eye tells nothing."""

_NOSE = 0.024
"""Least distance of the nose before the ears, statures; 0.034 to 0.060 in side views."""


@dataclass(frozen=True, slots=True)
class View:
    """Yaw of trunk and head out of the side view, degrees, [-90, 90].

    Attributes
    ----------
    trunk_deg : float
        + chest towards the camera.
    head_deg : float
        + face towards the camera.
    limit_deg : float
        Beyond it the trunk is not side-on with 95 % probability.
    """

    trunk_deg: float
    head_deg: float
    limit_deg: float

    @property
    def is_side_on(self) -> bool:
        """Whether the trunk may be seen from the side."""
        both = min(abs(self.trunk_deg), abs(self.head_deg)) > _BOTH_DEG
        return abs(self.trunk_deg) <= self.limit_deg and not (
            both and self.trunk_deg * self.head_deg > 0
        )

    @property
    def is_head_turned(self) -> bool:
        """Whether the head is turned out of the side view."""
        return abs(self.head_deg) > _HEAD_DEG


def find_view(seen: SideLandmarks, yaw: Yaw, framing: Framing) -> View:
    """Read the view; hips outside the picture, which MediaPipe guesses, do not count.

    Parameters
    ----------
    seen : SideLandmarks
    yaw : Yaw
        By shoulders and hips.
    framing : Framing

    Returns
    -------
    View
    """
    trunk = max(seen.trunk_px, 1.0)

    def turned(part: str, breadth: float) -> float:
        gap = float(seen.side(part, "far")[0] - seen.side(part)[0]) / trunk
        return math.degrees(math.asin(float(np.clip(gap / breadth, -1.0, 1.0))))

    head = turned("ear", _EARS)
    if framing.hips:
        return View(yaw.seen_deg, head, LIMIT_DEG + SURELY * OBSERVATION_SD_DEG)
    limit = LIMIT_DEG + SURELY * _SHOULDERS_ALONE_SD_DEG
    return View(turned("shoulder", SHOULDERS), head, limit)


def is_face_ahead(seen: SideLandmarks) -> bool:
    """Whether the nose lies before the ears as in a side view, where a head was seen at all."""
    return float(seen.nose[0] - seen.middle("ear")[0]) >= _NOSE * seen.stature_px
