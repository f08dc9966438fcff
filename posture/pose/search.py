"""The part of a photo that is analysed: without bars, and around a person who is small in it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from posture.photo.bars import crop_bars
from posture.photo.part import finer_part_of
from posture.pose.detect import find_people
from posture.pose.detection import SAME_BOX, distinct, overlap
from posture.pose.landmarker import landmarker
from posture.pose.model.store import DEFAULT
from posture.pose.pose import People
from posture.pose.second_person import DOWNWARDS, MIN_VISIBILITY, moved, tiles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from posture.photo.part import Box
    from posture.photo.photo import Photo
    from posture.pose.detection import Detection
    from posture.pose.pose import Pose

NEAR_PX = 400.0
"""Height of a person, decoded pixels, from which more pixels gain little."""

SMALL_SHARE = 0.45
"""Height of a person over the picture's longer side below which they are looked at by themselves:
the detector sees the picture reduced to 224 pixels."""

TILES_ACROSS = (2.5, 5.0)
"""Tiles are this many times smaller than the longer side of the picture, and overlap by half; the
smaller ones are searched only where the larger ones show nobody and the photo has more pixels."""

_LEAST_TILE = 32
"""Least side of a tile, decoded pixels: nobody is made out in fewer, and a strip of a picture has
thousands of such tiles."""

_LEAST_VISIBILITY = 0.6
"""Mean visibility of the landmarks from which somebody found in a tile is believed."""

_ALIKE = 0.6
"""Height of somebody else in a tile over that of the largest from which the photo shows both."""

_MARGIN = 0.35
"""Room around a person who is looked at alone, body heights; arms reach out that far."""


def find_main_person(
    photo: Photo, *, model: str = DEFAULT, mirror: bool = True
) -> tuple[Photo, People]:
    """Find the people in a photo, and the part of it in which the main person is analysed.

    Black and white bars are cut off. Where nobody is found, overlapping tiles are searched. A
    person who is small in the picture is detected again in a part around them, read with all its
    pixels, unless the tiles show others who are as large.

    Parameters
    ----------
    photo : Photo
    model : {"full", "lite", "heavy"}
    mirror : bool
        As for :func:`posture.pose.detect.find_people`.

    Returns
    -------
    photo : Photo
        The picture or a part of it; coordinates in source pixels are those of the picture.
    people : People
        In that part.

    Raises
    ------
    ModelMissingError, ModelHashError, ModelError
        As for :func:`posture.pose.detect.find_people`.
    """
    whole = crop_bars(photo)
    people = find_people(whole, model=model, mirror=mirror)
    if people.main is not None:
        box = _if_small(whole, people.main.landmarks)
    else:
        seen = _search(whole, model)
        if len(seen) > 1:
            return whole, People(_as_poses(seen, model))
        box = _around(seen[0].landmarks, *whole.pixels.shape[1::-1]) if seen else None
    # Whether there are others is asked only now: they are still looked for.
    if box is None or len(people.poses) > 1:
        return whole, people
    part = finer_part_of(whole, box)
    found = find_people(part, model=model, mirror=mirror)
    return (whole, people) if found.main is None else (part, found)


def _if_small(photo: Photo, landmarks: NDArray[np.float64]) -> Box | None:
    """A box around a person who is small in the picture; None around others."""
    height = float(np.ptp(landmarks[:, 1]))
    high, wide = photo.pixels.shape[:2]
    few_pixels = height < NEAR_PX and photo.source is not None
    if not few_pixels and height > SMALL_SHARE * max(high, wide):
        return None
    box = _around(landmarks, wide, high)
    # A part nearly as large as the picture shows nothing new.
    left, top, right, bottom = box
    alike = (right - left) * (bottom - top) > 0.7 * wide * high
    return None if alike and not few_pixels else box


def _search(photo: Photo, model: str) -> list[Detection]:
    """The largest clear person in any tile, then others elsewhere who are about as large."""
    high, wide = photo.pixels.shape[:2]
    for across in TILES_ACROSS if photo.source is not None else TILES_ACROSS[:1]:
        side = min(int(max(high, wide) / across), high, wide)
        if side < _LEAST_TILE:
            break
        found = _clear(photo.pixels, side, model)
        if found:
            largest = max(found, key=_height)
            return [largest, *distinct([one for one in found if _is_other(one, largest)])]
    return []


def _clear(pixels: NDArray[np.uint8], side: int, model: str) -> list[Detection]:
    """The clear people in all tiles; one person perhaps several times."""
    detector = landmarker(model)
    high, wide = pixels.shape[:2]
    return [
        moved(one, left, top, (high, wide))
        for left, top, right, bottom in tiles(wide, high, side)
        for one in detector.detect(pixels[top:bottom, left:right])
        if _is_credible(one.landmarks, one.visibility)
    ]


def _as_poses(people: Iterable[Detection], model: str) -> tuple[Pose, ...]:
    detector = landmarker(model)
    return tuple(one.as_pose(model, detector.sha256) for one in people)


def _is_other(one: Detection, largest: Detection) -> bool:
    return (
        overlap(one, largest) <= SAME_BOX
        and _height(one) >= _ALIKE * _height(largest)
        and float(one.visibility.mean()) >= MIN_VISIBILITY
    )


def _height(one: Detection) -> float:
    return float(np.ptp(one.landmarks[:, 1]))


def _is_credible(landmarks: NDArray[np.float64], visibility: NDArray[np.float64]) -> bool:
    levels = [float(landmarks[list(pair), 1].mean()) for pair in DOWNWARDS]
    ordered = all(upper < lower for upper, lower in itertools.pairwise(levels))
    return ordered and float(visibility.mean()) >= _LEAST_VISIBILITY


def _around(landmarks: NDArray[np.float64], width: int, height: int) -> Box:
    """A box with some room around all landmarks, inside the picture."""
    low, high = landmarks.min(axis=0), landmarks.max(axis=0)
    room = _MARGIN * float(high[1] - low[1])
    left, top = np.maximum(np.floor(low - room), 0).astype(int)
    right, bottom = np.minimum(np.ceil(high + room), (width, height)).astype(int)
    return int(left), int(top), int(right), int(bottom)
