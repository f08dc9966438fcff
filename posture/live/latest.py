"""Works on the newest frame that somebody brings, in a thread of its own; drops the others."""

from __future__ import annotations

import itertools
import threading
from typing import TYPE_CHECKING

from posture.live.pump import Shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.live.camera.frame import CameraFrame
    from posture.live.session import Session
    from posture.live.status import Status


class LatestFrame:
    """A session that is never waited for.

    Parameters
    ----------
    make : callable
        Makes the session, in the thread that works.
    patience : float, optional
        Seconds without a frame after which the work ends: a page that was closed says nothing.
    """

    def __init__(self, make: Callable[[], Session], *, patience: float | None = None) -> None:
        self._patience = patience
        self.error: Exception | None = None
        self._make = make
        self._session: Session | None = None
        self._slot: CameraFrame | None = None
        self._shown: Shown | None = None
        self._over = False
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="posture-latest", daemon=True)
        self._thread.start()

    def exchange(self, frame: CameraFrame) -> Shown | None:
        """Leave a frame and take the latest picture to show; None before the first.

        Parameters
        ----------
        frame : Frame

        Returns
        -------
        Shown or None
        """
        with self._change:
            self._slot = frame
            self._change.notify_all()
            return self._shown

    def status(self) -> Status | None:
        """How the run stands; None before the first picture."""
        session = self._session
        return session.status() if session is not None else None

    def end(self) -> None:
        """No more frames come; the session is closed by its own thread."""
        with self._change:
            self._over = True
            self._change.notify_all()

    @property
    def over(self) -> bool:
        """Whether no frame is worked on any more."""
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
                    self._shown = Shown(number, picture, frame.time)
        except Exception as error:  # shown by whoever asks: a thread has nobody to raise to
            self.error = error
        finally:
            if self._session is not None:
                self._session.close()

    def _next(self) -> CameraFrame | None:
        with self._change:
            self._change.wait_for(lambda: self._slot is not None or self._over, self._patience)
            frame, self._slot = self._slot, None
            return None if self._over else frame
