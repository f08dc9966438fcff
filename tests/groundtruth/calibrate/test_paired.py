from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")

from groundtruth.calibrate.crossval import some
from groundtruth.calibrate.learn import PAIR_RECIPE
from groundtruth.calibrate.limits import pairs
from groundtruth.calibrate.paired import learn_pairs
from posture.body.calibrated import weights
from posture.body.paired import PairWeights
from tests.groundtruth.calibrate.made_up import whole_rows
from tests.groundtruth.calibrate.pairs_made_up import half_seen

NONE = np.zeros(len(weights().errors.slope))


def test_every_look_stands_beside_every_look_at_the_other_photo() -> None:
    rows = replace(
        whole_rows(8),
        body=np.array([7, 3, 3, 7, 7, 3, 5, 9]),
        number=np.array([15, 6, 7, 14, 15, 6, 10, 19]),
    )
    first, second = pairs(rows)
    # Person 5 and person 9 have a single picture.
    assert sorted(zip(first.tolist(), second.tolist(), strict=True)) == [
        (1, 2),
        (3, 0),
        (3, 4),
        (5, 2),
    ]


def test_what_only_the_other_photo_shows_is_read_from_it() -> None:
    rows, tested = half_seen(1600), half_seen(400, seed=1)
    recipe = replace(PAIR_RECIPE, hidden=(16, 8), epochs=200)
    reading, correction = learn_pairs(rows, weights(), recipe, seeds=1)
    learnt = PairWeights(reading, correction, NONE, NONE, NONE, {}, "")
    later = some(tested, np.arange(1, 400, 2))
    first = some(tested, np.arange(0, 400, 2))

    def miss(other: np.ndarray) -> float:
        found = learnt.positions(weights(), later.features, other)
        return float(np.sqrt(((found - later.targets) ** 2).mean()))

    alone = weights().positions(later.features)
    apart = float(np.sqrt(((alone - later.targets) ** 2).mean()))
    assert miss(first.features) < 0.6 * apart
    # Somebody else's photo tells nothing of this body.
    assert miss(np.roll(first.features, 7, axis=0)) > 1.3 * miss(first.features)
