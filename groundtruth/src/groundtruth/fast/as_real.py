"""Rows of rendered pictures as if the detector had seen real people.

A network that learnt from people whose landmarks lie where the detector puts those of real people
(:mod:`groundtruth.fast.real_shift`) has to be judged on such people too. Nothing but the landmarks
of people in everyday clothes is moved; picture, outline and truth stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.estimate.features import names
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
        Fields of :class:`groundtruth.calibrate.gather.Rows`.
    deviation : Deviation

    Returns
    -------
    dict of ndarray
        New arrays; the same move for all rows of a person.
    """
    moved = {key: values.copy() for key, values in data.items()}
    for i in range(len(data["number"])):
        rng = np.random.default_rng([ROOT_SEED, _PURPOSE, int(data["body"][i])])
        own = deviation.own(rng, everyday=bool(data["everyday"][i]))
        seen = data["features"][i, names().index("hips_seen")] > 0.5
        # Places count from the hips, or from a place below the shoulders where these are cut off.
        origin = own[_HIP if seen else _SHOULDER]
        for key in ("features", "features_mask", "features_true"):
            _move(moved[key][i], own, origin)
        for key in ("targets", "joints"):
            moved[key][i] -= origin
        moved["origin"][i] += origin
    return moved


def _move(
    values: NDArray[np.float64], own: NDArray[np.float64], origin: NDArray[np.float64]
) -> None:
    """Move the landmarks of one row of features in place."""
    column = {name: k for k, name in enumerate(names())}
    values[: 2 * POINTS_SEEN] += (own - origin).ravel()
    values[OUTLINE] -= origin[0]
    values[column["centre_height"]] -= origin[1]
    values[column["centre_slope"]] -= origin[1] * values[column["distance"]]
    if values[column["hips_seen"]] > 0.5:
        places = values[: 2 * POINTS_SEEN].reshape(-1, 2)
        count = len(PARTS)
        trunk = (places[_SHOULDER] + places[count + _SHOULDER]) / 2
        trunk = trunk - (places[_HIP] + places[count + _HIP]) / 2
        values[column["tilt_of_axis"]] = np.arctan2(trunk[0], trunk[1])
