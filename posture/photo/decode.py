"""Decode a picture file to upright RGB pixels, reduced where it has more than are needed.

Pillow decodes every format. OpenCV's reduced JPEG decoder is a little faster, but it fills the
missing part of a truncated file with grey and reports no error.
"""

from __future__ import annotations

import functools
import io
import threading
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, UnidentifiedImageError

from posture.errors import (
    PhotoAnimatedError,
    PhotoError,
    PhotoFormatError,
    PhotoTruncatedError,
)
from posture.i18n.language import tr
from posture.photo import boxes, exif, limits
from posture.photo.formats import FORMATS, format_of
from posture.photo.tones import to_rgb

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

ONE_PICTURE = frozenset({"MPO", "HEIF"})
"""Phones store depth and gain maps as further pictures in these; the first one is the photo."""

STRIP_PIXELS = 8_000_000

_one_at_a_time = threading.Lock()
"""Two pictures of 100 megapixels at once would double the memory, and the filters of `warnings` are
shared by all threads."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded picture.

    Attributes
    ----------
    pixels : ndarray, shape (H, W, 3), uint8
    source_size : tuple of int
        (width, height), upright, before reduction.
    factor : int
        Source pixels per decoded pixel.
    focal_px : float or None
    taken : datetime or None
    """

    pixels: NDArray[np.uint8]
    source_size: tuple[int, int]
    factor: int
    focal_px: float | None
    taken: datetime | None = None


def decode(
    data: bytes | bytearray, name: str, longest: int, formats: tuple[str, ...] = tuple(FORMATS)
) -> Decoded:
    """Decode a picture file.

    Parameters
    ----------
    data : bytes
        Content of the file.
    name : str
        For messages.
    longest : int
        The longest side is reduced by a whole number to lie in [longest, 2 * longest); a smaller
        picture stays as it is.
    formats : tuple of str
        Those that it may have.

    Raises
    ------
    PhotoError
        A subclass for each kind of fault.
    MemoryError
    """
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if "HEIF" in formats:
            _register_heif()
        try:
            with Image.open(io.BytesIO(data), formats=formats) as image:
                return _decode(image, data, name, longest)
        except (PhotoError, MemoryError):
            raise
        except Image.DecompressionBombError as error:
            raise limits.too_many_pixels(
                tr(
                    "{name} has far more pixels than a photo; at most {most:.0f} megapixels are "
                    "read."
                ),
                name=name,
            ) from error
        except UnidentifiedImageError as error:
            raise _unknown(data, name) from error
        except Exception as error:  # Pillow's decoders raise nearly anything on damaged content
            raise damaged(name) from error


def factor_for(width: int, height: int, longest: int) -> int:
    """Whole number by which to reduce so that the longest side lies in [longest, 2 * longest)."""
    return max(1, max(width, height) // longest)


def reduce(image: Image.Image, factor: int) -> Image.Image:
    """Convert to RGB and reduce by averaging ``factor`` x ``factor`` pixels, strip by strip.

    Strips limit the memory to little more than the decoded picture needs, in every mode.
    """
    width, height = image.size
    convert = to_rgb(image)
    if factor == 1:
        return convert(image)
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    rows = max(1, STRIP_PIXELS // (width * factor)) * factor
    for top in range(0, height, rows):
        strip = image.crop((0, top, width, min(top + rows, height)))
        small.paste(convert(strip).reduce(factor), (0, top // factor))
    return small


def _decode(image: Image.Image, data: bytes | bytearray, name: str, longest: int) -> Decoded:
    width, height = image.size
    limits.check_pixels(width, height, name)
    if image.format not in ONE_PICTURE and getattr(image, "n_frames", 1) > 1:
        raise PhotoAnimatedError(
            tr("{name} holds more than one picture.").format(name=name),
            tr("Save the one to be analysed as a JPEG."),
        )
    factor = factor_for(width, height, longest)
    # JPEG can be decoded at 1/2, 1/4 or 1/8 for a fraction of the time; averaging does the rest.
    image.draft(image.mode, (width // factor, height // factor))
    drafted = max(1, round(width / image.size[0]))
    image.load()
    # Only now: Pillow turns a TIFF upright while it loads it, and then drops its orientation.
    orientation, tags = exif.read(image)
    if image.format in boxes.FORMATS:
        orientation = boxes.left_to_turn(data) or orientation
    small = reduce(image, factor // drafted)
    if orientation in exif.UPRIGHT:
        small = small.transpose(exif.UPRIGHT[orientation])
    return Decoded(
        pixels=np.array(small),
        source_size=(height, width) if orientation >= 5 else (width, height),
        factor=factor // drafted * drafted,
        focal_px=exif.focal_px(tags, width, height),
        taken=exif.taken(tags),
    )


@functools.cache
def _register_heif() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)


def _unknown(data: bytes | bytearray, name: str) -> PhotoError:
    if format_of(data) is not None:
        return damaged(name)
    return PhotoFormatError(
        tr("{name} is not a picture in a known format.").format(name=name),
        tr("Use JPEG, PNG, WebP, TIFF, BMP, HEIC or AVIF."),
    )


def damaged(name: str) -> PhotoTruncatedError:
    """The error of a file that is cut off or damaged."""
    return PhotoTruncatedError(
        tr("{name} is cut off or damaged.").format(name=name),
        tr("Copy it again from the camera or the phone."),
    )
