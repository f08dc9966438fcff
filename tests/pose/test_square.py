"""Squares of a picture: what lies in them, and the way back."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from posture.pose.square import Square

lengths = st.floats(1.0, 3000.0)
places = st.floats(-2000.0, 4000.0)
squares = st.builds(
    Square, st.tuples(places, places), lengths, st.floats(-math.pi, math.pi, allow_nan=False)
)


@given(squares, arrays(np.float64, (5, 2), elements=st.floats(-2.0, 3.0)))
def test_distances_are_those_of_the_side(square: Square, shares: np.ndarray):
    there = square.to_picture(shares)
    apart = np.hypot(*(there - there[0]).T)
    assert apart == pytest.approx(square.side * np.hypot(*(shares - shares[0]).T), abs=1e-6)
    assert square.to_picture(np.full(2, 0.5)) == pytest.approx(square.centre)


def test_an_upright_square_of_its_own_size_shows_the_picture():
    pixels = np.random.default_rng(1).integers(0, 256, (40, 40, 3), dtype=np.uint8)
    np.testing.assert_array_equal(Square.around(40, 40).look(pixels, 40), pixels)


def test_a_square_turned_clockwise_shows_the_picture_turned_back():
    pixels = np.random.default_rng(1).integers(0, 256, (41, 41, 3), dtype=np.uint8)
    seen = Square((20.0, 20.0), 40.0, math.pi / 2).look(pixels, 40)
    np.testing.assert_array_equal(seen, np.rot90(pixels)[:40, :40])


@pytest.mark.parametrize(
    ("border", "beyond"), [(cv2.BORDER_CONSTANT, 0), (cv2.BORDER_REPLICATE, 200)]
)
def test_beyond_the_picture_lies_nothing_or_its_border(border: int, beyond: int):
    pixels = np.full((30, 10, 3), 200, np.uint8)
    seen = Square.around(10, 30).look(pixels, 30, border=border)
    assert (seen[:, 12:18] == 200).all()
    assert (seen[:, :8] == beyond).all()
    assert (seen[:, 22:] == beyond).all()


@pytest.mark.parametrize("turned_deg", [0.0, 30.0, -115.0, 180.0])
def test_what_is_seen_in_a_square_is_spread_to_where_it_was(turned_deg: float):
    y, x = np.mgrid[:200, :300].astype(np.float32)
    bright = np.exp(-((x - 140) ** 2 + (y - 90) ** 2) / 200).astype(np.float32)
    square = Square((150.0, 100.0), 120.0, math.radians(turned_deg))
    seen = square.look(np.repeat((255 * bright)[..., None], 3, axis=2).astype(np.uint8), 256)
    back = square.spread((seen[..., 0] / 255).astype(np.float32), 300, 200)
    assert back.shape == (200, 300)
    assert np.abs(back - bright).max() < 0.03
