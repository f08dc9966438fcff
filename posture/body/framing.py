"""Which parts of the body lie inside the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from posture.body.side_view import SideLandmarks

_SHORTEST_SEGMENT = 0.6
"""Thigh or shin over trunk length below which the detector invented the joint (anatomy: 0.9)."""


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

    MediaPipe moves what lies outside the picture to its border. So a part counts as seen only where
    it lies inside with a margin and, unless the silhouette ends above the lower border, where thigh
    and shin are as long as anatomy has them.

    Parameters
    ----------
    seen : SideLandmarks
    silhouette : ndarray, shape (H, W), optional
        Where it reaches the lower border, the feet are cut off. Without one the lengths of thigh
        and shin decide.

    Returns
    -------
    Framing
    """
    bottom = seen.height * 0.995
    trunk = seen.trunk_px
    cut = silhouette is None or float((silhouette[-1] > 0.5).mean()) > 0.02

    def inside(part: str, below: float = 0.0) -> bool:
        x, y = seen.middle(part)
        return bool(0 <= x < seen.width and y + below < bottom)

    def long_enough(upper: str, lower: str) -> bool:
        return seen.distance(lower, upper) > _SHORTEST_SEGMENT * trunk

    # A thigh that was moved inside takes the hip along, so that neither joint can be trusted.
    hips = inside("hip", 0.1 * trunk) and (not cut or long_enough("hip", "knee"))
    knees = hips and inside("knee", 0.15 * trunk)
    ends_inside = long_enough("knee", "ankle") if silhouette is None else not cut
    feet = knees and inside("ankle") and inside("heel") and ends_inside
    return Framing(hips, knees, feet)
