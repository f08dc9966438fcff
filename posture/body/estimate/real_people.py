"""Real people: where some of their points lie otherwise than the network places them.

The network learnt from rendered people. It puts the knees of real people in trousers so far forward
that most of them would stand with bent knees, ankles and toes too low, ear and shoulder too far
forward. How far was measured on real photographs (``data/real_people.json``). It is taken out here,
with its variance, as far as a picture looks like a real photograph and not like a rendered person
in fitted clothes, of whom the network is right. See docs/adr/0038.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from posture.body.estimate.features import LEVELS, names
from posture.body.points import NODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HALF, _STEEPNESS = 0.44, 25.0
"""Likeness to real photographs at which a picture counts as half real, and how fast this changes:
of rendered people in fitted clothes it is 0.0 +- 0.2, of people who were left out 0.85 +- 0.16;
without the head 0.0 +- 0.3 and 0.8 +- 0.3."""

_BARE, _CLOTHED = 0.075, 0.09
"""Width of the legs at the knees, statures: bare ones are 0.07 wide, in trousers 0.095 or more."""

_AROUND_KNEE = (2.75, 3.25)
"""Levels of the outline (2 hip, 3 knee) that tell this width."""

_LEGS = (2.0, 4.0)
"""Levels of the outline between which the legs lie: hip and ankle."""

_KNEE = NODES.index("knee")

Axis = Literal["forward", "up"]
AXES: tuple[Axis, ...] = ("forward", "up")


class Offset(BaseModel):
    """How far a point of real people lies from where the network puts it, statures.

    Attributes
    ----------
    mean, sd : float
        Mean, and what the network's stated error does not know: spread among people, and error of
        the mean.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    mean: float
    sd: Annotated[float, Field(ge=0.0)]


class Move(Offset):
    """Offset of a point that can be marked by eye.

    Attributes
    ----------
    point : str
        Of ``NODES``.
    axis : {"forward", "up"}
    """

    point: str
    axis: Axis

    @property
    def at(self) -> tuple[int, int]:
        """Row of the node, and 0 forward or 1 up."""
        return NODES.index(self.point), AXES.index(self.axis)


class Likeness(BaseModel):
    """How like real photographs pictures are: 0 rendered people in fitted clothes, 1 real ones.

    Attributes
    ----------
    weights : list of float
        Of the standardised features.
    constant : float
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    weights: list[float]
    constant: float

    def __call__(self, standardised: NDArray[np.float64]) -> NDArray[np.float64]:
        """From standardised features, shape (..., F), to likeness, shape (...)."""
        return standardised @ np.array(self.weights) + self.constant


class RealPeopleFile(BaseModel):
    """Contents of ``data/real_people.json``.

    Attributes
    ----------
    source : str
    knee_back : Offset
    marked : list of Move
    likeness : Likeness
        Of pictures that show the head.
    without_head : Likeness
        Where something hides it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Annotated[str, Field(min_length=10)]
    knee_back: Offset
    marked: list[Move]
    likeness: Likeness
    without_head: Likeness


@dataclass(frozen=True, slots=True, eq=False)
class RealPeople:
    """Corrections of the points of real people.

    Attributes
    ----------
    data : RealPeopleFile
    """

    data: RealPeopleFile

    def share(
        self,
        standardised: NDArray[np.float64],
        features: NDArray[np.float64],
        *,
        head_seen: bool = True,
    ) -> float:
        """How far a picture counts as one of real people, 0 to 1.

        Where legs are cut off, what is left hardly shows it: of real people a third would not be
        known. As far as they are missing the picture counts as one of real people, who bring it.

        Parameters
        ----------
        standardised, features : ndarray, shape (F,)
        head_seen : bool
            Nothing hides head or neck.
        """
        likeness = self.data.likeness if head_seen else self.data.without_head
        seems = float(share_real(likeness(standardised)))
        return max(seems, 1.0 - float(share_of_legs(features)))

    def moves(
        self, real: float, features: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How far the points have to be moved, and the variance that this has.

        Parameters
        ----------
        real : float
            How far the picture counts as one of real people, 0 to 1 (:meth:`share`).
        features : ndarray, shape (F,)

        Returns
        -------
        shift, variance : ndarray, shape (35, 2)
            Statures, forward and up, and squared statures.
        """
        trousers = real * share_clothed(features)
        knee = self.data.knee_back
        shift, variance = np.zeros((2, len(NODES), 2))
        shift[_KNEE, 0] = -trousers * knee.mean
        doubt = trousers * (1.0 - trousers)
        variance[_KNEE, 0] = real * knee.sd**2 + doubt * knee.mean**2
        share = real * share_of_legs(features)
        for one in self.data.marked:
            shift[one.at] = share * one.mean
            # Where the legs are cut off the spread is as large, whatever the mean is.
            variance[one.at] = real * one.sd**2 + share * (1.0 - share) * one.mean**2
        return shift, variance


def share_real(likeness: NDArray[np.float64]) -> NDArray[np.float64]:
    """From the likeness to real photographs to the share that counts as real, 0 to 1."""
    return 1.0 / (1.0 + np.exp(-_STEEPNESS * (likeness - _HALF)))


def share_clothed(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far the legs are too wide at the knees to be bare.

    Parameters
    ----------
    features : ndarray, shape (..., F)

    Returns
    -------
    ndarray, shape (...)
        0 bare, 1 in trousers or where the outline is not known.
    """
    back, front = _edges_at_knee()
    width = features[..., front] - features[..., back]
    known = np.isfinite(width)
    mean = np.where(known, width, 0.0).sum(axis=-1) / np.maximum(known.sum(axis=-1), 1)
    clothed = np.clip((mean - _BARE) / (_CLOTHED - _BARE), 0.0, 1.0)
    return np.where(known.any(axis=-1), clothed, 1.0)


def share_of_legs(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of the legs the picture shows: the marked points were compared in whole bodies.

    Where the picture ends at hip or waist the network places ear and shoulder otherwise.

    Parameters
    ----------
    features : ndarray, shape (..., F)

    Returns
    -------
    ndarray, shape (...)
        0 none, 1 from hip to ankle.
    """
    return np.isfinite(features[..., _back_of_legs()]).mean(axis=-1)


@cache
def _back_of_legs() -> list[int]:
    """Columns of the rear outline from hip to ankle."""
    low, high = _LEGS
    column = {name: k for k, name in enumerate(names())}
    return [column[f"back_{at:.2f}"] for at in LEVELS if low < at < high]


@cache
def _edges_at_knee() -> tuple[list[int], list[int]]:
    """Columns of the rear and front outline around the knees."""
    column = {name: k for k, name in enumerate(names())}
    low, high = _AROUND_KNEE
    levels = LEVELS[(low <= LEVELS) & (high >= LEVELS)]
    back, front = ([column[f"{edge}_{at:.2f}"] for at in levels] for edge in ("back", "front"))
    return back, front


@cache
def real_people() -> RealPeople:
    """The corrections in the package, read once."""
    raw = (files("posture.body.estimate") / "data" / "real_people.json").read_text("utf-8")
    return RealPeople(RealPeopleFile.model_validate(json.loads(raw)))
