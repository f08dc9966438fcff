"""Camera roll from verticals in the picture: door frames, wall edges, shelves."""

from __future__ import annotations

import math
from dataclasses import dataclass
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

_PITCH_SD = math.radians(4.0)
_LINE_SD_DEG = 0.8
_MAX_LEAN_DEG = 8.0
_WORK_SIZE = 640
_MIN_LENGTH = 1 / 6
"""Shortest edge that counts, picture heights: longer than the straight part of a limb's shadow."""

_MIN_SD_DEG = 0.6


@dataclass(frozen=True, slots=True)
class Roll:
    """Camera roll in the turned picture.

    Attributes
    ----------
    degrees : float
        How far a true vertical leans clockwise, (-90, 90).
    sd_deg : float
    source : {"given", "verticals", "assumed"}
    """

    degrees: float
    sd_deg: float
    source: str


def find_roll(seen: SideView) -> Roll:
    """Estimate the roll from near-vertical straight edges outside the person.

    A vertical in the room leans by ``roll + pitch * (x - centre) / focal``; both are fitted with
    priors, robustly, so that one crooked picture frame does not turn the whole room.

    Parameters
    ----------
    seen : SideView

    Returns
    -------
    Roll
        ``assumed`` (0 with the error of a hand-held phone) where too little is vertical.
    """
    lean, offset, length = _verticals(seen)
    if not length.size:
        return Roll(0.0, HAND_HELD_SD_DEG, "assumed")
    design = np.column_stack([np.ones_like(lean), offset])
    prior = np.diag([1 / HAND_HELD_SD_DEG**2, 1 / math.degrees(_PITCH_SD) ** 2])
    weight = np.minimum(length / 0.5, 1.0) / _LINE_SD_DEG**2
    robust = np.ones_like(lean)
    solution, precision = np.zeros(2), prior
    for _ in range(12):
        w = weight * robust
        precision = prior + design.T @ (w[:, None] * design)
        solution = np.linalg.solve(precision, design.T @ (w * lean))
        robust = 1 / (1 + ((lean - design @ solution) / 1.0) ** 2)
    covariance = np.linalg.inv(precision)
    # Where many lines disagree with the fit, the scene is not built of verticals: say so.
    doubt = 1 + 2 * (1 - float(np.average(robust, weights=length)))
    sd = min(HAND_HELD_SD_DEG, max(_MIN_SD_DEG, math.sqrt(covariance[0, 0]) * doubt))
    return Roll(float(solution[0]), sd, "verticals")


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
    """
    if given is not None:
        return Roll(given, sd_deg, "given")
    found = find_roll(seen)
    return Roll(seen.facing_sign * found.degrees, found.sd_deg, found.source)


def _verticals(
    seen: SideView,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Lean (deg, clockwise), offset from the centre (focal lengths), length (heights) of edges."""
    size = max(seen.height, seen.width)
    shrink = min(1.0, _WORK_SIZE / size)
    grey = cv2.cvtColor(seen.pixels, cv2.COLOR_RGB2GRAY)
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
    keep = (np.abs(lean) < _MAX_LEAN_DEG) & ~_on_person(seen, middle, shrink, grey.shape)
    focal = 1.05 * max(grey.shape)
    offset = (middle[:, 0] - grey.shape[1] / 2) / focal
    return lean[keep], offset[keep], length[keep] / grey.shape[0]


def _on_person(
    seen: SideView, middle: NDArray[np.float64], shrink: float, shape: tuple[int, ...]
) -> NDArray[np.bool_]:
    # The mask is soft and widened below: no need to average its pixels, which costs six times more.
    mask = cv2.resize(seen.silhouette, (shape[1], shape[0]), interpolation=cv2.INTER_NEAREST)
    reach = max(3, shape[0] // 60)
    near = cv2.dilate((mask > 0.3).astype(np.uint8), np.ones((reach, reach), np.uint8))
    columns = np.clip(middle[:, 0].astype(int), 0, shape[1] - 1)
    rows = np.clip(middle[:, 1].astype(int), 0, shape[0] - 1)
    return near[rows, columns] > 0
