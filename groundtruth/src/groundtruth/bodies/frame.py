"""Rigid motions of body parts: turns about the body's axes, and parts carried by their parent."""

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
        """Where the motion takes a point, shape (3,)."""
        return self.turn @ point + self.shift


def forward(degrees: float) -> NDArray[np.float64]:
    """Turn in the sagittal plane, + tips the upper end forward."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])


def about_y(degrees: float) -> NDArray[np.float64]:
    """Turn about the vertical, + takes forward to the right."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]])


def about_x(degrees: float) -> NDArray[np.float64]:
    """Turn about the forward axis, + takes up to the right."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def between(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smallest turn that takes one direction to another."""
    a, b = start / np.linalg.norm(start), end / np.linalg.norm(end)
    axis = np.cross(a, b)
    cos = float(a @ b)
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.eye(3) + cross + cross @ cross / max(1.0 + cos, 1e-9)


def turn_at(parent: Frame, centre: NDArray[np.float64], turn: NDArray[np.float64]) -> Frame:
    """A part that turns about a centre (rest) which its parent carries."""
    return Frame(turn, parent(centre) - turn @ centre)
