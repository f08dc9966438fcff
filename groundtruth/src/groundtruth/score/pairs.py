"""Two photos of one body: the error of a change, and what a personal calibration gains."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.measure.registry import METRICS

from groundtruth.score.people import METRIC_NAMES, STICKER_POINTS
from groundtruth.score.statistics import Accuracy, accuracy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.score.pages.table import Pass, Table

PALPABLE = tuple(m.name for m in METRICS if set(m.nodes) <= set(STICKER_POINTS))
"""Measurements of which every point can be palpated."""


def pairs(table: Table) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows of first and later photos of the same body.

    Parameters
    ----------
    table : Table

    Returns
    -------
    first, later : ndarray, shape (P,)
        The first photo stands once for every later one.
    """
    begun = {p.body: i for i, p in enumerate(table.people) if p.photo == 0}
    found = [
        (begun[p.body], i) for i, p in enumerate(table.people) if p.photo > 0 and p.body in begun
    ]
    both = np.array(found, dtype=np.intp).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def change(table: Table) -> dict[str, Any]:
    """Error of the change between two photos, by estimates alone.

    Returns
    -------
    dict
        By measurement: accuracy of the change read jointly from both photos, and, as ``apart``, of
        the difference of two separate estimates.
    """
    if not len(pairs(table)[0]):
        return {}
    return {
        m: {**asdict(_read(table, m, "change")), "apart": asdict(_difference(table, m))}
        for m in METRIC_NAMES
        if table.knows(m)
    }


def personal(table: Table) -> dict[str, Any]:
    """Effect of the personal calibration; empty where it did not run.

    Returns
    -------
    dict
        By measurement: ``with`` and ``without`` it, on the same later photos; and, where every
        point of the measurement can be palpated, ``change``: against the first photo with its
        placed points.
    """
    _, later = pairs(table)
    ran = np.zeros(len(table.people), bool)
    ran[later] = [bool(table.rows[i].personal) for i in later]
    if not ran.any():
        return {}
    return {
        m: {
            "with": asdict(table.accuracy(m, "personal", only=ran)),
            "without": asdict(table.accuracy(m, "readings", only=ran)),
            **({"change": asdict(_read(table, m, "change_calibrated"))} if m in PALPABLE else {}),
        }
        for m in METRIC_NAMES
        if table.knows(m)
    }


def _read(table: Table, metric: str, which: Pass) -> Accuracy:
    """Accuracy of a change that the program computed for the later photo."""
    _, later = pairs(table)
    value, sd = table.values(metric, which)
    return _judged(table, metric, value[later], sd[later])


def _difference(table: Table, metric: str) -> Accuracy:
    """Accuracy of the difference of two estimates with independent errors."""
    first, later = pairs(table)
    value, sd = table.values(metric, "readings")
    return _judged(table, metric, value[later] - value[first], np.hypot(sd[first], sd[later]))


def _judged(
    table: Table, metric: str, value: NDArray[np.float64], sd: NDArray[np.float64]
) -> Accuracy:
    """Accuracy of the changes of all pairs."""
    first, later = pairs(table)
    truth = table.truth(metric)
    return accuracy(truth[later] - truth[first], value, sd, table.bodies[later])
