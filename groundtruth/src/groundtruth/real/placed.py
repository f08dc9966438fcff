"""The craniovertebral angle where one of its two points is placed by hand.

A trainer sees one point beside its place and moves it. The other one stays estimated, so whatever
both had wrong in common is now in the angle.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from posture.analysis.edit import set_points
from posture.body.placed.entries import PointEntry, resolve

from groundtruth.real.row import Row, deviation_of

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    return {
        name: asdict(deviation_of([_placed(row, name) for row in rows], MEASUREMENT, raters_sd))
        for name in PLACED
    }


def _placed(row: Row, name: str) -> Row:
    x, y = row.labels.points[name]
    point = PointEntry(name, float(x), float(y))
    placed = resolve((point,), row.analysis.body.camera.px_per_stature)
    return Row(row.labels, row.result, set_points(row.analysis, placed))
