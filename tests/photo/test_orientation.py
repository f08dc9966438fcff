"""Every format is upright exactly once, whoever turns it: the container, Pillow or this package."""

from __future__ import annotations

import io
import struct
from datetime import datetime

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from posture.photo import exif
from posture.photo.load import load
from tests.photo.test_load import content, corners, quarters

UPRIGHT = ["red", "green", "blue", "white"]
STORED = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
"""Orientation to the operation of Pillow that turns an upright picture as a camera stores it."""


def stored(orientation: int, size: tuple[int, int] = (256, 384)) -> Image.Image:
    made = quarters(*size)
    if orientation in STORED:
        made = made.transpose(Image.Transpose(STORED[orientation]))
    return made


def tags(orientation: int) -> Image.Exif:
    made = Image.Exif()
    made[exif.ORIENTATION] = orientation
    return made


def without_box(kind: str, orientation: int) -> bytes:
    """A HEIC or AVIF whose EXIF alone names the orientation, as some programs write it."""
    # Pillow and pillow-heif write a box for the orientation: another tag is renamed afterwards.
    renamed = Image.Exif()
    renamed[0x0106] = orientation
    data = content(stored(orientation), kind, exif=renamed)
    before, after = (struct.pack(">HH", tag, 3) for tag in (0x0106, exif.ORIENTATION))
    assert data.count(before) == 1
    assert b"irot" not in data
    assert b"imir" not in data
    return data.replace(before, after)


def test_the_corners_would_show_a_picture_that_is_not_turned():
    seen = {tuple(corners(np.array(stored(orientation)))) for orientation in range(1, 9)}
    assert len(seen) == 8


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "MPO"])
def test_exif_orientation_is_obeyed_once(kind: str, orientation: int):
    pages = {"save_all": True, "append_images": [quarters()]} if kind == "MPO" else {}
    photo = load(content(stored(orientation), kind, exif=tags(orientation), **pages))
    assert photo.source_size == (256, 384)
    assert photo.pixels.shape == (384, 256, 3)
    assert corners(photo.pixels) == UPRIGHT


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_a_reduced_picture_is_upright_too(kind: str, orientation: int):
    photo = load(content(stored(orientation, (1400, 2100)), kind, exif=tags(orientation)))
    assert photo.source_size == (1400, 2100)
    assert photo.pixels.shape == (1050, 700, 3)
    assert corners(photo.pixels) == UPRIGHT


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_deflate", "jpeg"])
def test_compressed_tiff(compression: str, orientation: int):
    data = content(stored(orientation), "TIFF", exif=tags(orientation), compression=compression)
    photo = load(data)
    assert photo.source_size == (256, 384)
    assert corners(photo.pixels) == UPRIGHT


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_exif_counts_where_the_container_has_no_orientation(kind: str, orientation: int):
    pillow_heif.register_heif_opener()
    photo = load(without_box(kind, orientation))
    assert photo.source_size == (256, 384)
    assert photo.pixels.shape == (384, 256, 3)
    assert corners(photo.pixels) == UPRIGHT


@pytest.mark.parametrize("orientation", range(2, 9))
def test_exif_repeats_the_box_of_a_heic_and_is_not_obeyed_again(orientation: int):
    pillow_heif.register_heif_opener()
    # As bytes, EXIF is kept in the file and a box is written too, as phones do.
    data = content(stored(orientation), "HEIF", exif=tags(orientation).tobytes())
    assert b"Exif" in data
    assert b"irot" in data or b"imir" in data
    # The encoder of this test writes mirrored orientations in another order: what counts is that
    # nothing is turned beyond what the decoder has turned.
    with Image.open(io.BytesIO(data)) as decoded:
        expected = corners(np.array(decoded))
    photo = load(data)
    assert corners(photo.pixels) == expected
    if orientation in (3, 6, 8):
        assert expected == UPRIGHT
        assert photo.source_size == (256, 384)


def test_a_name_of_a_box_among_the_pixels_is_no_box():
    pillow_heif.register_heif_opener()
    data = without_box("HEIF", 6) + struct.pack(">I4s", 16, b"free") + b"irotimir"
    assert corners(load(data).pixels) == UPRIGHT


def test_a_tiff_that_is_turned_keeps_its_date():
    grey = np.zeros((300, 400), np.uint8)
    grey[:, :200] = 255
    photo = load(dated_tiff(grey, 6))
    assert photo.taken == datetime(2024, 5, 3, 14, 7, 59)
    assert photo.source_size == (300, 400)
    assert photo.pixels[:200].min() == 255
    assert photo.pixels[200:].max() == 0


def dated_tiff(grey: np.ndarray, orientation: int) -> bytes:
    """A TIFF with an EXIF directory, which Pillow does not write."""
    pixels, date = grey.tobytes(), b"2024:05:03 14:07:59\0"
    entries = 10
    main = 8 + len(pixels)
    sub = main + 2 + 12 * entries + 4
    rows = (
        (256, 4, grey.shape[1]),
        (257, 4, grey.shape[0]),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 8),
        (exif.ORIENTATION, 3, orientation),
        (278, 4, grey.shape[0]),
        (279, 4, len(pixels)),
        (exif.EXIF_IFD, 4, sub),
    )
    directory = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in rows)
    dated = struct.pack("<HHII", exif.TAKEN, 2, len(date), sub + 2 + 12 + 4)
    return b"".join(
        (
            struct.pack("<4sI", b"II*\0", main),
            pixels,
            struct.pack("<H", entries) + directory + bytes(4),
            struct.pack("<H", 1) + dated + bytes(4) + date,
        )
    )
