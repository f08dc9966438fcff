"""Features of a detection: the row of numbers that the network reads.

They are the landmarks and the front and rear outline, in the body axes of the camera model and
relative to the centre of the hips, so that position and size in the picture cancel. The outline is
sampled at fixed fractions between the joints (ear, shoulder, hip, knee, ankle), so that a feature
lies at the same part of the body in everyone.

What the picture cuts off is unknown: the landmarks that MediaPipe draws there are left out, and the
joints between which the outline is sampled stand where they do in the average person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posture.body.body import VersionedFeatures
from posture.body.camera.roll import HAND_HELD_SD_DEG
from posture.body.framing import WHOLE
from posture.body.proportions import proportions
from posture.body.side_view import PARTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.estimate.estimator import Evidence
    from posture.body.framing import Framing
    from posture.body.side_view import SideLandmarks, SideView

LEVELS = np.concatenate(
    [
        np.linspace(-0.6, 0.0, 5, endpoint=False),
        np.linspace(0.0, 1.0, 14, endpoint=False),
        np.linspace(1.0, 2.0, 34, endpoint=False),
        np.linspace(2.0, 3.0, 16, endpoint=False),
        np.linspace(3.0, 4.0, 9),
    ]
)
"""Levels of the outline: 0 ear, 1 shoulder, 2 hip, 3 knee, 4 ankle; most densely on the trunk."""

VERSION = "2"
"""Version of the features: raised when one is added, removed or computed differently."""

JOINTS = ("ear", "shoulder", "hip", "knee", "ankle")
"""Landmarks between which the outline is sampled: the axis of the body."""

_ARM = ("elbow", "wrist", "index")
_ARM_MARGIN = 0.03
"""Least height of a landmark of the arm over the lower border, statures."""

_NEAREST_BORDER = -0.35
"""Height of the hips over the lower border below which nothing more is learnt, statures."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Features of one photo.

    Attributes
    ----------
    values : ndarray, shape (F,)
        NaN where unknown (behind an arm, outside the picture).
    origin : ndarray, shape (2,)
        Centre of the hips, body axes; positions are relative to it.
    """

    values: NDArray[np.float64]
    origin: NDArray[np.float64]


def names() -> tuple[str, ...]:
    """Name of each feature, in order."""
    points = [
        f"{side}_{part}_{axis}" for side in ("near", "far") for part in PARTS for axis in "xy"
    ]
    outline = [f"{edge}_{level:.2f}" for edge in ("back", "front") for level in LEVELS]
    conditions = ["yaw", "sideways", "distance", "lens_known"]
    conditions += ["resolution", "looseness", "hair", "roll_sd"]
    conditions += ["tilt_of_axis", "centre_height", "centre_slope"]
    conditions += ["border", "hips_seen", "knees_seen", "feet_seen"]
    return (*points, "nose_x", "nose_y", *outline, *conditions)


def versioned(values: NDArray[np.float64]) -> VersionedFeatures:
    """Add the current version to the values, as stored in ``Body.features``."""
    return VersionedFeatures(VERSION, values)


def extract(evidence: Evidence) -> Features:
    """Compute the features of a detection.

    Parameters
    ----------
    evidence : Evidence

    Returns
    -------
    Features
    """
    seen, camera, framing = evidence.seen, evidence.camera, evidence.framing
    scale = camera.px_per_stature * seen.scale
    axis_px = body_axis(seen, framing, scale)

    def body(px: NDArray[np.float64]) -> NDArray[np.float64]:
        return camera.to_body(seen.to_source(px))

    shoulder, hip = body(axis_px[1]), body(axis_px[2])
    near, far = (body(known(side, seen, framing, scale)) for side in (seen.near, seen.far))
    back, front = (body(edge) for edge in _outline(seen, axis_px))
    values = np.concatenate(
        [
            (near - hip).ravel(),
            (far - hip).ravel(),
            body(seen.nose) - hip,
            back[:, 0] - hip[0],
            front[:, 0] - hip[0],
            _camera_conditions(evidence, shoulder - hip, hip),
            _framing_conditions(framing, (seen.height - axis_px[2, 1]) / scale),
        ]
    )
    return Features(values, hip)


def body_axis(seen: SideLandmarks, framing: Framing, px_per_stature: float) -> NDArray[np.float64]:
    """Ear, shoulder, hip, knee and ankle; where cut off, below the last one as in most people.

    Parameters
    ----------
    seen : SideLandmarks
    framing : Framing
    px_per_stature : float
        Decoded pixels.

    Returns
    -------
    ndarray, shape (5, 2)
        Turned decoded pixels.
    """
    axis = np.array([seen.middle(part) for part in JOINTS])
    # A part is inside only if the one above it is.
    last = 1 + framing.hips + framing.knees + framing.feet
    below = below_ear() - below_ear()[last]
    axis[last + 1 :, 0] = axis[last, 0]
    axis[last + 1 :, 1] = axis[last, 1] + px_per_stature * below[last + 1 :]
    return axis


def below_ear() -> NDArray[np.float64]:
    """How far ear, shoulder, hip, knee and ankle lie below the ear in most people, shape (5,).

    Returns
    -------
    ndarray, shape (5,)
        Statures.
    """
    shares = proportions()
    to_ankle = shares["ear_height"].value - shares["ankle_height"].value
    between = [shares[f"ear_to_{part}"].value for part in ("shoulder", "hip", "knee")]
    return np.array([0.0, *between, to_ankle])


def known(
    landmarks: NDArray[np.float64], seen: SideLandmarks, framing: Framing, px_per_stature: float
) -> NDArray[np.float64]:
    """Landmarks of one side, without those that the picture cuts off.

    Parameters
    ----------
    landmarks : ndarray, shape (12, 2)
        ``seen.near`` or ``seen.far``.
    seen : SideLandmarks
    framing : Framing
    px_per_stature : float
        Decoded pixels.

    Returns
    -------
    ndarray, shape (12, 2)
        NaN where the framing leaves a part of the trunk or leg out, and where a landmark of the arm
        lies below the picture or within ``_ARM_MARGIN`` of its lower border.
    """
    inside = {"hip": framing.hips, "knee": framing.knees}
    inside |= dict.fromkeys(("ankle", "heel", "toe"), framing.feet)
    lowest = seen.height - _ARM_MARGIN * px_per_stature
    inside |= {part: bool(landmarks[PARTS.index(part), 1] <= lowest) for part in _ARM}
    cut_off = [not inside.get(part, True) for part in PARTS]
    return np.where(np.array(cut_off)[:, None], np.nan, landmarks)


def _camera_conditions(
    evidence: Evidence, trunk: NDArray[np.float64], origin: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What is known of camera and picture; ``trunk`` is the shoulder less the hip, body axes."""
    camera = evidence.camera
    centre = camera.centre
    u = camera.facing_sign * (camera.origin[0] - centre[0]) / camera.px_per_stature
    # Height of the picture's centre on the body: with the distance it depends on the pitch.
    height = float(camera.to_body(np.asarray(centre))[1] - origin[1])
    return np.array(
        [
            camera.yaw_deg / 10.0,
            u / camera.distance,
            1.0 / camera.distance,
            float(evidence.lens_known),
            evidence.resolution * 100.0,
            evidence.looseness,
            float(evidence.hair),
            min(evidence.roll.sd_deg, HAND_HELD_SD_DEG),
            float(np.arctan2(trunk[0], trunk[1])),
            height,
            height / camera.distance,
        ]
    )


