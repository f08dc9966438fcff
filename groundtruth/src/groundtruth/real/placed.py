"""The craniovertebral angle where one of its two points is placed by hand.

A trainer sees one point beside its place and moves it. The other one stays estimated, so whatever
both had wrong in common is now in the angle.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from posture.analysis.edit import set_points
from posture.body.placed.entries import PointEntry, resolve

from groundtruth.real.by_eye import ANGLES
from groundtruth.real.deviation import deviation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.measure.measurement import Measurement

    from groundtruth.real.row import Row

MEASUREMENT = "cva"
PLACED = ("tragus", "c7")
"""Points of which one alone is placed."""


def placed_scores(rows: Sequence[Row], raters_sd: float) -> dict[str, Any]:
    """Score the angle with each of the points placed where it was marked.

    Parameters
    ----------
    rows : sequence of Row
        Photographs with both points marked.
    raters_sd : float
        Error of the marked angle, degrees.

    Returns
    -------
    dict
        By placed point: the fields of :class:`groundtruth.real.deviation.Deviation`.
    """
    return {name: asdict(_deviation(rows, name, raters_sd)) for name in PLACED}


def _deviation(rows: Sequence[Row], name: str, raters_sd: float) -> Any:
    told = [_told(row, name) for row in rows]
    return deviation(
        [one.value for one in told],
        [row.angles[MEASUREMENT] for row in rows],
        [one.sd for one in told],
        [row.labels.readings(*ANGLES[MEASUREMENT][1]) for row in rows],
        [row.result.person for row in rows],
        raters_sd,
    )


def _told(row: Row, name: str) -> Measurement:
    x, y = row.labels.points[name]
    placed = resolve(
        (PointEntry(name, float(x), float(y)),), row.analysis.body.camera.px_per_stature
    )
    return set_points(row.analysis, placed).measurements[MEASUREMENT]
