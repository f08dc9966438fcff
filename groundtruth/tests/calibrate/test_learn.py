from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from groundtruth.calibrate import learn
from groundtruth.calibrate.crossval import folds
from tests.calibrate.pairs_made_up import half_seen


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learn, "RECIPE", replace(learn.RECIPE, hidden=(8, 4), batch=16, epochs=2))


def test_nobody_is_estimated_by_who_has_met_them() -> None:
    fast, pictures = half_seen(200), half_seen(40, seed=1)
    made, data = learn.training_data(pictures, fast)
    half = np.concatenate([folds(rows.body, 2) for rows in (pictures, fast)])
    first = half == 0
    before = learn.estimates_by_halves(made, data, half)
    moved = replace(data, y=data.y + 0.5 * torch.tensor(half == 0)[:, None])
    after = learn.estimates_by_halves(made, moved, half)
    np.testing.assert_allclose(after[first], before[first], atol=1e-6)
    assert np.abs(after[~first] - before[~first]).max() > 1e-4


def test_pictures_stand_before_fast_rows_in_their_scale_and_count_more() -> None:
    fast, pictures = half_seen(200), half_seen(40, seed=1)
    made, data = learn.training_data(pictures, fast)
    of_pictures = len(pictures.true)
    np.testing.assert_allclose(made.feature_mean, np.nanmean(fast.features, axis=0))
    assert len(data.x) == of_pictures + len(fast.true)
    assert set(data.weight[:of_pictures].tolist()) == {learn.PICTURE_WEIGHT}
    assert set(data.weight[of_pictures:].tolist()) == {1.0}
    alone, _ = learn.training_data(pictures, None)
    np.testing.assert_allclose(alone.feature_mean, np.nanmean(pictures.features, axis=0))
