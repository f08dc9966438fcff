"""Colours of what somebody wears: to tell whether two photos show the same person."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.body.points import NODES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posture.body.body import Body
    from posture.photo.photo import Photo

_UNDER_THE_BACK = 0.02
"""How far in front of the back profile the trunk's colour is read, statures: clear of its edge."""

_LEAST_PIXELS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Dress:
    """Median colour of trunk and legs, CIELAB (L 0 to 100); NaN where too little is seen.

    Attributes
    ----------
    trunk, legs : ndarray, shape (3,)
    """

    trunk: NDArray[np.float64]
    legs: NDArray[np.float64]


def read_dress(photo: Photo, body: Body) -> Dress:
    """Read the colours of trunk and legs.

    Parameters
    ----------
    photo : Photo
        The picture in which the body was found.
    body : Body

    Returns
    -------
    Dress
    """
    spine = [NODES.index(f"spine_{i:02d}") for i in range(5, 21)]
    trunk = body.detected.positions[spine] + np.array([_UNDER_THE_BACK, 0.0])
    return Dress(
        _colour(photo, body, trunk, body.depths[spine]),
        _colour(photo, body, *_along(body, ("trochanter", "knee", "malleolus"))),
    )


def _along(body: Body, names: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places on the segments between these points, and their depths."""
    rows = [NODES.index(name) for name in names]
    shares = np.linspace(0.25, 0.85, 12)[:, None]
    pairs = list(itertools.pairwise(rows))
    ends = body.detected.positions
    places = [ends[a] + shares * (ends[b] - ends[a]) for a, b in pairs]
    depths = [np.full(len(shares), (body.depths[a] + body.depths[b]) / 2) for a, b in pairs]
    return np.concatenate(places), np.concatenate(depths)


def _colour(
    photo: Photo, body: Body, places: NDArray[np.float64], depths: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Median colour in small squares around these places, shape (3,)."""
    at = (body.camera.to_picture(places, depths) - np.array(photo.corner)) * photo.scale
    high, wide = photo.pixels.shape[:2]
    known = ~np.isnan(at).any(axis=1)
    columns, rows = np.floor(at[known]).astype(int).T
    inside = (columns >= 1) & (rows >= 1) & (columns < wide - 1) & (rows < high - 1)
    if inside.sum() < _LEAST_PIXELS:
        return np.full(3, np.nan)
    by = np.array([-1, 0, 1])
    around = photo.pixels[
        rows[inside][:, None, None] + by[:, None], columns[inside][:, None, None] + by
    ]
    lab = cv2.cvtColor(around.reshape(1, -1, 3).astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB)
    return np.median(np.asarray(lab, np.float64)[0], axis=0)
