"""Head and neck of real people: how much higher they lie than the network puts them.

The network learnt from rendered people. It draws ear, eye and C7 of real ones too low, all by about
as much: by 0.8 % of the stature in whole bodies, by 2 % in tight portraits. No angle between them
knows of it, but the points lie beside what they are named for, and an ear that is placed by hand
makes an angle with a C7 that is too low. The face detector sees how high ear and eye are; where it
sees none, the mean of real photographs counts (``data/heights.json``). See docs/adr/0054.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from posture.body.estimate.cut_pictures import lowest_level
from posture.body.estimate.face import ROWS
from posture.body.points import NODES, POINTS, PROFILE_SIZE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.estimate.estimator import Estimate

_THORACIC = 0.58
"""Share of the back profile along which the raise fades: its thoracic part."""

_LIKELY = 3.84
"""Squared distance in standard errors up to which the face detector is believed in full (chi
squared, 1 df: 95 %). Further away it is less and less likely to see this head."""


def _raised() -> NDArray[np.float64]:
    """Share of the raise that each node has, shape (35,)."""
    share = np.zeros(len(NODES))
    share[[NODES.index(name) for name in ("tragus", "canthus", "c7")]] = 1.0
    along = np.arange(PROFILE_SIZE) / (PROFILE_SIZE - 1)
    share[len(POINTS) :] = np.maximum(1.0 - along / _THORACIC, 0.0)
    share.setflags(write=False)
    return share


SHARES = _raised()
"""Share of the raise that each node has, shape (35,): 1 of head and neck, less and less down to the
end of the thoracic spine, so that no curve gets a step."""


class Low(BaseModel):
    """How much too low head and neck of real people are put, by where the picture ends.

    Attributes
    ----------
    level : float
        Lowest level of the rear outline in the picture: 4 ankle, 3 knee, 2 hip, 1 shoulder.
    mean : float
        Statures.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    level: float
    mean: float


class HeightsFile(BaseModel):
    """Contents of ``data/heights.json``.

    Attributes
    ----------
    source : str
    low : list of Low
        From the chest down to the ankle.
    low_sd : float
        Spread among people and pictures, statures.
    face_up : list of float
        How far the face detector's ear and eye lie above tragus and canthus, statures.
    face_sd : float
        Error of the height of head and neck that they tell, statures.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Annotated[str, Field(min_length=10)]
    low: Annotated[list[Low], Field(min_length=2)]
    low_sd: Annotated[float, Field(gt=0.0)]
    face_up: Annotated[list[float], Field(min_length=2, max_length=2)]
    face_sd: Annotated[float, Field(gt=0.0)]


@dataclass(frozen=True, slots=True, eq=False)
class Heights:
    """How head and neck are raised.

    Attributes
    ----------
    data : HeightsFile
    """

    data: HeightsFile

    def usual(self, features: NDArray[np.float64]) -> float:
        """How much too low head and neck of real people usually are, statures.

        Parameters
        ----------
        features : ndarray, shape (F,)
        """
        levels = [one.level for one in self.data.low]
        return float(np.interp(lowest_level(features), levels, [one.mean for one in self.data.low]))

    def raised(
        self,
        estimate: Estimate,
        face_px: NDArray[np.float64] | None,
        depths: NDArray[np.float64],
        real: float,
    ) -> Estimate:
        """Raise head and neck, with the error that this has.

        Parameters
        ----------
        estimate : Estimate
        face_px : ndarray, shape (2, 2), optional
            Near ear and near eye of the face detector, source pixels.
        depths : ndarray, shape (35,)
            Of the nodes, statures.
        real : float
            How far the picture counts as one of real people, 0 to 1. Those of rendered people
            stay: the network is right about them.

        Returns
        -------
        Estimate
        """
        usual = self.usual(estimate.features)
        up, variance = usual, self.data.low_sd**2
        if face_px is not None:
            seen = estimate.camera.to_body(face_px, depths[ROWS])[:, 1] - self.data.face_up
            apart = float((seen - estimate.positions[ROWS, 1]).mean()) - usual
            error = self.data.face_sd**2
            error *= max(1.0, apart**2 / (variance + error) / _LIKELY) ** 2
            up += apart * variance / (variance + error)
            variance *= error / (variance + error)
        # Real people with a share of ``real``, rendered ones with the rest.
        up, variance = real * up, real * variance + real * (1.0 - real) * up**2
        positions, covariance = estimate.positions.copy(), estimate.covariance.copy()
        positions[:, 1] += up * SHARES
        covariance[1::2, 1::2] += variance * np.outer(SHARES, SHARES)
        return replace(estimate, positions=positions, covariance=covariance, raised=up)


@cache
def heights() -> Heights:
    """The numbers in the package, read once."""
    text = files("posture.body.estimate").joinpath("data/heights.json").read_text("utf-8")
    return Heights(HeightsFile.model_validate_json(text))
