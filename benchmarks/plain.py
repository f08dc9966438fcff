"""The naive way: what a program does that gives a whole picture to MediaPipe's pose landmarker."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from posture.pose.model.store import model_path

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


@cache
def landmarker() -> Any:
    """MediaPipe's own, as its guide makes it, with the outline and for two people as here."""
    tasks = _mediapipe().tasks
    options = tasks.vision.PoseLandmarkerOptions(
        base_options=tasks.BaseOptions(model_asset_path=str(model_path())),
        num_poses=2,
        output_segmentation_masks=True,
    )
    return tasks.vision.PoseLandmarker.create_from_options(options)


def naive(path: Path) -> object:
    """Decode every pixel and detect on all of them."""
    read = cv2.imread(str(path))
    if read is None:
        raise FileNotFoundError(path)
    return landmarker().detect(
        image_of(cv2.cvtColor(read, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False))
    )


def image_of(pixels: NDArray[np.uint8]) -> Any:
    """A picture as MediaPipe takes it."""
    data, mediapipe = np.ascontiguousarray(pixels), _mediapipe()
    return mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=data)


@cache
def _mediapipe() -> Any:
    """Imported by who uses it: its memory is not that of an analysis."""
    import mediapipe

    return mediapipe
