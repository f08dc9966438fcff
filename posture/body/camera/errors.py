"""Errors of the camera model, and the errors of points that follow from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posture.json_types import Number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.camera.pinhole import Camera


LEVEL_SD_DEG = 6.0
"""Error of taking the picture's middle row for the horizon, degrees (engineering assumption): a
phone at 1.0 to 1.5 m that has the whole body in the picture looks down by 3 to 9."""


@dataclass(frozen=True, slots=True)
class CameraErrors:
    """1-sigma errors of the camera model.

    Attributes
    ----------
    roll_deg, yaw_deg : float
        Of the camera's roll and the body's yaw.
    distance, scale : float
        Of the camera's distance and of pixels per stature, as shares.
    pitch_deg : float
        Of the camera's pitch.
    """

    roll_deg: Number
    yaw_deg: Number
    distance: Number
    scale: Number
    pitch_deg: Number = LEVEL_SD_DEG

    @property
    def each(self) -> NDArray[np.float64]:
        """All of them in the order of the modes, shape (5,)."""
        return np.array([self.roll_deg, self.yaw_deg, self.distance, self.scale, self.pitch_deg])

    def modes(
        self, camera: Camera, positions: NDArray[np.float64], depths: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Shift of points by one standard error of roll, yaw, distance, scale and pitch.

        Parameters
        ----------
        camera : Camera
        positions : ndarray, shape (N, 2)
            Body axes.
        depths : ndarray, shape (N,)
            Depth of each point towards the camera, statures.

        Returns
        -------
        ndarray, shape (2 N, 5)
            One column a mode, 1 sigma; NaN rows for unknown points. The common shift is taken out:
            it moves nothing that is measured.
        """
        picture = camera.to_picture(positions, depths)
        changed = (
            replace(camera, roll_deg=camera.roll_deg + camera.facing_sign * self.roll_deg),
            replace(camera, yaw_deg=camera.yaw_deg + self.yaw_deg),
            replace(camera, distance=camera.distance * (1 + self.distance)),
            replace(camera, px_per_stature=camera.px_per_stature * (1 + self.scale)),
            replace(camera, pitch_deg=camera.pitch_deg + self.pitch_deg),
        )
        shifts = [other.to_body(picture, depths) - positions for other in changed]
        known = ~np.isnan(positions).any(axis=1)
        return np.column_stack([(s - s[known].mean(axis=0)).ravel() for s in shifts])

    def turn(
        self, camera: Camera, positions: NDArray[np.float64], depths: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Shift of points by one degree of roll, shape (2 N,); see :meth:`modes`."""
        return replace(self, roll_deg=1.0).modes(camera, positions, depths)[:, 0]


def add_to_placed(
    covariance: NDArray[np.float64],
    modes: NDArray[np.float64],
    placed: NDArray[np.bool_],
    least: float = 0.0,
) -> NDArray[np.float64]:
    """Add the camera's errors to the joint covariance of estimates and placed points.

    The covariance of estimates already includes them, partly or wholly. So it is split into the
    part that comes from the camera and the rest, and the camera's part is added to both layers.

    Parameters
    ----------
    covariance : ndarray, shape (2 N, 2 N)
        Joint covariance of both layers; NaN where unknown.
    modes : ndarray, shape (2 N, K)
        Shift of each point by one standard error of the camera: for placed points
        :meth:`CameraErrors.modes`, for estimates the part that they share.
    placed : ndarray of bool, shape (N,)
    least : float
        Smallest 1-sigma error of any combination of estimates without the camera's part, statures.

    Returns
    -------
    ndarray, shape (2 N, 2 N)
    """
    total = covariance.copy()
    if not placed.any():
        return total
    known = ~np.isnan(np.diag(covariance))
    others = np.flatnonzero(~np.repeat(placed, 2) & known)
    held = modes[others] @ modes[others].T
    total[np.ix_(others, others)] = _at_least(covariance[np.ix_(others, others)] - held, least)
    total[np.ix_(known, known)] += modes[known] @ modes[known].T
    return total


def _at_least(covariance: NDArray[np.float64], sd: float) -> NDArray[np.float64]:
    """The nearest covariance whose standard deviation is at least ``sd`` in every direction."""
    values, vectors = np.linalg.eigh(covariance)
    return (vectors * np.maximum(values, sd**2)) @ vectors.T
