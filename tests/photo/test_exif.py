"""Focal length in pixels, where EXIF can be believed."""

from __future__ import annotations

import io
import math
from fractions import Fraction
from typing import Any

import pytest
from PIL import Image

from posture.photo import exif
from posture.photo.load import load

WIDTH, HEIGHT = 4000, 3000


def test_the_35_mm_equivalent_compares_diagonals():
    # 43.27 mm on a 5000-pixel diagonal: the diagonal itself.
    found = exif.focal_px({exif.FOCAL_LENGTH_35MM: math.hypot(36, 24)}, WIDTH, HEIGHT)
    assert found == pytest.approx(5000)
    both = {exif.FOCAL_LENGTH_35MM: 26, exif.FOCAL_LENGTH: 4.2, exif.FOCAL_PLANE_X_RESOLUTION: 1.0}
    assert exif.focal_px(both, WIDTH, HEIGHT) == pytest.approx(26 / math.hypot(36, 24) * 5000)


@pytest.mark.parametrize(("unit", "per_unit"), [(2, 25.4), (3, 10.0), (4, 1.0)])
def test_the_focal_plane_resolution_counts_pixels(unit: int, per_unit: float):
    tags = {
        exif.FOCAL_LENGTH: Fraction(50),
        exif.FOCAL_PLANE_X_RESOLUTION: 100 * per_unit,
        exif.FOCAL_PLANE_UNIT: unit,
    }
    assert exif.focal_px(tags, WIDTH, HEIGHT) == pytest.approx(5000)
    # Made half as large afterwards: EXIF still tells of the camera's pixels.
    size = {exif.PIXEL_WIDTH: 2 * WIDTH, exif.PIXEL_HEIGHT: 2 * HEIGHT}
    assert exif.focal_px(tags | size, WIDTH, HEIGHT) == pytest.approx(2500)


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {exif.FOCAL_LENGTH_35MM: 0},
        {exif.FOCAL_LENGTH_35MM: "wide"},
        {exif.FOCAL_LENGTH_35MM: math.nan},
        {exif.FOCAL_LENGTH_35MM: 60_000},
        {exif.FOCAL_LENGTH: 4.2},
        {exif.FOCAL_LENGTH_35MM: 26, exif.DIGITAL_ZOOM: 2.0},
        {exif.FOCAL_LENGTH_35MM: 26, exif.PIXEL_WIDTH: 4000, exif.PIXEL_HEIGHT: 4000},
    ],
)
def test_what_cannot_be_believed_is_dropped(tags: dict[int, Any]):
    assert exif.focal_px(tags, WIDTH, HEIGHT) is None


def test_a_turned_picture_is_not_a_cropped_one():
    tags = {exif.FOCAL_LENGTH_35MM: 26, exif.PIXEL_WIDTH: HEIGHT, exif.PIXEL_HEIGHT: WIDTH}
    assert exif.focal_px(tags, WIDTH, HEIGHT) == pytest.approx(26 / math.hypot(36, 24) * 5000)


def test_it_counts_source_pixels_and_not_decoded_ones():
    tags = Image.Exif()
    tags.get_ifd(exif.EXIF_IFD)[exif.FOCAL_LENGTH_35MM] = 26
    out = io.BytesIO()
    Image.new("RGB", (WIDTH, HEIGHT)).save(out, "JPEG", exif=tags)
    photo = load(out.getvalue())
    assert photo.scale == 0.25
    assert photo.focal_px == pytest.approx(26 / math.hypot(36, 24) * 5000)


def test_damaged_exif_counts_as_none():
    out = io.BytesIO()
    Image.new("RGB", (300, 300)).save(out, "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")
    assert load(out.getvalue()).focal_px is None
