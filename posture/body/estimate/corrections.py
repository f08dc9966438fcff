"""Learnt corrections of the camera model, from all features of a photo.

The first camera model is rough: roll comes from verticals in the room, yaw from the gap between
near and far joints, scale from the height of the ear, distance from the lens, and pitch only from
verticals that converge. The outline and all landmarks contain more: how far the far foot lies
behind the near one, how large the head is, whether the whole person leans. The corrections were
learnt on rendered people, whose camera is known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posture.body.camera.errors import CameraErrors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.camera.pinhole import Camera
    from posture.body.camera.roll import Roll
    from posture.body.estimate.perceptron import Perceptron

LENSES = 2
"""Lens unknown or known: a distance that is known already is corrected less."""

ROLL_KNOTS = (0.6, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0)
"""Knots of the stated error of the first roll, degrees; the remaining error is interpolated between
them."""

LEAST_ROLL_SD = 0.3
"""Smallest 1-sigma error of the roll, degrees: unlike in rendered rooms, doors and walls of real
rooms are not exactly vertical (engineering assumption)."""

_NARROWEST, _WIDEST = 0.5, 2.0
"""Limits of the factor of the conditions on an error: outside nothing was learnt."""

_GIVEN_ROLL_SD = 0.5
"""A stated error below this means that the roll was given; it is not corrected."""


@dataclass(frozen=True, slots=True, eq=False)
class CameraHead:
    """Corrections of the camera model, and its errors afterwards.

    Attributes
    ----------
    errors : Perceptron
        From standardised features to the camera model's errors: roll (degrees, + where the model
        leans further towards the side that the person faces), yaw (degrees), log distance, log
        pixels per stature, pitch (degrees; the model's is 0).
    roll_sd : ndarray, shape (K,)
        1-sigma errors of the roll after the correction, degrees, at ``ROLL_KNOTS``.
    sd : ndarray, shape (LENSES, 4)
        1-sigma errors of the others after the correction, same units.
    widening : ndarray, shape (C + 3, 5)
        Weights of the log of a factor on each error: the conditions
        (``ErrorModel.camera_conditions``), and a constant.
    slopes : ndarray, shape (70, 5)
        Error of the estimated nodes, statures, per unit of the corrected camera's error; without a
        common shift.
    """

    errors: Perceptron
    roll_sd: NDArray[np.float64]
    sd: NDArray[np.float64]
    widening: NDArray[np.float64]
    slopes: NDArray[np.float64]

    def sizes(
        self,
        roll_sd: NDArray[np.float64],
        lens_known: NDArray[np.intp],
        camera_conditions: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """1-sigma errors after the correction, in the order of ``errors``.

        Parameters
        ----------
        roll_sd : ndarray, shape (...)
            Stated error of the first roll, degrees.
        lens_known : ndarray of int, shape (...)
            0 or 1.
        camera_conditions : ndarray, shape (..., C + 2)

        Returns
        -------
        ndarray, shape (..., 5)
        """
        roll = np.interp(roll_sd, ROLL_KNOTS, self.roll_sd)
        usual = np.concatenate([np.expand_dims(roll, -1), self.sd[lens_known]], axis=-1)
        wider = np.exp(camera_conditions @ self.widening[:-1] + self.widening[-1])
        found = usual * np.clip(wider, _NARROWEST, _WIDEST)
        found[..., 0] = np.maximum(found[..., 0], LEAST_ROLL_SD)
        return found

    def corrected(
        self,
        camera: Camera,
        standardised: NDArray[np.float64],
        camera_conditions: NDArray[np.float64],
        *,
        lens_known: bool,
        roll: Roll,
    ) -> tuple[Camera, CameraErrors]:
        """The camera model less its expected errors.

        Parameters
        ----------
        camera : Camera
        standardised : ndarray, shape (F,)
            Features of the picture, read through ``camera``.
        camera_conditions : ndarray, shape (C + 2,)
        lens_known : bool
        roll : Roll
            Of the model, with its stated error, and the pitch that verticals show.

        Returns
        -------
        Camera
        CameraErrors
            What remains uncertain.
        """
        wrong = self.errors(standardised)
        sizes = self.sizes(np.array(roll.sd_deg), np.array(int(lens_known)), camera_conditions)
        roll_sd, yaw_sd, distance_sd, scale_sd, pitch_sd = map(float, sizes)
        if roll.sd_deg < _GIVEN_ROLL_SD:
            wrong[0], roll_sd = 0.0, roll.sd_deg
        distance = float(camera.distance * np.exp(-wrong[2]))
        px_per_stature = float(camera.px_per_stature * np.exp(-wrong[3]))
        pitch, pitch_sd = _weighed(
            (camera.pitch_deg - wrong[4], pitch_sd),
            roll.pitch_at(distance * px_per_stature / (2 * max(camera.centre))),
        )
        better = replace(
            camera,
            roll_deg=float(camera.roll_deg - camera.facing_sign * wrong[0]),
            yaw_deg=float(camera.yaw_deg - wrong[1]),
            distance=distance,
            px_per_stature=px_per_stature,
            pitch_deg=pitch,
        )
        return better, CameraErrors(roll_sd, yaw_sd, distance_sd, scale_sd, pitch_sd)

    def shared(
        self,
        camera: Camera,
        errors: CameraErrors,
        positions: NDArray[np.float64],
        depths: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """How the errors of estimates go with those of the camera.

        An answer that was carried into the corrected camera's axes (:func:`carried`) follows that
        camera in size, whatever else it has in common with it.

        Parameters
        ----------
        camera : Camera
            The corrected one.
        errors : CameraErrors
        positions : ndarray, shape (35, 2)
            In the axes of ``camera``.
        depths : ndarray, shape (35,)

        Returns
        -------
        ndarray, shape (70, 5)
            One column an error, 1 sigma, in the order of :meth:`CameraErrors.modes`.
        """
        own = (positions - positions.mean(axis=0)).ravel()
        grown = own @ errors.modes(camera, positions, depths) / (own @ own)
        return self.slopes * errors.each + np.outer(own, grown)


def with_excess(
    covariance: NDArray[np.float64],
    shared: NDArray[np.float64],
    errors: CameraErrors,
    turn: NDArray[np.float64],
    excess: float,
) -> tuple[NDArray[np.float64], NDArray[np.float64], CameraErrors]:
    """Add an error of the roll that is beyond what was learnt: it turns all points together.

    Parameters
    ----------
    covariance : ndarray, shape (70, 70)
    shared : ndarray, shape (70, 5)
    errors : CameraErrors
    turn : ndarray, shape (70,)
        Shift of the points by one degree of roll (:meth:`CameraErrors.turn`).
    excess : float
        1 sigma, degrees.

    Returns
    -------
    covariance, shared : ndarray
    errors : CameraErrors
    """
    sd = float(np.hypot(errors.roll_deg, excess))
    together = shared.copy()
    together[:, 0] = (shared[:, 0] * errors.roll_deg + turn * excess**2) / sd
    return covariance + excess**2 * np.outer(turn, turn), together, replace(errors, roll_deg=sd)


def with_yaw(
    shared: NDArray[np.float64], errors: CameraErrors, more_deg: float
) -> tuple[NDArray[np.float64], CameraErrors]:
    """Add an error of the yaw that the estimates do not have: it moves placed points alone.

    Parameters
    ----------
    shared : ndarray, shape (70, 5)
    errors : CameraErrors
    more_deg : float
        1 sigma, degrees.

    Returns
    -------
    shared : ndarray
    errors : CameraErrors
    """
    sd = float(np.hypot(errors.yaw_deg, more_deg))
    apart = shared.copy()
    apart[:, 1] *= errors.yaw_deg / sd
    return apart, replace(errors, yaw_deg=sd)


def _weighed(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Mean of two values by their errors, and its error."""
    weight = one[1] ** -2 / (one[1] ** -2 + other[1] ** -2)
    value = weight * one[0] + (1 - weight) * other[0]
    return float(value), float(np.sqrt(weight) * one[1])


def carried(
    positions: NDArray[np.float64],
    depths: NDArray[np.float64],
    before: Camera,
    after: Camera,
) -> tuple[NDArray[np.float64], float]:
    """Positions in another camera's body axes: scaled and shifted, never turned.

    An estimator answers with true directions, whatever the camera model's roll and yaw. So only
    place and size follow the camera; what is measured in degrees stays.

    Parameters
    ----------
    positions : ndarray, shape (N, 2)
        Body axes of ``before``, statures.
    depths : ndarray, shape (N,)
        Towards the camera, statures.
    before, after : Camera

    Returns
    -------
    positions : ndarray, shape (N, 2)
    scale : float
        Length in the new axes of one stature in the old.
    """
    seen = after.to_body(before.to_picture(positions, depths), depths)
    scale, shift = scale_and_shift(positions, seen)
    return scale * positions + shift, scale


def scale_and_shift(
    own: NDArray[np.float64], there: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Scale and shift, without a turn, that take points nearest to where others lie.

    Parameters
    ----------
    own, there : ndarray, shape (N, 2)

    Returns
    -------
    scale : float
    shift : ndarray, shape (2,)
        Added after scaling.
    """
    middle, target = own.mean(axis=0), there.mean(axis=0)
    by, to = own - middle, there - target
    scale = float((by * to).sum() / (by * by).sum())
    return scale, target - scale * middle
