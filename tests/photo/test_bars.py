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


def screenshot(colour: int) -> tuple[NDArray[np.uint8], int]:
    """A phone's screenshot of a photo with clock and buttons in the bars, and the photo's top."""
    ink = (255 - colour,) * 3
    above = 380
    shot = barred(colour, above=above, quality=None)
    cv2.putText(shot, "14:07", (50, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.4, ink, 4)
    cv2.putText(shot, "LTE 83%", (WIDE - 260, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.4, ink, 4)
    high = len(shot)
    for x in (100, WIDE // 2, WIDE - 100):
        cv2.circle(shot, (x, high - 170), 30, ink, 5)
    cv2.rectangle(shot, (WIDE // 2 - 150, high - 30), (WIDE // 2 + 150, high - 20), ink, -1)
    _, data = cv2.imencode(".jpg", shot, [cv2.IMWRITE_JPEG_QUALITY, 85])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8), above


@pytest.mark.parametrize("colour", [0, 255])
def test_clock_and_buttons_of_a_screenshot_belong_to_the_bars(colour: int):
    shot, above = screenshot(colour)
    box = find_picture(shot)
    assert box == pytest.approx((0, above, WIDE, above + HIGH), abs=3)


def studio(colour: int) -> NDArray[np.uint8]:
    """Somebody before an even wall: no bars, wherever the wall ends at the person."""
    picture = np.full((400, 600, 3), colour, np.uint8)
    cv2.ellipse(picture, (300, 230), (60, 170), 0, 0, 360, (120, 90, 80), -1)
    return picture


@pytest.mark.parametrize("colour", [0, 128, 255])
def test_an_even_wall_is_not_a_bar(colour: int):
    assert find_picture(studio(colour)) == (0, 0, 600, 400)


@pytest.mark.parametrize("colour", [0, 255])
def test_a_lamp_above_somebody_before_an_even_wall_is_no_writing(colour: int):
    picture = studio(colour)
    cv2.rectangle(picture, (280, 20), (320, 35), (128, 128, 128), -1)
    assert find_picture(picture) == (0, 0, 600, 400)


def test_pictures_of_one_colour_and_samples_stay_whole():
    assert find_picture(np.zeros((300, 200, 3), np.uint8)) == (0, 0, 200, 300)
    assert find_picture(SAMPLE) == (0, 0, WIDE, HIGH)


def test_coordinates_stay_those_of_the_picture():
    photo = load(barred(0, above=100, left=60, quality=None))
    part = crop_bars(photo)
    assert part.corner == (60.0, 100.0)
    assert part.source_size == photo.source_size
    assert np.array_equal(part.pixels, SAMPLE)
