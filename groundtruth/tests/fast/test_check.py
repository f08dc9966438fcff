from __future__ import annotations

import numpy as np
import pytest
from posture.body.body import NODES
from posture.body.estimate.features import names

pytest.importorskip("sklearn")


def _rows(seed: int, shift: float):
    rng = np.random.default_rng(seed)
    return {
        "features": rng.normal(shift, 1.0, (120, len(names()))),
        "targets": np.zeros((120, len(NODES), 2)),
        "body": np.arange(120) // 2,
    }


def test_same_and_other_rows_are_told_apart() -> None:
    from groundtruth.fast.check import compare

    same, other = compare(_rows(0, 0.0), _rows(1, 0.0)), compare(_rows(0, 0.0), _rows(1, 1.0))
    assert 0.3 < same.auc["all"] < 0.7
    assert other.auc["all"] > 0.9
    assert min(other.ks.values()) > max(0.2, np.median(list(same.ks.values())))
    assert same.people == 60
