"""Reads MediaPipe's detectors of people and faces: a box and some points for each of them.

Both are single-shot detectors (BlazeFace, arXiv:1907.05047): around each of some thousand anchors
the model says how likely somebody is there, and where.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posture.pose.network import Network
from posture.pose.square import Square

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_SAME = 0.3
"""Overlap over union from which two boxes show the same one."""

_MOST_LOGIT = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Somebody who was found.

    Attributes
    ----------
    score : float
        0 to 1.
    points : ndarray, shape (K, 2)
        Shares of the side of what the model was shown, or pixels of the picture.
    """

    score: float
    points: NDArray[np.float64]


class BoxModel:
    """A detector that is shown whole pictures.

    Parameters
    ----------
    model : bytes
        A ``.tflite`` file.
    threads : int
    per_cell : mapping of int to int
        See :func:`anchors`.

    Raises
    ------
    ModelError, ValueError, RuntimeError
        As for :class:`posture.pose.network.Network`.
    """

    def __init__(self, model: bytes, threads: int, per_cell: Mapping[int, int]) -> None:
        self._network = Network(model, threads)
        self._anchors = anchors(self._network.side, per_cell)

    def find(self, pixels: NDArray[np.uint8], least: float) -> list[Found]:
        """Everybody in a picture, the surest first.

        Parameters
        ----------
        pixels : ndarray, shape (H, W, 3), uint8
        least : float
            Lowest score that counts, 0 to 1.

        Returns
        -------
        list of Found
            Their points in pixels of the picture.
        """
        height, width = pixels.shape[:2]
        whole, side = Square.around(width, height), self._network.side
        # From -1 to 1, as both were taught.
        seen = whole.look(pixels, side).astype(np.float32) / np.float32(127.5) - np.float32(1)
        raw, logits = self._network.run(seen)[:2]
        found = read_boxes(raw, logits, self._anchors, side, least)
        return [Found(one.score, whole.to_picture(one.points)) for one in found]


def anchors(side: int, per_cell: Mapping[int, int]) -> NDArray[np.float64]:
    """Where the detector looks.

    Parameters
    ----------
    side : int
        Of what it is shown, pixels.
    per_cell : mapping of int to int
        For each size of a cell, pixels: how many anchors lie in its middle.

    Returns
    -------
    ndarray, shape (N, 2)
        Shares of the side.
    """
    grids = []
    for cell, times in per_cell.items():
        middles = (np.arange(side // cell) + 0.5) * cell / side
        y, x = np.meshgrid(middles, middles, indexing="ij")
        grids.append(np.repeat(np.column_stack([x.ravel(), y.ravel()]), times, axis=0))
    return np.concatenate(grids)


def read_boxes(
    raw: NDArray[np.float32],
    logits: NDArray[np.float32],
    anchors: NDArray[np.float64],
    side: int,
    least: float,
) -> list[Found]:
    """Everybody whom the detector saw, the surest first.

    Boxes that overlap are one; their points are averaged by their scores.

    Parameters
    ----------
    raw : ndarray, shape (N, 4 + 2 K)
        Middle, width and height, then the points, in pixels from the anchor.
    logits : ndarray, shape (N, 1)
    anchors : ndarray, shape (N, 2)
    side : int
    least : float
        Lowest score that counts, 0 to 1.

    Returns
    -------
    list of Found
    """
    scores = 1 / (1 + np.exp(-np.clip(logits[:, 0].astype(np.float64), -_MOST_LOGIT, _MOST_LOGIT)))
    kept = np.flatnonzero(scores >= least)
    kept = kept[np.argsort(-scores[kept], kind="stable")]
    values = raw[kept].astype(np.float64).reshape(len(kept), raw.shape[1] // 2, 2) / side
    around = anchors[kept, np.newaxis]
    middle, size = values[:, :1] + around, values[:, 1:2]
    low, high = (middle - size / 2)[:, 0], (middle + size / 2)[:, 0]
    points, scores = values[:, 2:] + around, scores[kept]
    left = np.arange(len(kept))
    found = []
    while left.size:
        same = _overlap(low[left], high[left]) > _SAME
        same[0] = True
        one = left[same]
        found.append(
            Found(float(scores[one[0]]), np.average(points[one], axis=0, weights=scores[one]))
        )
        left = left[~same]
    return found


def _overlap(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    """Overlap over union of each box with the first."""
    common = np.minimum(high, high[0]) - np.maximum(low, low[0])
    shared = np.prod(np.clip(common, 0.0, None), axis=1)
    areas = np.prod(high - low, axis=1)
    return shared / np.maximum(areas + areas[0] - shared, np.finfo(np.float64).tiny)
