"""The live view at 640x480: speed against the bare detector, age of the picture, memory."""

from __future__ import annotations

import itertools
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from benchmarks.figure import Figure
from posture.live.camera.sources import CameraFrame
from posture.live.camera_run import CameraRun
from posture.live.frames.tracker import Tracker
from posture.live.guidance.state import CaptureGoal
from posture.live.latest_frame import LatestFrame
from posture.live.session import Session
from posture.live.start import open_session
from posture.pose.model.store import DEFAULT, model_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

CLIP = Path(__file__).parents[1] / "tests" / "data" / "visit.webm"
ROUNDS = 12
CAMERA_FPS = 15.0
AGE_S = 20.0
MEMORY_S = 180.0
"""Resident memory comes in steps: in one minute a single one looks like a slope."""
LEAST_SPEED, MOST_AGE_MS, MOST_SLOPE = 0.9, 150.0, 1.0
"""Share of the bare detector's frames; milliseconds; megabytes a minute that count as flat."""


def pictures() -> list[NDArray[np.uint8]]:
    """The clip's pictures, RGB."""
    video = cv2.VideoCapture(str(CLIP))
    found: list[NDArray[np.uint8]] = []
    while (read := video.read())[0]:
        found.append(np.asarray(cv2.cvtColor(read[1], cv2.COLOR_BGR2RGB), np.uint8))
    video.release()
    return found


def figures(memory_s: float = MEMORY_S) -> list[Figure]:
    frames = pictures()
    speed = relative_speed(frames)
    age, rate = shown_age(frames)
    returned = returned_age(frames)
    slope = memory_slope(frames, memory_s)
    return [
        Figure(
            "live frames per second / bare detector's, 640x480",
            speed,
            "x",
            f">= {LEAST_SPEED}",
            speed >= LEAST_SPEED,
        ),
        Figure("live frames per second reached", rate, "fps", "-", True),
        Figure(
            f"age of the overlay shown, median, camera at {CAMERA_FPS:.0f} fps",
            age,
            "ms",
            f"< {MOST_AGE_MS:.0f}",
            age < MOST_AGE_MS,
        ),
        Figure(
            "age of the overlay that the server gives back to a browser, median",
            returned,
            "ms",
            f"< {MOST_AGE_MS:.0f}",
            returned < MOST_AGE_MS,
        ),
        Figure(
            f"memory slope of the live view over {memory_s / 60:.1f} minutes",
            slope,
            "MB/min",
            f"< {MOST_SLOPE}",
            slope < MOST_SLOPE,
        ),
    ]


def relative_speed(frames: list[NDArray[np.uint8]]) -> float:
    """Bare detector's time for all frames over that of the live view, frame by frame in turn.

    Everything counts, the look at the room's level too, which comes once in two seconds.
    """
    spent = {"bare": 0.0, "whole": 0.0}
    tracker = Tracker(model_path(DEFAULT))
    with open_session(goal=CaptureGoal(shots=10**6)) as session:
        work = [("bare", tracker.track), ("whole", session.process)]
        for number, picture in enumerate(frames * (ROUNDS + 1)):
            moment = CameraFrame(picture, number / CAMERA_FPS)
            # Who comes first has the colder caches: they take turns.
            work.reverse()
            for name, take in work:
                start = time.perf_counter()
                take(moment)
                if number >= len(frames):  # the first round warms both up
                    spent[name] += time.perf_counter() - start
    return spent["bare"] / spent["whole"]


class Loop:
    """The clip as a camera without end."""

    def __init__(self, frames: list[NDArray[np.uint8]], rate: float) -> None:
        self._frames = itertools.cycle(frames)
        self._rate, self._due, self.over = rate, time.monotonic(), False

    def read(self) -> CameraFrame | None:
        """Wait for the next picture."""
        if self.over:
            return None
        self._due = max(self._due + 1 / self._rate, time.monotonic())
        time.sleep(max(self._due - time.monotonic(), 0.0))
        return CameraFrame(next(self._frames), time.monotonic())

    def close(self) -> None:
        """Give no more pictures."""
        self.over = True


def _pumping(
    frames: list[NDArray[np.uint8]], session: Session, seconds: float
) -> Iterator[tuple[float, float]]:
    """Yield moment and age, milliseconds, of each picture as it could be shown."""
    source = Loop(frames, CAMERA_FPS)
    pump = CameraRun(source, session).start()
    began, number = time.monotonic(), 0
    while time.monotonic() - began < seconds:
        shown = pump.wait(after=number, timeout=5.0)
        if shown is not None:
            number = shown.number
            now = time.monotonic()
            yield now - began, 1000 * (now - shown.time)
    source.close()
    pump.stop()


def shown_age(frames: list[NDArray[np.uint8]]) -> tuple[float, float]:
    """Median age of a picture when it can be shown, and pictures per second."""
    found = list(_pumping(frames, open_session(), AGE_S))
    steady = [age for at, age in found if at > AGE_S / 4]
    return statistics.median(steady), len(steady) / (0.75 * AGE_S)


def returned_age(frames: list[NDArray[np.uint8]]) -> float:
    """Median age of the picture that a browser gets back for its own, milliseconds.

    The way over the network and the browser's own buffers are not in it.
    """
    source, work = Loop(frames, CAMERA_FPS), LatestFrame(open_session)
    began, ages = time.monotonic(), list[float]()
    while time.monotonic() - began < AGE_S:
        frame = source.read()
        shown = work.exchange(frame) if frame is not None else None
        if shown is not None and time.monotonic() - began > AGE_S / 4:
            ages.append(1000 * (time.monotonic() - shown.time))
    work.end()
    work.join(10.0)
    return statistics.median(ages)


def memory_slope(frames: list[NDArray[np.uint8]], seconds: float) -> float:
    """Resident memory against time, least squares over the last three quarters, MB a minute."""
    kept: list[tuple[float, float]] = []
    for at, _ in _pumping(frames, open_session(), seconds):
        if at > seconds / 4 and (not kept or at / 60 - kept[-1][0] > 1 / 120):
            kept.append((at / 60, resident()))
    minutes, megabytes = np.array(kept).T
    return float(np.polyfit(minutes, megabytes, 1)[0])


def resident() -> float:
    """Resident memory of this process now, megabytes (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6
