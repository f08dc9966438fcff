"""Convert every pixel mode to 8-bit RGB: bit depth scaled, transparency over white."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

DEEP_MODES = ("I", "F")
FULL_SCALES = (1.0, 255.0, 65535.0, 2.0**31 - 1)
"""Possible values of white where the mode does not give the bit depth; the smallest that fits is
used."""

PLAIN_MODES = ("RGB", "L", "CMYK", "YCbCr", "HSV", "1")
"""Modes of 8 bits or fewer without transparency; Pillow converts them correctly."""


def to_rgb(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """Choose the conversion to RGB for this picture and its strips.

    Parameters
    ----------
    image : Image
        The whole decoded picture: the value of white is found from all of its pixels.

    Raises
    ------
    ValueError
        The values are negative, infinite, NaN or too large.
    """
    if image.mode.startswith("I;16"):
        return lambda strip: _from_deep(strip, 65535.0)
    if image.mode in DEEP_MODES:
        white = _white(image)
        return lambda strip: _from_deep(strip, white)
    if image.mode in PLAIN_MODES and "transparency" not in image.info:
        return lambda strip: strip.convert("RGB")
    return _over_white


def to_bytes(values: NDArray[Any], white: float) -> NDArray[np.uint8]:
    """Scale 0 to ``white`` onto 0 to 255, rounded."""
    return np.rint(values * (255.0 / white)).astype(np.uint8)


def _white(image: Image.Image) -> float:
    extrema: Any = image.getextrema()
    low, high = float(extrema[0]), float(extrema[1])
    fitting = [white for white in FULL_SCALES if high <= white]
    if not (np.isfinite([low, high]).all() and low >= 0 and fitting):
        raise ValueError(f"values from {low} to {high} are no tones")
    # Integers of 0 and 1 alone may be a mask or a nearly black picture: taken as a mask.
    return fitting[0]


def _from_deep(strip: Image.Image, white: float) -> Image.Image:
    values = np.asarray(strip, dtype=np.float32)
    if not np.isfinite(values).all():
        raise ValueError("a value is not a number")
    return Image.fromarray(to_bytes(values, white)).convert("RGB")


def _over_white(strip: Image.Image) -> Image.Image:
    layered = strip.convert("RGBA")
    white = Image.new("RGBA", layered.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, layered).convert("RGB")
