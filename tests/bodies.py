"""Made-up bodies of known geometry, for tests that need no picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from posture.body.body import NODES, POINTS, PROFILE_SIZE, Body, PlacedPoint, PointSet
from posture.body.camera import Camera
from posture.body.depth_errors import depth_covariance

IDEAL = {
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
"""Rough adult proportions (statures, x forward, y up); made up for tests."""

DEPTHS = {"tragus": 0.04, "acromion": 0.105, "asis": 0.07, "psis": 0.026, "trochanter": 0.095}


def spine(c7: tuple[float, float] = IDEAL["c7"], s2: tuple[float, float] = (-0.022, 0.555)):
    """A gentle S from C7 to S2: rearmost in the chest, hollow in the low back. Shape (25, 2)."""
    s = np.linspace(0.0, 1.0, PROFILE_SIZE)
    x = c7[0] + (s2[0] - c7[0]) * s - 0.028 * np.sin(np.pi * np.clip(s / 0.62, 0, 1))
    x = x + 0.018 * np.sin(np.pi * np.clip((s - 0.55) / 0.45, 0, 1))
    y = c7[1] + (s2[1] - c7[1]) * s
    return np.column_stack([x, y])


def point_set(sd: float = 0.004, **moved: tuple[float, float]) -> PointSet:
    """Points at their ideal places (or as given), independent errors of ``sd`` statures."""
    points = np.array([moved.get(name, IDEAL[name]) for name in POINTS])
    positions = np.vstack([points, spine()])
    return PointSet(positions, np.eye(2 * len(NODES)) * sd**2, ("estimated",) * len(NODES), {})


def body(*placed: PlacedPoint, points: PointSet | None = None, **changes: object) -> Body:
    """A person facing right, 900 px tall in a 768 x 1024 picture."""
    camera = Camera(
        centre=(384.0, 512.0),
        origin=(380.0, 960.0),
        px_per_stature=900.0,
        distance=1.9,
        facing_sign=1,
        roll_deg=0.0,
        yaw_deg=0.0,
    )
    made = Body(
        facing="right",
        near_side="right",
        camera=camera,
        detected=points if points is not None else point_set(),
        placed=placed,
        depths=np.array([DEPTHS.get(name, 0.0) for name in NODES]),
        depth_sds=np.full(len(NODES), 0.01),
        roll_sd_deg=0.5,
        pitch_sd_deg=2.0,
        yaw_sd_deg=3.0,
        distance_sd=0.1,
        scale_sd=0.015,
        stature_cm=None,
        looseness=0.2,
        occluded=(),
        notices=(),
    )
    return with_camera_errors(replace(made, **changes))


def with_camera_errors(made: Body) -> Body:
    """The same body as an estimator would give it: the camera's errors in the covariance."""
    points = made.detected
    modes = made.camera_errors.modes(made.camera, points.positions, made.depths)
    deep = depth_covariance(made.camera, points.positions, made.depths, made.depth_sds)
    return replace(
        made, detected=replace(points, covariance=points.covariance + modes @ modes.T + deep)
    )
