from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from dataclasses import replace

from posture.body.estimate.corrections import LEAST_ROLL_SD, ROLL_KNOTS
from posture.body.estimate.features import names
from posture.body.estimate.network import weights

from groundtruth.calibrate.camera_head import (
    ROLL_WITHOUT_VERTICAL,
    by_spread,
    fit_camera_head,
    roll_sd_by_stated,
    slopes_of,
    with_error_sizes,
)
from groundtruth.calibrate.crossval import folds
from groundtruth.calibrate.network import Recipe, standardisation
from tests.calibrate.made_up import whole_rows


def test_what_remains_of_the_roll_follows_the_error_stated_for_it() -> None:
    rng = np.random.default_rng(0)
    stated = rng.choice(ROLL_KNOTS, 20_000)
    remaining = 0.5 * stated * rng.standard_normal(len(stated))
    found = roll_sd_by_stated(stated, remaining, np.ones(len(stated), bool))
    np.testing.assert_allclose(found, 0.5 * np.array(ROLL_KNOTS), rtol=0.05)


def test_the_judged_set_the_size() -> None:
    rng = np.random.default_rng(1)
    stated = rng.uniform(0.6, 2.0, 20_000)
    judged = np.arange(len(stated)) % 2 == 0
    remaining = np.where(judged, 1.2, 1.0) * stated * rng.standard_normal(len(stated))
    found, all_alike = (
        roll_sd_by_stated(stated, remaining, who) for who in (judged, judged | True)
    )
    # How it grows with the stated error is read from all, so every knot moves by the same share.
    np.testing.assert_allclose(found / all_alike, 1.2 / np.sqrt((1.2**2 + 1) / 2), rtol=0.02)


def test_a_stated_error_that_nobody_had_is_taken_from_its_neighbours() -> None:
    stated = np.repeat([0.6, 2.0], 50)
    remaining = np.tile([1.0, -1.0], 50) * stated
    found = roll_sd_by_stated(stated, remaining, np.ones(100, bool))
    assert (np.diff(found) >= 0).all()
    assert found[[0, -1]] == pytest.approx([0.6, 2.0])


def test_what_an_estimate_shares_with_the_camera_is_found_in_its_errors() -> None:
    rng = np.random.default_rng(2)
    slopes = rng.normal(0, 0.01, (35, 2, 5))
    slopes -= slopes.mean(axis=0)
    remaining = rng.normal(size=(4000, 5))
    shift = rng.normal(0, 0.05, (4000, 1, 2))
    error = np.einsum("pck,nk->npc", slopes, remaining) + shift
    error += rng.normal(0, 0.005, error.shape)
    np.testing.assert_allclose(slopes_of(error, remaining), slopes.reshape(70, 5), atol=5e-4)


def test_people_never_met_set_what_remains_and_leave_the_corrections() -> None:
    rng = np.random.default_rng(3)
    count, learnt = 8000, weights()
    stated, noted = (names().index(name) for name in ("roll_sd", "lens_known"))
    features = np.tile(learnt.feature_mean, (count, 1))
    features[:, stated] = rng.choice([0.6, 2.0], count)
    features[:, noted] = rng.integers(0, 2, count)
    wide = np.column_stack(
        [
            np.where(features[:, stated] == 0.6, 0.1, 1.5),
            np.where(features[:, noted] == 1, 2.0, 3.0),
            *np.tile([[0.1], [0.02], [1.0]], count),
        ]
    )
    wrong = learnt.camera.errors(learnt.standardised(features)) + wide * rng.normal(size=(count, 5))
    sign = rng.choice([-1, 1], count)
    turned = np.column_stack([wrong[:, 0] * sign, wrong[:, 1:]])
    rows = replace(whole_rows(count), features=features, camera_errors=turned, facing_sign=sign)
    found = with_error_sizes(learnt, rows)
    assert found.errors is learnt.camera.errors
    assert found.roll_sd[[0, -1]] == pytest.approx([LEAST_ROLL_SD, 1.5], rel=0.05)
    assert found.sd[:, 0] == pytest.approx([3.0, 2.0], rel=0.05)
    left = by_spread(found, learnt, rows)
    assert set(left) == {"wide", "life"}
    for spread in left.values():
        assert spread[ROLL_WITHOUT_VERTICAL]["so"] == pytest.approx(1.5, rel=0.05)
        assert spread["roll_deg"]["so"] == pytest.approx(np.sqrt((1.5**2 + 0.1**2) / 2), rel=0.05)
        assert spread["yaw_deg"]["so"] == pytest.approx(np.sqrt((9 + 4) / 2), rel=0.05)
        assert spread["yaw_deg"]["stated"] == pytest.approx(spread["yaw_deg"]["so"], rel=0.05)
        assert spread["yaw_deg"]["cover_80"] == pytest.approx(80, abs=3)
    assert found.sd[:, 1:] == pytest.approx(np.tile([0.1, 0.02, 1.0], (2, 1)), rel=0.05)


