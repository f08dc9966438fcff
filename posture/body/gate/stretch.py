"""Whether a picture was stretched: by the breadth of the head against the height of the body."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from posture.body.framing import Framing
    from posture.body.side_view import SideView

_NOSE = 0.046
"""Nose before the ears, statures; 0.039 to 0.049 in thirty real side views."""

_HEAD = 0.122
"""Depth of the silhouette at the ears, statures; 0.111 to 0.140 without long hair."""

NARROW, BROAD = 0.84, 1.20
"""Breadth over the usual one beyond which the picture is stretched; 0.91 to 1.07 in thirty real
side views, 0.88 to 1.07 in 107 rendered ones."""


def find_stretch(seen: SideView, framing: Framing) -> float:
    """Breadth of the head against the height of the body, over what is usual.

    Of two lengths the one nearer to the usual is taken: hair or a cap change one.

    Parameters
    ----------
    seen : SideView
    framing : Framing

    Returns
    -------
    float
        1 for an average person in a picture that was not stretched, and where the feet are not in
        the picture: MediaPipe then draws the hips, by which the height is measured, too high.
    """
    if not framing.feet:
        return 1.0
    stature = seen.stature_px
    ear = seen.middle("ear")
    ratios = [float(seen.nose[0] - ear[0]) / stature / _NOSE]
    row = int(ear[1])
    if 0 <= row < seen.height:
        left, right = int(ear[0] - 0.2 * stature), int(ear[0] + 0.2 * stature)
        depth = np.count_nonzero(seen.silhouette[row, max(left, 0) : max(right, 0)] > 0.5)
        ratios.append(depth / stature / _HEAD)
    logs = [math.log(max(ratio, 0.05)) for ratio in ratios]
    # Both must agree on the direction; the smaller deviation is what they have in common.
    if min(logs) < 0 < max(logs):
        return 1.0
    return math.exp(min(logs, key=abs))
