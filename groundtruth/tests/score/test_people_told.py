from __future__ import annotations

import numpy as np
import pytest
from posture.assess.knowledge import knowledge

from groundtruth.score.people_told import shares, told_of


def test_what_is_told_lies_beside_the_truth() -> None:
    norm = knowledge().metric("pelvic_tilt").norm
    assert norm is not None
    mean, sd = norm.all.mean, norm.all.sd
    for true, of_typical in ((mean, True), (mean + 1.5 * sd, False)):
        told = told_of({"pelvic_tilt": mean}, {"pelvic_tilt": 0.6 * sd}, {"pelvic_tilt": true})
        assert sum(people for people, _ in told) == 10
        assert max(told) == (9, of_typical)


def test_nothing_measured_tells_nothing() -> None:
    assert told_of({}, {}, {}) == []


def test_shares_are_counted_by_what_was_told() -> None:
    told = [(8, True), (8, True), (8, True), (8, False), (2, False), (10, True)]
    assert shares(told) == [
        {"people": 8, "told": 4, "so": 75.0},
        {"people": 10, "told": 1, "so": 100.0},
    ]


@pytest.mark.parametrize(("doubt", "low", "high"), [(1.0, 74.0, 86.0), (3.0, 30.0, 70.0)])
def test_an_error_that_is_larger_than_stated_is_found(
    doubt: float, low: float, high: float
) -> None:
    """People as the norm has them, measured with an error ``doubt`` times as large as stated."""
    norm = knowledge().metric("pelvic_tilt").norm
    assert norm is not None
    sd, rng, told = norm.all.sd, np.random.default_rng(22), []
    for true in rng.normal(norm.all.mean, sd, 1500):
        value = true + rng.normal(0.0, 0.7 * sd * doubt)
        told += told_of({"pelvic_tilt": value}, {"pelvic_tilt": 0.7 * sd}, {"pelvic_tilt": true})
    (eight,) = [one for one in shares(told) if one["people"] == 8]
    assert low <= eight["so"] <= high
