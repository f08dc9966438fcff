"""Everything that the development of the estimator needs of the real photographs, in one file."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from posture.body.estimate.features import names as feature_names
from posture.body.points import NODES

from groundtruth.real.by_eye import stature_px
from groundtruth.real.labels import MARKED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.real.labels import Labels
    from groundtruth.real.results import Result


def export(labels: Sequence[Labels], results: Sequence[Result], out: Path) -> None:
    """Write one ``npz`` with a row for each analysed photograph.

    Parameters
    ----------
    labels : sequence of Labels
    results : sequence of Result
    out : Path

    Notes
    -----
    ``photo``, ``person`` (N,); ``size`` (N, 2), width and height, source pixels.
    ``features`` (N, F) with ``feature_names`` (F,); NaN where unknown.
    ``landmarks`` (N, 33, 2), source pixels, with ``visibility`` (N, 33).
    ``framing`` (N, 3), bool: hips, knees, feet. ``facing_sign`` (N,): +1 faces right.
    ``positions`` (N, 35, 2) and ``covariance`` (N, 70, 70) of the estimate, body axes, statures;
    ``points_px`` (N, 35, 2), the same in the picture, source pixels; ``nodes`` (35,).
    ``centre``, ``origin`` (N, 2), ``px_per_stature``, ``distance``, ``roll_deg``, ``yaw_deg``,
    ``pitch_deg`` (N,): the program's camera model.
    ``marked_px`` (N, 8, 2), mean of the raters, source pixels, with ``raters`` (N, 8) and
    ``marked`` (8,), the names; ``stature_px`` (N,), from the marked points.
    """
    by_photo = {one.photo: one for one in labels}
    columns: dict[str, list[object]] = {}
    for one in results:
        if one.analysis is None:
            continue
        for name, value in _row(by_photo[one.photo], one).items():
            columns.setdefault(name, []).append(value)
    constant = {"nodes": NODES, "feature_names": feature_names(), "marked": MARKED}
    out.parent.mkdir(parents=True, exist_ok=True)
    arrays: Mapping[str, NDArray[np.generic]] = {
        **{name: np.array(values) for name, values in columns.items()},
        **{name: np.array(values) for name, values in constant.items()},
    }
    with out.open("wb") as file:
        np.savez_compressed(file, **arrays)  # pyright: ignore[reportArgumentType]


def _row(labels: Labels, result: Result) -> dict[str, object]:
    assert result.analysis is not None
    body = result.analysis.body
    camera, points = body.camera, labels.points
    unknown = np.full(2, math.nan)
    return {
        "photo": result.photo,
        "person": result.person,
        "size": result.size,
        "features": result.features,
        "landmarks": result.landmarks,
        "visibility": result.visibility,
        "framing": (body.framing.hips, body.framing.knees, body.framing.feet),
        "facing_sign": camera.facing_sign,
        "positions": body.detected.positions,
        "covariance": body.detected.covariance,
        "points_px": camera.to_picture(body.detected.positions, body.depths),
        "centre": camera.centre,
        "origin": camera.origin,
        "px_per_stature": camera.px_per_stature,
        "distance": camera.distance,
        "roll_deg": camera.roll_deg,
        "yaw_deg": camera.yaw_deg,
        "pitch_deg": camera.pitch_deg,
        "marked_px": [points.get(name, unknown) for name in MARKED],
        "raters": [labels.readings(name) for name in MARKED],
        "stature_px": stature_px(labels, camera),
    }
