"""Stature, positions and angles of the points marked by eye, and how well people mark them.

**Stature.** Nobody's stature is known, so it is taken from the marked points: the height of the
tragus above the malleolus is 88.5 % of it (tragion at .925, lateral malleolus at .04 of stature).
With the first rater's points this rule gives the figures from which the targets were set
(``gap.md`` beside the labels; its vectors agree to .06 % of stature). Where one of the two is not
marked, the program's own pixels per stature serve, if it has an answer.

**Axes.** x forward, y up, statures; the origin is the picture's centre. The camera's roll is taken
out with the program's own estimate, of marked and estimated points alike, so that it never counts
as a difference. Yaw, pitch and distance are not taken out of marked points: they are what a reader
sees in the picture.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from posture.body.camera.pinhole import turn_about
from posture.body.points import NODES
from posture.measure import angles, lengths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from posture.body.camera.pinhole import Camera

    from groundtruth.real.labels import Labels

    Points = Mapping[str, NDArray[np.float64]]

TRAGUS_ABOVE_MALLEOLUS = 0.885
"""Share of stature (anthropometric surveys: .925 less .04)."""

ANGLES: Mapping[str, tuple[Callable[..., NDArray[np.float64]], tuple[str, ...]]] = {
    "cva": (angles.cva, ("c7", "tragus")),
    "head_tilt": (angles.head_tilt, ("tragus", "canthus")),
    "ear_shoulder_offset": (lengths.ear_shoulder_offset, ("acromion", "tragus")),
    "shoulder_c7": (angles.shoulder_c7, ("acromion", "c7")),
    "shoulder_protraction": (lengths.shoulder_protraction, ("c7", "acromion")),
    "body_lean": (angles.body_lean, ("malleolus", "tragus")),
}
"""Measurements whose points can all be marked by eye: function and points."""


def stature_px(labels: Labels, camera: Camera) -> float:
    """Pixels per stature, from the marked tragus and malleolus.

    Parameters
    ----------
    labels : Labels
    camera : Camera
        As the program has it: for the roll, and for photographs without one of the two points.

    Returns
    -------
    float
    """
    points = labels.points
    if not {"tragus", "malleolus"} <= points.keys():
        return camera.px_per_stature
    low, high = (_level(points[name], camera)[1] for name in ("malleolus", "tragus"))
    return float(low - high) / TRAGUS_ABOVE_MALLEOLUS


def to_axes(px: NDArray[np.float64], camera: Camera, stature: float) -> NDArray[np.float64]:
    """Source pixels to axes along which roll is taken out.

    Parameters
    ----------
    px : ndarray, shape (..., 2)
    camera : Camera
        Only its roll, centre and facing are used.
    stature : float
        Pixels per stature.

    Returns
    -------
    ndarray, shape (..., 2)
        x forward, y up, statures.
    """
    return _level(px, camera) * np.array([camera.facing_sign, -1.0]) / stature


def _level(px: NDArray[np.float64], camera: Camera) -> NDArray[np.float64]:
    """From the picture's centre, roll taken out, pixels."""
    return turn_about(px, camera.centre, -camera.roll_deg) - np.asarray(camera.centre)


def angle(name: str, points: Points) -> float:
    """One measurement of points in axes x forward, y up; NaN where a point is not there.

    Parameters
    ----------
    name : str
        Of ``ANGLES``.
    points : mapping of str to ndarray, shape (2,)

    Returns
    -------
    float
        Degrees, or percent of stature.
    """
    function, needed = ANGLES[name]
    if any(point not in points for point in needed):
        return math.nan
    return float(function(*(points[point] for point in needed)))


def angle_between_nodes(name: str, positions: NDArray[np.float64]) -> float:
    """One measurement of a whole body.

    Parameters
    ----------
    name : str
        Of ``ANGLES``.
    positions : ndarray, shape (35, 2)
        In the order of ``NODES``, x forward, y up.

    Returns
    -------
    float
        Degrees, or percent of stature.
    """
    return angle(name, {node: positions[NODES.index(node)] for node in ANGLES[name][1]})


def raters_differ(
    labels: Sequence[Labels], cameras: Mapping[str, Camera]
) -> tuple[dict[str, NDArray[np.float64]], dict[str, NDArray[np.float64]]]:
    """Second rater less first, where both marked the same.

    Parameters
    ----------
    labels : sequence of Labels
    cameras : mapping of str to Camera
        By photograph; one without a camera is left out.

    Returns
    -------
    points : dict of str to ndarray, shape (N, 2)
        Forward and up, percent of stature.
    angles : dict of str to ndarray, shape (N,)
        Units of the measurement.
    """
    points: dict[str, list[NDArray[np.float64]]] = {}
    found: dict[str, list[float]] = {}
    for one in labels:
        if one.photo not in cameras or len(one.raters) < 2:
            continue
        camera = cameras[one.photo]
        stature = stature_px(one, camera)
        first, second = (
            {name: to_axes(px, camera, stature) for name, px in marked.items()}
            for _, marked in sorted(one.raters.items())[:2]
        )
        for name in first.keys() & second.keys():
            points.setdefault(name, []).append(100.0 * (second[name] - first[name]))
        for name in ANGLES:
            difference = angle(name, second) - angle(name, first)
            if math.isfinite(difference):
                found.setdefault(name, []).append(difference)
    return (
        {name: np.array(rows) for name, rows in points.items()},
        {name: np.array(rows) for name, rows in found.items()},
    )
