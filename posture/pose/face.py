"""Points of the face, by MediaPipe's face detector on the head of a person who was found.

The pose model looks at a whole body in 256 pixels; the face detector gets the head alone.
Its ear lies nearer to where people mark the tragus. See docs/adr/0050.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from posture.photo.turned import mirror_image
from posture.pose.boxes import BoxModel
from posture.pose.pose import Landmark

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Look = Callable[[Pixels], NDArray[np.float64] | None]

CONFIDENCE = 0.5
"""Lowest score at which a face is reported, 0 to 1."""

_HALVES = (0.28, 0.37)
"""Half the side of the squares that are looked at, of the distance from ears to hips. In one square
alone about the landmarks ear and eye move by 0.12 % of the stature when it moves a little, in two
about the face itself by 0.05 %, in four by 0.03 %: with two they lie as near to where people mark
them, for half of the time."""

_FIRST = 0.33
"""The same for the first look."""

_SEEN = 104
"""Largest side of the square, pixels. The detector takes 128; with fewer a head looks much the same
in a picture of half the size."""

_CELLS = {8: 2, 16: 6}
"""See :func:`posture.pose.boxes.anchors`."""

_HEAD = [Landmark.LEFT_EAR, Landmark.RIGHT_EAR, Landmark.LEFT_EYE_OUTER, Landmark.RIGHT_EYE_OUTER]
_EARS, _HIPS = [Landmark.LEFT_EAR, Landmark.RIGHT_EAR], [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]


class FacePoint(IntEnum):
    """Index of each point of a face; left and right are the person's own."""

    RIGHT_EYE = 0
    LEFT_EYE = 1
    NOSE = 2
    MOUTH = 3
    RIGHT_EAR = 4
    LEFT_EAR = 5


_SWAPPED = [1, 0, 2, 3, 5, 4]
_EYES_AND_EARS = [
    FacePoint.RIGHT_EYE,
    FacePoint.LEFT_EYE,
    FacePoint.RIGHT_EAR,
    FacePoint.LEFT_EAR,
]


class FaceDetector:
    """MediaPipe's face detector.

    Parameters
    ----------
    model : bytes
        ``face_detection_short_range.tflite``.

    Raises
    ------
    ModelError, ValueError, RuntimeError
        As for :class:`posture.pose.boxes.BoxModel`.
    """

    def __init__(self, model: bytes) -> None:
        # It takes half a millisecond; a second thread would be longer on its way.
        self._boxes = BoxModel(model, 1, _CELLS)

    def look(self, pixels: Pixels) -> NDArray[np.float64] | None:
        """Points of the clearest face.

        Parameters
        ----------
        pixels : ndarray, shape (H, W, 3), uint8

        Returns
        -------
        ndarray, shape (6, 2), or None
            Pixels, in the order of ``FacePoint``; None where no face is seen.
        """
        found = self._boxes.find(pixels, CONFIDENCE)
        return found[0].points if found else None


def find_face(
    look: Look, pixels: Pixels, landmarks: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """Points of a person's face: the mean over squares about it and their mirror images.

    The face is looked for about the landmarks first, then looked at about its own eyes and ears.

    Parameters
    ----------
    look : callable
        See :meth:`FaceDetector.look`.
    pixels : ndarray, shape (H, W, 3), uint8
    landmarks : ndarray, shape (33, 2)
        Of that person.

    Returns
    -------
    ndarray, shape (6, 2), or None
        Pixels of the picture, in the order of ``FacePoint``; None where no square shows a face.
    """
    ears = landmarks[_EARS].mean(axis=0)
    body = np.hypot(*(ears - landmarks[_HIPS].mean(axis=0)))
    # The detector is not mirror-invariant, so the first look is at a face that looks right.
    square = _square(pixels, landmarks[_HEAD].mean(axis=0), round(_FIRST * body))
    facing_left = bool(landmarks[Landmark.NOSE, 0] < ears[0])
    there = None if square is None else square.look(look, mirrored=facing_left)
    if there is None:
        return None
    centre = there[_EYES_AND_EARS].mean(axis=0)
    looks = [_look_twice(look, pixels, centre, round(half * body)) for half in _HALVES]
    found = [face for face in looks if face is not None]
    return np.mean(found, axis=0) if found else None


def _look_twice(
    look: Look, pixels: Pixels, centre: NDArray[np.float64], half: int
) -> NDArray[np.float64] | None:
    """Points of the face in a square and in its mirror image; None where one shows none."""
    square = _square(pixels, centre, half)
    if square is None:
        return None
    there, mirrored = square.look(look, mirrored=False), square.look(look, mirrored=True)
    return None if there is None or mirrored is None else (there + mirrored) / 2


class _Square(NamedTuple):
    """A square of a picture, as the detector gets it."""

    pixels: Pixels
    shrink: float
    """Pixels of the picture per pixel of the square."""
    low: NDArray[np.intp]
    """Its corner in the picture, top left."""

    def look(self, look: Look, *, mirrored: bool) -> NDArray[np.float64] | None:
        """Points of the face in the pixels of the picture."""
        face = look(mirror_image(self.pixels) if mirrored else self.pixels)
        if face is None:
            return None
        if mirrored:
            face = (face * (-1.0, 1.0) + (self.pixels.shape[1], 0.0))[_SWAPPED]
        return face * self.shrink + self.low


def _square(pixels: Pixels, centre: NDArray[np.float64], half: int) -> _Square | None:
    """The square about a point; None where none of it lies in the picture."""
    low = np.round(centre - half).astype(np.intp)
    whole = _cut_out(pixels, low, low + 2 * half)
    if whole is None:
        return None
    side = whole.shape[0]
    seen = min(side, _SEEN)
    small = cv2.resize(whole, (seen, seen), interpolation=cv2.INTER_AREA).astype(np.uint8)
    return _Square(small, side / seen, low)


def _cut_out(pixels: Pixels, low: NDArray[np.intp], high: NDArray[np.intp]) -> Pixels | None:
    """The square between two corners; beyond the picture its border goes on."""
    height, width = pixels.shape[:2]
    left, top = np.maximum(low, 0)
    right, bottom = np.minimum(high, (width, height))
    if right - left < 1 or bottom - top < 1:
        return None
    inside = pixels[top:bottom, left:right]
    above, below = int(top - low[1]), int(high[1] - bottom)
    before, behind = int(left - low[0]), int(high[0] - right)
    square = cv2.copyMakeBorder(inside, above, below, before, behind, cv2.BORDER_REPLICATE)
    return square.astype(np.uint8, copy=False)
