"""What the whole detection says about the camera: learnt corrections of the camera model.

Roll comes from verticals in the room, yaw from the gap between near and far joints, scale from the
height of the ear, distance from the lens; pitch from nothing at all where no verticals converge.
Each of them is rough. The outline and all landmarks together know more: how far the far foot lies
behind the near one, how large the head is, whether the whole person leans. What they say was learnt
on rendered people, whose camera is known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posture.body.camera_errors import CameraErrors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.camera import Camera
    from posture.body.perceptron import Perceptron
    from posture.body.roll import Roll

GROUPS = 4
"""Lens unknown or known, roll seen in the room or assumed: what is known already is corrected
less."""

SEEN_ROLL_SD = 1.2
"""Stated error of the roll, degrees, below which the room had verticals."""

_GIVEN_ROLL_SD = 0.5
"""Below this somebody gave the roll: nothing that is seen knows it better."""


def group_of(lens_known: bool, roll_sd: float) -> int:
    """Number of the group, [0, ``GROUPS``)."""
    return 2 * int(lens_known) + int(roll_sd > SEEN_ROLL_SD)


@dataclass(frozen=True, slots=True, eq=False)
class CameraHead:
    """Corrections.

    Attributes
    ----------
    errors : Perceptron
        From standardised features to the camera model's errors: roll (degrees, + where the model
        leans further towards the side that the person faces), yaw (degrees), log distance, log
        pixels per stature, pitch (degrees; the model's is 0).
    sd : ndarray, shape (GROUPS, 5)
        1-sigma errors after the correction, same units.
    """

    errors: Perceptron
    sd: NDArray[np.float64]

    def corrected(
        self, camera: Camera, standardised: NDArray[np.float64], *, lens_known: bool, roll: Roll
    ) -> tuple[Camera, CameraErrors]:
        """The camera model less its expected errors.

        Parameters
        ----------
        camera : Camera
        standardised : ndarray, shape (F,)
            Features of the picture, read through ``camera``.
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
        sd = self.sd[group_of(lens_known, roll.sd_deg)].copy()
        if roll.sd_deg < _GIVEN_ROLL_SD:
            wrong[0], sd[0] = 0.0, roll.sd_deg
        distance = float(camera.distance * np.exp(-wrong[2]))
        px_per_stature = float(camera.px_per_stature * np.exp(-wrong[3]))
        pitch, sd[4] = _weighed(
            (camera.pitch_deg - wrong[4], sd[4]),
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
        return better, CameraErrors(*map(float, sd))


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
    middle = positions.mean(axis=0)
    own, others = positions - middle, seen - seen.mean(axis=0)
    scale = float((own * others).sum() / (own * own).sum())
    return seen.mean(axis=0) + scale * own, scale
