"""The pinhole camera: the one place where roll, yaw, distance and parallax are corrected."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def turn_about(
    px: NDArray[np.float64], centre: tuple[float, float], degrees: float
) -> NDArray[np.float64]:
    """Turn pixels about a centre, clockwise as seen (y down).

    Parameters
    ----------
    px : ndarray, shape (..., 2)
    centre : tuple of float
    degrees : float

    Returns
    -------
    ndarray, shape (..., 2)
    """
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    x, y = np.moveaxis(px - np.asarray(centre), -1, 0)
    return np.stack([cos * x - sin * y, sin * x + cos * y], axis=-1) + np.asarray(centre)


@dataclass(frozen=True, slots=True)
class Camera:
    """Maps source pixels to body axes and back.

    Body axes: origin on the floor under the ankles, in the person's midsagittal plane; x forward
    (anterior), y up, unit = stature. Depth z is the distance of a point from the midsagittal plane
    towards the camera, in statures.

    Attributes
    ----------
    centre : tuple of float
        Principal point, source pixels.
    origin : tuple of float
        Body origin, source pixels (after the roll is taken out about ``centre``).
    px_per_stature : float
        Source pixels per stature in the midsagittal plane.
    distance : float
        Camera to midsagittal plane, in statures (focal_px / px_per_stature).
    facing_sign : int
        +1 where the person faces right in the picture, -1 left.
    roll_deg : float
        Camera roll: how far a true vertical leans clockwise in the picture. (-90, 90).
    yaw_deg : float
        Body yaw: + where the chest is turned towards the camera. (-90, 90).
    """

    centre: tuple[float, float]
    origin: tuple[float, float]
    px_per_stature: float
    distance: float
    facing_sign: int
    roll_deg: float
    yaw_deg: float

    def to_body(self, px: ArrayLike, depth: ArrayLike = 0.0) -> NDArray[np.float64]:
        """Source pixels to body axes.

        Parameters
        ----------
        px : array_like, shape (..., 2)
            Source pixels.
        depth : array_like, shape (...)
            Depth z of each point, statures towards the camera, before the yaw turns it.

        Returns
        -------
        ndarray, shape (..., 2)
            x forward and y up, statures.
        """
        z = np.asarray(depth, dtype=float)
        upright = turn_about(np.asarray(px, dtype=float), self.centre, -self.roll_deg)
        sin, cos = self._yaw()
        # The parallax scales about the principal point; the yaw then trades depth for forward.
        # A point forward of the plane comes nearer when the chest is turned to the camera.
        sx = self.facing_sign
        u = (upright[..., 0] - self.centre[0]) / self.px_per_stature * sx
        v = (self.centre[1] - upright[..., 1]) / self.px_per_stature
        u0 = (self.origin[0] - self.centre[0]) / self.px_per_stature * sx
        v0 = (self.centre[1] - self.origin[1]) / self.px_per_stature
        # u = u0 + X after perspective: u = (u0 + x cos - z sin) * D / (D - x sin - z cos)
        d = self.distance
        x = (u * (d - z * cos) - d * (u0 - z * sin)) / (d * cos + u * sin)
        y = v * (d - x * sin - z * cos) / d - v0
        return np.stack([x, y], axis=-1)

    def to_picture(self, body: ArrayLike, depth: ArrayLike = 0.0) -> NDArray[np.float64]:
        """Body axes to source pixels: the inverse of :meth:`to_body`.

        Parameters
        ----------
        body : array_like, shape (..., 2)
            x forward and y up, statures.
        depth : array_like, shape (...)
            Depth z of each point, statures towards the camera.

        Returns
        -------
        ndarray, shape (..., 2)
            Source pixels.
        """
        points = np.asarray(body, dtype=float)
        z = np.asarray(depth, dtype=float)
        sin, cos = self._yaw()
        x, y = points[..., 0], points[..., 1]
        sx = self.facing_sign
        u0 = (self.origin[0] - self.centre[0]) / self.px_per_stature * sx
        v0 = (self.centre[1] - self.origin[1]) / self.px_per_stature
        gain = self.distance / (self.distance - x * sin - z * cos)
        u = (u0 + x * cos - z * sin) * gain
        v = (v0 + y) * gain
        upright = np.stack(
            [
                self.centre[0] + sx * u * self.px_per_stature,
                self.centre[1] - v * self.px_per_stature,
            ],
            axis=-1,
        )
        return turn_about(upright, self.centre, self.roll_deg)

    def _yaw(self) -> tuple[float, float]:
        yaw = math.radians(self.yaw_deg)
        return math.sin(yaw), math.cos(yaw)
