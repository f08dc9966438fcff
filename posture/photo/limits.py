"""Checks of file size and pixel count, made before a picture is decoded."""

from __future__ import annotations

import math

from posture.errors import PhotoEmptyError, PhotoTooLargeError, PhotoTooSmallError
from posture.i18n.language import tr
from posture.limits import MEDIA_BYTES, MEDIA_MEGABYTES, MEGABYTE, PIXELS

MIN_PICTURE_PX = 64
"""Smallest longer side. Whether the person is large enough to be measured is checked later, in
``posture.body.gate.faults``."""

MIN_DECODED_PX = 200


def check_bytes(count: int, name: str) -> None:
    """Refuse an empty source and one above 200 MB.

    Raises
    ------
    PhotoEmptyError, PhotoTooLargeError
    """
    if count == 0:
        raise PhotoEmptyError(
            tr("{name} is empty.").format(name=name),
            tr("Copy it again from the camera or the phone."),
        )
    if count > MEDIA_BYTES:
        raise PhotoTooLargeError(many_bytes(count, name), tr("Save it as a JPEG of ordinary size."))


def many_bytes(count: int, name: str) -> str:
    """Say that a file has more than 200 MB."""
    return tr("{name} has {megabytes:.0f} MB; at most {most:.0f} MB are read.").format(
        name=name, megabytes=math.ceil(count / MEGABYTE), most=MEDIA_MEGABYTES
    )


def check_pixels(width: int, height: int, name: str) -> None:
    """Refuse more than 100 megapixels, and a longer side below 64 pixels.

    Raises
    ------
    PhotoEmptyError, PhotoTooLargeError, PhotoTooSmallError
    """
    if width <= 0 or height <= 0:
        raise PhotoEmptyError(
            tr("{name} holds no pixels.").format(name=name), tr("Choose another picture.")
        )
    if width * height > PIXELS:
        raise too_many_pixels(
            tr("{name} has {width} x {height} pixels; at most {most:.0f} megapixels are read."),
            name=name,
            width=width,
            height=height,
        )
    if max(width, height) < MIN_PICTURE_PX:
        raise PhotoTooSmallError(
            tr("{name} has {width} x {height} pixels: that is an icon, not a photo.").format(
                name=name, width=width, height=height
            ),
            tr("Use the original photo and not its thumbnail."),
        )


def too_many_pixels(sentence: str, **values: object) -> PhotoTooLargeError:
    """Make the error for a picture above the pixel limit, with this sentence."""
    return PhotoTooLargeError(
        sentence.format(most=PIXELS / 1e6, **values), tr("Save it at a smaller size.")
    )


def too_slow(name: str, seconds: float) -> PhotoTooLargeError:
    """Make the error for a picture that takes longer to decode than any photo does."""
    return PhotoTooLargeError(
        long_reading(name, seconds), tr("Save it as a JPEG of ordinary size.")
    )


def long_reading(name: str, seconds: float) -> str:
    """Say that reading a file takes longer than it may."""
    return tr("Reading {name} takes longer than {seconds:.0f} seconds.").format(
        name=name, seconds=seconds
    )


def too_much_memory(name: str) -> PhotoTooLargeError:
    """Make the error for a picture that takes more memory to decode than any photo does."""
    return PhotoTooLargeError(
        tr("Reading {name} takes more memory than a photo may.").format(name=name),
        tr("Save it as a JPEG of ordinary size."),
    )
