"""A simulated detection from landmarks and the true silhouette, with its features."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from posture.body.camera.cues import find_camera
from posture.body.camera.roll import Roll
from posture.body.estimate.estimator import Evidence
from posture.body.estimate.features import (
    LEVELS,
    Features,
    body_axis,
    extract,
    level_rows,
    names,
)
from posture.body.framing import Framing, find_framing
from posture.body.outline.cover import find_hair, find_looseness
from posture.body.side_view import PARTS, SideView

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from posture.body.camera.pinhole import Camera

    from groundtruth.fast.situation import Situation

POINTS_SEEN = 2 * len(PARTS) + 1
"""Landmarks in a row of features: near, far, nose."""

OUTLINE = slice(2 * POINTS_SEEN, 2 * POINTS_SEEN + 2 * len(LEVELS))
"""Columns of the outline, back then front."""

_LOOSENESS, _HAIR = names().index("looseness"), names().index("hair")
_BACK = slice(OUTLINE.start, OUTLINE.start + len(LEVELS))
_FILM_DIAGONAL_MM = 43.27


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """A simulated detection with its camera model.

    Attributes
    ----------
    seen : SideView
        With the true silhouette; the pixels are blank.
    camera : Camera
    framing : Framing
    features : Features
        From the true silhouette; :func:`with_outline` adds the conditions ``looseness`` and
        ``hair``.
    """

    seen: SideView
    camera: Camera
    framing: Framing
    features: Features


def exif_focal(focal_px: float, size: tuple[int, int]) -> float:
    """Focal length, pixels, from EXIF data in whole millimetres."""
    diagonal = math.hypot(*size)
    return round(focal_px * _FILM_DIAGONAL_MM / diagonal) * diagonal / _FILM_DIAGONAL_MM


def detect_as(
    situation: Situation,
    landmarks: NDArray[np.float64],
    mask: NDArray[np.uint8],
    *,
    roll: Roll,
    focal_px: float | None,
    size: tuple[int, int],
    no_feet: bool = False,
    zoom: float = 1.0,
) -> Detection | None:
    """Compute camera model and features from landmarks and a silhouette.

    Parameters
    ----------
    situation : Situation
    landmarks : ndarray, shape (25, 2)
        Near, far, nose, source pixels.
    mask : ndarray, shape (h, w), uint8
        True silhouette as photographed, at any scale; only the rows that the picture has.
    roll : Roll
        Of the camera model.
    focal_px : float or None
        What the picture notes.
    size : tuple of int
        Width and height of the picture, source pixels.
    no_feet : bool
        The picture ends well above the ankles. Where the detector invents feet all the same, its
        silhouette fades above them, so that the analyser knows; an exact silhouette does not fade.
    zoom : float
        Pixels of the picture over those that it was drawn with.

    Returns
    -------
    Detection or None
        None where the analyser would refuse the view.
    """
    seen = _side_view(situation, landmarks, mask, size)
    framing = find_framing(seen, seen.silhouette)
    if no_feet:
        framing = replace(framing, feet=False)
    model = find_camera(seen, framing, roll, size, focal_px)
    if model.yaw.refused:
        return None
    camera = model.camera
    evidence = Evidence(
        seen=seen,
        camera=camera,
        looseness=0.0,
        hair=False,
        # Rendered pictures are decoded whole, whatever the size of the mask.
        resolution=1.0 / (zoom * camera.px_per_stature),
        framing=framing,
        lens_known=model.lens_known,
        roll=roll,
    )
    return Detection(seen, camera, framing, extract(evidence))


def with_outline(
    detection: Detection, error: NDArray[np.float64], *, bare: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Add the outline's errors and compute the conditions from the result.

    Parameters
    ----------
    detection : Detection
    error : ndarray, shape (156,)
        Statures.
    bare : bool
        Whether the colours of the back pass for skin.

    Returns
    -------
    features, true : ndarray, shape (F,)
        With the detected and with the true outline; both with the conditions as detected.
    """
    true = detection.features.values.copy()
    values = true.copy()
    values[OUTLINE] += error
    seen = detection.seen
    px_per_stature = detection.camera.px_per_stature * seen.scale
    edge = _back_edge(detection, values[_BACK], px_per_stature)
    shoulder, hip = seen.middle("shoulder")[1], seen.middle("hip")[1]
    trunk = edge[(edge[:, 1] > shoulder - 0.03 * px_per_stature) & (edge[:, 1] < hip)]
    # Blank pixels are never classified as skin, so only the depth of the hollow counts.
    loose = find_looseness(seen, trunk, px_per_stature) if len(trunk) > 10 else 1.0
    for row in (values, true):
        row[_LOOSENESS] = 0.0 if bare else loose
        row[_HAIR] = float(find_hair(seen, edge, px_per_stature))
    return values, true


def _back_edge(
    detection: Detection, back: NDArray[np.float64], px_per_stature: float
) -> NDArray[np.float64]:
    """The back outline by rows, rotated decoded pixels, from the ear down."""
    seen = detection.seen
    axis = body_axis(seen, detection.framing, px_per_stature)
    levels = level_rows(axis)
    known = np.isfinite(back)
    if not known.any():
        return np.empty((0, 2))
    bottom = min(axis[2, 1] + 0.06 * px_per_stature, seen.height - 1.0)
    rows = np.arange(seen.middle("ear")[1], bottom)
    x = np.interp(rows, levels[known], back[known])
    return np.column_stack([axis[2, 0] + x * px_per_stature, rows])


def _side_view(
    situation: Situation,
    landmarks: NDArray[np.float64],
    mask: NDArray[np.uint8],
    size: tuple[int, int],
) -> SideView:
    right = situation.facing_sign > 0
    scale = mask.shape[1] / size[0]
    points = landmarks * scale
    if not right:
        points = np.column_stack([mask.shape[1] - points[:, 0], points[:, 1]])
        mask = mask[:, ::-1]
    count = len(PARTS)
    return SideView(
        facing="right" if right else "left",
        pixels=np.zeros((*mask.shape, 3), dtype=np.uint8),
        silhouette=np.ascontiguousarray(mask, dtype=np.float32) / np.float32(255.0),
        near=points[:count],
        far=points[count : 2 * count],
        nose=points[-1],
        gap=np.full(count, np.nan),
        width=mask.shape[1],
        height=mask.shape[0],
        scale=scale,
        corner=(0.0, 0.0),
        turned_deg=0.0,
    )
