"""The rows that the calibration learns from: a table of features and targets, read from files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

PARAMETERS = ("roll_deg", "yaw_deg", "log_distance", "log_scale", "pitch_deg")
"""Of the camera model, in the order of ``Rows.camera_errors``."""

PEOPLE_OF_A_SET = 1_000_000
"""More people than any set has: offset of the person numbers of each further set."""

_BLOCK = 1 << 24
"""Bytes read at once for the hash of a file."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Features and targets of the calibration.

    Attributes
    ----------
    features : ndarray, shape (N, F)
    origin : ndarray, shape (N, 2)
        Origin of the positions, body axes.
    targets : ndarray, shape (N, 35, 2)
        True nodes less ``origin``: true directions, in the scale and place that the camera model
        gives the picture.
    depths : ndarray, shape (N, 35)
        True depths, statures.
    joints : ndarray, shape (N, 17, 2)
        True joint centres by name (sorted), less ``origin``.
    features_mask, features_true : ndarray, shape (N, F)
        Features with the detector's own mask, and with the true silhouette.
    camera_errors : ndarray, shape (N, 5)
        Camera model less truth, in the order of ``PARAMETERS``.
    facing_sign : ndarray, shape (N,), int
        +1 where the person faces right in the picture.
    true : ndarray, shape (N, 17)
        True measurements, in the order of ``METRICS``.
    yaw : ndarray, shape (N,)
        True yaw, degrees.
    body : ndarray, shape (N,), int
        Person; the same number is the same person.
    number : ndarray, shape (N,), int
    spread, top, hair, build, sex : ndarray of str, shape (N,)
    looseness : ndarray, shape (N,)
        True looseness of the clothes.
    kept : ndarray, shape (N,)
        Share of the picture's height, from the top, that was shown; 1 for the whole picture.
    everyday : ndarray of bool, shape (N,)
        Whether the person is dressed as people are before a phone.
    """

    features: NDArray[np.float64]
    origin: NDArray[np.float64]
    targets: NDArray[np.float64]
    depths: NDArray[np.float64]
    joints: NDArray[np.float64]
    features_mask: NDArray[np.float64]
    features_true: NDArray[np.float64]
    camera_errors: NDArray[np.float64]
    facing_sign: NDArray[np.intp]
    true: NDArray[np.float64]
    yaw: NDArray[np.float64]
    body: NDArray[np.intp]
    number: NDArray[np.intp]
    spread: NDArray[np.str_]
    top: NDArray[np.str_]
    hair: NDArray[np.str_]
    build: NDArray[np.str_]
    sex: NDArray[np.str_]
    looseness: NDArray[np.float64]
    kept: NDArray[np.float64]
    everyday: NDArray[np.bool_]


def read(files: Sequence[Path]) -> tuple[Rows, str]:
    """Rows of several sets, and the SHA-256 of the files."""
    parts: list[dict[str, NDArray[Any]]] = []
    digest = hashlib.sha256()
    for i, file in enumerate(files):
        # Rows made without rendering take gigabytes: never twice in memory.
        with file.open("rb") as content:
            while block := content.read(_BLOCK):
                digest.update(block)
        with np.load(file) as kept:
            part = {key: kept[key] for key in kept.files}
        # People of different sets are different people.
        part["body"] = part["body"] + PEOPLE_OF_A_SET * i
        parts.append(part)
    if len(parts) == 1:
        return Rows(**parts[0]), digest.hexdigest()
    joined = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
    return Rows(**joined), digest.hexdigest()
