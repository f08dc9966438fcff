"""What hides a part of the body: features of one region that do not go with those of the others.

A rucksack, a hood, a ponytail or a rail before the belly moves the outline of one region only. Each
feature is predicted from the features of all other regions; where a region is further from its
prediction than in nearly everybody whom the network learnt from, its points have wider errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from posture.body.estimate.features import LEVELS, names
from posture.body.points import NODES, POINTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from posture.body.estimate.estimator import Region
    from posture.body.outline.adjoining import Touch

REGIONS: tuple[Region, ...] = ("head", "neck", "trunk", "pelvis", "legs")

_LANDMARKS: Mapping[Region, tuple[str, ...]] = {
    "head": ("ear", "eye", "mouth"),
    "neck": (),
    "trunk": ("shoulder",),
    "pelvis": ("hip",),
    "legs": ("knee", "ankle", "heel", "toe"),
}

_FROM: Mapping[Region, float] = {
    "head": -1.0,
    "neck": 0.4,
    "trunk": 1.0,
    "pelvis": 1.75,
    "legs": 2.3,
}
"""First level of the outline of each region: 0 ear, 1 shoulder, 2 hip, 3 knee, 4 ankle."""

_SPINE = tuple(NODES[len(POINTS) :])

NODES_OF: Mapping[Region, tuple[str, ...]] = {
    "head": ("tragus", "canthus"),
    "neck": ("c7", *_SPINE[:4]),
    "trunk": ("acromion", *_SPINE[2:20]),
    "pelvis": ("asis", "psis", "trochanter", *_SPINE[18:]),
    "legs": ("knee", "malleolus", "toe"),
}
"""Points whose errors follow the novelty of a region."""

_MOST = 3.0
"""Largest factor on an error."""

FACE_HIDDEN = 2.0
"""Factor on the errors of the head where a bar, a patch or a blur hides the face."""

NECK_HIDDEN = 1.5
"""Factor on the errors of the neck where hair, a hood or a bag fills the nape, besides what the
errors have learnt of it (1.3)."""

HAIR_OVER_NECK = 2.0
"""Factor on the errors of the neck where hair hangs over the nape: in six real photographs the
craniovertebral angle was off by 2.0 of the errors learnt from rendered hair (root mean square)."""

TOUCHED = 2.0
"""Factor on the errors where something touches the outline: drawn rucksacks and consoles move the
values of the regions beside them by up to 2.3 errors."""

_NECK_ENDS, _PELVIS_BEGINS = 0.1, 0.7
"""Heights at which a thing on the back hides the neck and any thing the pelvis: 0 at the shoulders,
1 at the hips."""

KINDS = ("landmarks", "back", "front")
"""Features of a region that are judged together."""


@cache
def parts_of_features() -> NDArray[np.intp]:
    """Part of the body that each feature shows: region times 3 plus the index into ``KINDS``.

    Returns
    -------
    ndarray of int, shape (F,)
        -1 for arms, camera and framing.
    """
    starts = np.array([_FROM[region] for region in REGIONS])
    found: dict[str, int] = {"nose_x": 0, "nose_y": 0}
    for number, region in enumerate(REGIONS):
        for part in _LANDMARKS[region]:
            found |= {
                f"{side}_{part}_{axis}": 3 * number for side in ("near", "far") for axis in "xy"
            }
    for level in LEVELS:
        number = int(np.searchsorted(starts, level, side="right")) - 1
        found |= {f"{KINDS[k]}_{level:.2f}": 3 * number + k for k in (1, 2)}
    return np.array([found.get(name, -1) for name in names()], dtype=np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class RegionModel:
    """How the features of a region follow from those of the others.

    Attributes
    ----------
    weights : ndarray, shape (F, F)
        Prediction of each standardised feature (columns) from all others (rows); 0 within a region.
    sd : ndarray, shape (F,)
        Spread of the features about their prediction.
    limits : ndarray, shape (15,)
        Novelty of each part that one of two hundred people exceeds whom the network learnt from.
    """

    weights: NDArray[np.float64]
    sd: NDArray[np.float64]
    limits: NDArray[np.float64]

    def novelty(
        self, standardised: NDArray[np.float64], known: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        """How far each part is from what the other regions predict.

        Parameters
        ----------
        standardised : ndarray, shape (..., F)
            Features in standard deviations, unknown ones 0.
        known : ndarray of bool, shape (..., F)

        Returns
        -------
        ndarray, shape (..., 15)
            Root mean square over the known features, in spreads; 0 where none is known.
        """
        off = (standardised - standardised @ self.weights) / self.sd
        squares = np.where(known, off**2, 0.0)
        member = np.eye(3 * len(REGIONS) + 1)[parts_of_features()][:, :-1]
        return np.sqrt((squares @ member) / np.maximum(known @ member, 1.0))

    def factors(
        self, standardised: NDArray[np.float64], known: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        """Factor on the errors of each region, [1, 3]; shape (..., 5)."""
        over = self.novelty(standardised, known) / self.limits
        return np.clip(over.reshape(*over.shape[:-1], -1, 3).max(axis=-1), 1.0, _MOST)


def touched_regions(touching: Sequence[Touch]) -> set[Region]:
    """Regions whose outline something touches.

    Parameters
    ----------
    touching : sequence of Touch

    Returns
    -------
    set of str
    """
    found: set[Region] = set()
    for one in touching:
        if one.place == "back" and one.top < _NECK_ENDS:
            found.add("neck")
        if one.top < _PELVIS_BEGINS:
            found.add("trunk")
        if one.bottom > _PELVIS_BEGINS:
            found.add("pelvis")
    return found


def factors_of_nodes(factors: Mapping[Region, float]) -> NDArray[np.float64]:
    """Factors on the errors of some regions as factors on those of every node, shape (35,).

    A point of several regions gets the largest, one of none gets 1.
    """
    by_node = np.ones(len(NODES))
    for region, factor in factors.items():
        at = [NODES.index(node) for node in NODES_OF[region]]
        by_node[at] = np.maximum(by_node[at], factor)
    return by_node


def widen(covariance: NDArray[np.float64], by_node: NDArray[np.float64]) -> NDArray[np.float64]:
    """Multiply the errors of points.

    Parameters
    ----------
    covariance : ndarray, shape (70, 70)
    by_node : ndarray, shape (35,)

    Returns
    -------
    ndarray, shape (70, 70)
        Correlations stay.
    """
    scale = np.repeat(by_node, 2)
    return covariance * scale[:, None] * scale
