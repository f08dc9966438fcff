"""Two made-up readings of one person, whose changes are known."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from posture.analysis import Analysis
from posture.measure.measurement import Measurement
from tests.analyses import ANALYSIS

BEFORE = {
    "cva": (40.0, 3.0, "deg"),
    "knee_angle": (1.0, 3.0, "deg"),
    "pelvic_tilt": (20.0, 3.0, "deg"),
    "shoulder_protraction": (3.0, 0.4, "% stature"),
    "kyphosis": (math.nan, math.nan, "deg"),
}
AFTER = {
    "cva": (52.4, 3.0, "deg"),
    "knee_angle": (1.2, 3.0, "deg"),
    "pelvic_tilt": (2.0, 3.0, "deg"),
    "shoulder_protraction": (1.2, 0.4, "% stature"),
    "kyphosis": (44.0, 5.0, "deg"),
}


def reading(name: str, values: dict[str, Any]) -> Analysis:
    """An analysis of a photo with these values, errors and units."""
    made = {
        n: Measurement(n, v, sd, unit, "estimated", None if v == v else "An arm hides it.")
        for n, (v, sd, unit) in values.items()
    }
    return replace(ANALYSIS, photo=replace(ANALYSIS.photo, name=name), measurements=made)
