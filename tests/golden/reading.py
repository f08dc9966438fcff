"""The one place where the golden numbers touch the program.

When names in ``posture`` move, this file is edited and nothing else here. What it gives are plain
values under design names (measurements, points, muscle pairs), never Python attribute names.
Lengths in body axes are thousandths of the stature, so that a tolerance means something for them.
Sentences are left out: wording may change, numbers may not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from posture.analysis.comparison import compare
from posture.analysis.edit import set_points
from posture.analysis.frontal import FrontalAnalysis, analyze_frontal
from posture.analysis.options import Options
from posture.analysis.pipeline import analyze, combine
from posture.analysis.types import Analysis, Combined
from posture.assess.assessment import Answers, Assessment, Finding, Plan, Subject
from posture.body.frontal.view import LINES
from posture.body.placed.entries import PlacedPoint
from posture.body.points import NODES, POINTS, PointSet
from posture.body.remarks import Refusal
from posture.files.points import read_points
from posture.measure.measurement import Measurement
from posture.photo.load import load
from posture.pose.detect import find_people

Told = dict[str, Any]
MILLE = 1000.0

_NOTICES = {"personal_calibration": "same_body", "personal_calibration_unused": "same_body_unused"}
"""Codes of today that had other names when the numbers were frozen."""


def read(
    path: Path | np.ndarray,
    *,
    age: float | None = None,
    sex: Any = None,
    stature_cm: float | None = None,
    answers: Mapping[str, Any] | None = None,
    points: Mapping[str, Any] | None = None,
    earlier: Analysis | Refusal | None = None,
    mirror: bool = True,
    roll_deg: float | None = None,
    stickers: str | None = None,
) -> Analysis | Refusal:
    """Read one side view."""
    assert not isinstance(earlier, Refusal), earlier
    return analyze(
        path,
        Options(
            subject=Subject(age=age, sex=sex, stature_cm=stature_cm),
            answers=Answers(**answers) if answers else Answers(),
            points=read_points(json.dumps({"points": points}).encode()) if points else (),
            reference=earlier,
            mirror=mirror,
            roll_deg=roll_deg,
            stickers=stickers,
        ),
    )


def with_points(read_before: Any, points: Mapping[str, tuple[float, float, float, Any]]) -> Any:
    """Place points (x, y, error in pixels; how) in a photo that was read."""
    return set_points(read_before, [PlacedPoint(name, *rest) for name, rest in points.items()])


def fingerprint(path: Path) -> str:
    """What the detector of this machine sees in a photo, as a hash."""
    poses = find_people(load(path)).poses
    seen = [np.round(np.c_[pose.landmarks, pose.visibility], 6).tolist() for pose in poses]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def side(result: Analysis | Refusal) -> Told:
    """All that was found in one side view."""
    if isinstance(result, Refusal):
        return {"refused": [reason.code for reason in result.reasons]}
    return {
        "size": [result.photo.width, result.photo.height],
        "measurements": _measurements(result.measurements),
        **_body(result),
        **_assessment(result.assessment),
    }


def together(photos: Sequence[Any], *, stances: int | None = None) -> Told:
    """Several photos of one person by the median."""
    found: Combined = combine(photos, stances=stances)
    return {
        "measurements": _measurements(found.measurements),
        "spread": dict(found.spread),
        **_assessment(found.assessment),
    }


def changed(before: Any, after: Any) -> Told:
    """What has changed between two photos of one person."""
    found = compare(before, after)
    return {
        "judged": found.judged,
        "changes": {
            name: {
                "value": one.value,
                "sd": one.sd,
                "unit": one.unit,
                "source": one.source,
                "together": found.read_jointly,
                "felt": one.palpated,
                "least": one.mdc,
                "counts": one.exceeds_mdc,
            }
            for name, one in found.changes.items()
        },
    }


def levels(
    path: Path, *, age: float | None = None, roll_deg: float | None = None, mirrored: bool = False
) -> Told:
    """Left against right in one photo from the front or the back."""
    found = analyze_frontal(
        path, Options(subject=Subject(age=age), roll_deg=roll_deg, mirrored=mirrored)
    )
    if isinstance(found, Refusal):
        return {"refused": [reason.code for reason in found.reasons]}
    return _levels(found)


def _levels(found: FrontalAnalysis) -> Told:
    body, said = found.body, found.assessment
    roll = body.roll
    return {
        "view": body.view,
        "turn_deg": body.seen.turn_deg,
        "person_px": body.person_px,
        "roll": {
            "value": roll.degrees,
            "sd": roll.sd_deg,
            "source": roll.source,
            "pitch": roll.pitch_deg,
            "pitch_sd": roll.pitch_sd_deg,
        },
        "ends_px": {
            line: [*body.seen.left[i], *body.seen.right[i]] for i, line in enumerate(LINES)
        },
        "levels_deg": dict(zip(LINES, body.levels, strict=True)),
        "covariance": body.covariance.tolist(),
        "missing": sorted(body.missing),
        "notices": [notice.code for notice in body.notices],
        "measurements": _measurements(found.measurements),
        "findings": [_finding(one) for one in said.findings],
        "differences": [
            {
                "name": one.id,
                "standing": one.standing,
                "higher": one.higher,
                "measurement": one.measurement,
                "grade": one.grade,
            }
            for one in said.differences
        ],
    }


def _measurements(found: Mapping[str, Measurement]) -> Told:
    return {
        name: {
            "value": one.value,
            "sd": one.sd,
            "unit": one.unit,
            "source": one.source,
            "missing": one.reason_missing is not None,
        }
        for name, one in found.items()
    }


def _body(result: Analysis) -> Told:
    body = result.body
    camera, seen = body.camera, body.in_picture()
    return {
        "facing": body.facing,
        "near_side": body.near_side,
        "camera": {
            "centre_px": list(camera.centre),
            "origin_px": list(camera.origin),
            "px_per_stature": camera.px_per_stature,
            "distance": camera.distance,
            "facing_sign": camera.facing_sign,
            "roll_deg": camera.roll_deg,
            "yaw_deg": camera.yaw_deg,
            "pitch_deg": camera.pitch_deg,
        },
        "camera_sds": {
            "roll_deg": body.camera_errors.roll_deg,
            "yaw_deg": body.camera_errors.yaw_deg,
            "pitch_deg": body.camera_errors.pitch_deg,
            "distance": body.camera_errors.distance,
            "scale": body.camera_errors.scale,
        },
        "stature_cm": body.stature_cm,
        "looseness": body.looseness,
        "occluded": list(body.occluded),
        "notices": [_NOTICES.get(one.code, one.code) for one in result.notices],
        # The stored numbers of bodies with placed points are without the back profile.
        "in_picture": {n: list(seen[n]) for n in (POINTS if body.placed else NODES)},
        "depths": {
            name: [MILLE * z, MILLE * sd]
            for name, z, sd in zip(NODES, body.depths, body.depth_sds, strict=True)
        },
        "detected": _points(body.detected),
        "measured_from": _points(body.points) if body.placed else "detected",
        "placed": {one.name: [one.x_px, one.y_px, one.sd_px, one.source] for one in body.placed},
        "camera_share": None if body.shared is None else digest(MILLE * body.shared),
        "features": None if body.features is None else digest(body.features.values),
    }


def _points(points: PointSet) -> Told:
    """Per node: x, y, their errors and their covariance; then digests of the whole covariance."""
    cov = MILLE**2 * points.covariance
    own = {
        name: [
            *(MILLE * points.positions[i]),
            *np.sqrt(np.diag(cov)[2 * i : 2 * i + 2]),
            cov[2 * i, 2 * i + 1],
            points.sources[i],
        ]
        for i, name in enumerate(NODES)
    }
    return {"nodes": own, "missing": sorted(points.missing), "covariance": digest(cov)}


def digest(array: np.ndarray) -> Told:
    """Numbers that no change of an array leaves as they are, however it is permuted."""
    known = np.isfinite(array)
    filled = np.where(known, array, 0.0)
    weights = np.cos(1.0 + np.arange(filled.size)).reshape(filled.shape)
    return {
        "shape": list(array.shape),
        "known": int(known.sum()),
        "sum": filled.sum(),
        "norm": np.sqrt((filled**2).sum()),
        "trace": np.trace(filled) if filled.ndim == 2 else None,
        "weighted": (weights * filled).sum(),
        "rows": (weights * filled).sum(axis=1) if filled.ndim == 2 else filled,
    }


def _assessment(said: Assessment) -> Told:
    return {
        "findings": [_finding(one) for one in said.findings],
        "imbalances": [
            {
                "name": one.id,
                "standing": one.standing,
                "strength": one.strength,
                "grade": one.grade,
                "rests_on": list(one.findings),
                "self_checks": [[c.id, c.confirms_if, c.answer] for c in one.self_checks],
                "tense": one.tense,
            }
            for one in said.imbalances
        ],
        "pattern": None if said.pattern is None else said.pattern.id,
        "plan": _plan(said.plan),
    }


def _finding(one: Finding) -> Told:
    return {
        "measurement": one.measurement,
        "tier": one.tier,
        "direction": one.direction,
        "probability": one.probability,
        "estimate": one.estimate,
        "estimate_sd": one.estimate_sd,
        "typical": [one.typical_low, one.typical_high],
        "settled_by": len(one.settle),
    }


def _plan(plan: Plan) -> Told:
    return {
        "clearance": plan.clearance,
        "exercises": [
            [one.id, one.role, one.imbalance, one.sets, one.repetitions, one.per_week]
            for one in plan.exercises
        ],
        "week": [list(day.exercises) for day in plan.week],
        "weeks": plan.weeks,
        "rephotograph_weeks": list(plan.rephotograph_weeks),
        "screening": [[one.id, one.urgency, one.answer] for one in plan.screening],
    }
