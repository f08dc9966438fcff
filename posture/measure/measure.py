"""All measurements of one body, each with its error, source, or reason for being missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posture.body.points import NODES, SPINE
from posture.i18n.language import join_translatable, mark, translatable
from posture.measure.measurement import Measurement
from posture.measure.propagate import standard_error
from posture.measure.registry import METRICS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posture.body.body import Body
    from posture.body.points import PointSet, PointSource
    from posture.measure.registry import Metric

CERTAINTY: tuple[PointSource, ...] = ("estimated", "eye", "placed", "sticker")
"""Sources from the least to the most certain."""

PLAIN_NAMES = {
    "tragus": mark("the ear (tragus)"),
    "canthus": mark("the outer corner of the eye"),
    "c7": mark("the base of the neck (C7)"),
    "acromion": mark("the tip of the shoulder (acromion)"),
    "asis": mark("the front hip bone (ASIS)"),
    "psis": mark("the back hip bone (PSIS)"),
    "trochanter": mark("the hip (trochanter)"),
    "knee": mark("the knee"),
    "malleolus": mark("the ankle"),
    "toe": mark("the tip of the foot"),
}
"""Anatomical points in plain words."""


def plain_name(node: str) -> str:
    """Name of a node in plain words; the nodes of the back profile share three names."""
    if node in PLAIN_NAMES:
        return PLAIN_NAMES[node]
    share = SPINE.index(node) / (len(SPINE) - 1)
    if share < 0.3:
        return mark("the outline of the upper back")
    if share < 0.6:
        return mark("the outline of the middle back")
    return mark("the outline of the lower back")


def least_certain(sources: Iterable[PointSource]) -> PointSource:
    """The least certain of some sources."""
    return min(sources, key=CERTAINTY.index)


def measure(body: Body) -> dict[str, Measurement]:
    """Measure a body.

    Parameters
    ----------
    body : Body
        Its ``points`` (estimates merged with placed points) are used.

    Returns
    -------
    dict of str to Measurement
        One per metric, in display order. A metric whose points are not all known is NaN with a
        reason in plain words; it is never left out.
    """
    points = body.points
    return {metric.name: _measure_one(metric, points) for metric in METRICS}


def _measure_one(metric: Metric, points: PointSet) -> Measurement:
    rows = metric.rows
    source = least_certain(points.sources[row] for row in rows)
    unknown = [NODES[row] for row in rows if not np.isfinite(points.positions[row]).all()]
    if unknown:
        reason = _reason(unknown, points)
        return Measurement(metric.name, np.nan, np.nan, metric.unit, source, reason)
    value = float(metric.value(points.positions))
    sd = standard_error(metric, points.positions, points.covariance)
    if not (np.isfinite(value) and np.isfinite(sd)):
        names = _listed([plain_name(node) for node in metric.nodes])
        reason = translatable(
            "This needs {names}, and they are at the same place in this photo.", names=names
        )
        return Measurement(metric.name, np.nan, np.nan, metric.unit, source, reason)
    return Measurement(metric.name, value, sd, metric.unit, source)


def _reason(unknown: list[str], points: PointSet) -> str:
    """One or two sentences: which points are unknown, and why."""
    names = _listed([plain_name(node) for node in unknown])
    whys = dict.fromkeys(points.missing[node] for node in unknown if node in points.missing)
    return join_translatable((translatable("This needs {names}.", names=names), *whys))


def _listed(names: Iterable[str]) -> str:
    """Names once each, as a phrase: "a, b and c"."""
    *first, last = dict.fromkeys(names)
    return (
        translatable("{first} and {last}", first=join_translatable(first, ", "), last=last)
        if first
        else last
    )
