"""Learning what the detection says about the camera: ridge, by what is known already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.calibrate.crossval import FOLDS, folds
from posture.body.camera_head import GROUPS, CameraHead, group_of
from posture.body.features import names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.calibrate.gather import Rows
    from groundtruth.calibrate.network import Standard

_PENALTY = 100.0
"""On the squared weights of standardised features, in rows."""


def errors_of(rows: Rows) -> NDArray[np.float64]:
    """The camera model's errors, roll towards the side that the person faces; shape (N, 4)."""
    return rows.camera_errors * np.column_stack(
        [rows.facing_sign, *(np.ones(len(rows.true)) for _ in range(3))]
    )


def groups_of(rows: Rows) -> NDArray[np.intp]:
    """Group of each row."""
    lens, roll = (rows.features[:, names().index(name)] for name in ("lens_known", "roll_sd"))
    return np.array([group_of(bool(a), b) for a, b in zip(lens, roll, strict=True)], dtype=np.intp)


def fit_camera_head(
    made: Standard, rows: Rows, fast: Rows | None, picture_weight: float
) -> tuple[CameraHead, NDArray[np.float64]]:
    """Learn the corrections; what remains uncertain is that of people not learnt from.

    Parameters
    ----------
    made : Standard
        As the network's, so that both read the same features.
    rows, fast : Rows
        Pictures; rows made without rendering.
    picture_weight : float
        A picture counts as much as this many fast rows.

    Returns
    -------
    CameraHead
    ndarray, shape (N, 4)
        Errors after the correction of each picture, cross-validated over people.
    """
    fold = folds(rows.body)
    remaining = np.empty((len(rows.true), 4))
    error, group, z = errors_of(rows), groups_of(rows), made.features(rows.features)
    for k in range(FOLDS):
        weight = _fit(made, rows, fold != k, fast, picture_weight)
        at = fold == k
        remaining[at] = error[at] - np.einsum("nf,nfk->nk", _with_one(z[at]), weight[group[at]])
    everybody = np.ones(len(rows.true), dtype=bool)
    overall = np.sqrt((remaining**2).mean(axis=0))
    sd = np.tile(overall, (GROUPS, 1))
    for g in np.unique(group):
        sd[g] = np.sqrt((remaining[group == g] ** 2).mean(axis=0))
    return CameraHead(_fit(made, rows, everybody, fast, picture_weight), sd), remaining


def _fit(
    made: Standard,
    rows: Rows,
    chosen: NDArray[np.bool_],
    fast: Rows | None,
    picture_weight: float,
) -> NDArray[np.float64]:
    parts = [(rows, chosen, picture_weight)]
    if fast is not None:
        parts.append((fast, np.ones(len(fast.true), dtype=bool), 1.0))
    found = np.zeros((GROUPS, rows.features.shape[1] + 1, 4))
    for g in range(GROUPS):
        left, right = 0.0, 0.0
        for part, allowed, weight in parts:
            at = allowed & (groups_of(part) == g)
            x = _with_one(made.features(part.features[at]))
            left = left + weight * (x.T @ x)
            right = right + weight * (x.T @ errors_of(part)[at])
        penalty = np.full(found.shape[1], _PENALTY)
        penalty[-1] = 1e-3
        found[g] = np.linalg.solve(left + np.diag(penalty), right)
    return found


def _with_one(z: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([z, np.ones(len(z))])
