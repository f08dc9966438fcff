"""Left-right asymmetry of a standing body."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sideways:
    """Left-right asymmetry; degrees, + raises the person's right side. Absolute.

    Attributes
    ----------
    pelvis : float
        Tilt of the pelvis; the leg of the lower side bends its knee, so that both feet stand.
    trunk : float
        Tilt of the upper end of the trunk; the spine shares the bend from the pelvis up.
    shoulders : float
        Collar bones on top of the trunk, right lifted and left lowered by half of it each.
    head : float
        Tilt of the head.
    """

    pelvis: float = 0.0
    trunk: float = 0.0
    shoulders: float = 0.0
    head: float = 0.0


EVEN = Sideways()
