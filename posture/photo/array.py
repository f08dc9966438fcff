"""Convert an array of pixels to a picture, after checks of shape, type and range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from posture.errors import PhotoEmptyError, PhotoFormatError
from posture.i18n.language import mark, tr
from posture.photo import limits
from posture.photo.tones import to_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

REMEDY = mark("Give an RGB array of shape (H, W, 3) and type uint8.")


def to_image(array: NDArray[Any], name: str) -> Image.Image:
    """Check an array and convert it to a picture.

    Parameters
    ----------
    array : ndarray
        Shape (H, W) or (H, W, 1) grey, (H, W, 3) RGB or (H, W, 4) RGBA with unassociated alpha.
        bool; uint8; uint16 (full scale 65535); other integers within 0 to 255; floats within 0
        to 1.
    name : str
        For messages.

    Returns
    -------
    Image
        Mode L, RGB or RGBA.

    Raises
    ------
    PhotoFormatError, PhotoEmptyError, PhotoTooLargeError, PhotoTooSmallError
    """
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] not in (1, 3, 4)):
        raise PhotoFormatError(
            tr("{name} has the shape {shape}, which is not that of a picture.").format(
                name=name, shape=array.shape
            ),
            tr(REMEDY),
        )
    if array.size == 0:
        raise PhotoEmptyError(tr("{name} holds no pixels.").format(name=name), tr(REMEDY))
    limits.check_pixels(array.shape[1], array.shape[0], name)
    tones = _tones(array, name)
    if tones.ndim == 3 and tones.shape[2] == 1:
        tones = tones[:, :, 0]
    return Image.fromarray(np.ascontiguousarray(tones))


def _tones(array: NDArray[Any], name: str) -> NDArray[np.uint8]:
    kind = array.dtype.kind
    if array.dtype == np.uint8:
        return array
    if kind == "b":
        return array.astype(np.uint8) * np.uint8(255)
    if kind == "u" and array.dtype.itemsize == 2:
        return to_bytes(array.astype(np.float32), 65535.0)
    if kind not in "uif":
        raise PhotoFormatError(
            tr("{name} has the type {kind}, which cannot hold colours.").format(
                name=name, kind=array.dtype
            ),
            tr(REMEDY),
        )
    white = 1.0 if kind == "f" else 255.0
    # In this form the test also fails for NaN.
    if not (float(array.min()) >= 0.0 and float(array.max()) <= white):
        raise PhotoFormatError(
            tr("{name} has values outside 0 to {white:.0f} for the type {kind}.").format(
                name=name, white=white, kind=array.dtype
            ),
            tr(REMEDY),
        )
    return to_bytes(array.astype(np.float32), white)
