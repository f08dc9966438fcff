"""Every format, mode and orientation gives the same picture; every fault its own error."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from posture.errors import (
    PhotoEmptyError,
    PhotoError,
    PhotoFormatError,
    PhotoNotFoundError,
    PhotoTooLargeError,
    PhotoTooSmallError,
)
from posture.limits import MEDIA_BYTES
from posture.photo import limits
from posture.photo.decode import factor_for
from posture.photo.load import load
from tests.fixtures.hostile import ENDINGS, encoded


def quarters(width: int = 240, height: int = 320) -> Image.Image:
    """Red top left, green top right, blue bottom left, white bottom right."""
    made = Image.new("RGB", (width, height), "white")
    made.paste("red", (0, 0, width // 2, height // 2))
    made.paste("lime", (width // 2, 0, width, height // 2))
    made.paste("blue", (0, height // 2, width // 2, height))
    return made


def content(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def corners(pixels: np.ndarray) -> list[str]:
    names = {"100": "red", "010": "green", "001": "blue", "111": "white"}
    height, width = pixels.shape[:2]
    spots = [(y, x) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)]
    return [names["".join(str(int(v > 128)) for v in pixels[spot])] for spot in spots]


@pytest.mark.parametrize("kind", ENDINGS)
def test_formats_are_read_from_path_and_bytes_alike(kind: str, tmp_path: Path):
    data = encoded(kind)
    path = tmp_path / f"a.{ENDINGS[kind]}"
    path.write_bytes(data)
    by_path, by_bytes = load(path), load(data)
    assert by_path.pixels.shape == (320, 240, 3)
    assert by_path.pixels.dtype == np.uint8
    np.testing.assert_array_equal(by_path.pixels, by_bytes.pixels)
    assert (by_path.name, by_bytes.name) == (path.name, "bytes")
    assert by_path.sha256 == by_bytes.sha256 == hashlib.sha256(data).hexdigest()
    assert load(str(path), name="me").name == "me"


@pytest.mark.parametrize("mode", ["L", "LA", "1", "P", "RGBA", "CMYK", "YCbCr", "I;16", "I", "F"])
def test_modes_keep_their_tones(mode: str):
    grey = np.tile(np.linspace(0, 255, 240), (320, 1)).astype(np.uint8)
    if mode == "I;16":
        image = Image.fromarray(grey.astype(np.uint16) * 257)
    elif mode == "I":
        image = Image.fromarray(grey.astype(np.int32) * 257)
    elif mode == "F":
        image = Image.fromarray(grey.astype(np.float32) / 255)
    else:
        image = Image.fromarray(grey).convert("RGB" if mode == "YCbCr" else "L")
        image = image.convert("RGB").convert(mode) if mode == "CMYK" else image.convert(mode)
    pixels = load(content(image, "JPEG" if mode in ("CMYK", "YCbCr") else "TIFF")).pixels
    expected = grey if mode != "1" else np.asarray(image.convert("L"))
    tolerance = 12 if mode in ("CMYK", "YCbCr") else 1
    assert np.abs(pixels.astype(int) - expected[..., None]).max() <= tolerance


def test_transparency_lies_over_white():
    clear = quarters()
    clear.putalpha(0)
    assert load(content(clear)).pixels.min() == 255
    half = Image.new("RGBA", (240, 320), (0, 0, 0, 128))
    assert abs(int(load(content(half)).pixels.mean()) - 127) <= 1
    palette = Image.new("P", (240, 320), 0)
    assert load(content(palette, transparency=0)).pixels.min() == 255


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("size", [(3000, 4001), (2000, 1000), (4001, 333), (1999, 1500)])
def test_large_pictures_are_reduced_by_a_whole_number(kind: str, size: tuple[int, int]):
    photo = load(content(quarters(*size), kind))
    factor = round(1 / photo.scale)
    assert photo.scale == 1 / factor
    assert photo.source_size == size
    height, width = photo.pixels.shape[:2]
    assert (width, height) == tuple(-(-side // factor) for side in size)
    assert 1000 <= max(width, height) < 2000
    assert corners(photo.pixels) == ["red", "green", "blue", "white"]


@given(st.integers(1, 20_000), st.integers(1, 20_000), st.integers(200, 4000))
def test_reduction_never_enlarges_nor_goes_too_far(width: int, height: int, longest: int):
    factor = factor_for(width, height, longest)
    reduced = max(width, height) / factor
    assert factor >= 1
    assert reduced == max(width, height) or longest <= reduced < 2 * longest


def test_reducing_averages():
    board = np.indices((2000, 2000)).sum(axis=0) % 2 * 255
    pixels = load(content(Image.fromarray(board.astype(np.uint8)))).pixels
    assert pixels.shape == (1000, 1000, 3)
    assert set(np.unique(pixels)) <= {127, 128}


def test_a_longest_below_the_limit_is_a_mistake():
    with pytest.raises(ValueError, match="longest"):
        load(encoded("PNG"), longest=100)


def test_paths_that_are_no_files(tmp_path: Path):
    empty = tmp_path / "empty.jpg"
    empty.touch()
    for path in (tmp_path / "none.jpg", tmp_path, "a\0b", "x" * 5000, empty / "below"):
        with pytest.raises(PhotoNotFoundError):
            load(path)
    with pytest.raises(PhotoEmptyError):
        load(empty)
    with pytest.raises(PhotoEmptyError):
        load(b"")


def test_limits_come_before_decoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    big = tmp_path / "big.jpg"
    with big.open("wb") as file:
        file.truncate(MEDIA_BYTES + 1)
    with pytest.raises(PhotoTooLargeError, match="MB"):
        load(big)
    monkeypatch.setattr(limits, "PIXELS", 240 * 320 - 1)
    with pytest.raises(PhotoTooLargeError, match="megapixels"):
        load(encoded("PNG"))
    with pytest.raises(PhotoTooSmallError):
        load(content(quarters(63, 40)))
    assert load(content(quarters(32, 64))).pixels.shape == (64, 32, 3)


def test_every_error_says_what_to_do():
    for source in (b"", b"text", encoded("JPEG")[:2000], content(quarters(50, 50))):
        with pytest.raises(PhotoError) as caught:
            load(source, name="me.jpg")
        assert "me.jpg" in caught.value.message
        assert caught.value.remedy


def test_phones_store_more_than_the_photo():
    out = io.BytesIO()
    quarters().save(out, "MPO", save_all=True, append_images=[quarters()])
    assert corners(load(out.getvalue()).pixels) == ["red", "green", "blue", "white"]


@pytest.mark.parametrize(
    ("array", "value"),
    [
        (np.full((300, 200), True), 255),
        (np.full((300, 200, 1), 7, np.uint8), 7),
        (np.full((300, 200, 3), 7, np.int64), 7),
        (np.full((300, 200, 3), 65535 // 5, np.uint16), 51),
        (np.full((300, 200, 3), 65535 // 5, ">u2"), 51),
        (np.full((300, 200), 0.2, np.float16), 51),
        (np.full((300, 200, 3), 0.2), 51),
        (np.dstack([np.zeros((300, 200, 3), np.uint8), np.full((300, 200), 51, np.uint8)]), 204),
        (np.full((600, 200, 3), 9, np.uint8)[::2], 9),
    ],
)
def test_arrays_keep_their_tones(array: np.ndarray, value: int):
    photo = load(array)
    assert photo.pixels.shape == (300, 200, 3)
    np.testing.assert_array_equal(photo.pixels, value)
    assert (photo.name, photo.focal_px, photo.scale) == ("array", None, 1.0)


@pytest.mark.parametrize(
    ("array", "error"),
    [
        (np.zeros((300,), np.uint8), PhotoFormatError),
        (np.zeros((300, 200, 2), np.uint8), PhotoFormatError),
        (np.zeros((1, 300, 200, 3), np.uint8), PhotoFormatError),
        (np.zeros((0, 300, 3), np.uint8), PhotoEmptyError),
        (np.full((300, 200), 1.5), PhotoFormatError),
        (np.full((300, 200), np.nan), PhotoFormatError),
        (np.full((300, 200), -1), PhotoFormatError),
        (np.full((300, 200), 256), PhotoFormatError),
        (np.zeros((300, 200), complex), PhotoFormatError),
        (np.zeros((300, 200), object), PhotoFormatError),
        (np.zeros((40, 50, 3), np.uint8), PhotoTooSmallError),
        (np.broadcast_to(np.uint8(0), (20_000, 20_000)), PhotoTooLargeError),
    ],
)
def test_arrays_that_are_no_pictures(array: np.ndarray, error: type[PhotoError]):
    with pytest.raises(error):
        load(array)


def test_the_hash_of_an_array_tells_shape_and_type_apart():
    base = np.zeros((300, 400), np.uint8)
    kinds = [base, base.T, base.astype(bool), base[..., None]]
    assert len({load(kind).sha256 for kind in kinds}) == len(kinds)
    assert load(base).sha256 == load(base.copy(order="F")).sha256
