"""Writes the focal length into the EXIF data of a JPEG, as phones do."""

from __future__ import annotations

import math

from PIL import Image

_FOCAL_IN_35MM = 0xA405
_EXIF_IFD = 0x8769
_FILM_DIAGONAL_MM = 43.27


def with_focal(jpeg: bytes, focal_px: float, size: tuple[int, int]) -> bytes:
    """Add the focal length to a JPEG.

    Parameters
    ----------
    jpeg : bytes
    focal_px : float
    size : tuple of int
        Width and height. The value is the 35 mm equivalent by the diagonal, in whole millimetres,
        as phones write it.

    Returns
    -------
    bytes
    """
    exif = Image.Exif()
    equivalent = focal_px * _FILM_DIAGONAL_MM / math.hypot(*size)
    exif.get_ifd(_EXIF_IFD)[_FOCAL_IN_35MM] = round(equivalent)
    body = exif.tobytes()
    # Right after the start marker, where cameras put it.
    return jpeg[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + jpeg[2:]
