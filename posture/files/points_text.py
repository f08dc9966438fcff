"""Placed points written as the file that the command line reads."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from posture.files.points import USUAL_SD, PointEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.body.body import PlacedPoint


def entries(points: Sequence[PlacedPoint], px_per_stature: float) -> tuple[PointEntry, ...]:
    """Give points back as a file holds them: the inverse of ``resolve``.

    Parameters
    ----------
    points : sequence of PlacedPoint
    px_per_stature : float
        Source pixels per stature, as the camera has it.

    Returns
    -------
    tuple of PointEntry
        ``sd_px`` is left out where it is the usual error of the source.
    """
    return tuple(
        PointEntry(
            p.name,
            p.x_px,
            p.y_px,
            p.source,
            None if math.isclose(p.sd_px, USUAL_SD[p.source] * px_per_stature) else p.sd_px,
        )
        for p in points
    )


def write_points(points: Sequence[PointEntry]) -> str:
    """Write points as the JSON that ``read_points`` reads.

    Parameters
    ----------
    points : sequence of PointEntry

    Returns
    -------
    str
    """
    rows: dict[str, dict[str, float | str]] = {}
    for point in points:
        rows[point.name] = {"x_px": point.x_px, "y_px": point.y_px, "source": point.source}
        if point.sd_px is not None:
            rows[point.name]["sd_px"] = point.sd_px
    return json.dumps({"points": rows}, indent=1) + "\n"
