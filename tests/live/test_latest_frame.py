"""The newest frame is worked on, the others are dropped, and nobody waits."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from posture.live.camera.sources import CameraFrame
from posture.live.latest_frame import LatestFrame

if TYPE_CHECKING:
    from posture.live.session import Session


class Slow:
    """A session that works on one frame until it is let go."""

    def __init__(self) -> None:
        self.seen: list[float] = []
        self.go, self.closed = threading.Semaphore(0), False

    def process(self, frame: CameraFrame) -> np.ndarray:
        """Give the frame back, marked."""
        self.seen.append(frame.time)
        self.go.acquire(timeout=10.0)
        return frame.pixels + 1

    def status(self) -> None:
        """Nothing to tell."""

    def close(self) -> None:
        """Remember it."""
        self.closed = True


def work_on(slow: Slow, *, patience: float | None = None) -> LatestFrame:
    return LatestFrame(lambda: cast("Session", slow), patience=patience)


def frame(moment: float) -> CameraFrame:
    return CameraFrame(np.full((2, 2, 3), int(moment), np.uint8), moment)


def until(true: Any) -> None:
    """Wait for another thread."""
    end = time.monotonic() + 10.0
    while not true() and time.monotonic() < end:
        time.sleep(0.005)
    assert true()


def test_the_newest_frame_is_next_and_the_others_are_dropped():
    slow = Slow()
    work = work_on(slow)
    assert work.exchange(frame(1)) is None
    until(lambda: slow.seen == [1])
    for moment in (2, 3, 4):
        assert work.exchange(frame(moment)) is None
    slow.go.release()
    until(lambda: slow.seen == [1, 4])
    shown = work.exchange(frame(5))
    assert shown is not None
    assert (shown.number, shown.time, shown.picture[0, 0, 0]) == (1, 1, 2)
    work.end()
    slow.go.release()
    work.join(10.0)
    assert slow.closed


def test_what_goes_wrong_in_the_thread_is_kept_for_whoever_asks():
    def broken() -> Any:
        raise OSError("no detector")

    work = LatestFrame(broken)
    work.join(10.0)
    assert isinstance(work.error, OSError)
    assert work.exchange(frame(1)) is None
    assert work.status() is None


def test_without_a_frame_for_long_the_work_ends():
    slow = Slow()
    slow.go.release()
    work = work_on(slow, patience=0.2)
    work.exchange(frame(1))
    until(lambda: work.over)
    assert slow.closed
    assert work.error is None
