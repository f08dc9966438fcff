import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.body.stickers.match import match
from posture.body.stickers.places import Places

DENSE = 1e4
"""Likeness of a clear sticker: so much likelier than one other spot in 100 x 100 pixels."""


def places(*means: tuple[float, float], sd: float = 8.0, together: float = 0.0) -> Places:
    """Points with independent errors and one that they all share."""
    count = len(means)
    covariance = np.eye(2 * count) * sd**2
    for axis in range(2):
        column = np.zeros(2 * count)
        column[axis::2] = together
        covariance += np.outer(column, column)
    return Places(tuple("abcdefg"[:count]), np.array(means, dtype=float), covariance)


def matched(where: Places, spots: list[tuple[float, float]], likeness: float = DENSE):
    at = np.array(spots, dtype=float).reshape(-1, 2)
    return match(where, at, np.full((len(where.names), len(at)), likeness))


def test_each_point_takes_the_spot_at_its_place():
    found = matched(places((50, 50), (150, 50), (50, 250)), [(52, 249), (49, 52), (151, 48)])
    assert found.best == {"a": 1, "b": 2, "c": 0}
    assert found.sure.max(axis=1) == pytest.approx([1, 1, 1], abs=0.06)


def test_a_missing_sticker_leaves_its_point_alone():
    found = matched(places((50, 50), (150, 50)), [(151, 48)])
    assert found.best == {"b": 0}
    assert found.sure[0].sum() == 0


def test_a_spot_beyond_the_gate_is_nobodys():
    assert matched(places((50, 50)), [(95, 50)]).best == {}


def test_no_spots_at_all():
    found = matched(places((50, 50)), [])
    assert found.best == {}
    assert found.evidence == pytest.approx(0.0)


def test_one_spot_between_two_points_is_sure_of_neither():
    found = matched(places((40, 50), (60, 50)), [(50, 50)])
    assert found.sure[:, 0] == pytest.approx([0.5, 0.5], abs=0.04)


def test_a_shift_that_all_points_share_is_followed():
    """Both spots lie 20 to the right: nearest-neighbour alone would swap one of them."""
    apart = places((40, 50), (60, 50), (300, 300), sd=4.0, together=15.0)
    found = matched(apart, [(60, 50), (80, 50), (320, 300)])
    assert found.best == {"a": 0, "b": 1, "c": 2}
    assert found.sure[0, 0] > 0.9


def test_a_common_look_makes_a_match_less_sure():
    where, spots = places((50, 50)), [(50.0, 50.0)]
    rare, common = matched(where, spots), matched(where, spots, 300.0)
    assert rare.sure[0, 0] > common.sure[0, 0] > 0
    assert rare.evidence > common.evidence


def test_too_many_ways_to_tell():
    spots = [(50.0 + 3 * i, 50.0 + 3 * j) for i in range(-3, 4) for j in range(-3, 4)]
    many = matched(places(*[(50 + k, 50) for k in range(7)]), spots)
    assert many.sure.max() <= 0.5


@settings(max_examples=30, deadline=None)
@given(
    st.permutations(range(5)),
    st.lists(st.tuples(st.floats(-6, 6), st.floats(-6, 6)), min_size=5, max_size=5),
)
def test_the_order_of_the_spots_does_not_matter(order: list[int], off: list[tuple[float, float]]):
    means = [(60.0 * k, 40.0 * (k % 2)) for k in range(5)]
    spots = [(x + dx, y + dy) for (x, y), (dx, dy) in zip(means, off, strict=True)]
    where = places(*means, sd=20.0)
    here, there = matched(where, spots), matched(where, [spots[k] for k in order])
    assert {n: order[j] for n, j in there.best.items()} == here.best
    assert there.sure == pytest.approx(here.sure[:, order], abs=1e-9)
    assert here.sure.sum(axis=0).max() <= 1 + 1e-9
    assert here.sure.sum(axis=1).max() <= 1 + 1e-9
