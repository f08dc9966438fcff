"""Open sessions with a detector of their own, and runs on a local camera."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from posture.live.camera.sources import open_source
from posture.live.camera_run import CameraRun
from posture.live.frames.tracker import Tracker
from posture.live.guidance.state import CaptureGoal
from posture.live.session import Session
from posture.pose.model.store import DEFAULT, model_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.analysis.options import Options


def open_session(
    *, options: Options | None = None, language: str = "en", goal: CaptureGoal | None = None
) -> Session:
    """Open a session with its own detector.

    Raises
    ------
    ModelError
        The pose model is missing, damaged, or LiteRT cannot be loaded.
    """
    tracker = Tracker(model_path(DEFAULT))
    return Session(tracker.track, options=options, language=language, goal=goal)


def start_camera_run(
    source: str,
    session: Callable[[], Session],
    *,
    patience: float | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> CameraRun:
    """Start a run on a camera of this machine or on a video file.

    Parameters
    ----------
    source : str
        Number of a camera, or path of a video file.
    session : callable
        Makes the session after the source is open.
    patience : float, optional
        Seconds after which the camera is released when nobody takes its pictures.
    clock : callable
        Seconds.

    Raises
    ------
    CameraError, ModelError
    """
    opened = open_source(source, clock=clock)
    try:
        made = session()
    except BaseException:
        opened.close()
        raise
    return CameraRun(opened, made, patience=patience).start()
