"""People of whom each photo shows one half, for tests of what is read from two photos."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from posture.body.estimate.network import weights
from posture.body.points import POINTS

from groundtruth.calibrate.rows import Rows
from groundtruth.calibrate.sensitivity import values
from tests.calibrate.made_up import whole_rows


def half_seen(count: int, seed: int = 0) -> Rows:
    """Each photo shows its posture, spoilt by the body's shape; first photos show the shape too.

    Where a photo does not show the shape, its own estimate cannot know the height of the ASIS.
    """
    rng = np.random.default_rng(seed)
    learnt = weights()
    shape = np.repeat(rng.normal(0, 1, count // 2), 2)
    posture = rng.normal(0, 1, count)
    seen = np.arange(count) % 2 == 0
    features = np.tile(learnt.feature_mean, (count, 1))
    features[:, 0] += learnt.feature_scale[0] * (posture + shape)
    features[:, 1] += learnt.feature_scale[1] * np.where(seen, shape, rng.normal(0, 1, count))
    features[:, 2] += learnt.feature_scale[2] * np.where(seen, 1.0, -1.0)
    usual = learnt.positions(features)
    targets = usual + rng.normal(0, 1e-4, usual.shape)
    targets[:, POINTS.index("asis"), 1] += 0.01 * posture
    return replace(
        whole_rows(count),
        features=features,
        targets=targets,
        origin=np.zeros((count, 2)),
        true=values(targets),
        spread=np.where(np.arange(count) // 2 % 2, "wide", "life"),
        top=np.where(np.arange(count) % 8 == 7, "loose", "bare"),
        hair=np.full(count, "short"),
        looseness=np.zeros(count),
    )
