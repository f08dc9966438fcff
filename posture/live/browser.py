"""A run whose frames come from a browser over WebRTC; knows nothing of the page."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from posture.live.camera.sources import CameraFrame
from posture.live.latest_frame import LatestFrame

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from posture.live.session import Session
    from posture.live.status import Status

_PATIENCE_S = 60.0
"""Seconds without a frame after which a run ends: the page may have been closed."""

MOST_BREAKS = 3
"""How often the stream may break off in one run."""

_RETURN_S = 45.0
"""Seconds within which a broken stream must play again."""

_RESTART_S = 8.0
"""Seconds after which a stream that does not return is stopped and started again."""


class StreamControl:
    """Decides whether the stream shall play, so that one that breaks off is started again.

    A person three metres away cannot press Start again. So once the stream plays, it is asked to go
    on. Stop is a button of the page; any other end counts as a break.

    After a break the browser reconnects at once. A busy server may see the new connection before
    the end of the old one, keep the dead one, and both sides wait for ever. So a stream that does
    not return is stopped first, and asked to play again when both sides know of the stop.

    Attributes
    ----------
    desired : bool or None
        To play, to stop, or None for what the buttons of the stream say.
    gave_up : bool
        Whether it broke off too often, or for too long.
    """

    def __init__(self, *, most_breaks: int = MOST_BREAKS) -> None:
        self.desired: bool | None = None
        self.gave_up = False
        self._most_breaks = most_breaks
        self._ends = False
        self._breaks = 0
        self._broken_at: float | None = None
        self._asked_at = 0.0

    def update(self, *, plays: bool, signals: bool, now: float) -> bool:
        """Take in the state of the stream.

        Parameters
        ----------
        plays : bool
        signals : bool
            Whether it is connecting: the browser waits for the answer of the server.
        now : float
            Seconds on a clock that never goes back.

        Returns
        -------
        bool
            Whether ``desired`` has changed.
        """
        before = self.desired
        if plays:
            self._play()
        elif self._ends and not signals:
            self._ends, self.desired = False, None
        elif self.desired is not None and not self._ends:
            self._restart(signals, now)
        return self.desired != before

    def start(self) -> None:
        """Begin without the button: the person has pressed it for the view before."""
        self.desired = True

    def stop(self) -> None:
        """End the stream; Start begins a new one."""
        self._ends, self.desired = True, False

    def _play(self) -> None:
        if self.desired is None:
            self.desired, self.gave_up, self._breaks = True, False, 0
        if self.desired:
            self._broken_at = None

    def _restart(self, signals: bool, now: float) -> None:
        if self._broken_at is None:
            self._breaks += 1
            self._broken_at = self._asked_at = now
        if self._breaks > self._most_breaks or now - self._broken_at > _RETURN_S:
            self.gave_up = True
            self.stop()
        elif self.desired is False and not signals:
            self.desired, self._asked_at = True, now
        elif self.desired and now - self._asked_at > _RESTART_S:
            self.desired = False


class BrowserRun:
    """A run on the frames of a browser; a stream that breaks off continues the same run.

    The thread of the stream gives up on a frame that takes ten seconds, which loading the detector
    may take on a busy machine. So that thread only leaves the newest frame here and takes the last
    annotated picture; a second thread does the work and drops frames that it has no time for.

    Parameters
    ----------
    make : callable
        Makes the session when the first frame comes.
    control : StreamControl, optional

    Attributes
    ----------
    control : StreamControl
        Whether the stream shall play.
    size : tuple of int or None
        Height and width of the annotated pictures; None before the first.
    """

    def __init__(self, make: Callable[[], Session], control: StreamControl | None = None) -> None:
        self.control = control or StreamControl()
        self.size: tuple[int, int] | None = None
        self._make = make
        self._work: LatestFrame | None = None
        self._lock = threading.Lock()

    def exchange(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
        """Leave a frame and take the latest picture; called from the stream's thread.

        Parameters
        ----------
        pixels : ndarray, shape (H, W, 3), uint8
            RGB.

        Returns
        -------
        ndarray, shape (H, W, 3), uint8, or None
            Annotated, RGB; None before the first picture.
        """
        with self._lock:
            # After a long pause a new run begins; a run that failed stays and is shown.
            if self._work is None or (self._work.over and self._work.error is None):
                self._work = LatestFrame(self._make, patience=_PATIENCE_S)
            work = self._work
        # Not the browser's time stamps: their zero changes within a stream.
        shown = work.exchange(CameraFrame(pixels, time.monotonic()))
        if shown is None:
            return None
        high, wide = shown.picture.shape[:2]
        self.size = (high, wide)
        return shown.picture

    def update(self, *, plays: bool, signals: bool) -> bool:
        """Take in the state of the stream; whether ``control.desired`` has changed."""
        changed = self.control.update(plays=plays, signals=signals, now=time.monotonic())
        if self.control.desired is None:
            self.end()
        return changed

    def stop(self) -> None:
        """End the stream and the session."""
        self.control.stop()
        self.end()

    def end(self) -> None:
        """End the session; another frame begins a new one."""
        with self._lock:
            work, self._work = self._work, None
        if work is not None:
            work.end()

    @property
    def error(self) -> Exception | None:
        """The exception that ended the session, if any."""
        work = self._work
        return work.error if work is not None else None

    def status(self) -> Status | None:
        """State of the run; None before the first picture."""
        work = self._work
        return work.status() if work is not None else None
