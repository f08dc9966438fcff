import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from posture.body.quality import find_quality, person_box
from tests.fixtures.people import person


def blur(pixels: NDArray[np.uint8], sd_px: float) -> NDArray[np.uint8]:
    return cv2.GaussianBlur(pixels, (0, 0), sd_px).astype(np.uint8)


def test_a_clear_photo_passes():
    quality = find_quality(person().photo.pixels)
    assert not quality.dark
    assert not quality.blurred


def test_dark_and_blurred_are_seen():
    pixels = person().photo.pixels
    assert find_quality((pixels * 0.05).astype(np.uint8)).dark
    assert find_quality(blur(pixels, 25)).blurred


def test_a_slight_defocus_passes():
    assert not find_quality(blur(person().photo.pixels, 1.5)).blurred


@pytest.mark.parametrize("width", [1, 3, 20, 49])
def test_a_strip_is_a_picture_like_any_other(width: int):
    quality = find_quality(np.full((20_000, width, 3), 128, np.uint8))
    assert not quality.dark
    assert quality.blurred


def test_the_box_holds_the_silhouette_and_nothing_more():
    mask = np.zeros((50, 40), np.float32)
    mask[10:20, 5:9] = 1
    assert person_box(mask) == (slice(10, 20), slice(5, 9))
    assert person_box(np.zeros((5, 5), np.float32)) is None
