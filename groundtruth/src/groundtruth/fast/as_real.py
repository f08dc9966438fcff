"""Rows of rendered pictures as if the detector had seen real people.

A network that learnt from people whose landmarks lie where the detector puts those of real people
(:mod:`groundtruth.fast.real_shift`) has to be judged on such people too. Nothing but the landmarks
of people in everyday clothes is moved; picture, outline and truth stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.estimate.features import JOINTS, below_ear, level_heights, names
from posture.body.side_view import PARTS

from groundtruth.fast.detection import OUTLINE, POINTS_SEEN
from groundtruth.fast.deviation import load
from groundtruth.sets import ROOT_SEED

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.fast.deviation import Deviation

_PURPOSE = 32
"""Purpose of the generator."""

_HIP, _SHOULDER = PARTS.index("hip"), PARTS.index("shoulder")
_COLUMN = {name: k for k, name in enumerate(names())}
_SEEN = ("hips_seen", "knees_seen", "feet_seen")
_LENGTHS = [_COLUMN[name] for name in ("resolution", "centre_height")]
_LOG_DISTANCE, _LOG_SCALE = 2, 3
"""Columns of ``camera_errors``."""


def write_as_real(rows: Path, deviation: Path, out: Path) -> None:
    """Write the rows of a set as if its people in everyday clothes were real.

    Parameters
    ----------
    rows : Path
        ``rows.npz`` of rendered pictures.
    deviation : Path
        File of :meth:`Deviation.save`.
    out : Path
        File to write.
    """
    with np.load(rows) as kept:
        data = {key: kept[key] for key in kept.files}
    out.parent.mkdir(parents=True, exist_ok=True)
    columns: dict[str, Any] = dict(as_real(data, load(deviation)))
    np.savez_compressed(out, **columns)


def as_real(data: dict[str, NDArray[Any]], deviation: Deviation) -> dict[str, NDArray[Any]]:
    """Move the landmarks of people in everyday clothes.

    Parameters
    ----------
    data : dict of ndarray
        Fields of :class:`groundtruth.calibrate.rows.Rows`.
    deviation : Deviation

    Returns
    -------
    dict of ndarray
        New arrays; the same move for all rows of a person.
    """
    moved = {key: values.copy() for key, values in data.items()}
    for i in range(len(data["number"])):
        if not data["everyday"][i]:
            continue
        rng = np.random.default_rng([ROOT_SEED, _PURPOSE, int(data["body"][i])])
        own = deviation.own(rng, everyday=True)
        seen = data["features"][i, _COLUMN["hips_seen"]] > 0.5
        # Places count from the hips, or from a place below the shoulders where these are cut off.
        origin = own[_HIP if seen else _SHOULDER]
        size = 1.0
        for key in ("features", "features_mask", "features_true"):
            size = _move(moved[key][i], own, origin, deviation.outline_shift)
        for key in ("targets", "joints"):
            moved[key][i] = (moved[key][i] - origin) / size
        moved["origin"][i] = (moved["origin"][i] + origin) / size
        moved["camera_errors"][i, _LOG_SCALE] += np.log(size)
        moved["camera_errors"][i, _LOG_DISTANCE] -= np.log(size)
    return moved


def _move(
    values: NDArray[np.float64],
    own: NDArray[np.float64],
    origin: NDArray[np.float64],
    outline_shift: NDArray[np.float64],
) -> float:
    """Move the landmarks of one row of features in place; return how much larger it looks now."""
    before = _axis_heights(values)
    values[: 2 * POINTS_SEEN] += (own - origin).ravel()
    after = _axis_heights(values) + origin[1]
    _sample_again(values, before, after)
    values[OUTLINE] += outline_shift - origin[0]
    values[_COLUMN["centre_height"]] -= origin[1]
    if values[_COLUMN["hips_seen"]] > 0.5:
        places = values[: 2 * POINTS_SEEN].reshape(-1, 2)
        count = len(PARTS)
        trunk = (places[_SHOULDER] + places[count + _SHOULDER]) / 2
        trunk = trunk - (places[_HIP] + places[count + _HIP]) / 2
        values[_COLUMN["tilt_of_axis"]] = np.arctan2(trunk[0], trunk[1])
    # The size of a person is read from the ear's height over the lowest joint that is seen.
    last = _lowest_joint(values)
    size = float((after[0] - after[last]) / (before[0] - before[last]))
    values[: OUTLINE.stop] /= size
    values[_LENGTHS] /= size
    if values[_COLUMN["feet_seen"]] < 0.5:
        values[_COLUMN["border"]] = (values[_COLUMN["border"]] + origin[1]) / size
    values[_COLUMN["distance"]] *= size
    values[_COLUMN["centre_slope"]] = values[_COLUMN["centre_height"]] * values[_COLUMN["distance"]]
    return size


def _axis_heights(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Heights of ear, shoulder, hip, knee and ankle; of those cut off as in most people."""
    found = [
        (values[_COLUMN[f"near_{part}_y"]] + values[_COLUMN[f"far_{part}_y"]]) / 2
        for part in JOINTS
    ]
    heights = np.array(found)
    last = _lowest_joint(values)
    below = below_ear()
    heights[last + 1 :] = heights[last] - (below[last + 1 :] - below[last])
    return heights


def _lowest_joint(values: NDArray[np.float64]) -> int:
    """Index into ``JOINTS`` of the lowest one that is seen."""
    return 1 + int(sum(values[_COLUMN[name]] > 0.5 for name in _SEEN))


def _sample_again(
    values: NDArray[np.float64], before: NDArray[np.float64], after: NDArray[np.float64]
) -> None:
    """Read the outline at the heights of the levels between the joints as they are now, in place.

    What lies beyond the known part of an edge stays unknown.
    """
    old, new = (level_heights(heights) for heights in (before, after))
    for start in (OUTLINE.start, OUTLINE.start + len(old)):
        edge = values[start : start + len(old)]
        known = np.isfinite(edge)
        if known.sum() > 1:
            again = np.interp(-new, -old[known], edge[known])
            values[start : start + len(old)] = np.where(known, again, np.nan)
