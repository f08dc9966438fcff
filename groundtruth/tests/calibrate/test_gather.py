import numpy as np
import pytest
from posture.photo.part import part_of
from posture.photo.photo import Photo
from posture.photo.turned import turned

from groundtruth.calibrate.gather import part_of_mask


def picture() -> tuple[Photo, np.ndarray]:
    """A bright body before a dark wall, and its silhouette."""
    mask = np.zeros((400, 300), np.uint8)
    mask[80:350, 120:190] = 255
    mask[80:140, 190:220] = 255
    pixels = np.repeat(mask[..., None], 3, axis=2)
    return Photo(pixels, (300, 400), 1.0, None, "drawn", "0" * 64), mask


@pytest.mark.parametrize("degrees", [0.0, 11.0])
def test_the_silhouette_is_that_of_the_part(degrees: float):
    photo, mask = picture()
    part = part_of(photo, (60, 30, 280, 390))
    part = turned(part, degrees, np.zeros(part.pixels.shape[:2], bool)) if degrees else part
    found = part_of_mask(mask, part)
    assert found.shape == part.pixels.shape[:2]
    assert np.mean((found > 127) != (part.pixels[..., 0] > 127)) < 0.002
