"""Every statistic of the real photographs, as plain dictionaries."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.assess.knowledge import knowledge
from posture.body.points import POINTS
from posture.intervals import HOLDS_95

from groundtruth.real.by_eye import ANGLES, raters_differ
from groundtruth.real.deviation import deviation, label_sd
from groundtruth.real.labels import MARKED
from groundtruth.real.pages import shares
from groundtruth.real.results import cameras
from groundtruth.real.row import LANDMARKS, Row
from groundtruth.real.told import told
from groundtruth.score.statistics import Z

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from groundtruth.real.labels import Labels
    from groundtruth.real.results import Result

VECTORS = (
    ("tragus", "canthus"),
    ("c7", "tragus"),
    ("c7", "acromion"),
    ("acromion", "knee"),
    ("knee", "malleolus"),
    ("malleolus", "toe"),
    ("heel", "malleolus"),
)
"""From one marked point to another: the bodies of these people."""

NEARLY_STRAIGHT_DEG = 4.0
"""Legs that look straight in a photograph are taken to be so within this."""

_CAMERA = ("roll_deg", "yaw_deg", "pitch_deg", "distance")
_PROVENANCE = ("version", "model_sha256", "estimator", "estimator_sha256", "knowledge_sha256")


def scores(labels: Sequence[Labels], results: Sequence[Result]) -> dict[str, Any]:
    """Compute every statistic.

    Parameters
    ----------
    labels : sequence of Labels
    results : sequence of Result
        Of those photographs that are there.

    Returns
    -------
    dict
        ``points`` by point and direction and ``measurements`` by name are fields of
        :class:`groundtruth.real.deviation.Deviation`; lengths in percent of stature, angles in
        degrees, shares in percent. ``whole_body`` and ``through_camera`` repeat the measurements
        for photographs taken as whole bodies, and with the marked points seen through the
        program's whole camera model (yaw, pitch and distance too).
    """
    by_photo = {one.photo: one for one in labels}
    seen = [one for one in results if one.analysis is not None]
    between_points, between_angles = raters_differ(labels, cameras(seen))
    point_sds = {n: [label_sd(d[:, i]) for i in (0, 1)] for n, d in between_points.items()}
    angle_sds = {n: label_sd(d) for n, d in between_angles.items()}
    rows = [Row(by_photo[one.photo], one, one.analysis) for one in seen if one.analysis]
    whole = [row for row in rows if row.analysis.body.framing.whole]
    by_eye = {row.result.photo: row.angles for row in rows}
    first = rows[0].analysis.provenance if rows else None
    return {
        "labelled": len(labels),
        "photographs": len(results),
        "people": len({one.person for one in results}),
        "marked_twice": sum(len(by_photo[one.photo].raters) > 1 for one in results),
        "analysed": len(seen),
        "refused": shares.refusals(results),
        "provenance": {name: getattr(first, name) for name in _PROVENANCE} if first else {},
        "points": {
            name: {
                axis: _point(rows, name, i, point_sds.get(name, [math.nan] * 2)[i])
                for i, axis in enumerate(("forward", "up"))
            }
            for name in MARKED
            if name in POINTS
        },
        "measurements": _measurements(rows, angle_sds, lambda row: row.angles),
        "whole_body": _measurements(whole, angle_sds, lambda row: row.angles),
        "through_camera": _measurements(rows, angle_sds, lambda row: row.angles_through_camera),
        "camera": {name: _spread(rows, name) for name in _CAMERA},
        "knee_angle": _knee(rows),
        "retest": shares.retest(results, by_eye),
        "answers": shares.answers(results),
        "false_notices": shares.false_notices(results, by_photo),
        "spoken": shares.spoken(results),
        "told": told(results),
        "vectors": {f"{a} to {b}": _moments([r.vector(a, b) for r in rows]) for a, b in VECTORS},
        "landmarks": {name: _moments([r.landmark(name) for r in rows]) for name in LANDMARKS},
    }


def _point(rows: Sequence[Row], name: str, axis: int, rater_sd: float) -> dict[str, Any]:
    known = [row for row in rows if name in row.marked]
    found = asdict(
        deviation(
            [100.0 * row.estimated(name)[axis] for row in known],
            [100.0 * row.marked[name][axis] for row in known],
            [row.stated(name, axis) for row in known],
            [row.labels.readings(name) for row in known],
            [row.result.person for row in known],
            rater_sd,
        )
    )
    del found["people"]  # where a point lies in its picture says nothing of people
    return found


def _measurements(
    rows: Sequence[Row],
    rater_sds: Mapping[str, float],
    marked: Callable[[Row], Mapping[str, float]],
) -> dict[str, Any]:
    angles = [marked(row) for row in rows]
    return {
        name: asdict(
            deviation(
                [row.analysis.measurements[name].value for row in rows],
                [each[name] for each in angles],
                [row.analysis.measurements[name].sd for row in rows],
                # Where no rater marked all of them, the value is unknown and the count unused.
                [max(row.labels.readings(*points), 1) for row in rows],
                [row.result.person for row in rows],
                rater_sds.get(name, math.nan),
            )
        )
        for name, (_, points) in ANGLES.items()
    }


def _spread(rows: Sequence[Row], name: str) -> dict[str, float]:
    """Mean and standard deviation of one part of the program's camera model."""
    values = np.array([getattr(row.analysis.body.camera, name) for row in rows])
    return {
        "mean": float(values.mean()) if values.size else math.nan,
        "sd": float(values.std(ddof=1)) if values.size > 1 else math.nan,
    }


def _knee(rows: Sequence[Row]) -> dict[str, float]:
    """Knees of people who stand: nobody can mark the trochanter, so the norm stands for the truth.

    ``norm_80`` and ``norm_95`` are the shares within the norm's mean +- so much of norm and stated
    error together, percent.
    """
    knees = [row.analysis.measurements["knee_angle"] for row in rows]
    found = np.array([(knee.value, knee.sd) for knee in knees]).reshape(-1, 2)
    value, sd = found[np.isfinite(found[:, 0])].T
    marked_leg = np.array([row.knee_with_marked_leg() for row in rows])
    marked_leg = marked_leg[np.isfinite(marked_leg)]
    norm = knowledge().metrics["knee_angle"].norm
    assert norm is not None
    off = np.abs(value - norm.all.mean) / np.hypot(sd, norm.all.sd)
    reached = np.abs(value) <= NEARLY_STRAIGHT_DEG + HOLDS_95 * sd
    return {
        "n": int(value.size),
        "median": _median(value),
        "stated": _median(sd),
        **{f"norm_{level}": _percent(off <= Z[level]) for level in (80, 95)},
        "straight_within_95": _percent(reached),
        "median_with_marked_leg": _median(marked_leg),
    }


def _percent(held: NDArray[np.bool_]) -> float:
    return 100.0 * float(held.mean()) if held.size else math.nan


def _median(values: NDArray[np.float64]) -> float:
    return float(np.median(values)) if values.size else math.nan


def _moments(vectors: Sequence[NDArray[np.float64]]) -> dict[str, float]:
    """Mean and standard deviation forward and up."""
    known = np.array(vectors, dtype=float).reshape(-1, 2)
    known = known[np.isfinite(known).all(axis=1)]
    mean = known.mean(axis=0) if len(known) else np.full(2, math.nan)
    sd = known.std(axis=0, ddof=1) if len(known) > 1 else np.full(2, math.nan)
    return {
        "n": len(known),
        "forward": float(mean[0]),
        "forward_sd": float(sd[0]),
        "up": float(mean[1]),
        "up_sd": float(sd[1]),
    }
