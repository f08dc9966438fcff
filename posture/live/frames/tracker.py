"""Pose detection on a stream: one person, tracked from frame to frame, without silhouette."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from posture.pose.landmarker import Landmarker
from posture.pose.quiet import quiet

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from posture.live.camera.sources import CameraFrame


@dataclass(frozen=True, slots=True, eq=False)
class Tracked:
    """One person in one frame.

    Attributes
    ----------
    landmarks : ndarray, shape (33, 2)
        Pixels, x right, y down; may lie outside the picture.
    visibility : ndarray, shape (33,)
        0 to 1.
    """

    landmarks: NDArray[np.float64]
    visibility: NDArray[np.float64]


class Tracker(Landmarker):
    """The detector in MediaPipe's video mode; may be called from one thread after another.

    Video mode looks for a person only until it has one, which saves a third of the time of a frame;
    the silhouette, which costs as much again, is left to the capture's own analysis.

    Parameters
    ----------
    path : Path
        A ``.task`` bundle.
    confidence : float
        Lowest score at which a person is reported, 0 to 1.
    """

    def __init__(self, path: Path, confidence: float = 0.5) -> None:
        super().__init__(path, confidence)
        self._stamp = -1
        self._turn = threading.Lock()

    def _options(self, data: bytes, confidence: float) -> Any:
        tasks = self._mediapipe.tasks
        return tasks.vision.PoseLandmarkerOptions(
            base_options=tasks.BaseOptions(model_asset_buffer=data),
            running_mode=tasks.vision.RunningMode.VIDEO,
            num_poses=1,
            min_pose_detection_confidence=confidence,
            min_pose_presence_confidence=confidence,
            min_tracking_confidence=confidence,
        )

    def track(self, frame: CameraFrame) -> Tracked | None:
        """Find the person in the next frame.

        Parameters
        ----------
        frame : CameraFrame

        Returns
        -------
        Tracked or None
            None where nobody was found.
        """
        height, width = frame.pixels.shape[:2]
        image = self._mediapipe.Image(
            image_format=self._mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(frame.pixels)
        )
        with self._turn:
            # MediaPipe needs whole milliseconds that increase with every frame.
            now = 0 if math.isnan(frame.time) else round(1000 * frame.time)
            self._stamp = max(self._stamp + 1, now)
            result = self._track(image)
        if not result.pose_landmarks:
            return None
        points = result.pose_landmarks[0]
        return Tracked(
            landmarks=np.array([(p.x * width, p.y * height) for p in points]),
            visibility=np.array([p.visibility for p in points], dtype=np.float64),
        )

    def _track(self, image: Any) -> Any:
        if self._has_logged:
            return self._inner.detect_for_video(image, self._stamp)
        with quiet():
            result = self._inner.detect_for_video(image, self._stamp)
        self._has_logged = bool(result.pose_landmarks)
        return result
