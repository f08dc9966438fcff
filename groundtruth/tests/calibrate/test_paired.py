from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")

from posture.body.estimate.network import weights
from posture.body.estimate.pair_weights import PairWeights
from posture.body.estimate.perceptron import Perceptron

from groundtruth.calibrate.crossval import subset
from groundtruth.calibrate.learn import PAIR_RECIPE
from groundtruth.calibrate.paired import learn_pairs, sample_pairs
from groundtruth.calibrate.paired_errors import answers
from groundtruth.calibrate.photo_pairs import photo_pairs
from tests.calibrate.made_up import whole_rows
from tests.calibrate.pairs_made_up import half_seen

NONE = np.zeros(len(weights().errors.slope))


def test_every_look_stands_beside_every_look_at_the_other_photo() -> None:
    rows = replace(
        whole_rows(8),
        body=np.array([7, 3, 3, 7, 7, 3, 5, 9]),
        number=np.array([15, 6, 7, 14, 15, 6, 10, 19]),
    )
    first, second = photo_pairs(rows)
    # Person 5 and person 9 have a single picture.
    assert sorted(zip(first.tolist(), second.tolist(), strict=True)) == [
        (1, 2),
        (3, 0),
        (3, 4),
        (5, 2),
    ]


def test_nobody_counts_for_more_than_four_pairs() -> None:
    looks = np.repeat([0, 1, 2], [8, 4, 3])
    number = np.concatenate([np.repeat([0, 1], 4), np.repeat([2, 3], 2), [4, 5, 5]])
    rows = replace(whole_rows(16), body=np.append(looks, 3), number=np.append(number, 6))
    found = list(zip(*(at.tolist() for at in sample_pairs(rows)), strict=True))
    # Of four looks each, every look once.
    assert found[:4] == [(0, 4), (1, 5), (2, 6), (3, 7)]
    assert found[4:] == [(8, 10), (8, 11), (9, 10), (9, 11), (12, 13), (12, 14)]


def test_what_only_the_other_photo_shows_is_read_from_it() -> None:
    rows, tested = half_seen(1600), half_seen(400, seed=1)
    recipe = replace(PAIR_RECIPE, hidden=(16, 8), epochs=200)
    estimates = weights().positions(rows.features)
    reading, correction = learn_pairs(rows, estimates, weights(), recipe, seeds=1)
    learnt = PairWeights(reading, correction, NONE, NONE, NONE, {}, "")
    later = subset(tested, np.arange(1, 400, 2))
    first = subset(tested, np.arange(0, 400, 2))

    def miss(other: np.ndarray) -> float:
        found = learnt.positions(weights(), later.features, other)
        return float(np.sqrt(((found - later.targets) ** 2).mean()))

    alone = weights().positions(later.features)
    apart = float(np.sqrt(((alone - later.targets) ** 2).mean()))
    assert miss(first.features) < 0.6 * apart
    # Somebody else's photo tells nothing of this body.
    assert miss(np.roll(first.features, 7, axis=0)) > 1.3 * miss(first.features)


def test_answers_are_those_of_the_program() -> None:
    rows = half_seen(40)
    reading, correction = learn_pairs(
        rows,
        weights().positions(rows.features),
        weights(),
        replace(PAIR_RECIPE, hidden=(8, 4), epochs=1, batch=4),
        seeds=1,
    )
    learnt = PairWeights(reading, correction, NONE, NONE, NONE, {}, "")
    found = answers(learnt, weights(), rows)
    first, second = rows.features[0::2], rows.features[1::2]
    np.testing.assert_allclose(found[0::2], learnt.positions(weights(), first, second))
    np.testing.assert_allclose(found[1::2], learnt.positions(weights(), second, first))


def test_answers_start_from_the_estimates_that_are_given() -> None:
    rows = half_seen(40)
    known = weights().positions(rows.features) + 0.1
    reading, _ = learn_pairs(
        rows, known, weights(), replace(PAIR_RECIPE, hidden=(8, 4), epochs=1, batch=4), seeds=1
    )
    none = np.zeros((2 * len(reading.from_features(weights(), rows.features[0])), known[0].size))
    silent = Perceptron(((none, none[0]),), none, none[0])
    learnt = PairWeights(reading, silent, NONE, NONE, NONE, {}, "")
    np.testing.assert_allclose(answers(learnt, weights(), rows, known), known)
