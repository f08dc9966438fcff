"""Learning what the detection says about the camera: a small network, errors by what is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from groundtruth.calibrate.crossval import FOLDS, folds, some
from groundtruth.calibrate.export import as_one
from groundtruth.calibrate.network import descend
from groundtruth.sets import ROOT_SEED
from posture.body.camera_head import GROUPS, CameraHead, group_of
from posture.body.features import names

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.calibrate.gather import Rows
    from groundtruth.calibrate.network import Recipe, Standard
    from posture.body.perceptron import Perceptron

PARAMETERS = ("roll_deg", "yaw_deg", "log_distance", "log_scale", "pitch_deg")
"""What is corrected, in order."""


def errors_of(rows: Rows) -> NDArray[np.float64]:
    """The camera model's errors, roll towards the side that the person faces; shape (N, 5)."""
    turned = rows.camera_errors.copy()
    turned[:, 0] *= rows.facing_sign
    return turned


def groups_of(rows: Rows) -> NDArray[np.intp]:
    """Group of each row."""
    lens, roll = (rows.features[:, names().index(name)] for name in ("lens_known", "roll_sd"))
    return np.array([group_of(bool(a), b) for a, b in zip(lens, roll, strict=True)], dtype=np.intp)


def fit_camera_head(
    made: Standard,
    rows: Rows,
    fast: Rows | None,
    picture_weight: float,
    recipe: Recipe,
    judged: NDArray[np.bool_],
) -> tuple[CameraHead, NDArray[np.float64]]:
    """Learn the corrections; what remains uncertain is that of people not learnt from.

    Parameters
    ----------
    made : Standard
        As the other network's, so that both read the same features.
    rows, fast : Rows
        Pictures; rows made without rendering.
    picture_weight : float
        A picture counts as much as this many fast rows.
    recipe : Recipe
    judged : ndarray of bool, shape (N,)
        Pictures that set the size of what remains uncertain.

    Returns
    -------
    CameraHead
    ndarray, shape (N, 5)
        Errors after the correction of each picture, cross-validated over people.
    """
    fold, group = folds(rows.body), groups_of(rows)
    remaining = errors_of(rows)
    for k in range(FOLDS):
        net = _fit(made, some(rows, np.flatnonzero(fold != k)), fast, picture_weight, recipe)
        remaining[fold == k] -= net(made.features(rows.features[fold == k]))
    sd = np.tile(np.sqrt((remaining**2).mean(axis=0)), (GROUPS, 1))
    for g in np.unique(group):
        sd[g] = np.sqrt((remaining[group == g] ** 2).mean(axis=0))
    # How the groups differ is read from all pictures; how wrong the camera is, from the judged.
    sd *= np.sqrt((remaining[judged] ** 2).mean(axis=0) / (sd[group[judged]] ** 2).mean(axis=0))
    return CameraHead(_fit(made, rows, fast, picture_weight, recipe), sd), remaining


def _fit(
    made: Standard, rows: Rows, fast: Rows | None, picture_weight: float, recipe: Recipe
) -> Perceptron:
    parts = [(rows, picture_weight), *([(fast, 1.0)] if fast is not None else [])]
    error = np.concatenate([errors_of(part) for part, _ in parts])
    mean, scale = error.mean(axis=0), error.std(axis=0)
    x = torch.tensor(
        np.concatenate([made.features(part.features) for part, _ in parts]), dtype=torch.float32
    )
    y = torch.tensor((error - mean) / scale, dtype=torch.float32)
    weight = torch.tensor(np.concatenate([np.full(len(part.true), w) for part, w in parts]))

    def loss(found: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
        far = torch.nn.functional.huber_loss(found, y[at], reduction="none", delta=3.0)
        return (far.mean(dim=1) * weight[at]).sum() / weight[at].sum()

    net = descend(x, error.shape[1], loss, recipe, ROOT_SEED)
    return as_one([net], np.diag(scale), mean)
