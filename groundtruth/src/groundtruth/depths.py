"""Fits ``depths.json``: correlations of the depths of points among people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from posture.body.camera.depth_errors import DepthFile
from posture.body.points import POINTS

from groundtruth.calibrate.rows import read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray


_STILL = 0.0005
"""Depths with a smaller SD (statures) belong to points on the midline."""


def correlations(depths: NDArray[np.float64]) -> dict[str, dict[str, float]]:
    """Correlations of each pair of points whose depth differs among people.

    Parameters
    ----------
    depths : ndarray, shape (N, 10)
        True depths, statures, in the order of ``POINTS``.

    Returns
    -------
    dict of str to dict of str to float
        Each pair once, from the later to the earlier point.
    """
    found = [i for i in range(len(POINTS)) if depths[:, i].std() > _STILL]
    between = np.atleast_2d(np.corrcoef(depths[:, found].T))
    return {
        POINTS[i]: {POINTS[j]: round(float(between[a, b]), 2) for b, j in enumerate(found[:a])}
        for a, i in enumerate(found)
        if a
    }


def write_depths(files: Sequence[Path], out: Path) -> None:
    """Write the file that ships.

    Parameters
    ----------
    files : sequence of Path
        Rows as ``gather`` or ``fast`` write them.
    out : Path
    """
    rows, digest = read(files)
    people = len(np.unique(rows.body))
    record = DepthFile(
        source=f"true depths of {people} people in two postures each, {digest[:12]}",
        correlation=correlations(rows.depths[:, : len(POINTS)]),
    )
    out.write_text(record.model_dump_json(indent=1) + "\n", "utf-8")
