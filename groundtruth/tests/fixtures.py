"""What several tests need: the checkout's folders and one made-up body."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from posture.body.points import POINTS, PROFILE_SIZE

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "samples").glob("*.jpg"))
SMALL = ROOT / "groundtruth" / "data" / "small"

_IDEAL = {
    "tragus": (0.045, 0.925),
    "canthus": (0.088, 0.936),
    "c7": (0.005, 0.862),
    "acromion": (0.028, 0.822),
    "asis": (0.075, 0.565),
    "psis": (-0.005, 0.580),
    "trochanter": (0.032, 0.525),
    "knee": (0.022, 0.285),
    "malleolus": (0.0, 0.042),
    "toe": (0.105, 0.012),
}


def positions() -> np.ndarray:
    """All nodes of an adult of rough proportions, in statures, x forward, y up. Shape (35, 2)."""
    points = np.array([_IDEAL[name] for name in POINTS])
    s = np.linspace(0.0, 1.0, PROFILE_SIZE)
    x = 0.005 - 0.027 * s - 0.028 * np.sin(np.pi * np.clip(s / 0.62, 0, 1))
    x = x + 0.018 * np.sin(np.pi * np.clip((s - 0.55) / 0.45, 0, 1))
    y = 0.862 - 0.307 * s
    return np.vstack([points, np.column_stack([x, y])])
