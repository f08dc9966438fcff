"""How much picture is accepted, checked before anything is decoded."""

from __future__ import annotations

from posture.errors import PhotoEmptyError, PhotoTooLargeError, PhotoTooSmallError

MAX_BYTES = 50_000_000
MAX_PIXELS = 100_000_000
MIN_PICTURE_PX = 64
"""Longer side below which nothing can be said; whether a person is large enough to be measured is
the body room's to judge, with its other faults."""

MIN_DECODED_PX = 200


def check_bytes(count: int, name: str) -> None:
    """Refuse an empty source and one above 50 MB.

    Raises
    ------
    PhotoEmptyError, PhotoTooLargeError
    """
    if count == 0:
        raise PhotoEmptyError(f"{name} is empty.", "Copy it again from the camera or the phone.")
    if count > MAX_BYTES:
        raise PhotoTooLargeError(
            f"{name} has {count / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read.",
            "Save it as a JPEG of ordinary size.",
        )


def check_pixels(width: int, height: int, name: str) -> None:
    """Refuse more than 100 megapixels, and pictures as small as an icon.

    Raises
    ------
    PhotoEmptyError, PhotoTooLargeError, PhotoTooSmallError
    """
    if width <= 0 or height <= 0:
        raise PhotoEmptyError(f"{name} holds no pixels.", "Choose another picture.")
    if width * height > MAX_PIXELS:
        raise too_many_pixels(f"{width} x {height} pixels", name)
    if max(width, height) < MIN_PICTURE_PX:
        raise PhotoTooSmallError(
            f"{name} has {width} x {height} pixels: that is an icon, not a photo.",
            "Use the original photo and not its thumbnail.",
        )


def too_many_pixels(found: str, name: str) -> PhotoTooLargeError:
    """Make the error for a picture above the pixel limit; ``found`` says what was seen."""
    return PhotoTooLargeError(
        f"{name} has {found}; at most {MAX_PIXELS / 1e6:.0f} megapixels are read.",
        "Save it at a smaller size.",
    )
