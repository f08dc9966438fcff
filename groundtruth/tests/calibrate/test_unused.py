from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")

from posture.body.estimate.network import weights

from groundtruth.calibrate.gather import Rows
from groundtruth.calibrate.unused import gains
from tests.calibrate.made_up import whole_rows

COUNT = 600


def _people(seed: int, told: float) -> tuple[Rows, np.ndarray]:
    """People whose yaw is off by chance and, in part, by what an unused answer says."""
    rng = np.random.default_rng(seed)
    learnt = weights()
    z = rng.normal(0, 0.5, (COUNT, len(learnt.feature_mean)))
    features = learnt.feature_mean + z * learnt.feature_scale
    others = rng.normal(0, 1, (COUNT, 6))
    wrong = rng.normal(0, 1, (COUNT, 5))
    wrong[:, 1] += told * others[:, 2]
    targets = learnt.positions(features) + rng.normal(0, 0.01, (COUNT, 35, 2))
    return replace(
        whole_rows(COUNT),
        features=features,
        targets=targets,
        camera_errors=learnt.camera.errors(learnt.standardised(features)) + wrong,
    ), others


def test_what_an_unused_answer_tells_is_a_gain() -> None:
    found = gains(*_people(0, told=2.0))["yaw_deg"]
    # Left are the errors by chance: 1 of the root of 5.
    assert found["others"] == pytest.approx(100 * (1 - 1 / np.sqrt(5)), abs=4)
    assert found["both"] > 30
    assert found["own"] < 5


def test_where_nothing_is_told_nothing_is_gained() -> None:
    for gain in gains(*_people(1, told=0.0)).values():
        assert all(-3 < share < 3 for share in gain.values())
