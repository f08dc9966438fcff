"""Runs a session on the newest frames of a source; drops the others."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from posture.live.camera.sources import CameraFrame, FrameSource
    from posture.live.session import Session


@dataclass(frozen=True, slots=True, eq=False)
class AnnotatedFrame:
    """An annotated frame.

    Attributes
    ----------
    number : int
        Counts up with every picture.
    picture : ndarray, shape (H, W, 3), uint8
        RGB, annotated.
    time : float
        When its frame was taken, on the source's clock.
    """

    number: int
    picture: NDArray[np.uint8]
    time: float


class CameraRun:
    """Two threads: one reads frames, one processes the newest.

    Parameters
    ----------
    source : FrameSource
        Closed when the run stops.
    session : Session
    patience : float, optional
        Seconds after which the camera is released when nobody takes its pictures, as after a page
        is closed.
    """

    def __init__(
        self, source: FrameSource, session: Session, *, patience: float | None = None
    ) -> None:
        self._patience, self._asked = patience, time.monotonic()
        self.session = session
        self.error: Exception | None = None
        self.taken = self.processed = 0
        self._source = source
        self._slot: CameraFrame | None = None
        self._shown: AnnotatedFrame | None = None
        self._change = threading.Condition()
        self._over = False
        self._threads = [
            threading.Thread(target=self._run, args=(work,), name=f"posture-{name}", daemon=True)
            for name, work in (("take", self._take), ("work", self._work))
        ]

    def start(self) -> CameraRun:
        """Begin."""
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> None:
        """End both threads and the session."""
        with self._change:
            self._over = True
            self._change.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=10.0)
        self.session.close()

    @property
    def running(self) -> bool:
        """Whether a thread still works."""
        return any(thread.is_alive() for thread in self._threads)

    @property
    def dropped(self) -> int:
        """Number of frames that were not processed."""
        return max(self.taken - self.processed - (self._slot is not None), 0)

    def latest(self) -> AnnotatedFrame | None:
        """The newest picture; None before the first."""
        self._asked = time.monotonic()
        return self._shown

    def wait(self, after: int = 0, timeout: float = 1.0) -> AnnotatedFrame | None:
        """Wait for a picture with a higher number; None where none came in time."""
        with self._change:
            self._change.wait_for(lambda: self._newer(after) or self._over, timeout)
            return self._shown if self._newer(after) else None

    def _newer(self, after: int) -> bool:
        return self._shown is not None and self._shown.number > after

    def _forgotten(self) -> bool:
        return self._patience is not None and time.monotonic() - self._asked > self._patience

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # a thread cannot raise to anybody: the caller shows it
            self.error = error
        finally:
            with self._change:
                self._over = True
                self._change.notify_all()

    def _take(self) -> None:
        try:
            while not self._over and not self._forgotten():
                frame = self._source.read()
                if frame is None:
                    return
                with self._change:
                    self.taken += 1
                    self._slot = frame
                    self._change.notify_all()
        finally:
            self._source.close()

    def _work(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._slot is not None or self._over)
                frame, self._slot = self._slot, None
            if frame is None:
                return
            picture = self.session.process(frame)
            with self._change:
                self.processed += 1
                self._shown = AnnotatedFrame(self.processed, picture, frame.time)
                self._change.notify_all()
