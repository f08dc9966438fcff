"""One person in one pass of the detector, and how two mirrored passes become one."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posture.photo.turned import mirror_image
from posture.pose.pose import SWAPPED, Pose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


SAME_LANDMARKS = 0.2
"""Largest mean distance, in body sizes, between two passes' landmarks of one person."""

SAME_BOX = 0.6
"""Share of the smaller box inside the other from which both are taken for one person."""


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """One person: from one pass, or the mean of two.

    Attributes
    ----------
    landmarks : ndarray, shape (33, 2)
        Pixels, x right, y down, pixel centres at +0.5.
    visibility : ndarray, shape (33,)
        0 to 1.
    silhouette : ndarray, shape (H, W), float32
        0 to 1.
    gap : ndarray, shape (33,)
        Distance between the two passes, pixels; NaN where there was one.
    """

    landmarks: NDArray[np.float64]
    visibility: NDArray[np.float64]
    silhouette: NDArray[np.float32]
    gap: NDArray[np.float64]

    @property
    def box(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Top left and bottom right corner of the landmarks."""
        return self.landmarks.min(axis=0), self.landmarks.max(axis=0)

    @property
    def size(self) -> float:
        """Longer side of the box, pixels."""
        return float(np.ptp(self.landmarks, axis=0).max())

    @property
    def area(self) -> float:
        """Area of the silhouette, pixels."""
        return float(np.count_nonzero(self.silhouette > 0.5))

    @property
    def paired(self) -> bool:
        """Whether both passes found this person."""
        return bool(np.isfinite(self.gap).all())

    def mirrored(self) -> Detection:
        """The same person in the mirror image: x reversed, left and right exchanged."""
        width = self.silhouette.shape[1]
        reversed_x = self.landmarks * (-1.0, 1.0) + (width, 0.0)
        return Detection(
            reversed_x[SWAPPED],
            self.visibility[SWAPPED],
            mirror_image(self.silhouette),
            self.gap[SWAPPED],
        )

    def as_pose(self, model: str, model_sha256: str) -> Pose:
        """The same with the model that found it."""
        return Pose(
            landmarks=self.landmarks,
            visibility=self.visibility,
            mirror_gap=self.gap,
            silhouette=self.silhouette,
            model=model,
            model_sha256=model_sha256,
        )


def combine(first: Sequence[Detection], second: Sequence[Detection]) -> list[Detection]:
    """Average two passes person by person; who was found in one pass only is kept as found.

    Exchanging the passes gives the same people, so the result for a mirrored photo is the mirror
    image of the result for the photo.

    Parameters
    ----------
    first, second : sequence of Detection
        Both in the pixels of the photo, not of its mirror image.
    """
    distances = sorted(
        (_distance(a, b), i, j)
        for (i, a), (j, b) in itertools.product(enumerate(first), enumerate(second))
    )
    left, right = set(range(len(first))), set(range(len(second)))
    people: list[Detection] = []
    for distance, i, j in distances:
        if distance < SAME_LANDMARKS and i in left and j in right:
            left.discard(i)
            right.discard(j)
            people.append(_mean(first[i], second[j]))
    return [*people, *(first[i] for i in sorted(left)), *(second[j] for j in sorted(right))]


def distinct(people: Sequence[Detection]) -> list[Detection]:
    """Drop repeated detections of one person; the largest clear person comes first.

    The detector can return one person twice, or mix two people in one. Of boxes that overlap
    heavily the one that both passes found is kept, then the one with the clearer landmarks.
    """
    clearest = sorted(people, key=lambda s: (s.paired, s.visibility.mean()), reverse=True)
    kept: list[Detection] = []
    for one in clearest:
        if all(overlap(one, other) <= SAME_BOX for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda s: s.area * s.visibility.mean(), reverse=True)


def overlap(one: Detection, other: Detection) -> float:
    """Share of the smaller box that lies inside the other, 0 to 1."""
    (low_a, high_a), (low_b, high_b) = one.box, other.box
    common = np.clip(np.minimum(high_a, high_b) - np.maximum(low_a, low_b), 0.0, None)
    smaller = min(float(np.prod(high_a - low_a)), float(np.prod(high_b - low_b)))
    return float(np.prod(common)) / smaller if smaller > 0 else 0.0


def _distance(a: Detection, b: Detection) -> float:
    size = max(a.size, b.size, 1.0)
    return float(np.hypot(*(a.landmarks - b.landmarks).T).mean()) / size


def _mean(a: Detection, b: Detection) -> Detection:
    return Detection(
        (a.landmarks + b.landmarks) / 2,
        (a.visibility + b.visibility) / 2,
        (a.silhouette + b.silhouette) / np.float32(2),
        np.hypot(*(a.landmarks - b.landmarks).T),
    )
