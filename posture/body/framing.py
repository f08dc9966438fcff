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

_ENDS_ABOVE = 0.004
"""Free rows under the silhouette, statures, with which it surely ends inside the picture."""

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

    A part is cut off only where the picture ends before it. A person whose silhouette ends above
    the lower border is whole, wherever MediaPipe puts the feet.

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

    if silhouette is not None and over_border("hip") > 0 and _ends_inside(silhouette, stature):
        return Framing()
    hips = over_border("hip") >= _HIPS
    thigh = seen.distance("hip", "knee") / max(seen.trunk_px, 1.0)
    knees = hips and over_border("knee") >= _KNEES and thigh >= _SHORTEST_THIGH
    feet = knees and over_border("ankle") >= _ANKLES and over_border("heel") >= _HEELS
    return Framing(hips, knees, feet)


def _ends_inside(silhouette: NDArray[np.float32], stature: float) -> bool:
    """Whether rows under the silhouette are free."""
    rows = np.flatnonzero((silhouette > 0.5).any(axis=1))
    return bool(len(rows)) and len(silhouette) - 1 - rows[-1] > _ENDS_ABOVE * stature
