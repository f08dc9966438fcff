"""Puts the parts of a run together: tracker and session, and for a local camera the pump."""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING

from posture.live.camera.sources import open_source
from posture.live.frames.tracker import Tracker
from posture.live.guidance.state import Aim
from posture.live.pump import Pump
from posture.live.session import Session
from posture.pose.landmarker import load_mediapipe
from posture.pose.model.store import DEFAULT, model_path
from posture.pose.quiet import quiet

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.assess.assessment import Subject


@cache
def warm() -> None:
    """Load the detector's library, so that no stream has to wait for it.

    It takes seconds of Python's one lock; a stream that has begun meanwhile is starved of it, and
    the browser takes a silent server for gone.

    Raises
    ------
    ModelError
        MediaPipe cannot be loaded.
    """
    with quiet():
        load_mediapipe()


def new_session(
    *, subject: Subject | None = None, language: str = "en", aim: Aim | None = None
) -> Session:
    """A run with a detector of its own; closing the session frees it.

    Raises
    ------
    ModelError
        The pose model is missing, damaged, or MediaPipe cannot start.
    """
    tracker = Tracker(model_path(DEFAULT))
    return Session(
        tracker.track, subject=subject, language=language, aim=aim, release=tracker.close
    )


def new_pump(
    source: str,
    session: Callable[[], Session],
    *,
    patience: float | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Pump:
    """A run on this machine's own camera, started.

    Parameters
    ----------
    source : str
        A camera's number or a video file.
    session : callable
        Makes the session, once the source is open.
    patience : float, optional
        Seconds after which the camera is let go when nobody asks for its pictures.
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
    return Pump(opened, made, patience=patience).start()
