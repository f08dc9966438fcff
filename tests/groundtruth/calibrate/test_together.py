from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")

from groundtruth.calibrate.crossval import some
from groundtruth.calibrate.learn import PAIR_RECIPE
from groundtruth.calibrate.sensitivity import values
from groundtruth.calibrate.together import beside, together
from posture.body.calibrated import weights
from tests.groundtruth.calibrate.made_up import whole_rows


def test_the_other_photo_stands_behind_the_own() -> None:
    rows = replace(whole_rows(8), features=np.arange(8.0)[:, None] * np.ones(3))
    alone, both = beside(rows)
    assert alone.number.tolist() == [0, 2, 4, 6, 1, 3, 5, 7]
    np.testing.assert_array_equal(both.features[:, 0], alone.number)
    np.testing.assert_array_equal(both.features[:, 3], [1, 3, 5, 7, 0, 2, 4, 6])


def test_a_single_picture_is_left_out() -> None:
    alone, _ = beside(some(whole_rows(8), np.array([0, 1, 2, 4, 5])))
    assert alone.number.tolist() == [0, 4, 1, 5]


def test_what_only_the_other_photo_shows_is_read_from_it() -> None:
    """Each photo tells its posture and half of the body's shape; the shape spoils it alone."""
    rng = np.random.default_rng(0)
    count, learnt = 1200, weights()
    usual = learnt.positions(learnt.feature_mean)
    shape = np.repeat(rng.normal(0, 1, count // 2), 2)
    posture = rng.normal(0, 1, count)
    seen = np.arange(count) % 2 == 0
    features = np.tile(learnt.feature_mean, (count, 1))
    features[:, 0] += learnt.feature_scale[0] * (posture + shape)
    features[:, 1] += learnt.feature_scale[1] * np.where(seen, shape, rng.normal(0, 1, count))
    features[:, 2] += learnt.feature_scale[2] * np.where(seen, 1.0, -1.0)
    targets = np.tile(usual, (count, 1, 1))
    targets[:, 4, 1] += 0.01 * posture
    rows = replace(
        whole_rows(count),
        features=features,
        targets=targets,
        origin=np.zeros((count, 2)),
        true=values(targets),
        spread=np.full(count, "life"),
    )
    part = np.arange(count) < 800
    told = together(
        some(rows, np.flatnonzero(part)),
        some(rows, np.flatnonzero(~part)),
        replace(PAIR_RECIPE, hidden=(16, 8), epochs=250),
    )
    assert told["pairs"] == 400
    assert told["tested"] == {"life": 200}
    tilt = told["change"]["life"]["pelvic_tilt"]
    assert tilt["both"] < 0.7 * tilt["alone"]
