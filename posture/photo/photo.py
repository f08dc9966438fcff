"""The type ``Photo``: a decoded picture with its origin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """An upright, size-limited RGB picture.

    Attributes
    ----------
    pixels : ndarray, shape (H, W, 3), uint8
        RGB, upright (EXIF orientation applied), possibly decoded at a reduced scale.
    source_size : tuple of int
        (width, height) of the upright picture before reduction. Every public pixel coordinate
        (``x_px``, ``y_px``) is in this frame: x right, y down, pixel centres at +0.5.
    scale : float
        Decoded pixels per source pixel, 0 < scale <= 1.
    focal_px : float or None
        Focal length from EXIF, source pixels; None where unknown or the picture was cropped.
    name : str
        File name, or "array" / "bytes".
    sha256 : str
        Hash of the source bytes (of the pixels for an array).
    taken : datetime or None
        Date and time of the photo from EXIF; timezone-aware only where EXIF has the offset.
    corner : tuple of float
        Top left corner of ``pixels``, source pixels: (0, 0) unless ``pixels`` are a part of the
        picture (:mod:`posture.photo.part`).
    turned_deg : float
        How far ``pixels`` were turned counter-clockwise about that corner, so that they are upright
        (:mod:`posture.photo.turned`).
    source : bytes, ndarray or None
        What the picture was read from, so that a part of it can be read with more pixels.
    """

    pixels: NDArray[np.uint8]
    source_size: tuple[int, int]
    scale: float
    focal_px: float | None
    name: str
    sha256: str
    taken: datetime | None = None
    corner: tuple[float, float] = (0.0, 0.0)
    turned_deg: float = 0.0
    source: bytes | NDArray[Any] | None = field(default=None, repr=False)
