"""Carries frames from a source to a session: the newest only, the others are dropped."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from posture.live.camera.frame import CameraFrame
    from posture.live.camera.sources import FrameSource
    from posture.live.session import Session


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """The latest picture to show.

    Attributes
    ----------
    number : int
        Grows with every picture.
    picture : ndarray, shape (H, W, 3), uint8
        RGB, annotated.
    time : float
        When its frame was taken, on the source's clock.
    """

    number: int
    picture: NDArray[np.uint8]
    time: float


class Pump:
    """Two threads: one takes frames as they come, one works on the newest.

    Parameters
    ----------
    source : Source
        Closed when the pump stops.
    session : Session
    patience : float, optional
        Seconds after which the camera is let go when nobody asks for its pictures any more: a
        closed page must not leave it running.
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
        self._shown: Shown | None = None
        self._change = threading.Condition()
        self._over = False
        self._threads = [
            threading.Thread(target=self._run, args=(work,), name=f"posture-{name}", daemon=True)
            for name, work in (("take", self._take), ("work", self._work))
        ]

    def start(self) -> Pump:
        """Begin."""
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> None:
        """End both threads, and the session."""
        with self._change:
            self._over = True
            self._change.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=10.0)
        self.session.close()

    @property
    def running(self) -> bool:
        """Whether pictures still come."""
        return any(thread.is_alive() for thread in self._threads)

    @property
    def dropped(self) -> int:
        """Frames that nobody had time for."""
        return max(self.taken - self.processed - (self._slot is not None), 0)

    def latest(self) -> Shown | None:
        """The newest picture; None before the first."""
        self._asked = time.monotonic()
        return self._shown

    def wait(self, after: int = 0, timeout: float = 1.0) -> Shown | None:
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
        except Exception as error:  # shown by whoever asks: a thread has nobody to raise to
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
                self._shown = Shown(self.processed, picture, frame.time)
                self._change.notify_all()
