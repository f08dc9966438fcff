"""Which parts of the body lie inside the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posture.body.side_view import SideView

SHORTEST_SEGMENT = 0.6
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


def find_framing(seen: SideView) -> Framing:
    """Find out where the picture cuts the body.

    MediaPipe squeezes what it cannot see into the picture. A part counts as seen only where it lies
    inside with a margin and, where the silhouette reaches the lower border, the segments are as
    long as anatomy has them.

    Parameters
    ----------
    seen : SideView

    Returns
    -------
    Framing
    """
    bottom = seen.height * 0.995
    runs_out = float((seen.silhouette[-1] > 0.5).mean()) > 0.02

    def inside(part: str, below: float) -> bool:
        both = (seen.side(part), seen.side(part, "far"))
        x, y = np.mean(both, axis=0)
        return bool(0 <= x < seen.width and y + below < bottom)

    trunk = seen.trunk_px

    def long_enough(upper: str, lower: str) -> bool:
        # Where the person runs out of the picture, MediaPipe squeezes the rest of the leg into it.
        length = float(np.hypot(*(seen.middle(lower) - seen.middle(upper))))
        return not runs_out or length > SHORTEST_SEGMENT * trunk

    # A squeezed thigh has pulled the hip up with it, so that neither joint can be believed.
    hips = inside("hip", 0.1 * trunk) and long_enough("hip", "knee")
    knees = hips and inside("knee", 0.15 * trunk)
    feet = knees and inside("ankle", 0.0) and inside("heel", 0.0) and not runs_out
    return Framing(hips, knees, feet)
