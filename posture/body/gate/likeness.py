"""Whether a picture is a photo: drawings, silhouettes and X-rays have other colours and areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.body.outline.face import is_face_hidden
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

_CHEEK = 0.035
"""Radius of the cheek around the middle of ear and nose, statures: a hood leaves it free."""

_BLUER, _COLD = 0.55, 15
"""Red over blue, and blue less red, of skin that is blue in any light: in light that makes white
bluish (red × 0.8, blue × 1.25) grey has 0.64, and skin more."""

_MOST_COLD = 0.6
"""Share of such skin in a cheek from which it is no person's: 0.70 and more in blue bodies of
anatomy, at most 0.02 in 1200 side views, 0.08 in that light, and 0.55 where a blue hood was painted
over head and neck."""

_WARM = 10
"""Red less blue from which skin is warm."""

_LEAST_WARM = 0.07
"""Share of warm skin in a cheek below which it has no colour of skin: 0 in drawings by pencil, 0.15
and more in 1200 side views."""

_PAPER = 250.0
"""Median grey level of a background like paper."""

_TINT, _MOST_TINT = 5, 20
"""Blue less red (median) and largest difference between the colour channels (95th percentile) of a
person drawn by pencil: 10 and 17 in scanned drawings; 0 in black-and-white photos, and 23 and more
in others."""


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


def has_drawn_cheek(seen: SideView) -> bool:
    """Whether the cheek in a side view is blue, or tinted like that of a drawing on paper.

    A photo whose grey is toned with a cold colour before plain white is taken for a drawing too.

    Parameters
    ----------
    seen : SideView
    """
    person = seen.silhouette > 0.5
    cheek = seen.pixels[_disc(seen, (seen.side("ear") + seen.nose) / 2, _CHEEK) & person]
    if not len(cheek):
        return False
    red, blue = cheek[:, 0].astype(int), cheek[:, 2].astype(int)
    is_blue = np.mean((red < _BLUER * blue) & (blue - red > _COLD)) > _MOST_COLD
    has_skin = np.mean(red - blue > _WARM) >= _LEAST_WARM
    drawn = is_blue or (not has_skin and _is_pencil(seen.pixels, person))
    # What was put over a face has any colour.
    return bool(drawn) and not is_face_hidden(seen)


def _around_face(seen: SideView) -> NDArray[np.bool_]:
    """A disc around the face: a patch of one colour there does not make a drawing of a photo."""
    return _disc(seen, (seen.side("ear") + seen.side("eye")) / 2, _FACE)


def _disc(seen: SideView, middle: NDArray[np.float64], radius: float) -> NDArray[np.bool_]:
    mask = np.zeros(seen.silhouette.shape, np.uint8)
    x, y = np.round(middle).astype(int)
    cv2.circle(mask, (int(x), int(y)), round(radius * seen.stature_px), 1, -1)
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


def _is_pencil(pixels: NDArray[np.uint8], person: NDArray[np.bool_]) -> bool:
    few = np.ascontiguousarray(pixels[::4, ::4])
    body = person[::4, ::4]
    if body.all() or not body.any():
        return False
    colours = few[body].astype(int)
    return bool(
        np.median(few[~body].mean(axis=1)) >= _PAPER
        and np.median(colours[:, 2] - colours[:, 0]) > _TINT
        and np.percentile(np.ptp(colours, axis=1), 95) < _MOST_TINT
    )


def _is_xray(pixels: NDArray[np.uint8], person: NDArray[np.bool_]) -> bool:
    few = np.ascontiguousarray(pixels[::4, ::4])
    body = person[::4, ::4]
    if np.percentile(largest_channel(few) - smallest_channel(few), 95) > _GREY or body.all():
        return False
    grey = few.mean(axis=2)
    return bool(np.median(grey[~body]) < _BLACK < np.median(grey[body]) - 2 * _BLACK)
