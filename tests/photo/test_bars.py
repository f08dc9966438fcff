import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from posture.photo.bars import crop_bars, find_picture
from posture.photo.load import load
from tests.fixtures.shared import ROOT

SAMPLE = load(ROOT / "samples" / "standing_tall.jpg").pixels
HIGH, WIDE = SAMPLE.shape[:2]


def barred(colour: int, *, above: int = 0, left: int = 0, quality: int | None = 85):
    framed = cv2.copyMakeBorder(
        SAMPLE, above, above, left, left, cv2.BORDER_CONSTANT, value=(colour,) * 3
    )
    if quality is not None:
        _, data = cv2.imencode(".jpg", framed, [cv2.IMWRITE_JPEG_QUALITY, quality])
        framed = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return np.asarray(framed, dtype=np.uint8)


@pytest.mark.parametrize("colour", [0, 255])
@pytest.mark.parametrize("quality", [None, 90, 50])
def test_bars_are_found_through_jpeg(colour: int, quality: int | None):
    left, top, right, bottom = find_picture(barred(colour, above=101, quality=quality))
    assert (left, right) == (0, WIDE)
    assert top == pytest.approx(101, abs=3)
    assert bottom == pytest.approx(101 + HIGH, abs=3)
    left, top, right, bottom = find_picture(barred(colour, left=150, quality=quality))
    assert (top, bottom) == (0, HIGH)
    assert left == pytest.approx(150, abs=3)
    assert right == pytest.approx(150 + WIDE, abs=3)


def test_bars_on_all_sides_are_found():
    box = find_picture(barred(0, above=80, left=120))
    assert box == pytest.approx((120, 80, 120 + WIDE, 80 + HIGH), abs=3)


def studio(colour: int) -> NDArray[np.uint8]:
    """Somebody before an even wall: no bars, wherever the wall ends at the person."""
    picture = np.full((400, 600, 3), colour, np.uint8)
    cv2.ellipse(picture, (300, 230), (60, 170), 0, 0, 360, (120, 90, 80), -1)
    return picture


@pytest.mark.parametrize("colour", [0, 128, 255])
def test_an_even_wall_is_not_a_bar(colour: int):
    assert find_picture(studio(colour)) == (0, 0, 600, 400)


def test_pictures_of_one_colour_and_samples_stay_whole():
    assert find_picture(np.zeros((300, 200, 3), np.uint8)) == (0, 0, 200, 300)
    assert find_picture(SAMPLE) == (0, 0, WIDE, HIGH)


def test_coordinates_stay_those_of_the_picture():
    photo = load(barred(0, above=100, left=60, quality=None))
    part = crop_bars(photo)
    assert part.corner == (60.0, 100.0)
    assert part.source_size == photo.source_size
    assert np.array_equal(part.pixels, SAMPLE)
