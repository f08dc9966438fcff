"""Finds people in a picture: MediaPipe's detector of people, and the square around each of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from posture.pose.boxes import BoxModel
from posture.pose.square import Square

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ROOM = 1.25
"""Side of the square around somebody over the diameter of the circle around the body."""

_CELLS = {8: 2, 16: 2, 32: 6}
"""See :func:`posture.pose.boxes.anchors`."""


class PeopleModel:
    """MediaPipe's detector of people.

    Parameters
    ----------
    model : bytes
        ``pose_detection.tflite``.
    threads : int

    Raises
    ------
    ModelError, ValueError, RuntimeError
        As for :class:`posture.pose.boxes.BoxModel`.
    """

    def __init__(self, model: bytes, threads: int) -> None:
        self._boxes = BoxModel(model, threads, _CELLS)

    def find(self, pixels: NDArray[np.uint8], least: float) -> list[Square]:
        """The squares around people, the surest first.

        Parameters
        ----------
        pixels : ndarray, shape (H, W, 3), uint8
        least : float
            Lowest score that counts, 0 to 1.

        Returns
        -------
        list of Square
        """
        return [square_about(*one.points[:2]) for one in self._boxes.find(pixels, least)]


def square_about(middle: NDArray[np.float64], rim: NDArray[np.float64]) -> Square:
    """The square around a body.

    Parameters
    ----------
    middle : ndarray, shape (2,)
        Of the hips, pixels.
    rim : ndarray, shape (2,)
        Where the body's own axis upwards meets the circle around the body.

    Returns
    -------
    Square
        The head is up in it.
    """
    x, y = rim - middle
    return Square(
        (float(middle[0]), float(middle[1])),
        2 * _ROOM * math.hypot(x, y),
        math.atan2(x, -y),
    )
