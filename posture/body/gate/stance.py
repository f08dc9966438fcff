"""Whether a person stands at ease: trunk, legs and arms."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.framing import Framing
    from posture.body.side_view import SideLandmarks, SideView

_SIDES = ("near", "far")

LYING_DEG = 55.0
"""Lean of the trunk from which the body lies."""

_MAX_TRUNK_LEAN = 30.0
_MAX_BODY_LEAN = 15.0
"""Lean of the line from ankles to shoulders, degrees: people who stand freely reach 8."""

_MAX_THIGH = 40.0
_THIGH = 0.30
"""Height of the hips over the lower border, statures, from which thighs can be judged: in a picture
that ends at a standing person's knees MediaPipe may draw the legs of somebody seated."""

_KNEES_AHEAD = 0.48
"""Distance of both knees before the hips, trunk lengths, from which somebody sits although the
picture ends near the hips: 0.52 to 0.60 in six people seated. Legs that MediaPipe draws into a
picture without them are shorter: at most 0.34 in 240 cut copies of photos, 0.44 in 560 of rendered
people."""

_BELOW_HIPS = 0.12
"""Where the outline of the thighs is looked at, statures below the hips or at the lower border."""

_LAP = 0.17
"""Reach of the outline before the hips there, statures: 0.21 to 0.39 in the same six, at most 0.14
in 60 photos cut at knee or hip, 0.21 in 34 others. A belly or an arm may have more: the knees must
say the same."""

_MAX_KNEE = 45.0
"""Flexion of both knees, degrees, from which somebody squats or sits."""

_MAX_ARM = 70.0
"""Angle between upper arm and trunk, degrees; in folded arms and hands on the hips about 40."""

_MAX_STRIDE = 1.3
"""Distance between the ankles, trunk lengths."""

_THIGHS_APART, _SHINS_APART = 15.0, 20.0
"""Difference between the limbs of both sides, degrees, from which somebody is stepping."""

_SOLES = 0.06
"""Height of the outline above the lowest point that is taken as feet, statures."""

_FEET_ACROSS, _BETWEEN_FEET = 0.30, 0.06
"""Length of the feet together and of the ground between them, statures, in a stride. In 49 people
who stand, in photos and rendered, at most 0.23 and 0."""


def is_upright(seen: SideView, framing: Framing) -> bool:
    """Whether trunk and legs are those of somebody who stands.

    Parameters
    ----------
    seen : SideView
    framing : Framing
    """
    if abs(seen.lean_deg("shoulder", "hip")) > _MAX_TRUNK_LEAN:
        return False
    below = float(seen.height - seen.middle("hip")[1])
    shown = framing.knees and (framing.feet or below > _THIGH * seen.stature_px)
    if shown and max(abs(thigh) for thigh in _angles(seen, "hip", "knee")) > _MAX_THIGH:
        return False
    if not shown and _has_lap(seen):
        return False
    return not framing.feet or _stands(seen)


def has_raised_arm(seen: SideView) -> bool:
    """Whether an upper arm that lies inside the picture points away from the trunk."""
    return any(_arm(seen, side) > _MAX_ARM for side in _SIDES)


def is_in_order(seen: SideView, framing: Framing) -> bool:
    """Whether the joints lie one below the other from head to foot.

    Parameters
    ----------
    seen : SideView
    framing : Framing
    """
    parts = ["ear", "shoulder"]
    parts += ["hip"] if framing.hips else []
    parts += ["knee"] if framing.knees else []
    parts += ["ankle"] if framing.feet else []
    heights = [seen.middle(part)[1] for part in parts]
    return all(a < b for a, b in itertools.pairwise(heights))


def is_mid_step(seen: SideLandmarks) -> bool:
    """Whether one leg is stepping: thighs or shins at different angles.

    Parameters
    ----------
    seen : SideLandmarks
    """
    thighs, shins = _angles(seen, "hip", "knee"), _angles(seen, "knee", "ankle")
    return abs(thighs[0] - thighs[1]) > _THIGHS_APART or abs(shins[0] - shins[1]) > _SHINS_APART


