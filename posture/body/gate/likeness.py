"""Whether a picture is a photo: drawings, silhouettes and X-rays have other colours and areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.body.quality import (
    colour_range,
    largest_channel,
    person_box,
    smallest_channel,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.side_view import SideView

_WINDOW = 13
"""Size of an even area, pixels: larger than a block of JPEG, so that strong compression does not
look like a drawing."""

_EVEN = 1
"""Largest range of each colour channel in an even area."""

_MOST_EVEN = 0.03
"""Share of the person in even areas from which the picture is drawn. At most 0.014 in 286 photos of
exercises and 0.006 in 137 side views, real and rendered."""

_MOST_CLIPPED = 0.6
"""The same share with areas that are nearly black or white, which photos have too."""

_FACE = 0.1
"""Radius of the face with what is put over it, statures."""

_GREY = 8
"""Largest difference between the colour channels in a picture without colour (95th percentile)."""

_BLACK = 25.0
"""Median grey level of a background like that of an X-ray."""


def is_drawn(seen: SideView) -> bool:
    """Whether large parts of the person have exactly one colour, or the picture is like an X-ray.

    Parameters
    ----------
    seen : SideView
    """
    box = person_box(seen.silhouette)
    if box is None:
        return False
    pixels = np.ascontiguousarray(seen.pixels[box])
    person = seen.silhouette > 0.5
    inside = (person & ~_around_face(seen))[box]
    return _is_even(pixels, inside) or _is_xray(seen.pixels, person)


def _around_face(seen: SideView) -> NDArray[np.bool_]:
    """A disc around the face: a patch of one colour there does not make a drawing of a photo."""
    mask = np.zeros(seen.silhouette.shape, np.uint8)
    x, y = np.round((seen.side("ear") + seen.side("eye")) / 2).astype(int)
    cv2.circle(mask, (int(x), int(y)), round(_FACE * seen.stature_px), 1, -1)
    return mask > 0


def _is_even(pixels: NDArray[np.uint8], person: NDArray[np.bool_]) -> bool:
    even = person & (colour_range(pixels, _WINDOW) <= _EVEN)
    clipped = (largest_channel(pixels) <= 30) | (smallest_channel(pixels) >= 225)
    clear = person & ~clipped
    if np.count_nonzero(even) > _MOST_CLIPPED * np.count_nonzero(person):
        return True
    # Few pixels of middle brightness, as of somebody in black, tell nothing.
    if np.count_nonzero(clear) < 0.1 * np.count_nonzero(person):
        return False
    return bool(np.count_nonzero(even & clear) > _MOST_EVEN * np.count_nonzero(clear))


def _is_xray(pixels: NDArray[np.uint8], person: NDArray[np.bool_]) -> bool:
    few = np.ascontiguousarray(pixels[::4, ::4])
    body = person[::4, ::4]
    if np.percentile(largest_channel(few) - smallest_channel(few), 95) > _GREY or body.all():
        return False
    grey = few.mean(axis=2)
    return bool(np.median(grey[~body]) < _BLACK < np.median(grey[body]) - 2 * _BLACK)
