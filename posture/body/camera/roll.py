"""Camera roll, with its pitch, from verticals in the picture: door frames, wall edges, shelves."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.side_view import SideView

HAND_HELD_SD_DEG = 2.0
"""Roll of a hand-held phone where nothing in the picture tells it (engineering assumption)."""

GRAVITY_SD_DEG = 0.3
"""Error of a roll that the user or an accelerometer gives (engineering assumption)."""

_PITCH_SD_DEG = 4.0
_LINE_SD_DEG = 0.8
_PITCH_LINE_SHARE = 0.5
"""Share of ``_LINE_SD_DEG`` by which one line differs from its neighbours in the same room: doors
and shelves of one wall are askew together, which counts as roll and not as pitch (engineering
assumption; on rendered rooms, whose verticals are true, 0.3 would do)."""

_ASSUMED_FOCAL = 1.05
"""Focal length over the longer side of the picture with which the verticals are read."""

_MAX_LEAN_DEG = 8.0
_WORK_SIZE = 640
_MIN_LENGTH = 1 / 6
"""Shortest edge that counts, picture heights: longer than the straight part of a limb's shadow."""

_MIN_SD_DEG = 0.6

_LEAST_SEEN = 0.0025
"""Information on the pitch, per square degree, below which the verticals count as silent: 20
degrees."""


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
        + where the camera looks up, read with a focal length of 1.05 longer sides.
    pitch_sd_deg : float
        1-sigma error; infinite where nothing shows it.
    """

    degrees: float
    sd_deg: float
    source: str
    pitch_deg: float = 0.0
    pitch_sd_deg: float = math.inf

    def pitch_at(self, focal: float) -> tuple[float, float]:
        """Pitch, and its error, of a camera of another focal length.

        Parameters
        ----------
        focal : float
            Longer sides of the picture.

        Returns
        -------
        pitch_deg, sd_deg : float
        """
        share = focal / _ASSUMED_FOCAL
        return share * self.pitch_deg, share * self.pitch_sd_deg


ASSUMED_ROLL = Roll(0.0, HAND_HELD_SD_DEG, "assumed")
"""What is assumed of a camera where nothing is upright in the picture."""


def find_roll(pixels: NDArray[np.uint8], person: NDArray[np.float32]) -> Roll:
    """Estimate the roll from near-vertical straight edges outside the person.

    A vertical in the room leans by ``roll - pitch * (x - centre) / focal``; both are fitted with
    priors, robustly, so that one crooked picture frame does not turn the whole room.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3), uint8
    person : ndarray, shape (H, W), float32
        Silhouette; edges on it do not count.

    Returns
    -------
    Roll
        Of the picture given; ``assumed`` (0 with the error of a hand-held phone) where too little
        is vertical.
    """
    return _fitted(pixels, person, 0.0, HAND_HELD_SD_DEG)


def read_roll(seen: SideView, given: float | None, sd_deg: float = GRAVITY_SD_DEG) -> Roll:
    """Camera roll in the picture as taken: the one given, else the one found.

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
        With the pitch that verticals show, in either case.
    """
    if given is not None:
        found = _fitted(seen.pixels, seen.silhouette, seen.facing_sign * given, sd_deg)
        return replace(found, degrees=given, sd_deg=sd_deg, source="given")
    found = find_roll(seen.pixels, seen.silhouette)
    return replace(found, degrees=seen.facing_sign * found.degrees)


def _fitted(
    pixels: NDArray[np.uint8], person: NDArray[np.float32], expected: float, expected_sd: float
) -> Roll:
    """Fit roll and pitch to the verticals; ``expected`` is what is known of the roll before."""
    lean, offset, length = _verticals(pixels, person)
    if not length.size:
        return Roll(expected, expected_sd, "assumed")
    design = np.column_stack([np.ones_like(lean), -offset])
    prior = np.diag([1 / expected_sd**2, 1 / _PITCH_SD_DEG**2])
    start = prior @ np.array([expected, 0.0])
    weight = np.minimum(length / 0.5, 1.0) / _LINE_SD_DEG**2
    robust = np.ones_like(lean)
    solution, precision, weighted = np.zeros(2), prior, start
    for _ in range(12):
        w = weight * robust
        precision = prior + design.T @ (w[:, None] * design)
        weighted = start + design.T @ (w * lean)
        solution = np.linalg.solve(precision, weighted)
        robust = 1 / (1 + ((lean - design @ solution) / 1.0) ** 2)
    covariance = np.linalg.inv(precision)
    # Where many lines disagree with the fit, the scene is not built of verticals: say so.
    doubt = 1 + 2 * (1 - float(np.average(robust, weights=length)))
    sd = min(HAND_HELD_SD_DEG, max(_MIN_SD_DEG, math.sqrt(covariance[0, 0]) * doubt))
    pitch, pitch_sd = _pitch_alone(precision, weighted)
    return Roll(float(solution[0]), sd, "verticals", pitch, _PITCH_LINE_SHARE * pitch_sd * doubt)


def _pitch_alone(
    precision: NDArray[np.float64], weighted: NDArray[np.float64]
) -> tuple[float, float]:
    """Pitch from the lines alone, without its prior."""
    seen = precision[1, 1] - 1 / _PITCH_SD_DEG**2 - precision[0, 1] ** 2 / precision[0, 0]
    if seen < _LEAST_SEEN:
        return 0.0, math.inf
    pitch = (weighted[1] - precision[0, 1] * weighted[0] / precision[0, 0]) / seen
    return float(pitch), float(seen**-0.5)


def _verticals(
    pixels: NDArray[np.uint8], person: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Lean (deg, clockwise), offset from the centre (focal lengths), length (heights) of edges."""
    size = max(person.shape)
    shrink = min(1.0, _WORK_SIZE / size)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if shrink < 1:
        grey = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    detector = cv2.ximgproc.createFastLineDetector(
        length_threshold=int(grey.shape[0] * _MIN_LENGTH), do_merge=True
    )
    # OpenCV gives None where it finds no line, which its type stubs do not say.
    lines = cast("NDArray[np.float32] | None", detector.detect(grey))
    empty = np.empty(0)
    if lines is None:
        return empty, empty, empty
    lines = lines.reshape(-1, 4).astype(float)
    dx, dy = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    length = np.hypot(dx, dy)
    # y is down: a line whose top lies further right leans clockwise.
    lean = np.degrees(np.arctan(-dx / np.where(np.abs(dy) < 1e-6, 1e-6, dy)))
    middle = (lines[:, :2] + lines[:, 2:]) / 2
    keep = (np.abs(lean) < _MAX_LEAN_DEG) & ~_on_person(person, middle, shrink, grey.shape)
    focal = _ASSUMED_FOCAL * max(grey.shape)
    offset = (middle[:, 0] - grey.shape[1] / 2) / focal
    return lean[keep], offset[keep], length[keep] / grey.shape[0]


def _on_person(
    person: NDArray[np.float32], middle: NDArray[np.float64], shrink: float, shape: tuple[int, ...]
) -> NDArray[np.bool_]:
    # The mask is soft and widened below: no need to average its pixels, which costs six times more.
    mask = cv2.resize(person, (shape[1], shape[0]), interpolation=cv2.INTER_NEAREST)
    reach = max(3, shape[0] // 60)
    near = cv2.dilate((mask > 0.3).astype(np.uint8), np.ones((reach, reach), np.uint8))
    columns = np.clip(middle[:, 0].astype(int), 0, shape[1] - 1)
    rows = np.clip(middle[:, 1].astype(int), 0, shape[0] - 1)
    return near[rows, columns] > 0
