"""Reads MediaPipe's model of landmarks: points, how visible they are, and the outline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import cv2
import numpy as np

from posture.pose.network import Network

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posture.pose.square import Square

T = TypeVar("T", bound=np.floating)

_VALUES = 5
"""Of each landmark: x, y, z in pixels, and two logits, visible and present."""

MIDDLE, RIM = 33, 34
"""Which points the square around somebody in the next frame follows: see
:func:`posture.pose.people.square_about`."""

_REACH = 3
"""Cells of the heatmap on each side of a landmark that refine it."""

_CLEAR = 0.5
"""Highest value of those cells from which they do."""

_NOWHERE = -100.0


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the model says of one person.

    Attributes
    ----------
    presence : float
        How likely somebody is there, 0 to 1.
    points : ndarray, shape (39, 2)
        Shares of the side of what the model was shown: 33 landmarks, ``MIDDLE``, ``RIM``, and four
        of no use here.
    visibility : ndarray, shape (39,)
        0 to 1.
    outline : ndarray, shape (n, n), float32
        Logits: how likely each place is the person.
    """

    presence: float
    points: NDArray[np.float64]
    visibility: NDArray[np.float64]
    outline: NDArray[np.float32]

    def silhouette(self) -> NDArray[np.float32]:
        """The outline as probabilities, 0 to 1."""
        return _sigmoid(self.outline)


class LandmarkModel:
    """MediaPipe's model of landmarks.

    Parameters
    ----------
    model : bytes
        ``pose_landmark_*.tflite``.
    threads : int

    Raises
    ------
    ModelError, ValueError, RuntimeError
        As for :class:`posture.pose.network.Network`.
    """

    def __init__(self, model: bytes, threads: int) -> None:
        self._network = Network(model, threads)

    def read(self, pixels: NDArray[np.uint8], square: Square) -> Reading:
        """Read the person in a square of a picture.

        Parameters
        ----------
        pixels : ndarray, shape (H, W, 3), uint8
        square : Square

        Returns
        -------
        Reading
        """
        side = self._network.side
        seen = square.look(pixels, side, border=cv2.BORDER_REPLICATE)
        return read_landmarks(self._network.run(seen.astype(np.float32) / np.float32(255)), side)


def read_landmarks(outputs: Sequence[NDArray[np.float32]], side: int) -> Reading:
    """Read the outputs of the model.

    Parameters
    ----------
    outputs : sequence of ndarray
        Landmarks, presence, segmentation and heatmap come first.
    side : int
        Of what it was shown, pixels.

    Returns
    -------
    Reading
    """
    values, presence, outline, heatmap = outputs[:4]
    landmarks = values.reshape(-1, _VALUES).astype(np.float64)
    return Reading(
        float(presence[0]),
        _refined(landmarks[:, :2] / side, heatmap),
        _sigmoid(landmarks[:, 3]),
        outline[..., 0],
    )


def _refined(points: NDArray[np.float64], heatmap: NDArray[np.float32]) -> NDArray[np.float64]:
    """Each point moved to the mean of the heatmap around it, where that is clear."""
    cells = heatmap.shape[0]
    cell = np.trunc(points * cells).astype(np.intp)
    inside = np.flatnonzero(((cell >= 0) & (cell < cells)).all(axis=1))
    # Beyond the heatmap nothing draws.
    beyond = ((_REACH, _REACH), (_REACH, _REACH), (0, 0))
    padded = np.pad(heatmap, beyond, constant_values=_NOWHERE)
    near = np.arange(2 * _REACH + 1)
    column, row = (cell[inside, axis, np.newaxis] + near for axis in (0, 1))
    logits = padded[row[..., np.newaxis], column[:, np.newaxis], inside[:, np.newaxis, np.newaxis]]
    weights = _sigmoid(logits.astype(np.float64))
    whole = np.maximum(weights.sum(axis=(1, 2)), np.finfo(np.float64).tiny)
    x = (weights.sum(axis=1) * (column - _REACH)).sum(axis=1) / whole / cells
    y = (weights.sum(axis=2) * (row - _REACH)).sum(axis=1) / whole / cells
    clear = weights.max(axis=(1, 2)) >= _CLEAR
    refined = points.copy()
    refined[inside[clear]] = np.column_stack([x, y])[clear]
    return refined


def _sigmoid(logits: NDArray[T]) -> NDArray[T]:
    return (0.5 + 0.5 * np.tanh(logits / 2)).astype(logits.dtype, copy=False)
