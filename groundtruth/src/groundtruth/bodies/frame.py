"""Rigid motions of body parts: rotations, and motions relative to a parent."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(slots=True)
class Frame:
    """A rigid motion: x -> turn @ x + shift."""

    turn: NDArray[np.float64]
    shift: NDArray[np.float64]

    def __call__(self, point: NDArray[np.float64]) -> NDArray[np.float64]:
        """Apply the motion to a point, shape (3,)."""
        return self.turn @ point + self.shift


def forward(degrees: float) -> NDArray[np.float64]:
    """Rotation in the sagittal plane, + moves the upper end forward."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])


def about_y(degrees: float) -> NDArray[np.float64]:
    """Rotation about the vertical, + from forward to the right."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]])


def about_x(degrees: float) -> NDArray[np.float64]:
    """Rotation about the forward axis, + from up to the right."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def between(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smallest rotation from one direction to another."""
    a, b = start / np.linalg.norm(start), end / np.linalg.norm(end)
    axis = np.cross(a, b)
    cos = float(a @ b)
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.eye(3) + cross + cross @ cross / max(1.0 + cos, 1e-9)


def turn_at(parent: Frame, centre: NDArray[np.float64], turn: NDArray[np.float64]) -> Frame:
    """Motion of a part that rotates about a centre (at rest) fixed to its parent."""
    return Frame(turn, parent(centre) - turn @ centre)