def has_foot_forward(seen: SideView, framing: Framing) -> bool:
    """Whether the outline shows one foot far before the other, with ground between them.

    Where a skirt or a coat hides the legs the detector puts both feet under the body.

    Parameters
    ----------
    seen : SideView
    framing : Framing
    """
    body = _below_hips(seen)
    if not framing.feet or not body.any():
        return False
    lowest = int(np.flatnonzero(body.any(axis=1))[-1])
    top = max(0, lowest - round(_SOLES * seen.stature_px))
    columns = np.flatnonzero(body[top : lowest + 1].any(axis=0))
    across = float(columns[-1] - columns[0])
    between = float(np.diff(columns).max(initial=1)) - 1.0
    return across > _FEET_ACROSS * seen.stature_px and between > _BETWEEN_FEET * seen.stature_px


def _below_hips(seen: SideView) -> NDArray[np.bool_]:
    """The silhouette from the hips down, without what does not hang together with it.

    Of the columns in which it is.
    """
    row = int(np.clip(seen.middle("hip")[1], 0, seen.height - 1))
    below = (seen.silhouette[row:] > 0.5).astype(np.uint8)
    columns = np.flatnonzero(below.any(axis=0))
    if not len(columns):
        return below > 0
    below = below[:, columns[0] : columns[-1] + 1]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(below)
    sizes = stats[1:, cv2.CC_STAT_AREA]
    return labels == 1 + int(sizes.argmax())


def _has_lap(seen: SideView) -> bool:
    """Whether both knees and the outline lie as far before the hips as in somebody seated."""
    hip = seen.middle("hip")
    if not 0 <= hip[1] < seen.height:
        return False
    ahead = [float((seen.side("knee", side) - seen.side("hip", side))[0]) for side in _SIDES]
    row = min(int(hip[1] + _BELOW_HIPS * seen.stature_px), seen.height - 1)
    columns = np.flatnonzero(seen.silhouette[row] > 0.5)
    reach = float(columns[-1] - hip[0]) if len(columns) else 0.0
    return min(ahead) > _KNEES_AHEAD * seen.trunk_px and reach > _LAP * seen.stature_px


def _stands(seen: SideView) -> bool:
    """Whether the feet are under the body: no squat, no lunge, no leaning on something."""
    thighs, shins = _angles(seen, "hip", "knee"), _angles(seen, "knee", "ankle")
    knees = [abs(thigh - shin) for thigh, shin in zip(thighs, shins, strict=True)]
    stride = abs(float((seen.side("ankle") - seen.side("ankle", "far"))[0]))
    return (
        min(knees) <= _MAX_KNEE
        and stride <= _MAX_STRIDE * seen.trunk_px
        and abs(seen.lean_deg("shoulder", "ankle")) <= _MAX_BODY_LEAN
    )


def _angles(seen: SideLandmarks, upper: str, lower: str) -> list[float]:
    """Near and far limb against straight down, + forward, degrees."""
    return [seen.limb_deg(upper, lower, side) for side in _SIDES]


def _arm(seen: SideView, side: str) -> float:
    """Angle between upper arm and trunk, degrees, [0, 180]; 0 where the elbow is cut off."""
    elbow = seen.side("elbow", side)
    if not (0 <= elbow[0] < seen.width and 0 <= elbow[1] < seen.height):
        return 0.0
    upper = elbow - seen.side("shoulder", side)
    if np.hypot(*upper) < 0.25 * seen.trunk_px:
        return 0.0  # It points at the camera, or lies on the trunk: its direction is not known.
    trunk = seen.middle("hip") - seen.middle("shoulder")
    cosine = float(upper @ trunk) / max(float(np.hypot(*upper) * np.hypot(*trunk)), 1e-6)
    return math.degrees(math.acos(float(np.clip(cosine, -1.0, 1.0))))
