"""Searches for a second person whom the detector missed beside the first.

The detector prefers the most salient person and can return them twice. So the first person is
painted over and the rest is searched again, scaled down, and in tiles where people are small in it.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.pose.detection import Detection
from posture.pose.pose import Landmark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Detect = Callable[[Pixels], list[Detection]]

SEARCH_PX = 256.0
"""Size of the first person in the picture that is searched: the detector itself sees 224 pixels."""

TILE_BODIES = 2.0
TILES_ACROSS = 2.5
"""A tile is two bodies wide, so that anyone fits into one, yet never under 1/2.5 of the picture."""

FILL_STEP = 4

EDGE = 0.05
"""Margin around the silhouette that is painted over as well, in body sizes."""

MIN_VISIBILITY = 0.65
MAX_ON_ERASED = 0.2
MIN_IN_SILHOUETTE = 0.6
RELATIVE_SIZE = (0.4, 2.5)
RELATIVE_BULK = (0.3, 1.8)
"""What makes a second person credible. Bulk is silhouette area over squared size; from the front it
is up to about 1.7 times that from the side. In the painted area the detector finds people who are
not there: they have lower visibility, lie on the painted area, or have a silhouette too large for
them. Somebody seen from the side has 0.66 or more; in 199 pictures of one person, real or rendered,
nobody else was found with 0.6 or more."""

DOWNWARDS = (
    (Landmark.LEFT_EAR, Landmark.RIGHT_EAR),
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE),
)


def find_second(detect: Detect, pixels: Pixels, first: Detection) -> list[Detection]:
    """Find a second person.

    Parameters
    ----------
    detect : callable
        Everybody in a picture.
    pixels : ndarray, shape (H, W, 3), uint8
    first : Detection
        The person found already.

    Returns
    -------
    list of Detection
        One person, in the pixels given, or none.
    """
    height, width = pixels.shape[:2]
    scale = min(1.0, SEARCH_PX / max(first.size, 1.0))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    # Halving first is several times faster than one exact average over odd shares of pixels.
    halved = cv2.pyrDown(pixels) if pixels.shape[0] > 2 * size[1] else pixels
    small = cv2.resize(halved, size, interpolation=cv2.INTER_LINEAR)
    silhouette = cv2.resize(first.silhouette, size, interpolation=cv2.INTER_NEAREST)
    body = first.size * scale
    rest, erased = erase(small.astype(np.uint8), silhouette.astype(np.float32), body)
    to_full = np.array([width / size[0], height / size[1]])
    for left, top, right, bottom in _tiles(*size, body):
        for one in detect(rest[top:bottom, left:right]):
            found = moved(one, left, top, erased.shape)
            if _is_credible(found, erased, body, first.area / max(first.size, 1.0) ** 2):
                outline = cv2.resize(found.silhouette, (width, height)).astype(np.float32)
                return [Detection(found.landmarks * to_full, found.visibility, outline, found.gap)]
    return []


def erase(
    pixels: Pixels, silhouette: NDArray[np.float32], body: float
) -> tuple[Pixels, NDArray[np.bool_]]:
    """Paint over a person with the mean colour of what surrounds them.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3), uint8
    silhouette : ndarray, shape (H, W), float32
    body : float
        Size of the person in pixels.

    Returns
    -------
    pixels : ndarray, shape (H, W, 3), uint8
    erased : ndarray, shape (H, W), bool
    """
    width = 2 * int(EDGE * body) + 3
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width))
    erased = cv2.dilate((silhouette > 0.1).astype(np.uint8), disc) > 0
    # The fill is smooth: a quarter of the resolution gives the same for a tenth of the time.
    size = max(1, pixels.shape[1] // FILL_STEP), max(1, pixels.shape[0] // FILL_STEP)
    keep = (~erased).astype(np.uint8)
    known = cv2.resize(
        cv2.bitwise_and(pixels, pixels, mask=keep), size, interpolation=cv2.INTER_AREA
    )
    weight = cv2.resize(keep.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    reach = (2 * int(body / FILL_STEP / 4) + 1,) * 2
    overall = known.sum(axis=(0, 1), dtype=np.float64) / max(float(weight.sum()), 1.0)
    nearby = cv2.blur(weight, reach)[..., None]
    near = cv2.blur(known.astype(np.float32), reach) / np.maximum(nearby, 1e-6)
    fill = np.clip(np.where(nearby > 1e-3, near, overall), 0, 255).astype(np.uint8)
    whole = cv2.resize(fill, pixels.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    cv2.copyTo(pixels, keep, whole)
    return whole.astype(np.uint8), erased


def _tiles(width: int, height: int, body: float) -> Iterator[tuple[int, int, int, int]]:
    """Yield the whole picture, then, where people are small in it, half-overlapping squares."""
    yield 0, 0, width, height
    longest = max(width, height)
    side = int(max(TILE_BODIES * body, longest / TILES_ACROSS))
    if side >= longest:
        return
    yield from tiles(width, height, side)


def tiles(width: int, height: int, side: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield squares that overlap by about half and cover a picture: left, top, right, bottom."""
    for top, left in itertools.product(_starts(height, side), _starts(width, side)):
        yield left, top, min(width, left + side), min(height, top + side)


def _starts(length: int, side: int) -> list[int]:
    """Where tiles begin along one direction."""
    if length <= side:
        return [0]
    count = -(-(length - side) // max(1, side // 2)) + 1
    return [round(i * (length - side) / (count - 1)) for i in range(count)]


def moved(one: Detection, left: int, top: int, shape: tuple[int, ...]) -> Detection:
    """A detection in a tile as one in the picture of that shape."""
    outline = np.zeros(shape, dtype=np.float32)
    height, width = one.silhouette.shape
    outline[top : top + height, left : left + width] = one.silhouette
    return Detection(one.landmarks + np.array([left, top]), one.visibility, outline, one.gap)


def _is_credible(
    found: Detection, erased: NDArray[np.bool_], body: float, first_bulk: float
) -> bool:
    bulk = found.area / max(found.size, 1.0) ** 2
    levels = [float(found.landmarks[list(pair), 1].mean()) for pair in DOWNWARDS]
    return (
        float(found.visibility.mean()) >= MIN_VISIBILITY
        and RELATIVE_SIZE[0] <= found.size / body <= RELATIVE_SIZE[1]
        and RELATIVE_BULK[0] <= bulk / max(first_bulk, 1e-6) <= RELATIVE_BULK[1]
        and all(upper < lower for upper, lower in itertools.pairwise(levels))
        and _share(found, erased) <= MAX_ON_ERASED
        and _share(found, found.silhouette > 0.5) >= MIN_IN_SILHOUETTE
    )


def _share(found: Detection, where: NDArray[np.bool_]) -> float:
    """Share of the landmarks that lie where a mask is true; those outside the picture do not."""
    columns, rows = np.floor(found.landmarks).astype(int).T
    height, width = where.shape
    inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    return float(np.count_nonzero(where[rows[inside], columns[inside]])) / len(rows)
