"""Near-vertical straight edges of a picture that do not lie on the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np

if TYPE_CHECKING:
    from cv2.typing import MatLike
    from numpy.typing import NDArray

_MAX_LEAN_DEG = 8.0
_WORK_SIZE = 640
_SHORTEST = 0.1
_LONG_ENOUGH = 0.2
"""From which length an edge counts and from which in full, picture heights: a limb's shadow is
straight for less. Between the two it counts in part, so that no edge comes or goes as a whole."""

_PERSON = 0.3
"""Least value of the silhouette that counts as the person."""

_NEAR = 1 / 120
"""How near to the person the middle of an edge counts as on it, heights of the picture."""

_PLACES = 64
"""Places along an edge at which its position is read."""

_REACH_PX = 2
"""How far to either side of an edge its gradient is read, pixels of the working picture."""

_LEAST_SHARE = 0.2
"""Least gradient of a place that counts, over the edge's median."""

_SPREAD_PX = 0.5
"""Distance from the fitted line at which a place has half of its weight."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Straight edges, each of the arrays of shape (N,).

    Attributes
    ----------
    lean_deg : ndarray
        Clockwise, degrees.
    offset : ndarray
        Of the middle from the picture's, to the right, longer sides of the picture.
    support : ndarray
        Length in heights of the picture, less for the shortest.
    """

    lean_deg: NDArray[np.float64]
    offset: NDArray[np.float64]
    support: NDArray[np.float64]


def find_edges(
    pixels: NDArray[np.uint8], person: NDArray[np.float32], around_deg: float = 0.0
) -> Edges:
    """Find the edges that lean within 8 degrees of ``around_deg``.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3), uint8
    person : ndarray, shape (H, W), float32
        Silhouette; edges on it do not count.
    around_deg : float
        Clockwise.

    Returns
    -------
    Edges
    """
    size = max(person.shape)
    shrink = min(1.0, _WORK_SIZE / size)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if shrink < 1:
        grey = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    detector = cv2.ximgproc.createFastLineDetector(
        length_threshold=int(grey.shape[0] * _SHORTEST), do_merge=True
    )
    # OpenCV gives None where it finds no line, which its type stubs do not say.
    found = cast("NDArray[np.float32] | None", detector.detect(grey))
    ends = np.empty((0, 2, 2)) if found is None else found.reshape(-1, 2, 2).astype(float)
    across, down = (ends[:, 1] - ends[:, 0]).T
    # y is down: a line whose top lies further right leans clockwise.
    lean = np.degrees(np.arctan2(np.where(down < 0, across, -across), np.abs(down)))
    near = np.abs(lean - around_deg) < _MAX_LEAN_DEG
    ends = ends[near]
    middle = ends.mean(axis=1)
    reach = round(max(person.shape[0] * _NEAR, 1 / shrink))
    off = ~_on_person(person, middle / shrink, reach)
    length = np.hypot(across, down)[near][off] / grey.shape[0]
    offset = (middle[off, 0] - grey.shape[1] / 2) / max(grey.shape)
    in_full = np.clip((length - _SHORTEST) / (_LONG_ENOUGH - _SHORTEST), 0.0, 1.0)
    lean = np.degrees(np.arctan(-_slopes(grey, ends[off])))
    return Edges(lean, offset, length * in_full)


def _slopes(grey: MatLike, ends: NDArray[np.float64]) -> NDArray[np.float64]:
    """Columns a row, each fitted to where the gradient lies along a line.

    The detector's ends lie on whole pixels: a picture that is cut or saved again moves them by 0.3
    degrees.
    """
    if not len(ends):
        return np.empty(0)
    gradient = cv2.Sobel(grey, cv2.CV_32F, 1, 0)
    first, along = ends[:, :1], ends[:, 1:] - ends[:, :1]
    at = first + np.linspace(0.0, 1.0, _PLACES)[:, None] * along
    rows = np.clip(np.rint(at[..., 1]).astype(int), 0, grey.shape[0] - 1)
    slope = along[..., 0] / along[..., 1]
    columns = first[..., 0] + slope * (rows - first[..., 1])
    for _ in range(2):
        columns, slope = _fitted(gradient, rows, columns, slope)
    return slope[:, 0]


def _fitted(
    gradient: MatLike,
    rows: NDArray[np.intp],
    columns: NDArray[np.float64],
    slope: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lines through the centres of the gradient beside ``columns``, robustly."""
    beside = np.rint(columns).astype(int)[..., None] + np.arange(-_REACH_PX, _REACH_PX + 1)
    read = gradient[rows[..., None], np.clip(beside, 0, gradient.shape[1] - 1)]
    rising = np.sign(read.sum(axis=(1, 2), keepdims=True))
    strength = np.clip(read * rising, 0.0, None)
    total = strength.sum(axis=2)
    seen = total > _LEAST_SHARE * np.median(total, axis=1, keepdims=True)
    place = (strength * beside).sum(axis=2) / np.where(seen, total, 1.0)
    weight = seen.astype(float)
    for _ in range(2):
        share = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-9)
        row = rows - (share * rows).sum(axis=1, keepdims=True)
        middle = (share * place).sum(axis=1, keepdims=True)
        spread = (share * row**2).sum(axis=1, keepdims=True)
        fit = (share * row * (place - middle)).sum(axis=1, keepdims=True) / np.maximum(spread, 1e-9)
        slope = np.where(spread > 1.0, fit, slope)
        columns = middle + slope * row
        weight = seen / (1.0 + ((place - columns) / _SPREAD_PX) ** 2)
    return columns, slope


def _on_person(
    person: NDArray[np.float32], middle: NDArray[np.float64], reach: int
) -> NDArray[np.bool_]:
    """Which of the places (N, 2) have the person within ``reach`` pixels, across or along."""
    corner = np.rint(middle).astype(int)
    low, high = np.maximum(corner - reach, 0), corner + reach + 1
    parts = (person[y0:y1, x0:x1] for (x0, y0), (x1, y1) in zip(low, high, strict=True))
    return np.array([part.size > 0 and part.max() > _PERSON for part in parts], bool)
