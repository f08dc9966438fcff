from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.points import PointSource
from posture.measure.combine import SHARED_VARIANCE, combine, spread
from posture.measure.measure import measure
from posture.measure.measurement import Measurement
from tests.fixtures.bodies import body, point_set


def photo(value: float, sd: float = 4.0, source: PointSource = "estimated", name: str = "cva"):
    reason = "The ear is hidden." if math.isnan(value) else None
    return {name: Measurement(name, value, math.nan if reason else sd, "deg", source, reason)}


def test_median_over_the_photos_that_have_it():
    series = [photo(50.0), photo(math.nan), photo(44.0), photo(45.0)]
    assert combine(series)["cva"].value == 45.0
    assert combine(series)["cva"].reason_missing is None


def test_agreeing_photos_keep_the_shared_part_of_the_error():
    one = combine([photo(45.0, sd=4.0)] * 4)["cva"]
    assert one.sd == pytest.approx(4.0 * math.sqrt(SHARED_VARIANCE + (1 - SHARED_VARIANCE) / 4))


def test_scattered_photos_show_their_scatter():
    one = combine([photo(v, sd=0.5) for v in (30.0, 40.0, 50.0)])["cva"]
    assert one.sd == pytest.approx(1.2533 * 10.0 / math.sqrt(3), rel=1e-3)


def test_one_photo_stays_as_it_is():
    assert combine([photo(45.0)]) == photo(45.0)
    assert combine([photo(math.nan), photo(45.0)]) == photo(45.0)


def test_in_no_photo_keeps_the_reason():
    one = combine([photo(math.nan), photo(math.nan)])["cva"]
    assert math.isnan(one.value)
    assert math.isnan(one.sd)
    assert one.reason_missing == "The ear is hidden."


def test_source_is_the_least_certain_one_used():
    series = [
        photo(45.0, source="sticker"),
        photo(46.0, source="placed"),
        photo(math.nan, source="estimated"),
    ]
    assert combine(series)["cva"].source == "placed"


def test_whole_bodies_keep_names_units_and_order():
    series = [measure(body(points=point_set(c7=(0.005 + d, 0.862)))) for d in (0.0, 0.01, 0.02)]
    both = combine(series)
    assert list(both) == list(series[0])
    assert both["cva"].value == series[1]["cva"].value
    assert both["knee_angle"].value == series[0]["knee_angle"].value
    assert both["fleche_lombaire"].unit == "% trunk height"


def test_no_photos_give_nothing():
    assert combine([]) == {}
    assert spread([]) == {}


@given(
    values=st.lists(st.floats(-90, 90), min_size=2, max_size=6),
    sd=st.floats(0.1, 20),
    seed=st.randoms(),
)
def test_order_of_the_photos_does_not_matter(values: list[float], sd: float, seed: Random):
    series = [photo(v, sd) for v in values]
    shuffled = series[:]
    seed.shuffle(shuffled)
    a, b = combine(series)["cva"], combine(shuffled)["cva"]
    assert a.value == b.value
    assert a.sd == pytest.approx(b.sd)
    assert a.sd >= sd * math.sqrt(SHARED_VARIANCE)
    assert min(values) <= a.value <= max(values)


def test_spread_is_half_the_range():
    assert spread([photo(40.0), photo(math.nan), photo(47.0), photo(45.0)]) == {"cva": 3.5}


def test_spread_of_one_photo_is_unknown():
    assert math.isnan(spread([photo(40.0), photo(math.nan)])["cva"])
