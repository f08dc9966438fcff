"""What was tried before the network was chosen, on the same folds, and what each part is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from groundtruth.calibrate.crossval import (
    boosted_trees,
    cross_validate,
    gaussian_process,
    networks,
    ridge,
    scores,
    some,
)
from groundtruth.calibrate.network import Recipe

if TYPE_CHECKING:
    from groundtruth.calibrate.gather import Rows

Scores = dict[str, dict[str, float]]

RIDGE = 30.0


def candidates(rows: Rows) -> dict[str, Scores]:
    """Cross-validated scores of models learnt on the pictures alone.

    Parameters
    ----------
    rows : Rows

    Returns
    -------
    dict
        By name of the model; then as :func:`groundtruth.calibrate.crossval.scores`.
    """
    seen = rows.features
    tried = {
        "ridge, detector's mask": (rows.features_mask, ridge(rows, rows.features_mask, RIDGE)),
        "ridge, refined outline": (seen, ridge(rows, seen, RIDGE)),
        "ridge, true outline": (rows.features_true, ridge(rows, rows.features_true, RIDGE)),
        "ridge, landmarks alone": _without_outline(rows),
        "Gaussian process": (seen, gaussian_process(rows, seen, 1.0, 0.02)),
        "boosted trees": (seen, boosted_trees(rows, seen)),
        "network": (seen, networks(rows, Recipe())),
    }
    return {
        name: scores(rows, cross_validate(rows, features, fit))
        for name, (features, fit) in tried.items()
    }


def _without_outline(rows: Rows):
    from posture.body.estimate.features import names

    outline = np.array([name.startswith(("back_", "front_")) for name in names()])
    features = rows.features.copy()
    features[:, outline] = 0.0
    return features, ridge(rows, features, RIDGE)


def crossed(fast: Rows, rows: Rows) -> dict[str, Scores]:
    """Test whether the estimate recites how the sampler ties the pelvis to the back.

    A ridge is learnt on fast rows whose lumbar curve makes up for the tilt (life, wide) or on those
    in which both are drawn apart (decoupled), and tested on pictures of either kind.

    Parameters
    ----------
    fast, rows : Rows

    Returns
    -------
    dict
        By "learnt on X, tested on Y".
    """
    found: dict[str, Scores] = {}
    for learnt in ("coupled", "decoupled"):
        at = np.flatnonzero((fast.spread == "decoupled") == (learnt == "decoupled"))
        model = ridge(fast, fast.features, RIDGE)(at)
        for tested in ("life", "wide", "decoupled"):
            chosen = np.flatnonzero(rows.spread == tested)
            if len(chosen) > 1:
                part = some(rows, chosen)
                name = f"learnt on {learnt}, tested on {tested}"
                found[name] = scores(part, model(part.features))
    return found
