from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.batch.summary.statistics import Moments, share_interval, t_quantile


@given(st.lists(st.lists(st.floats(-1e3, 1e3), max_size=8), max_size=6), st.floats(0, 1e6))
def test_pieces_give_what_the_whole_gives(pieces: list[list[float]], far: float):
    made = Moments()
    for piece in pieces:
        made.add(np.array([*piece, math.nan]) + far)
    whole = np.array([value for piece in pieces for value in piece]) + far
    assert made.count == whole.size
    if whole.size:
        assert made.mean == pytest.approx(whole.mean(), abs=1e-6)
    if whole.size > 1:
        assert made.sd == pytest.approx(whole.std(ddof=1), abs=1e-4)
    else:
        assert math.isnan(made.sd)
        assert all(map(math.isnan, made.interval))


@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [(1, 12.7062), (2, 4.3027), (5, 2.5706), (30, 2.0423), (120, 1.9799), (100_000, 1.96)],
)
def test_quantiles_are_those_of_the_tables(freedom: int, quantile: float):
    assert t_quantile(freedom) == pytest.approx(quantile, abs=5e-5)


def test_the_interval_of_a_mean_holds_it_as_often_as_it_says():
    rng = np.random.default_rng(1)
    held = 0
    for _ in range(600):
        made = Moments()
        made.add(rng.normal(10.0, 3.0, 6))
        low, high = made.interval
        held += low <= 10.0 <= high
    assert held / 600 == pytest.approx(0.95, abs=0.03)


def test_shares():
    # Wilson (1927) by hand: 15 of 148, Newcombe (1998), table I: 0.0624 to 0.1605.
    assert share_interval(15, 148) == pytest.approx((0.0624, 0.1605), abs=1e-4)
    assert share_interval(20, 20)[1] == pytest.approx(1.0)
    assert all(map(math.isnan, share_interval(0, 0)))
