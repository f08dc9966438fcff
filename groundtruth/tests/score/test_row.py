"""Rows survive a stop."""

from __future__ import annotations

import math

import pytest

from groundtruth.score.row import Row
from tests.score.made_up import people, row


def test_there_and_back():
    made = row(people(stickers=True)[1])
    assert Row.read(made.line()).readings.keys() == made.readings.keys()
    assert Row.read(made.line()).line() == made.line()


def test_unknown_is_null_and_comes_back_as_nan():
    made = Row("k", "wide/0", readings={"cva": (math.nan, math.nan, "estimated")})
    assert "NaN" not in made.line()
    assert math.isnan(Row.read(made.line()).readings["cva"][0])


def test_a_line_cut_off_is_an_error():
    made = row(people()[0]).line()
    with pytest.raises(ValueError, match=r".+"):
        Row.read(made[: len(made) // 2])
