"""Which parts of the body lie inside the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.side_view import SideLandmarks

_HIPS, _KNEES, _ANKLES, _HEELS = 0.03, 0.13, 0.045, 0.01
"""Least height of hip, knee, ankle and heel over the picture's lower border, statures. MediaPipe
draws legs that the border cuts up to it: on nine photos cut in sixteen places the knee moved by a
hundredth of the stature where it lay 0.13 over the border, and by 0.03 where it lay 0.12 over it.
In whole photos the ankle lay at least 0.06 over the border, the heel 0.02."""

_SHORTEST_THIGH = 0.5
"""Thigh over trunk length below which the detector invented the knee (anatomy: 0.9; MediaPipe's
joints on the same nine photos: 0.75, down to 0.6 where the border cuts the thigh)."""

_SIDES = ("near", "far")
_SHORTEST_LEGS = 1.1
"""Length of the legs over that of the trunk, below which the detector drew the legs up into a
picture that cuts them: 1.20 to 1.73 in 288 whole pictures but three, 0.1 to 1.1 in those cut above
the shin."""

_FLOOR, _SHORTEST_OVER_FLOOR = 0.02, 0.8
"""Rows of floor under the silhouette, statures, and the same limit where there are so many and it
ends with feet: somebody with short legs in a long jacket has 0.97. None of 210 cut copies of real
photographs ends with feet, whatever its legs."""

_ENDS_ABOVE = 0.004
"""Free rows under the silhouette, statures, with which it may end inside the picture."""

_SOLE = 0.04
"""Height of what is looked at above the lower end of the silhouette, statures."""

_NARROWEST_FEET = 0.12
"""Extent of the silhouette there, statures, with which it ends with feet (whole pictures: 0.14 to
0.19 in nine of ten; shins: 0.04 to 0.10)."""

_FADE, _LONGEST_FADE = 0.03, 0.1
"""Rows over which the lower end of the silhouette may fade, statures. Where the picture cuts the
legs, the detector often loses them long before the border, and they fade; feet end within 0.02."""

_SURE, _FAINT = 0.9, 0.1
"""Silhouette before and after it has faded."""

WHOLE = 0.52
"""Height of the hips over the sole, statures: what lies below it in the picture tells no more."""


@dataclass(frozen=True, slots=True)
class Framing:
    """Which parts of the body lie inside the picture; the default is the whole person.

    Each part needs the one before it: where the hips are cut off, so are knees and feet.

    Attributes
    ----------
    hips, knees, feet : bool
        Whether both joints (for the feet: ankles and heels) lie inside with a margin.
    """

    hips: bool = True
    knees: bool = True
    feet: bool = True

    @property
    def whole(self) -> bool:
        """Whether the person is seen down to the feet."""
        return self.hips and self.knees and self.feet


def find_framing(seen: SideLandmarks, silhouette: NDArray[np.float32] | None = None) -> Framing:
    """Find out where the picture cuts the body.

    A part is cut off only where the picture ends before it. A person whose silhouette ends with
    feet above the lower border is whole, wherever MediaPipe puts the feet.

    Parameters
    ----------
    seen : SideLandmarks
    silhouette : ndarray, shape (H, W), optional
        Without one the landmarks alone decide.

    Returns
    -------
    Framing
    """
    stature = seen.stature_px

    def over_border(part: str) -> float:
        return float(seen.height - seen.middle(part)[1]) / stature

    trunk = max(seen.trunk_px, 1.0)
    legs = _leg_px(seen) / trunk
    fade = 0.0
    if silhouette is not None:
        end = _find_end(silhouette, stature)
        fade = end.fade
        shortest = _SHORTEST_OVER_FLOOR if end.free >= _FLOOR else _SHORTEST_LEGS
        if over_border("hip") > 0 and legs >= shortest and end.has_feet:
            return Framing()
    hips = over_border("hip") >= _HIPS
    thigh = seen.distance("hip", "knee") / trunk
    knees = hips and over_border("knee") >= _KNEES and thigh >= _SHORTEST_THIGH
    feet = (
        knees
        and over_border("ankle") >= _ANKLES
        and over_border("heel") >= _HEELS
        and legs >= _SHORTEST_LEGS
        and fade <= _LONGEST_FADE
    )
    return Framing(hips, knees, feet)


def _leg_px(seen: SideLandmarks) -> float:
    """Length of the legs along thigh and shin, mean of both, decoded pixels."""
    joints = [[seen.side(part, side) for part in ("hip", "knee", "ankle")] for side in _SIDES]
    steps = np.diff(np.array(joints, dtype=float), axis=1)
    return float(np.linalg.norm(steps, axis=2).sum(axis=1).mean())


@dataclass(frozen=True, slots=True)
class _End:
    """Lower end of the silhouette, statures: free rows under it, its extent, and its fade."""

    free: float
    extent: float
    fade: float

    @property
    def has_feet(self) -> bool:
        return self.free > _ENDS_ABOVE and self.extent >= _NARROWEST_FEET and self.fade <= _FADE


def _find_end(silhouette: NDArray[np.float32], stature: float) -> _End:
    """Look at the lower end of the silhouette."""
    strongest = silhouette.max(axis=1)
    last, sure, faint = (_last(strongest > level) for level in (0.5, _SURE, _FAINT))
    over = silhouette[max(0, last - int(_SOLE * stature)) : last + 1] > 0.5
    columns = np.flatnonzero(over.any(axis=0))
    extent = float(np.ptp(columns)) if len(columns) else 0.0
    free = len(silhouette) - 1 - last if last >= 0 else 0
    return _End(free / stature, extent / stature, (faint - sure) / stature)


def _last(rows: NDArray[np.bool_]) -> int:
    """Index of the last row that is set; -1 where none is."""
    found = np.flatnonzero(rows)
    return int(found[-1]) if len(found) else -1
