from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")

from groundtruth.calibrate import learn
from groundtruth.calibrate.crossval import folds
from groundtruth.calibrate.gather import Rows
from groundtruth.calibrate.network import standard
from groundtruth.calibrate.training import prepare
from tests.groundtruth.calibrate.pairs_made_up import half_seen


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learn, "RECIPE", replace(learn.RECIPE, hidden=(8, 4), batch=16, epochs=2))


def test_nobody_is_estimated_by_who_has_met_them() -> None:
    fast, pictures = half_seen(200), half_seen(40, seed=1)
    made = standard(fast.features, fast.targets)

    def crossed(rows: Rows) -> np.ndarray:
        return learn.by_the_other_half(pictures, rows, (made, prepare(made, rows, 1.0)))

    first = folds(fast.body, count=2) == 0
    moved = fast.targets + 0.02 * first[:, None, None]
    before, after = crossed(fast), crossed(replace(fast, targets=moved))
    np.testing.assert_allclose(after[first], before[first], atol=1e-6)
    assert np.abs(after[~first] - before[~first]).max() > 1e-4


def test_pictures_count_beside_fast_rows() -> None:
    fast, pictures = half_seen(200), half_seen(40, seed=1)
    made = standard(fast.features, fast.targets)
    taught = made, prepare(made, fast, 1.0)
    _, (net,) = learn.fit(pictures, np.arange(40), taught, 1)
    _, (other,) = learn.fit(pictures, np.arange(20), taught, 1)
    assert not np.allclose(net.skip.weight.detach(), other.skip.weight.detach())
