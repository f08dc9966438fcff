"""Names of sticker colours, and the chroma plane in which stickers are detected."""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HUES: dict[str, tuple[float, float]] = {
    "red": (-12.0, 13.0),
    "orange": (13.0, 43.0),
    "yellow": (43.0, 70.0),
    "green": (70.0, 165.0),
    "turquoise": (165.0, 195.0),
    "blue": (195.0, 255.0),
    "purple": (255.0, 288.0),
    "pink": (288.0, 348.0),
}
"""First and last hue of each colour name, degrees on the HSV circle; they cover all hues."""

_GIVE = 14.0
"""How far beyond the named hues a sticker may lie, as daylight and lamps shift them; degrees."""


def hue_of(rgb: tuple[float, float, float]) -> tuple[float, float]:
    """Hue and saturation.

    Parameters
    ----------
    rgb : tuple of float
        0 to 255.

    Returns
    -------
    hue : float
        Degrees on the HSV circle, [0, 360).
    saturation : float
        0 grey to 1 pure.
    """
    clipped = [min(max(c / 255.0, 0.0), 1.0) for c in rgb]
    hue, saturation, _ = colorsys.rgb_to_hsv(*clipped)
    return 360.0 * hue, saturation


def name_of(hue: float) -> str:
    """Name of the colour of a hue in degrees."""
    return next(
        name for name, (low, high) in HUES.items() if low <= hue < high or low <= hue - 360 < high
    )


def is_called(hue: float, name: str) -> bool:
    """Whether a hue (degrees) belongs to a name of ``HUES``, with a margin for the light."""
    low, high = HUES[name]
    return (hue - (low - _GIVE)) % 360.0 <= high - low + 2 * _GIVE


def apart(one: float, other: float) -> float:
    """Degrees between two hues, [0, 180]."""
    return abs((one - other + 180.0) % 360.0 - 180.0)


def chroma(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Blue and red difference (Cb, Cr of JPEG) without the offset.

    A shadow scales both by the same factor, and the chroma of a mixed pixel lies on the line
    between its components: hue is a direction in this plane, and the share of a sticker in a pixel
    is a length.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3), uint8
        RGB.

    Returns
    -------
    ndarray, shape (H, W, 2), float32
        -0.5 to 0.5.
    """
    rgb = pixels.astype(np.float32) / np.float32(255)
    luma = rgb @ np.array([0.299, 0.587, 0.114], np.float32)
    return np.stack([(rgb[..., 2] - luma) * 0.564, (rgb[..., 0] - luma) * 0.713], axis=-1).astype(
        np.float32
    )
