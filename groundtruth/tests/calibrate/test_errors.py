from __future__ import annotations

from functools import cache

import numpy as np
import pytest

pytest.importorskip("torch")

from posture.body.estimate.error_model import ErrorModel
from posture.body.estimate.features import names
from posture.body.estimate.network import weights

from groundtruth.calibrate.errors import HeldOut, fit_errors, stated
from groundtruth.calibrate.sensitivity import sensitivity, values

INSIDE = {1.2816: 80.0, 1.96: 95.0}


@cache
def seen() -> HeldOut:
    """Bodies near the usual one, whose errors double with one feature and with being unusual."""
    rng = np.random.default_rng(11)
    count, nodes = 3000, weights().errors.mean
    z = np.clip(rng.normal(size=(count, len(names()))), -4, 4)
    unusual = rng.random(count) < 0.5
    # A weak sign of being unusual: half of those who show none are unusual all the same.
    z[:, 3] = np.where(unusual, 1.0, -1.0) * (rng.random(count) < 0.6) + 0.3 * z[:, 3]
    root = weights().errors.root * 0.4
    found = nodes + rng.normal(size=(count, root.shape[1])) @ root.T
    size = np.exp(0.3 * z[:, 20] + 0.35 * unusual)
    error = size[:, None] * (rng.normal(size=(count, root.shape[1])) @ root.T) * 0.5
    shape = (count, -1, 2)
    true = (found - error).reshape(shape)
    return HeldOut(z, found.reshape(shape), true, np.ones(count), unusual)


@cache
def learnt() -> ErrorModel:
    return fit_errors(seen(), np.arange(len(seen().z)) % 2 == 0)


def covered(at: np.ndarray, within: float) -> np.ndarray:
    """Per cent of some rows within so many stated errors, of each measurement."""
    data = seen()
    error = np.abs(values(data.found[at]) - values(data.true[at]))
    return 100 * (error < within * stated(learnt(), data.z[at], data.found[at])).mean(axis=0)


def test_ranges_hold_as_often_as_they_say_on_rows_that_set_no_size():
    others = np.flatnonzero(np.arange(len(seen().z)) % 2 == 1)
    for within, share in INSIDE.items():
        assert covered(others, within).mean() == pytest.approx(share, abs=2.0)


def test_the_odds_tell_unusual_people_from_usual_ones():
    data, model = seen(), learnt()
    odds = model.read(data.z, data.nodes)[1] @ model.odds
    assert odds[data.unusual].mean() > odds[~data.unusual].mean() + odds.std() / 2


def test_errors_grow_with_the_feature_that_they_grow_with():
    data = seen()
    found = stated(learnt(), data.z, data.found)
    much, little = data.z[:, 20] > 1, data.z[:, 20] < -1
    assert (np.median(found[much], axis=0) > 1.3 * np.median(found[little], axis=0)).all()


def test_what_is_stated_follows_from_the_covariance():
    data, model = seen(), learnt()
    covariance = model.covariance(data.z[:3], data.found[:3].reshape(3, -1))
    slope = sensitivity(data.found[:3])
    variance = np.einsum("nmi,nij,nmj->nm", slope, covariance, slope)
    np.testing.assert_allclose(stated(model, data.z[:3], data.found[:3]) ** 2, variance, rtol=1e-6)
