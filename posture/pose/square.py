"""A square of a picture, turned and of any size: what the models are shown and answer about."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Square:
    """A square of a picture.

    Attributes
    ----------
    centre : tuple of float
        Pixels, x right, y down, pixel centres at +0.5.
    side : float
        Pixels.
    turned_rad : float
        How far it is turned clockwise.
    """

    centre: tuple[float, float]
    side: float
    turned_rad: float = 0.0

    @classmethod
    def around(cls, width: int, height: int) -> Square:
        """The smallest upright one that holds a whole picture."""
        return cls((width / 2, height / 2), float(max(width, height)))

    @property
    def axes(self) -> NDArray[np.float64]:
        """From shares of the side to pixels, shape (2, 2)."""
        cos, sin = math.cos(self.turned_rad), math.sin(self.turned_rad)
        return self.side * np.array([[cos, -sin], [sin, cos]])

    def look(
        self, pixels: NDArray[np.uint8], size: int, *, border: int = cv2.BORDER_CONSTANT
    ) -> NDArray[np.uint8]:
        """The square, reduced or enlarged.

        Places are rounded to 1/32 of a pixel, as in the OpenCV that MediaPipe is built with; the
        models and all that is learnt of their errors here belong to pictures that are made so.

        Parameters
        ----------
        pixels : ndarray, shape (H, W, 3), uint8
        size : int
            Height and width of the answer.
        border : int
            OpenCV's rule for what lies outside the picture.

        Returns
        -------
        ndarray, shape (size, size, 3), uint8
        """
        steps = np.arange(size) / size - 0.5
        (xx, xy), (yx, yy) = self.axes
        x = np.add.outer(xy * steps + self.centre[0], xx * steps).astype(np.float32)
        y = np.add.outer(yy * steps + self.centre[1], yx * steps).astype(np.float32)
        places, shares = cv2.convertMaps(x, y, cv2.CV_16SC2)
        seen = cv2.remap(pixels, places, shares, cv2.INTER_LINEAR, borderMode=border)
        return seen.astype(np.uint8, copy=False)

    def to_picture(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points of the square, (..., 2) in shares of its side, in pixels of the picture."""
        return (shares - 0.5) @ self.axes.T + self.centre

    def spread(self, values: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
        """Values over the square, shape (n, n), as values over a picture; 0 outside the square."""
        scale = self.axes / values.shape[0]
        corner = self.to_picture(np.zeros(2))
        whole = cv2.warpAffine(
            values, np.column_stack([scale, corner]), (width, height), flags=cv2.INTER_LINEAR
        )
        return whole.astype(np.float32, copy=False)
