"""Every statistic of the real photographs, as plain dictionaries."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.body import NODES, POINTS
from posture.measure.angles import knee_angle
from posture.pose.pose import Landmark

from groundtruth.real import shares
from groundtruth.real.by_eye import ANGLES, angle, raters_differ, stature_px, to_axes
from groundtruth.real.deviation import deviation, label_sd
from groundtruth.real.labels import MARKED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray
    from posture.analysis.types import Analysis
    from posture.body.side_view import Side

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

LANDMARKS = {
    "tragus": "EAR",
    "canthus": "EYE_OUTER",
    "acromion": "SHOULDER",
    "knee": "KNEE",
    "malleolus": "ANKLE",
    "toe": "FOOT_INDEX",
    "heel": "HEEL",
}
"""The detector's landmark beside each marked point."""

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
    cameras = {one.photo: one.analysis.body.camera for one in seen if one.analysis}
    between_points, between_angles = raters_differ(labels, cameras)
    point_sds = {n: [label_sd(d[:, i]) for i in (0, 1)] for n, d in between_points.items()}
    angle_sds = {n: label_sd(d) for n, d in between_angles.items()}
    rows = [_Row(by_photo[one.photo], one, one.analysis) for one in seen if one.analysis]
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
        "vectors": {f"{a} to {b}": _moments([r.vector(a, b) for r in rows]) for a, b in VECTORS},
        "landmarks": {name: _moments([r.landmark(name) for r in rows]) for name in LANDMARKS},
    }


def near_landmark(result: Result, near_side: Side, point: str) -> NDArray[np.float64]:
    """Where the detector sees what lies beside a marked point, on the side near the camera.

    Parameters
    ----------
    result : Result
    near_side : {"left", "right"}
    point : str
        Of ``LANDMARKS``.

    Returns
    -------
    ndarray, shape (2,)
        Source pixels.
    """
    return result.landmarks[Landmark[f"{near_side.upper()}_{LANDMARKS[point]}"]]


class _Row:
    """One analysed photograph with its labels."""

    def __init__(self, labels: Labels, result: Result, analysis: Analysis) -> None:
        self.labels, self.result, self.analysis = labels, result, analysis
        self._camera = analysis.body.camera
        self.stature = stature_px(labels, self._camera)
        self.marked = {name: self.axes(px) for name, px in labels.points.items()}
        self.angles = {name: angle(name, self.marked) for name in ANGLES}

    def axes(self, px: NDArray[np.float64]) -> NDArray[np.float64]:
        """Source pixels to statures, forward and up, roll taken out."""
        return to_axes(px, self._camera, self.stature)

    @property
    def angles_through_camera(self) -> dict[str, float]:
        """Marked angles with yaw, pitch and distance taken out as the program takes them out."""
        depths = self.analysis.body.depths
        points = {
            name: self._camera.to_body(px, depths[NODES.index(name)])
            for name, px in self.labels.points.items()
            if name in NODES
        }
        return {name: angle(name, points) for name in ANGLES}

    def estimated(self, name: str) -> NDArray[np.float64]:
        """The program's point in the picture, as :meth:`axes` gives it."""
        x, y, _ = self.analysis.body.to_px(name)
        return self.axes(np.array([x, y]))

    def stated(self, name: str, axis: int) -> float:
        """The program's stated error of a point, percent of stature."""
        share = self._camera.px_per_stature / self.stature
        return 100.0 * share * math.sqrt(self.analysis.body.points.cov(name)[axis, axis])

    def vector(self, start: str, end: str) -> NDArray[np.float64]:
        """From one marked point to another, percent of stature; NaN where one is not marked."""
        if start not in self.marked or end not in self.marked:
            return np.full(2, math.nan)
        return 100.0 * (self.marked[end] - self.marked[start])

    def landmark(self, name: str) -> NDArray[np.float64]:
        """The detector's landmark of the near side less the marked point, percent of stature."""
        if name not in self.marked:
            return np.full(2, math.nan)
        at = near_landmark(self.result, self.analysis.body.near_side, name)
        return 100.0 * (self.axes(at) - self.marked[name])

    def knee_with_marked_leg(self) -> float:
        """Knee angle with the program's trochanter and the marked knee and malleolus."""
        if not {"knee", "malleolus"} <= self.marked.keys():
            return math.nan
        leg = (self.estimated("trochanter"), self.marked["knee"], self.marked["malleolus"])
        return float(knee_angle(*leg))


def _point(rows: Sequence[_Row], name: str, axis: int, rater_sd: float) -> dict[str, Any]:
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
    rows: Sequence[_Row],
    rater_sds: Mapping[str, float],
    marked: Callable[[_Row], Mapping[str, float]],
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


def _spread(rows: Sequence[_Row], name: str) -> dict[str, float]:
    """Mean and standard deviation of one part of the program's camera model."""
    values = np.array([getattr(row.analysis.body.camera, name) for row in rows])
    return {
        "mean": float(values.mean()) if values.size else math.nan,
        "sd": float(values.std(ddof=1)) if values.size > 1 else math.nan,
    }


def _knee(rows: Sequence[_Row]) -> dict[str, float]:
    """Knees of people who stand: nobody can mark the trochanter, so they are taken as straight."""
    knees = [row.analysis.measurements["knee_angle"] for row in rows]
    found = np.array([(knee.value, knee.sd) for knee in knees]).reshape(-1, 2)
    value, sd = found[np.isfinite(found[:, 0])].T
    marked_leg = np.array([row.knee_with_marked_leg() for row in rows])
    marked_leg = marked_leg[np.isfinite(marked_leg)]
    reached = np.abs(value) <= NEARLY_STRAIGHT_DEG + 1.96 * sd
    return {
        "n": int(value.size),
        "median": _median(value),
        "stated": _median(sd),
        "straight_within_95": 100.0 * float(reached.mean()) if value.size else math.nan,
        "median_with_marked_leg": _median(marked_leg),
    }


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
