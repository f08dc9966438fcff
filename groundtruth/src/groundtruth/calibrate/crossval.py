"""Cross-validation over bodies: no person is on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from posture.measure.registry import METRICS

from groundtruth.calibrate.network import predict, standard
from groundtruth.calibrate.sensitivity import values
from groundtruth.calibrate.training import prepare, train

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from groundtruth.calibrate.gather import Rows
    from groundtruth.calibrate.network import Recipe

FOLDS = 5

HALVES = 2
"""Folds where learning takes long: each half of the people is estimated by who knows the other."""


def folds(body: NDArray[np.intp], count: int = FOLDS, *, seed: int = 0) -> NDArray[np.intp]:
    """Fold of each row, the same for both pictures of a person."""
    people = np.unique(body)
    order = np.random.default_rng(seed).permutation(len(people)) % count
    return order[np.searchsorted(people, body)]


def cross_validate(
    rows: Rows,
    features: NDArray[np.float64],
    fit: Callable[[NDArray[np.intp]], Callable[[NDArray[np.float64]], NDArray[np.float64]]],
) -> NDArray[np.float64]:
    """Predictions for every row by a model that has not seen its person.

    Parameters
    ----------
    rows : Rows
    features : ndarray, shape (N, F)
    fit : callable
        Gets the numbers of the training rows, gives a function from features to targets.

    Returns
    -------
    ndarray, shape (N, 35, 2)
        Nodes counted from the middle of the hips.
    """
    fold = folds(rows.body)
    found = np.empty_like(rows.targets)
    for k in range(FOLDS):
        model = fit(np.flatnonzero(fold != k))
        found[fold == k] = model(features[fold == k])
    return found


def ridge(rows: Rows, features: NDArray[np.float64], penalty: float):
    """Fit function of a ridge on the standardised features."""

    def fit(at: NDArray[np.intp]) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
        made = standard(features[at], rows.targets[at])
        z = made.features(features[at])
        flat = rows.targets[at].reshape(len(at), -1) - made.target_mean
        weight = np.linalg.solve(z.T @ z + penalty * np.eye(z.shape[1]), z.T @ flat)
        return lambda new: (made.target_mean + made.features(new) @ weight).reshape(-1, 35, 2)

    return fit


def gaussian_process(rows: Rows, features: NDArray[np.float64], scale: float, noise: float):
    """Fit function of a Gaussian process: a linear and a squared-exponential kernel together."""

    def kernel(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
        product = a @ b.T
        square = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None] - 2 * product
        return product / a.shape[1] + np.exp(-square / (2 * scale**2 * a.shape[1]))

    def fit(at: NDArray[np.intp]) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
        made = standard(features[at], rows.targets[at])
        z = made.features(features[at])
        flat = rows.targets[at].reshape(len(at), -1) - made.target_mean
        weight = np.linalg.solve(kernel(z, z) + noise * np.eye(len(z)), flat)
        return lambda new: (made.target_mean + kernel(made.features(new), z) @ weight).reshape(
            -1, 35, 2
        )

    return fit


def boosted_trees(rows: Rows, features: NDArray[np.float64], components: int = 12):
    """Fit function of boosted trees on the targets' leading components."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    def fit(at: NDArray[np.intp]) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
        flat = rows.targets[at].reshape(len(at), -1)
        mean = flat.mean(axis=0)
        _, _, axes = np.linalg.svd(flat - mean, full_matrices=False)
        axes = axes[:components]
        scores = (flat - mean) @ axes.T
        trees = [
            HistGradientBoostingRegressor(
                max_iter=150, learning_rate=0.07, max_leaf_nodes=12, min_samples_leaf=12,
                l2_regularization=1.0, random_state=0,
            ).fit(features[at], scores[:, k])
            for k in range(components)
        ]  # fmt: skip
        return lambda new: (
            mean + np.stack([tree.predict(new) for tree in trees], axis=1) @ axes
        ).reshape(-1, 35, 2)

    return fit


def networks(rows: Rows, recipe: Recipe):
    """Fit function of a network."""

    def fit(at: NDArray[np.intp]) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
        part = some(rows, at)
        made = standard(part.features, part.targets)
        net = train(prepare(made, part, 1.0), recipe, 0)
        return lambda new: predict([net], made, new)

    return fit


def some(rows: Rows, at: NDArray[np.intp]) -> Rows:
    """Some of the rows."""
    return type(rows)(**{name: getattr(rows, name)[at] for name in type(rows).__slots__})


def scores(rows: Rows, found: NDArray[np.float64]) -> dict[str, dict[str, float]]:
    """RMSE and skill of every metric."""
    error = values(found + rows.origin[:, None, :]) - rows.true
    return {
        metric.name: {
            "rmse": round(float(np.sqrt((error[:, i] ** 2).mean())), 3),
            "skill": round(float(1 - (error[:, i] ** 2).mean() / rows.true[:, i].var()), 3),
        }
        for i, metric in enumerate(METRICS)
    }


def rms(errors: NDArray[np.float64]) -> float:
    """Root mean square."""
    return float(np.sqrt((errors**2).mean()))
