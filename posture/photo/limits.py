"""Limits on file size and pixel count, checked before a picture is decoded."""

from __future__ import annotations

import math

from posture.errors import PhotoEmptyError, PhotoTooLargeError, PhotoTooSmallError
from posture.i18n.language import tr

MEGABYTE = 1024 * 1024
"""As Streamlit and file managers on Windows count; a smaller unit would refuse what they accept."""

MAX_MEGABYTES = 200
"""One limit for every photo and video, in the app and on the command line: a minute of video from a
phone. ``maxUploadSize`` in ``posture/ui/.streamlit/config.toml`` is the same number; what a picture
costs in memory is bounded by its pixels."""

MAX_BYTES = MAX_MEGABYTES * MEGABYTE
MAX_PIXELS = 100_000_000
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
    if count > MAX_BYTES:
        raise PhotoTooLargeError(
            tr("{name} has {megabytes:.0f} MB; at most {most:.0f} MB are read.").format(
                name=name, megabytes=math.ceil(count / MEGABYTE), most=MAX_MEGABYTES
            ),
            tr("Save it as a JPEG of ordinary size."),
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
    if width * height > MAX_PIXELS:
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
        sentence.format(most=MAX_PIXELS / 1e6, **values), tr("Save it at a smaller size.")
    )
