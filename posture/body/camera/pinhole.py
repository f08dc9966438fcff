"""The pinhole camera: the one place where roll, pitch, yaw, distance and parallax are corrected."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Coordinate = NDArray[np.float64]

ASSUMED_FOCAL = 1.05
"""Focal length over the longer side of the picture where EXIF is silent."""


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
    sin, cos = _sin_cos(degrees)
    x, y = px[..., 0] - centre[0], px[..., 1] - centre[1]
    return _paired(cos * x - sin * y + centre[0], sin * x + cos * y + centre[1])


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
    pitch_deg : float
        Camera pitch: + where the camera looks up, so that the horizon lies below ``centre``.
        (-90, 90).
    """

    centre: tuple[float, float]
    origin: tuple[float, float]
    px_per_stature: float
    distance: float
    facing_sign: int
    roll_deg: float
    yaw_deg: float
    pitch_deg: float = 0.0

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
        sin, cos = _sin_cos(self.yaw_deg)
        # The parallax scales about the principal point; the yaw then trades depth for forward.
        # A point forward of the plane comes nearer when the chest is turned to the camera.
        u, v = self._level(upright)
        u0, v0 = self._level(np.asarray(self.origin))
        # u = u0 + X after perspective: u = (u0 + x cos - z sin) * D / (D - x sin - z cos)
        d = self.distance
        x = (u * (d - z * cos) - d * (u0 - z * sin)) / (d * cos + u * sin)
        y = v * (d - x * sin - z * cos) / d - v0
        return _paired(x, y)

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
        sin, cos = _sin_cos(self.yaw_deg)
        x, y = points[..., 0], points[..., 1]
        u0, v0 = self._level(np.asarray(self.origin))
        gain = self.distance / (self.distance - x * sin - z * cos)
        u = (u0 + x * cos - z * sin) * gain
        v = (v0 + y) * gain
        u, v = _tipped(u, v, self.distance, -self.pitch_deg)
        upright = _paired(
            self.centre[0] + self.facing_sign * u * self.px_per_stature,
            self.centre[1] - v * self.px_per_stature,
        )
        return turn_about(upright, self.centre, self.roll_deg)

    def _level(self, upright: NDArray[np.float64]) -> tuple[Coordinate, Coordinate]:
        """Forward and up of the centre as a level camera would see them, statures at the body."""
        u = (upright[..., 0] - self.centre[0]) / self.px_per_stature * self.facing_sign
        v = (self.centre[1] - upright[..., 1]) / self.px_per_stature
        return _tipped(u, v, self.distance, self.pitch_deg)


def _tipped(
    u: Coordinate, v: Coordinate, distance: float, degrees: float
) -> tuple[Coordinate, Coordinate]:
    """Where a ray meets the upright picture plane once the camera is tipped up."""
    sin, cos = _sin_cos(degrees)
    away = cos - v / distance * sin
    return u / away, (v * cos + distance * sin) / away


def _paired(x: Coordinate, y: Coordinate) -> NDArray[np.float64]:
    """Both coordinates of each point; ``numpy.stack`` takes several times as long for few."""
    pairs = np.empty((*np.broadcast_shapes(np.shape(x), np.shape(y)), 2))
    pairs[..., 0], pairs[..., 1] = x, y
    return pairs


def _sin_cos(degrees: float) -> tuple[float, float]:
    angle = math.radians(degrees)
    return math.sin(angle), math.cos(angle)
