from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from posture.body.gate.likeness import is_drawn
from posture.body.side_view import turn
from tests.fixtures.people import Person, person, with_pixels

MADE = person()
NOISE = np.random.default_rng(1).normal(0, 4, MADE.photo.pixels.shape)


def photographed(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.clip(pixels + NOISE, 0, 255).astype(np.uint8)


def drawn(made: Person) -> bool:
    return is_drawn(turn(made.photo, made.pose))


def test_a_photo_is_not_drawn_however_strongly_it_was_compressed():
    pixels = photographed(MADE.photo.pixels)
    assert not drawn(with_pixels(MADE, pixels))
    _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 60])
    again = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    assert not drawn(with_pixels(MADE, again))


@pytest.mark.parametrize("step", [48, 64])
def test_a_person_in_a_few_even_colours_is_drawn(step: int):
    smooth = cv2.GaussianBlur(MADE.photo.pixels, (0, 0), 3)
    assert drawn(with_pixels(MADE, (smooth // step * step + step // 2).astype(np.uint8)))


def test_a_silhouette_is_drawn():
    shape = np.where(MADE.pose.silhouette[..., None] > 0.5, 20, 245).astype(np.uint8)
    assert drawn(with_pixels(MADE, np.repeat(shape, 3, axis=2)))


def test_a_grey_body_before_black_is_like_an_xray_but_a_grey_photo_is_not():
    grey = cv2.cvtColor(photographed(MADE.photo.pixels), cv2.COLOR_RGB2GRAY)
    three = np.repeat(grey[..., None], 3, axis=2)
    assert not drawn(with_pixels(MADE, three))
    dark = np.where(MADE.pose.silhouette[..., None] > 0.5, three, 5).astype(np.uint8)
    assert drawn(with_pixels(MADE, dark))


def test_nobody_is_not_drawn():
    empty = replace(MADE.pose, silhouette=np.zeros_like(MADE.pose.silhouette))
    assert not drawn(replace(MADE, pose=empty))
