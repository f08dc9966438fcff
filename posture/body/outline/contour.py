"""Closed contours of a silhouette with their normals, to sample a picture across the edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_Real = TypeVar("_Real", np.float32, np.float64)

_SMOOTHING = 3.0
"""Standard deviation along the contour, pixels; removes the steps of pixels from the normals."""

_SUBPIXELS = 4
"""Cells per pixel and direction when a contour is filled."""


@dataclass(frozen=True, slots=True, eq=False)
class Contour:
    """One closed line around a person, or around a gap in one.

    Attributes
    ----------
    points : ndarray, shape (N, 2), float64
        About one pixel apart; pixel centres at +0.5.
    normals : ndarray, shape (N, 2), float64
        Unit length, pointing out of the person (at a gap, into the gap).
    """

    points: NDArray[np.float64]
    normals: NDArray[np.float64]


def find_contours(silhouette: NDArray[np.float32], shortest: float) -> tuple[Contour, ...]:
    """Contours of everything above one half, gaps included.

    Parameters
    ----------
    silhouette : ndarray, shape (H, W), float32
    shortest : float
        Smallest circumference, pixels; shorter contours are left out.

    Returns
    -------
    tuple of Contour
    """
    chains, _ = cv2.findContours(
        (silhouette > 0.5).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE
    )
    lines = [chain.reshape(-1, 2).astype(np.float64) + 0.5 for chain in chains]
    lengths = [_length(line) for line in lines]
    return tuple(
        _contour(line, length)
        for line, length in zip(lines, lengths, strict=True)
        if length >= max(shortest, 8.0)
    )


def sample_across(
    picture: NDArray[np.uint8] | NDArray[np.float32],
    contour: Contour,
    offsets: NDArray[np.float64],
    *,
    outside: float | None = None,
) -> NDArray[np.float32]:
    """Sample a picture along every normal, interpolated between pixels.

    Parameters
    ----------
    picture : ndarray, shape (H, W) or (H, W, C)
    contour : Contour
    offsets : ndarray, shape (K,)
        Distances from the contour, pixels, + out of the person.
    outside : float, optional
        Value beyond the picture; default: that of the nearest border pixel.

    Returns
    -------
    ndarray, shape (N, K) or (N, K, C), float32
    """
    x, y = (
        (contour.points[:, [i]] + offsets * contour.normals[:, [i]] - 0.5).astype(np.float32)
        for i in range(2)
    )
    border = cv2.BORDER_REPLICATE if outside is None else cv2.BORDER_CONSTANT
    sampled = cv2.remap(
        picture,
        x,
        y,
        cv2.INTER_LINEAR,
        borderMode=border,
        borderValue=(outside or 0.0,) * 4,
    )
    return sampled.astype(np.float32)


def fill(
    contours: tuple[Contour, ...], offsets: tuple[NDArray[np.float64], ...], shape: tuple[int, int]
) -> NDArray[np.float32]:
    """Fill the contours after each point is moved along its normal.

    Parameters
    ----------
    contours : tuple of Contour
    offsets : tuple of ndarray, shape (N,)
        One per contour, pixels, + out of the person.
    shape : (int, int)
        Height and width.

    Returns
    -------
    ndarray, shape (H, W), float32
        0 to 1; crosses one half on the moved contour.
    """
    # fillPoly also fills the border cells, half a cell too far out.
    inset = 0.5 / _SUBPIXELS
    lines = [
        contour.points + (offset - inset)[:, None] * contour.normals
        for contour, offset in zip(contours, offsets, strict=True)
    ]
    if not lines:
        return np.zeros(shape, np.float32)
    every = np.concatenate(lines)
    low = np.clip(np.floor(every.min(axis=0)).astype(int) - 4, 0, None)
    high = np.minimum(np.ceil(every.max(axis=0)).astype(int) + 4, (shape[1], shape[0]))
    width, height = high - low
    cells = np.zeros((height * _SUBPIXELS, width * _SUBPIXELS), np.uint8)
    # fillPoly takes integers: units of 1/16 cell (shift=4).
    polygons = [np.round(((line - low) * _SUBPIXELS - 0.5) * 16).astype(np.int32) for line in lines]
    cv2.fillPoly(cells, polygons, (255.0,), lineType=cv2.LINE_8, shift=4)
    window = cv2.resize(cells, (int(width), int(height)), interpolation=cv2.INTER_AREA)
    # Slight blurring lets linear interpolation find the level of one half without bias.
    soft = cv2.GaussianBlur(
        window.astype(np.float32) / 255, (0, 0), 0.7, borderType=cv2.BORDER_REPLICATE
    )
    filled = np.zeros(shape, np.float32)
    filled[low[1] : high[1], low[0] : high[0]] = soft
    return filled


def smooth_round(values: NDArray[_Real], width: float) -> NDArray[_Real]:
    """Gaussian smoothing along a closed line.

    Parameters
    ----------
    values : ndarray, shape (N, ...)
    width : float
        Standard deviation, samples.

    Returns
    -------
    ndarray, shape (N, ...)
    """
    flat = values.reshape(len(values), -1)
    reach = min(int(np.ceil(3 * width)), len(flat))
    padded = np.concatenate([flat[len(flat) - reach :], flat, flat[:reach]])
    size = 2 * int(np.ceil(3 * width)) + 1
    soft = cv2.GaussianBlur(padded, (1, size), sigmaX=1e-6, sigmaY=width)
    soft = soft.reshape(padded.shape)[reach : reach + len(flat)]
    return np.asarray(soft.reshape(values.shape), dtype=values.dtype)


def _length(line: NDArray[np.float64]) -> float:
    return float(np.hypot(*np.diff(line, axis=0, append=line[:1]).T).sum())


def _contour(line: NDArray[np.float64], length: float) -> Contour:
    """Convert a chain of pixels to evenly spaced, smooth points with normals."""
    ring = np.vstack([line, line[:1]])
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(ring, axis=0).T))])
    at = np.arange(round(length)) * (length / round(length))
    even = np.column_stack([np.interp(at, arc, ring[:, i]) for i in range(2)])
    points = smooth_round(even, _SMOOTHING)
    along = smooth_round(np.roll(points, -1, axis=0) - np.roll(points, 1, axis=0), _SMOOTHING)
    # OpenCV orders outer contours counter-clockwise on the screen and gaps clockwise.
    normals = np.column_stack([-along[:, 1], along[:, 0]])
    normals /= np.maximum(np.hypot(*normals.T), 1e-9)[:, None]
    return Contour(points, normals)
