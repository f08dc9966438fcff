import numpy as np
import pytest

from posture.photo.turned import rotated, to_source, turned
from tests.fixtures.people import photo_of

NOBODY = np.zeros((300, 200), bool)


def dotted(x: int, y: int) -> np.ndarray:
    pixels = np.full((300, 200, 3), 90, np.uint8)
    pixels[y - 3 : y + 4, x - 3 : x + 4] = 250
    return pixels


def test_a_quarter_turn_is_clockwise():
    # To the right, then down: y points down in a picture.
    assert rotated(np.array([1.0, 0.0]), 90.0) == pytest.approx([0.0, 1.0])


@pytest.mark.parametrize("degrees", [-18.0, 7.0, 20.0])
def test_places_of_the_turned_picture_are_those_of_the_picture(degrees: float):
    photo = turned(photo_of(dotted(60, 220)), degrees, NOBODY)
    rows, columns = np.nonzero(photo.pixels[..., 0] > 170)
    seen = np.array([columns.mean() + 0.5, rows.mean() + 0.5])
    assert to_source(photo, seen) == pytest.approx([60.5, 220.5], abs=0.3)


def test_a_line_that_leans_clockwise_becomes_upright():
    pixels = np.full((300, 200, 3), 90, np.uint8)
    for y in range(100, 220):
        x = round(100 + np.tan(np.radians(10.0)) * (160 - y))
        pixels[y, x - 3 : x + 4] = 250
    found = turned(photo_of(pixels), 10.0, NOBODY).pixels[..., 0]
    bright = np.nonzero((found > 170).any(axis=0))[0]
    assert np.ptp(bright) < 12


def test_a_border_that_cuts_the_person_stays_a_border():
    person = NOBODY.copy()
    person[100:, 80:120] = True
    whole = turned(photo_of(dotted(60, 220)), 10.0, NOBODY)
    cut = turned(photo_of(dotted(60, 220)), 10.0, person)
    assert cut.pixels.shape[0] < whole.pixels.shape[0]
    # The last row of the turned picture lies inside the picture below the person.
    last = np.array([[x, cut.pixels.shape[0] - 1.0] for x in range(cut.pixels.shape[1])])
    below = to_source(cut, last)
    under = (below[:, 0] > 80) & (below[:, 0] < 120)
    assert under.any()
    assert (below[under, 1] <= 300.5).all()
