"""Processes the newest frame that a caller leaves, in its own thread; drops the others."""

from __future__ import annotations

import itertools
import threading
from typing import TYPE_CHECKING

from posture.live.camera_run import AnnotatedFrame

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.live.camera.sources import CameraFrame
    from posture.live.session import Session
    from posture.live.status import Status


class LatestFrame:
    """A session whose caller never waits.

    Parameters
    ----------
    make : callable
        Makes the session, in the working thread.
    patience : float, optional
        Seconds without a frame after which the work ends, as after a page is closed.
    """

    def __init__(self, make: Callable[[], Session], *, patience: float | None = None) -> None:
        self._patience = patience
        self.error: Exception | None = None
        self._make = make
        self._session: Session | None = None
        self._slot: CameraFrame | None = None
        self._shown: AnnotatedFrame | None = None
        self._over = False
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="posture-latest", daemon=True)
        self._thread.start()

    def exchange(self, frame: CameraFrame) -> AnnotatedFrame | None:
        """Leave a frame and take the latest annotated one; None before the first.

        Parameters
        ----------
        frame : CameraFrame

        Returns
        -------
        AnnotatedFrame or None
        """
        with self._change:
            self._slot = frame
            self._change.notify_all()
            return self._shown

    def status(self) -> Status | None:
        """State of the run; None before the first picture."""
        session = self._session
        return session.status() if session is not None else None

    def end(self) -> None:
        """End the work; its own thread closes the session."""
        with self._change:
            self._over = True
            self._change.notify_all()

    @property
    def over(self) -> bool:
        """Whether the work has ended."""
        return not self._thread.is_alive()

    def join(self, timeout: float) -> None:
        """Wait until the thread has ended."""
        self._thread.join(timeout)

    def _run(self) -> None:
        try:
            self._session = self._make()
            for number in itertools.count(1):
                frame = self._next()
                if frame is None:
                    return
                picture = self._session.process(frame)
                with self._change:
                    self._shown = AnnotatedFrame(number, picture, frame.time)
        except Exception as error:  # a thread cannot raise to anybody: the caller shows it
            self.error = error
        finally:
            if self._session is not None:
                self._session.close()

    def _next(self) -> CameraFrame | None:
        with self._change:
            self._change.wait_for(lambda: self._slot is not None or self._over, self._patience)
            frame, self._slot = self._slot, None
            return None if self._over else frame