def test_what_remains_follows_the_circumstances_in_which_it_was_larger() -> None:
    rng = np.random.default_rng(4)
    count, learnt = 6000, weights()
    loose, stated = (names().index(name) for name in ("looseness", "roll_sd"))
    features = np.tile(learnt.feature_mean, (count, 1))
    features[:, stated] = ROLL_KNOTS[-1]
    in_cloth = rng.random(count) < 0.5
    features[:, loose] += learnt.feature_scale[loose] * np.where(in_cloth, 1.0, -1.0)
    wide = np.tile([1.0, 2.0, 0.1, 0.02, 1.0], (count, 1))
    wide[in_cloth, 1] *= 1.5
    rows = replace(
        whole_rows(count),
        features=features,
        camera_errors=learnt.camera.errors(learnt.standardised(features))
        + wide * rng.normal(size=(count, 5)),
        facing_sign=np.ones(count, dtype=int),
        spread=np.where(in_cloth, "loose", "tight"),
    )
    left = by_spread(with_error_sizes(learnt, rows), learnt, rows)
    grown, alike = (
        left["loose"][name]["stated"] / left["tight"][name]["stated"]
        for name in ("yaw_deg", "roll_deg")
    )
    # The penalty keeps a part of the dependence back.
    assert 1.25 < grown < 1.5
    assert alike == pytest.approx(1.0, abs=0.05)


def test_what_remains_of_somebody_is_said_by_who_has_not_met_them() -> None:
    rng = np.random.default_rng(5)
    count, learnt = 200, weights()
    features = learnt.feature_mean + learnt.feature_scale * rng.normal(size=(count, len(names())))
    features[:, names().index("lens_known")] = rng.integers(0, 2, count)
    wrong = rng.normal(size=(count, 5))
    base = whole_rows(count)
    targets = learnt.positions(features)
    rows = replace(base, features=features, camera_errors=wrong, targets=targets)
    recipe = Recipe(hidden=(8, 4), batch=16, epochs=2)

    def remaining(camera_errors: np.ndarray) -> np.ndarray:
        met = replace(rows, camera_errors=camera_errors)
        made = standardisation(features, targets)
        everybody = np.ones(count, bool)
        head, left = fit_camera_head(
            made, met, None, 1.0, recipe, everybody, np.zeros_like(targets)
        )
        assert head.errors(made.features(features)).shape == (count, 5)
        return left - camera_errors

    half = folds(base.body, 2)
    # As far apart as before, so that what is standard stays the same.
    other = np.where((half == 0)[:, None], np.roll(wrong, 1, axis=0), wrong)
    other[half == 0] += wrong[half == 0].mean(axis=0) - other[half == 0].mean(axis=0)
    other[half == 0] *= wrong[half == 0].std(axis=0) / other[half == 0].std(axis=0)
    before, after = remaining(wrong), remaining(other)
    moved = np.abs(after - before).max(axis=1)
    assert moved[half == 1].max() > 20 * np.median(moved[half == 0])
