"""Levels: how far the person's right side is higher than the left. Pure geometry on lines."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from posture.body.frontal.view import LINES
from posture.i18n.language import join_translatable
from posture.measure.measurement import Measurement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.frontal.body import FrontalBody

LEVELS: dict[str, tuple[float, float, float]] = {
    "head_level": (1.0, 0.0, 0.0),
    "shoulder_level": (0.0, 1.0, 0.0),
    "pelvis_level": (0.0, 0.0, 1.0),
    "shoulders_over_pelvis": (0.0, 1.0, -1.0),
}
"""Each measurement as weights of the lines' tilts (head, shoulders, pelvis). In the last, a
difference of two lines of one picture, most of the camera's roll cancels."""


def measure_levels(body: FrontalBody) -> dict[str, Measurement]:
    """Measure the levels.

    Parameters
    ----------
    body : FrontalBody

    Returns
    -------
    dict of str to Measurement
        Degrees, + where the person's right side is higher (``shoulders_over_pelvis``: higher at
        the shoulders than at the pelvis). The error includes that of the camera's roll. NaN with a
        reason where a line is unknown.
    """
    return {name: _measure(name, np.array(weights), body) for name, weights in LEVELS.items()}


def _measure(name: str, weights: NDArray[np.float64], body: FrontalBody) -> Measurement:
    used = np.flatnonzero(weights)
    unknown = [LINES[i] for i in used if not body.known(LINES[i])]
    if unknown:
        reasons = dict.fromkeys(body.missing[line] for line in unknown)
        return Measurement(name, math.nan, math.nan, "deg", "estimated", join_translatable(reasons))
    part = weights[used]
    value = float(part @ body.levels[used])
    variance = float(part @ body.covariance[np.ix_(used, used)] @ part)
    return Measurement(name, value, math.sqrt(variance), "deg", "estimated")
