"""Camera roll, with its pitch, from verticals in the picture: door frames, wall edges, shelves."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posture.body.camera.edges import find_edges
from posture.body.camera.pinhole import ASSUMED_FOCAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.side_view import SideView

HAND_HELD_SD_DEG = 2.0
"""SD of the roll of a hand-held phone where no vertical shows it (engineering assumption)."""

GRAVITY_SD_DEG = 0.3
"""1-sigma error of a roll given by the user or an accelerometer (engineering assumption)."""

PITCH_SD_DEG = 4.0
"""How far a hand-held camera looks up or down (engineering assumption). Away from the middle of the
picture it makes verticals lean."""

_LINE_SD_DEG = 0.8
_PITCH_LINE_SHARE = 0.5
"""Share of ``_LINE_SD_DEG`` that differs between the lines of one room. The rest is common to all
(door and shelves of one wall lean alike) and is taken for roll, not pitch (engineering assumption;
0.3 suffices for rendered rooms, whose verticals are exact)."""

_AGREES_DEG = 2.0
"""Largest distance of a vertical from the roll that it supports, degrees."""

_MIN_SD_DEG = 0.6

_LEAST_WEIGHT = 0.5
"""Information on the roll, 1 / degrees^2, below which no vertical is said to be seen: that of one
edge as long as a sixth of the picture."""

_LEAST_INFORMATION = 0.0025
"""Smallest information on the pitch, 1 / (20 degrees)^2, below which the pitch is unknown."""


@dataclass(frozen=True, slots=True)
class Roll:
    """Camera roll in the turned picture, with the pitch that the same verticals show.

    Attributes
    ----------
    degrees : float
        How far a true vertical leans clockwise, (-90, 90).
    sd_deg : float
    source : {"given", "verticals", "assumed"}
    pitch_deg : float
        + camera upwards, for a focal length of 1.05 times the longer side.
    pitch_sd_deg : float
        1-sigma error; infinite where the pitch is unknown.
    """

    degrees: float
    sd_deg: float
    source: str
    pitch_deg: float = 0.0
    pitch_sd_deg: float = math.inf

    def pitch_at(self, focal: float) -> tuple[float, float]:
        """Pitch and its error for another focal length.

        Parameters
        ----------
        focal : float
            Over the longer side of the picture.

        Returns
        -------
        pitch_deg, sd_deg : float
        """
        share = focal / ASSUMED_FOCAL
        return share * self.pitch_deg, share * self.pitch_sd_deg


@dataclass(frozen=True, slots=True)
class Support:
    """Verticals that agree on a roll.

    Attributes
    ----------
    roll_deg : float
        In the picture before it was turned, clockwise.
    length : float
        Of all of them, heights of the picture; 0 where there is none.
    """

    roll_deg: float
    length: float


ASSUMED_ROLL = Roll(0.0, HAND_HELD_SD_DEG, "assumed")
"""Assumed roll of a camera where the picture shows no vertical."""


def find_roll(pixels: NDArray[np.uint8], person: NDArray[np.float32]) -> Roll:
    """Estimate the roll from near-vertical straight edges outside the person.

    A vertical in the room leans by ``roll - pitch * (x - centre) / focal``. Both are fitted with
    priors and robust weights, so that one slanted line has little influence.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3), uint8
    person : ndarray, shape (H, W), float32
        Silhouette; edges on it do not count.

    Returns
    -------
    Roll
        For this picture; ``assumed`` (0 with the error of a hand-held phone) where no vertical is
        found.
    """
    return _fitted(pixels, person, 0.0, HAND_HELD_SD_DEG)


def find_support(seen: SideView, roll_deg: float) -> Support:
    """Find the verticals that agree with each other on a roll near the one asked for.

    Parameters
    ----------
    seen : SideView
    roll_deg : float
        Clockwise in the picture as taken.

    Returns
    -------
    Support
    """
    around = _turned(seen, roll_deg)
    edges = find_edges(seen.pixels, seen.silhouette, around)
    lean, support = edges.lean_deg, edges.support
    if not support.any():
        return Support(roll_deg, 0.0)
    agreeing = np.abs(lean[:, None] - lean) < _AGREES_DEG
    best = agreeing[int((agreeing @ support).argmax())]
    found = float(np.average(lean[best], weights=support[best]))
    return Support(seen.facing_sign * found + seen.turned_deg, float(support[best].sum()))


def read_roll(seen: SideView, given: float | None, sd_deg: float = GRAVITY_SD_DEG) -> Roll:
    """Camera roll in the original picture: the given one, else the estimate.

    Parameters
    ----------
    seen : SideView
    given : float or None
        How far a true vertical leans clockwise in the picture, degrees.
    sd_deg : float
        1-sigma error of a given roll.

    Returns
    -------
    Roll
        With the pitch that the verticals show, in both cases.
    """
    if given is not None:
        found = _fitted(seen.pixels, seen.silhouette, _turned(seen, given), sd_deg)
        return replace(found, degrees=given, sd_deg=sd_deg, source="given")
    found = find_roll(seen.pixels, seen.silhouette)
    return replace(found, degrees=seen.facing_sign * found.degrees + seen.turned_deg)


def _turned(seen: SideView, roll_deg: float) -> float:
    """A roll of the picture as taken, in the turned picture."""
    return seen.facing_sign * (roll_deg - seen.turned_deg)


def _fitted(
    pixels: NDArray[np.uint8], person: NDArray[np.float32], expected: float, expected_sd: float
) -> Roll:
    """Fit roll and pitch to the verticals; ``expected`` is the prior mean of the roll."""
    edges = find_edges(pixels, person)
    lean, support = edges.lean_deg, edges.support
    if not support.any():
        return Roll(expected, expected_sd, "assumed")
    design = np.column_stack([np.ones_like(lean), -edges.offset / ASSUMED_FOCAL])
    prior = np.diag([1 / expected_sd**2, 1 / PITCH_SD_DEG**2])
    start = prior @ np.array([expected, 0.0])
    weight = np.minimum(support / 0.5, 1.0) / _LINE_SD_DEG**2
    robust = np.ones_like(lean)
    solution, precision, weighted = np.zeros(2), prior, start
    for _ in range(12):
        w = weight * robust
        precision = prior + design.T @ (w[:, None] * design)
        weighted = start + design.T @ (w * lean)
        solution = np.linalg.solve(precision, weighted)
        robust = 1 / (1 + ((lean - design @ solution) / 1.0) ** 2)
    covariance = np.linalg.inv(precision)
    # Where many lines disagree with the fit, few are verticals: a larger error.
    widening = 1 + 2 * (1 - float(np.average(robust, weights=support)))
    sd = min(HAND_HELD_SD_DEG, max(_MIN_SD_DEG, math.sqrt(covariance[0, 0]) * widening))
    pitch, pitch_sd = _pitch_alone(precision, weighted)
    source = "verticals" if weight.sum() >= _LEAST_WEIGHT else "assumed"
    return Roll(float(solution[0]), sd, source, pitch, _PITCH_LINE_SHARE * pitch_sd * widening)


def _pitch_alone(
    precision: NDArray[np.float64], weighted: NDArray[np.float64]
) -> tuple[float, float]:
    """Pitch from the lines alone, without its prior."""
    information = precision[1, 1] - 1 / PITCH_SD_DEG**2 - precision[0, 1] ** 2 / precision[0, 0]
    if information < _LEAST_INFORMATION:
        return 0.0, math.inf
    pitch = (weighted[1] - precision[0, 1] * weighted[0] / precision[0, 0]) / information
    return float(pitch), float(information**-0.5)
