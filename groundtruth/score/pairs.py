"""Two photos of one body: the error of a change, and what a personal calibration gains."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from groundtruth.score.people import METRIC_NAMES, STICKER_POINTS
from groundtruth.score.statistics import accuracy
from posture.measure.registry import METRICS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.score.table import Pass, Table

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
    """Error of the change between two photos, both by estimates alone.

    The stated error of a change is that of two independent readings; the body's own shape is in
    both, so it may be wide.
    """
    return {
        m: asdict(_change(table, m, "readings", "readings"))
        for m in METRIC_NAMES
        if table.knows(m) and len(pairs(table)[0])
    }


def same_body(table: Table) -> dict[str, Any]:
    """What the personal calibration does; empty where it did not run.

    Returns
    -------
    dict
        By measurement: ``with`` and ``without`` it, on the same later photos; and, where every
        point of the measurement can be palpated, ``change``: the later photo with it, less the
        first photo with its placed points. For the others one photo would be corrected and the
        other not.
    """
    _, later = pairs(table)
    ran = np.zeros(len(table.people), bool)
    ran[later] = [bool(table.rows[i].same_body) for i in later]
    if not ran.any():
        return {}
    return {
        m: {
            "with": asdict(table.accuracy(m, "same_body", only=ran)),
            "without": asdict(table.accuracy(m, "readings", only=ran)),
            **(
                {"change": asdict(_change(table, m, "placed", "same_body"))}
                if m in PALPABLE
                else {}
            ),
        }
        for m in METRIC_NAMES
        if table.knows(m)
    }


def _change(table: Table, metric: str, before: Pass, after: Pass) -> Any:
    first, later = pairs(table)
    truth = table.truth(metric)
    (a, a_sd), (b, b_sd) = table.values(metric, before), table.values(metric, after)
    return accuracy(
        truth[later] - truth[first],
        b[later] - a[first],
        np.hypot(a_sd[first], b_sd[later]),
        table.bodies[later],
    )