def _framing_conditions(framing: Framing, hip_over_border: float) -> NDArray[np.float64]:
    """Where the picture ends on the body: all the same for whole people."""
    border = WHOLE if framing.feet else float(np.clip(hip_over_border, _NEAREST_BORDER, WHOLE))
    return np.array([border, framing.hips, framing.knees, framing.feet], dtype=float)


def level_rows(axis_px: NDArray[np.float64]) -> NDArray[np.float64]:
    """Row of the picture at each of ``LEVELS``, from the positions of the joints; shape (78,)."""
    return level_heights(axis_px[:, 1])


def level_heights(joints: NDArray[np.float64]) -> NDArray[np.float64]:
    """Height or row of each of ``LEVELS``.

    Parameters
    ----------
    joints : ndarray, shape (5,)
        Height or row of ear, shoulder, hip, knee and ankle.

    Returns
    -------
    ndarray, shape (78,)
        In the same unit.
    """
    known = np.concatenate([[joints[0] - 0.6 * (joints[1] - joints[0])], joints])
    return np.interp(LEVELS, np.array([-0.6, 0.0, 1.0, 2.0, 3.0, 4.0]), known)


def _outline(
    seen: SideView, axis_px: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rear and front edge of the silhouette around the body's axis, one position per level."""
    rows = level_rows(axis_px)
    order = np.argsort(axis_px[:, 1])
    axis = np.interp(rows, axis_px[order, 1], axis_px[order, 0])
    back = np.full((len(rows), 2), np.nan)
    front = back.copy()
    inside = (rows >= 0.5) & (rows <= seen.height - 0.5)
    index = np.flatnonzero(inside)
    # Rows are interpolated, so that the edge changes continuously with the level.
    lower = np.clip(np.floor(rows[index] - 0.5).astype(int), 0, seen.height - 2)
    share = np.clip(rows[index] - 0.5 - lower, 0.0, 1.0)[:, None]
    mask = seen.silhouette[lower] * (1 - share) + seen.silhouette[lower + 1] * share
    column = np.clip(np.round(axis[index]).astype(int), 0, seen.width - 1)
    behind = _crossing(mask[:, ::-1], seen.width - 1 - column)
    ahead = _crossing(mask, column)
    back[index] = np.column_stack([seen.width - behind, rows[index]])
    front[index] = np.column_stack([ahead, rows[index]])
    return back, front


def _crossing(mask: NDArray[np.float64], start: NDArray[np.intp]) -> NDArray[np.float64]:
    """First column right of ``start`` where the mask falls below one half; NaN where none does."""
    columns = np.arange(mask.shape[1])
    outside = (mask <= 0.5) & (columns[None, :] > start[:, None])
    first = outside.argmax(axis=1)
    row = np.arange(len(mask))
    found = outside.any(axis=1) & (mask[row, start] > 0.5)
    before = np.clip(first - 1, 0, None)
    high, low = mask[row, before], mask[row, first]
    place = before + 0.5 + np.clip((high - 0.5) / np.maximum(high - low, 1e-6), 0.0, 1.0)
    return np.where(found, place, np.nan)
