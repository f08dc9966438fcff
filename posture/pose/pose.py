"""What the detector saw of one person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Landmark(IntEnum):
    """Index of each MediaPipe pose landmark; left and right are the person's own."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One person as detected, in decoded pixels (``Photo.pixels``).

    Attributes
    ----------
    landmarks : ndarray, shape (33, 2), float64
        x right, y down, pixel centres at +0.5; the mean over the photo and its mirror image where
        both were detected.
    visibility : ndarray, shape (33,), float64
        MediaPipe's visibility, 0 to 1.
    mirror_gap : ndarray, shape (33,), float64
        Distance in pixels between the two detections; NaN without the mirror pass.
    silhouette : ndarray, shape (H, W), float32
        Probability that a pixel belongs to the person, 0 to 1.
    model : str
        "full", "lite" or "heavy".
    model_sha256 : str
        Hash of the model bundle.
    """

    landmarks: NDArray[np.float64]
    visibility: NDArray[np.float64]
    mirror_gap: NDArray[np.float64]
    silhouette: NDArray[np.float32]
    model: str
    model_sha256: str
