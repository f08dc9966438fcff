"""A made-up truth file and a made-up deviation: no body model is needed."""

from __future__ import annotations

from typing import Any

import numpy as np
from posture.body.estimate.features import LEVELS
from posture.body.points import NODES, POINTS
from posture.body.side_view import PARTS
from posture.measure.registry import METRICS

from groundtruth.fast.detection import OUTLINE
from groundtruth.fast.deviation import Deviation
from groundtruth.fast.situation import STYLES, TOPS, scene_camera, situate

NEAR = {
    "tragus": (0.03, 0.93, 0.04),
    "canthus": (0.08, 0.94, 0.03),
    "c7": (-0.03, 0.86, 0.0),
    "acromion": (0.0, 0.83, 0.10),
    "asis": (0.06, 0.58, 0.07),
    "psis": (-0.06, 0.60, 0.02),
    "trochanter": (0.0, 0.53, 0.09),
    "knee": (0.01, 0.29, 0.08),
    "malleolus": (-0.02, 0.04, 0.06),
    "toe": (0.11, 0.01, 0.06),
}
JOINTS = {
    "hip": (0.0, 0.54, 0.06),
    "knee": (0.01, 0.30, 0.055),
    "ankle": (-0.02, 0.04, 0.05),
    "shoulder": (-0.01, 0.81, 0.09),
    "elbow": (0.0, 0.66, 0.11),
    "wrist": (0.04, 0.54, 0.11),
}
LANDMARKS = {
    "eye": (0.08, 0.94, 0.02),
    "ear": (0.03, 0.93, 0.04),
    "mouth": (0.07, 0.89, 0.02),
    "shoulder": (0.0, 0.81, 0.09),
    "elbow": (0.0, 0.66, 0.11),
    "wrist": (0.04, 0.54, 0.11),
    "index": (0.06, 0.48, 0.11),
    "hip": (0.0, 0.53, 0.06),
    "knee": (0.01, 0.30, 0.06),
    "ankle": (-0.02, 0.05, 0.05),
    "heel": (-0.05, 0.02, 0.05),
    "toe": (0.10, 0.01, 0.06),
}


def truth_file(
    *, facing: str = "right", yaw: float = 0.0, roll: float = 0.0, lateral: float = 0.0
) -> dict[str, Any]:
    """A truth file of somebody who stands upright, 2.5 m before the camera."""
    record: dict[str, Any] = {
        "number": 4,
        "set": "life",
        "body": 2,
        "facing": facing,
        "near_side": facing,
        "sex": "female",
        "build": "slim",
        "stature_m": 1.7,
        "clothing": {"top": "fitted", "bottom": "shorts", "hair": "short", "looseness": 0.25},
        "camera": {
            "focal_px": 1100.0,
            "distance_m": 2.5,
            "height_m": 1.2,
            "lateral_m": lateral,
            "pitch_deg": -3.0,
            "roll_deg": roll,
            "yaw_deg": yaw,
            "width": 768.0,
            "height": 1024.0,
        },
        "measurements": {metric.name: 1.0 for metric in METRICS},
        "pose": {"arms": "hanging", "head_yaw": 0.0},
    }
    spine = np.linspace((-0.03, 0.86, 0.0), (-0.05, 0.60, 0.0), len(NODES) - len(POINTS))
    nodes = {**NEAR, **dict(zip(NODES[len(POINTS) :], map(tuple, spine), strict=True))}
    record["nodes"] = {name: list(place) for name, place in nodes.items()}
    record["nodes_px"] = dict(zip(nodes, project(record, nodes.values()).tolist(), strict=True))
    far = [(x, y, -z) for x, y, z in NEAR.values()]
    record["far_px"] = dict(zip(NEAR, project(record, far).tolist(), strict=True))
    other = "left" if facing == "right" else "right"
    middle = {"pelvis": 0.54, "waist": 0.63, "chest": 0.75, "neck": 0.86, "head": 0.9}
    record["joints"] = {name: [0.0, y, 0.0] for name, y in middle.items()}
    for name, (x, y, z) in JOINTS.items():
        record["joints"][f"{name}_{facing}"] = [x, y, z]
        record["joints"][f"{name}_{other}"] = [x, y, -z]
    return record


def project(record: dict[str, Any], places: Any) -> np.ndarray:
    """Places (x forward, y up, z towards the camera, statures) to source pixels."""
    camera = scene_camera(record)
    near = 1.0 if record["near_side"] == "right" else -1.0
    return camera.project(np.array(list(places)) * [1.0, 1.0, near] * record["stature_m"])


def landmarks_of(record: dict[str, Any]) -> np.ndarray:
    """Perfect landmarks: near, far, nose; source pixels."""
    near = [LANDMARKS[part] for part in PARTS]
    far = [(x, y, -z) for x, y, z in near]
    return project(record, [*near, *far, (0.11, 0.91, 0.0)])


def mask_of(record: dict[str, Any], size: tuple[int, int] = (384, 512)) -> np.ndarray:
    """A pillar of a person: 0.2 statures deep from floor to crown, upright in the picture."""
    left, right = np.sort(project(record, [(-0.1, 0.5, 0.0), (0.1, 0.5, 0.0)])[:, 0]) / 2
    top, bottom = project(record, [(0.0, 1.0, 0.0), (0.0, 0.0, 0.0)])[:, 1] / 2
    across = np.clip(np.minimum(np.arange(size[0]) + 1 - left, right - np.arange(size[0])), 0, 1)
    down = np.clip(np.minimum(np.arange(size[1]) + 1 - top, bottom - np.arange(size[1])), 0, 1)
    return np.rint(255 * down[:, None] * across[None]).astype(np.uint8)


def perfect(record: dict[str, Any], *, donors: int = 20, noise: float = 0.0) -> Deviation:
    """A detector that errs by nothing but noise on the landmarks of this one picture."""
    situation = situate(record)
    count = len(situation.predictors)
    goal = situation.to_frame(landmarks_of(record)).ravel()
    rng = np.random.default_rng(0)
    outlines = OUTLINE.stop - OUTLINE.start
    return Deviation(
        middle=situation.predictors,
        spread=np.ones(count),
        weights=np.vstack([np.zeros((count, len(goal))), goal]),
        remainder=rng.normal(0, 1, (donors, len(goal))) * noise,
        outline=rng.normal(0, 1, (donors, outlines)) * noise,
        outline_mask=np.zeros((donors, outlines)),
        roll=np.zeros(donors),
        roll_sd=np.full(donors, 0.6),
        bare=np.zeros(donors, dtype=bool),
        top=np.full(donors, TOPS.index("fitted")),
        hair=np.full(donors, STYLES.index("short")),
        explained=np.ones(len(goal)),
        everyday=np.zeros(donors, dtype=bool),
        cut_at=np.zeros(0),
        cut_moves=np.zeros((0, len(goal))),
        shift=np.zeros((len(goal) // 2, 2)),
        shift_sd=np.zeros((len(goal) // 2, 2)),
        outline_shift=np.zeros(2 * len(LEVELS)),
    )


NOTHING = np.zeros((2 * len(PARTS) + 1, 2))
"""What the perfect detector does alike in all photos of a person."""
