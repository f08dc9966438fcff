"""Bars of one colour along the borders, as screenshots and video frames have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posture.photo.part import part_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.photo.part import Box
    from posture.photo.photo import Photo

_SAME = 6
"""Largest difference of a pixel in a bar from the bar's colour, grey levels: JPEG noise."""

_SHARE = 0.995
"""Share of a line's pixels that have that colour."""

_LEAST = 0.02
"""Least breadth of a bar, as a share of the picture's."""

_MOST = 0.45
"""Largest share of the picture's breadth that one bar may cover."""

_DARK, _LIGHT = 24, 231
"""Bars are nearly black or nearly white; an even wall is part of the picture."""

_NEARLY_SAME, _NEARLY_SHARE = 30, 0.9
"""The same for the bar's last lines, into which JPEG and resizing mix the picture."""

_BLEND = 10
"""Most lines of that kind: a block of JPEG and one row."""

_EDGE_STEP = 12.0
"""Least mean difference between a bar and the line after it: a white studio wall fades, a bar
ends."""

_EDGE_SHARE = 0.5
"""Share of the line after the bar that differs from it; a wall ends only at the person."""


_WRITTEN = 0.05
"""Most lines of clock, icons or buttons in a bar, as a share of the picture's: screenshots of
phones have them there."""

_WRITTEN_SHARE = 0.5
"""Least share of such a line's pixels that have the bar's colour."""

_RESUMED = 4
"""Least lines of the bar's colour alone after them; before a wall, a person does not end."""


def crop_bars(photo: Photo) -> Photo:
    """Cut black or white bars off the borders: they count as the border of the picture.

    Parameters
    ----------
    photo : Photo

    Returns
    -------
    Photo
        The same where there are none. Coordinates in source pixels stay those of ``photo``.
    """
    box = find_picture(photo.pixels)
    high, wide = photo.pixels.shape[:2]
    return photo if box == (0, 0, wide, high) else part_of(photo, box)


def find_picture(pixels: NDArray[np.uint8]) -> Box:
    """Find what lies between the bars.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3), uint8

    Returns
    -------
    tuple of int
        Left, top, right, bottom; the whole picture where there are no bars.
    """
    high, wide = pixels.shape[:2]
    top = _bar(pixels)
    bottom = high - _bar(pixels[::-1])
    if bottom - top < high // 4:
        return 0, 0, wide, high
    # Bars at the sides are looked for between those above and below.
    across = pixels[top:bottom].transpose(1, 0, 2)
    left, right = _bar(across), wide - _bar(across[::-1])
    if right - left < wide // 4:
        left, right = 0, wide
    return left, top, right, bottom


def _bar(lines: NDArray[np.uint8]) -> int:
    """Number of lines in the bar along the first border, 0 where there is none."""
    count = len(lines)
    colour = np.median(lines[0], axis=0)
    if not (colour.max() <= _DARK or colour.min() >= _LIGHT):
        return 0
    end = resumed = _plain_end(lines, 0, colour)
    while resumed is not None:
        end, resumed = resumed, _past_writing(lines, resumed, colour)
    last = min(end + _BLEND, count)
    while end < last and _has_colour(lines[end], colour, _NEARLY_SAME, _NEARLY_SHARE):
        end += 1
    if not _LEAST * count <= end <= _MOST * count:
        return 0
    after = np.abs(lines[min(end + 2, count - 1)].astype(np.int16) - colour).max(axis=1)
    ends = after.mean() >= _EDGE_STEP and (after > _EDGE_STEP).mean() >= _EDGE_SHARE
    return end if ends else 0


def _plain_end(lines: NDArray[np.uint8], start: int, colour: NDArray[np.float64]) -> int:
    """First line from ``start`` on that has more than the bar's colour."""
    end = start
    while end < len(lines) and _has_colour(lines[end], colour, _SAME, _SHARE):
        end += 1
    return end


def _past_writing(lines: NDArray[np.uint8], start: int, colour: NDArray[np.float64]) -> int | None:
    """End of the bar after the writing that begins at ``start``; None where there is none."""
    for line in range(start, min(start + 1 + int(_WRITTEN * len(lines)), len(lines))):
        end = _plain_end(lines, line, colour)
        if end - line >= _RESUMED:
            return end
        if not _has_colour(lines[line], colour, _SAME, _WRITTEN_SHARE):
            return None
    return None


def _has_colour(
    line: NDArray[np.uint8], colour: NDArray[np.float64], most: int, share: float
) -> bool:
    off = np.abs(line.astype(np.int16) - colour).max(axis=1)
    return bool((off <= most).mean() >= share)
