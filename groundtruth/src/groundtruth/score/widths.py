"""Coverage of intervals by their width.

A method may have the right coverage on average and still have too wide intervals for easy pictures
and too narrow ones for hard pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.score.statistics import coverage

if TYPE_CHECKING:
    from groundtruth.score.pages.table import Table

QUARTERS = ("narrowest quarter", "second", "third", "widest quarter")
LEVEL = 80


def by_width(table: Table, metric: str) -> list[dict[str, float]]:
    """Stated error, true error and coverage, by quarters of the stated error.

    Parameters
    ----------
    table : Table
    metric : str

    Returns
    -------
    list of dict
        ``sd`` (median stated error), ``rmse`` and ``cover`` (percent of the 80 % ranges that hold)
        of each quarter of the pictures, from the smallest stated error; empty where fewer than
        eight pictures have an estimate.
    """
    truth, (found, sd) = table.truth(metric), table.values(metric, "readings")
    there = np.flatnonzero(np.isfinite(truth) & np.isfinite(found) & np.isfinite(sd))
    if len(there) < 2 * len(QUARTERS):
        return []
    order = there[np.argsort(sd[there], kind="stable")]
    return [
        {
            "sd": float(np.median(sd[part])),
            "rmse": float(np.sqrt(np.mean((found[part] - truth[part]) ** 2))),
            "cover": coverage(truth[part], found[part], sd[part], LEVEL),
        }
        for part in np.array_split(order, len(QUARTERS))
    ]
