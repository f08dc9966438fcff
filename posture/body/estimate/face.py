"""Ear and eye of the face detector, weighed with the estimate of tragus and canthus.

The network reads landmarks of the whole body, whose ear is one of 33 points in 256 pixels. The
face detector looks at the head alone. Where its points lie beside tragus and canthus was measured
on real photographs and on rendered people (``data/face.json``), with the spread among people. Both
are measurements of one place, so they are averaged by their errors, as a placed point is. See
docs/adr/0050.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from posture.body.placed.merge import merge
from posture.body.points import NODES, coordinates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.estimate.estimator import Estimate

POINTS = ("tragus", "canthus")
"""What lies beside the detector's ear and eye."""

ROWS = np.array([NODES.index(name) for name in POINTS])
_EYE_UP = 2 * NODES.index("canthus") + 1

_HEIGHT_SD = 0.006
"""Spread of what the estimates of head and neck are too low in common, statures: in photographs cut
at hip, waist and chest 0.5 to 1 % more than in whole ones. It moves no angle, so the detector's
points must not take it out of the head alone."""

_SHARPNESS_SD = 0.0015
"""How far ear and eye move up or down, each by itself, when a picture is saved again, halved, or
cut a little otherwise, statures."""

_EYE_SD = 0.003
"""How much further up or down the estimated eye of real people lies from their ear than its stated
error says, statures: 0.37 % in photographs (SD without the error of marking), 0.20 % are stated."""

_USUAL = 9.49
"""Squared distance in standard errors up to which the detector's points have their full weight (chi
squared, 4 df: 95 %). Further away they are less and less likely to be this face."""


class FaceFile(BaseModel):
    """Contents of ``data/face.json``: how far ear and eye lie from tragus and canthus.

    Attributes
    ----------
    source : str
    real, rendered : list of float
        Means of real and of rendered people, statures: ear forward and up, eye forward and up.
        Upward they are those from the estimates, whose heights of head and neck are too small in
        common (docs/adr/0038).
    real_covariance, rendered_covariance : list of list of float
        Spread among them, squared statures, shape (4, 4).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Annotated[str, Field(min_length=10)]
    real: Annotated[list[float], Field(min_length=4, max_length=4)]
    rendered: Annotated[list[float], Field(min_length=4, max_length=4)]
    real_covariance: list[list[float]]
    rendered_covariance: list[list[float]]


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """How ear and eye of the face detector are weighed.

    Attributes
    ----------
    data : FaceFile
    """

    data: FaceFile

    def weigh(
        self, estimate: Estimate, px: NDArray[np.float64], depths: NDArray[np.float64], real: float
    ) -> Estimate:
        """Average tragus and canthus with ear and eye by their errors.

        Other points stay: in photographs their errors do not go with those of the ear as they do in
        rendered people, from whom the covariance was learnt.

        Parameters
        ----------
        estimate : Estimate
        px : ndarray, shape (2, 2)
            Near ear and near eye of the face detector, source pixels.
        depths : ndarray, shape (35,)
            Of the nodes, statures.
        real : float
            How far the picture counts as one of real people, 0 to 1.

        Returns
        -------
        Estimate
        """
        positions, covariance = estimate.positions, estimate.covariance.copy()
        covariance[_EYE_UP, _EYE_UP] += real * _EYE_SD**2
        mean, spread = self._usual(real)
        at = estimate.camera.to_body(px, depths[ROWS]) - mean
        rows = coordinates(ROWS)
        off = (positions[ROWS] - at).ravel()
        far = off @ np.linalg.solve(covariance[np.ix_(rows, rows)] + spread, off) / _USUAL
        spread = spread * max(1.0, float(far)) ** 2
        modes = estimate.camera_errors.modes(estimate.camera, positions, depths)
        shared = estimate.shared
        found = merge(positions, covariance, modes, shared, ROWS, at, spread, movable=ROWS)
        return replace(estimate, positions=found[0], covariance=found[1])

    def _usual(self, real: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where the points usually lie, shape (2, 2), and their spread, shape (4, 4)."""
        data, rendered = self.data, 1.0 - real
        apart = np.array(data.real) - np.array(data.rendered)
        mean = np.array(data.rendered) + real * apart
        spread = real * np.array(data.real_covariance)
        spread += rendered * np.array(data.rendered_covariance)
        spread += real * rendered * np.outer(apart, apart)
        spread[1::2, 1::2] += _HEIGHT_SD**2 + _SHARPNESS_SD**2 * np.eye(2)
        return mean.reshape(2, 2), spread


@cache
def face() -> Face:
    """The numbers in the package, read once."""
    raw = (files("posture.body.estimate") / "data" / "face.json").read_text("utf-8")
    return Face(FaceFile.model_validate(json.loads(raw)))
