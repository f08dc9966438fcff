"""How far the body is turned out of the true profile (yaw)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posture.body.side_view import SideView

LIMIT_DEG = 15.0
"""Beyond this yaw a side view cannot be corrected (evidence.md 5.3: 10 deg costs up to 20 deg)."""

WARN_DEG = 8.0

OBSERVATION_SD_DEG = 5.0
"""Error of the yaw read from the gap between near and far joints in a side view."""

_PRIOR_SD_DEG = 6.0
# Landmark breadth over trunk length, seen from the front: shoulders 0.65-0.73, hips 0.34-0.47
# (real and rendered people).
_SHOULDERS, _HIPS = 0.69, 0.42


@dataclass(frozen=True, slots=True)
class Yaw:
    """Yaw of the body against the image plane.

    Attributes
    ----------
    seen_deg : float
        As read from shoulders and hips, [-90, 90]; + chest towards the camera.
    yaw_deg, sd_deg : float
        After shrinkage towards the true profile: what is corrected for, with its error.
    """

    seen_deg: float
    yaw_deg: float
    sd_deg: float

    @property
    def refused(self) -> bool:
        """Whether the yaw is beyond the limit with 95 % probability."""
        return abs(self.seen_deg) - 1.645 * OBSERVATION_SD_DEG > LIMIT_DEG


def find_yaw(seen: SideView, trunk_px: float, sideways: float) -> Yaw:
    """Estimate the yaw from how far near and far joints lie apart.

    Parameters
    ----------
    seen : SideView
    trunk_px : float
        Shoulder to hip, decoded pixels.
    sideways : float
        Tangent of the angle between the camera axis and the ray to the trunk, + where the person
        stands on the side to which they look. A person beside the axis is seen a little from
        behind or in front although they stand parallel to the image plane.

    Returns
    -------
    View
    """

    def gap(part: str) -> float:
        return float(seen.side(part, "far")[0] - seen.side(part)[0]) / trunk_px

    sines = np.array([gap("shoulder") / _SHOULDERS, gap("hip") / _HIPS]) + sideways
    degrees = math.degrees(float(np.mean(np.arcsin(np.clip(sines, -1, 1)))))
    k = _PRIOR_SD_DEG**2 / (_PRIOR_SD_DEG**2 + OBSERVATION_SD_DEG**2)
    return Yaw(degrees, k * degrees, math.sqrt(k) * OBSERVATION_SD_DEG)
