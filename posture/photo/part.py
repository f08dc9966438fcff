"""A part of a photo, with all its pixels where a small part needs them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from posture.photo.limits import MIN_DECODED_PX
from posture.photo.load import LONGEST, load

if TYPE_CHECKING:
    from posture.photo.photo import Photo

Box = tuple[int, int, int, int]
"""Left, top, right and bottom, decoded pixels; right and bottom are exclusive."""


def part_of(photo: Photo, box: Box) -> Photo:
    """Cut a part out of a photo.

    Parameters
    ----------
    photo : Photo
    box : tuple of int
        Left, top, right, bottom, decoded pixels of ``photo``.

    Returns
    -------
    Photo
        Its coordinates in source pixels are those of ``photo``.
    """
    left, top, right, bottom = box
    x, y = photo.corner
    return replace(
        photo,
        pixels=np.ascontiguousarray(photo.pixels[top:bottom, left:right]),
        corner=(x + left / photo.scale, y + top / photo.scale),
    )


def finer_part_of(photo: Photo, box: Box) -> Photo:
    """Cut a part out of a photo, read anew with as many pixels as the part may have.

    Parameters
    ----------
    photo : Photo
    box : tuple of int
        As for :func:`part_of`.

    Returns
    -------
    Photo
        As from :func:`part_of` where the photo has no more pixels.
    """
    if photo.source is None:
        return part_of(photo, box)
    left, top, right, bottom = box
    share = max(right - left, bottom - top) / photo.scale / max(photo.source_size)
    longest = max(MIN_DECODED_PX, int(LONGEST / max(share, 1e-3)))
    finer = load(photo.source, name=photo.name, longest=longest)
    by = finer.scale / photo.scale
    # A whole photo begins at its corner; a part of it begins where it was cut.
    dx, dy = (round(c * finer.scale) for c in photo.corner)
    high, wide = finer.pixels.shape[:2]
    finer_box = (
        min(wide - 1, dx + round(left * by)),
        min(high - 1, dy + round(top * by)),
        min(wide, dx + round(right * by)),
        min(high, dy + round(bottom * by)),
    )
    return replace(part_of(finer, finer_box), sha256=photo.sha256)
