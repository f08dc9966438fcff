import cv2
import numpy as np
import pytest

from posture.photo.load import load
from posture.photo.part import finer_part_of, part_of

PATCHES = np.random.default_rng(0).integers(0, 255, (30, 40, 3)).astype(np.uint8)
LARGE = np.asarray(cv2.resize(PATCHES, (4000, 3000), interpolation=cv2.INTER_LINEAR), np.uint8)


def test_a_part_keeps_the_coordinates_of_the_picture():
    photo = load(LARGE)
    part = part_of(part_of(photo, (100, 50, 500, 450)), (10, 20, 200, 300))
    assert part.corner == pytest.approx((110 / photo.scale, 70 / photo.scale))
    assert np.array_equal(part.pixels, photo.pixels[70:350, 110:300])


def test_a_small_part_is_read_with_more_pixels():
    photo = load(LARGE)
    box = (100, 50, 350, 350)
    finer = finer_part_of(photo, box)
    assert finer.scale > 2 * photo.scale
    assert finer.corner == pytest.approx((100 / photo.scale, 50 / photo.scale), abs=2)
    assert finer.sha256 == photo.sha256
    left, top = (round(c) for c in finer.corner)
    high, wide = finer.pixels.shape[:2]
    assert finer.scale == 1.0
    assert np.array_equal(finer.pixels, LARGE[top : top + high, left : left + wide])


def test_a_part_of_a_part_is_read_at_the_right_place():
    photo = load(LARGE)
    inner = part_of(photo, (200, 100, 1000, 750))
    finer = finer_part_of(inner, (50, 60, 250, 300))
    wanted = (250 / photo.scale, 160 / photo.scale)
    assert finer.corner == pytest.approx(wanted, abs=2)


def test_a_photo_without_more_pixels_is_only_cut():
    photo = load(LARGE[:600, :800])
    assert photo.source is None
    assert finer_part_of(photo, (0, 0, 80, 60)).scale == 1.0
