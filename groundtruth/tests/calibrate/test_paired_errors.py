from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

pytest.importorskip("torch")

from posture.body.estimate.features import names
from posture.body.estimate.network import weights
from posture.body.estimate.pair_weights import (
    PairInput,
    PairWeights,
    novelty_log_odds,
    scaled_covariance,
)
from posture.body.estimate.perceptron import Perceptron
from posture.body.points import NODES
from posture.measure.registry import METRICS

from groundtruth.calibrate.paired_errors import answers, changes, measured, with_errors
from groundtruth.calibrate.rows import Rows
from groundtruth.calibrate.sensitivity import values
from tests.calibrate.made_up import whole_rows

COUNT, METRIC = 1600, len(METRICS)
TRUSTED = [k for k, metric in enumerate(METRICS) if not metric.name.startswith("fleche")]
"""A fleche has no slope where another node becomes the rearmost."""


def nothing_added() -> PairWeights:
    """Weights that leave every estimate as it is."""
    inputs = 2 * (len(names()) + 1)
    layer = (np.zeros((inputs, 2 * len(NODES))), np.zeros(2 * len(NODES)))
    reading = PairInput(np.zeros(2 * len(NODES)), np.zeros((2 * len(NODES), 1)))
    none = np.zeros(METRIC)
    return PairWeights(reading, Perceptron((layer,), layer[0], layer[1]), none, none, none, {}, "")


@cache
def rows() -> Rows:
    """Photos off by half of what is stated, two thirds of the variance the same in both."""
    rng = np.random.default_rng(4)
    learnt = weights()
    z = np.repeat(rng.normal(0, 0.3, (COUNT // 2, len(names()))), 2, axis=0)
    features = learnt.feature_mean + z * learnt.feature_scale
    found = learnt.positions(features)
    root = np.linalg.cholesky(
        scaled_covariance(learnt, features[:1], np.zeros(METRIC))[0]
        + 1e-12 * np.eye(2 * len(NODES))
    )
    own = rng.normal(size=(COUNT, len(root)))
    common = np.repeat(rng.normal(size=(COUNT // 2, len(root))), 2, axis=0)
    error = 0.5 * (np.sqrt(1 / 3) * own + np.sqrt(2 / 3) * common) @ root.T
    targets = found - error.reshape(found.shape)
    return replace(
        whole_rows(COUNT),
        features=features,
        targets=targets,
        origin=np.zeros((COUNT, 2)),
        true=values(targets),
    )


@cache
def learnt() -> PairWeights:
    return with_errors(nothing_added(), weights(), rows())


def test_nothing_added_is_the_single_estimate() -> None:
    alone = weights().positions(rows().features)
    np.testing.assert_allclose(answers(nothing_added(), weights(), rows()), alone)
    np.testing.assert_allclose(
        changes(rows(), alone),
        np.diff(measured(rows(), alone).reshape(-1, 2, METRIC), axis=1)[:, 0],
    )
    true = rows().true
    np.testing.assert_allclose(changes(rows(), None), true[1::2] - true[::2])


def test_errors_that_are_half_of_what_is_stated_are_found_so() -> None:
    alone = weights()
    covariance = scaled_covariance(alone, rows().features, np.zeros(METRIC))
    slopes = alone.errors.slope
    stated = np.sqrt(np.einsum("mi,nij,mj->nm", slopes, covariance, slopes))
    # All were drawn as the first photo's are stated, which are not quite those of the others.
    half = 0.5 * stated[0] / np.sqrt((stated**2).mean(axis=0))
    found = np.exp(learnt().single) / half
    assert np.median(found[TRUSTED]) == pytest.approx(1.0, abs=0.05)
    np.testing.assert_allclose(found[TRUSTED], 1.0, atol=0.2)


def test_what_both_photos_errors_have_in_common_is_found() -> None:
    np.testing.assert_allclose(learnt().correlation[TRUSTED], 2 / 3, atol=0.08)


def test_ranges_of_changes_hold_as_often_as_they_say() -> None:
    alone = weights()
    found = answers(learnt(), alone, rows())
    slopes = alone.errors.slope
    covariance = scaled_covariance(alone, rows().features, learnt().single)
    sd = np.sqrt(np.einsum("mi,nij,mj->nm", slopes, covariance, slopes))
    moved = changes(rows(), found)
    odds = novelty_log_odds(alone, rows().features)
    independent = np.hypot(sd[::2], sd[1::2])
    size = learnt().sizes(independent, moved, (odds[::2] + odds[1::2]) / 2)
    # A third of the variance differs between both photos.
    assert np.median((size / independent)[:, TRUSTED]) == pytest.approx(np.sqrt(1 / 3), rel=0.1)
    inside = np.abs(moved - changes(rows(), None)) < 1.2816 * size
    assert inside[:, TRUSTED].mean() == pytest.approx(0.8, abs=0.03)
