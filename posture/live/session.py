"""One person's run before a camera: guidance from frame to frame, three captures, one result."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from posture.analysis import pipeline
from posture.analysis.options import Options
from posture.assess.assessment import Subject
from posture.body.body import Refusal
from posture.errors import PostureError
from posture.i18n.language import use_language
from posture.live.frames.reading import luminance_of, read_frame
from posture.live.frames.smooth import Smoother
from posture.live.guidance import machine as guide
from posture.live.guidance.sentences import COUNTING, missing, sentence, sound
from posture.live.guidance.state import Aim, State
from posture.live.outcome import Outcome, conclude
from posture.live.paint import Painter
from posture.live.status import Status, Utterance
from posture.photo.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from posture.analysis.types import Analysis
    from posture.live.camera.frame import CameraFrame
    from posture.live.frames.reading import FrameReading
    from posture.live.frames.tracker import Tracked
    from posture.live.guidance.state import Move
    from posture.photo.photo import Photo

MOST_ATTEMPTS = 6
"""Captures after which the run ends with what there is."""

_COUNTED = (*COUNTING[1:], "captured")
"""What a count leads to."""


@dataclass(slots=True)
class _Capture:
    photo: Photo
    future: Future[Analysis | Refusal]
    judged: bool = False


@dataclass(slots=True)
class _Told:
    caption: str = ""
    missing: tuple[str, ...] = ()
    reading: FrameReading | None = None
    outcome: Outcome | None = None
    spoken: list[Utterance] = field(default_factory=list["Utterance"])


class Session:
    """Takes frames, gives pictures to show; safe to ask from other threads.

    Nothing of a frame is kept but the captures, and these only in memory.

    Parameters
    ----------
    track : callable
        Frame to Tracked or None, :meth:`posture.live.frames.tracker.Tracker.track` for example.
    analyse : callable, optional
        Photo to Analysis or Refusal; the whole pipeline unless given. Runs in a thread of its own.
    subject : Subject, optional
    language : str
        Of captions and speech, two letters.
    aim : Aim
    release : callable, optional
        Called once when the session is closed.
    """

    def __init__(
        self,
        track: Callable[[CameraFrame], Tracked | None],
        *,
        analyse: Callable[[Photo], Analysis | Refusal] | None = None,
        subject: Subject | None = None,
        language: str = "en",
        aim: Aim | None = None,
        release: Callable[[], None] | None = None,
    ) -> None:
        self._release = release
        self.language, self.aim = language, aim or Aim()
        self._track = track
        self._analyse = analyse or partial(
            pipeline.analyze_photo, options=Options(subject=subject or Subject())
        )
        self._state = State()
        self._smoother = Smoother()
        self._painter = Painter()
        self._captures: list[_Capture] = []
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="posture-capture")
        self._told = _Told()
        self._lock = threading.Lock()

    def process(self, frame: CameraFrame) -> NDArray[np.uint8]:
        """Take in one frame.

        Parameters
        ----------
        frame : Frame
            Later than the one before. Frames that come while this one is worked on are for the
            caller to drop (:class:`posture.live.pump.Pump` does).

        Returns
        -------
        ndarray, shape (H, W, 3), uint8
            The picture to show, RGB.
        """
        tracked = self._track(frame)
        smooth, speeds = self._smoother.take(tracked, frame.time)
        light = luminance_of(frame.pixels)
        reading = read_frame(smooth, frame.pixels.shape[:2], frame.time, speeds, light)
        with self._lock, use_language(self.language):
            move = guide.advance(self._state, reading, self.aim)
            self._apply(move)
            if move.capture:
                self._capture(frame)
            self._judge(frame.time)
            self._told.reading = reading
            self._told.missing = self._missing()
            status = self._status()
            return self._painter.paint(frame, smooth, status)

    def status(self) -> Status:
        """How the run stands now."""
        with self._lock:
            return self._status()

    def spoken(self) -> tuple[Utterance, ...]:
        """Everything said so far."""
        with self._lock:
            return tuple(self._told.spoken)

    def close(self) -> None:
        """Stop the worker; a running analysis is finished, waiting ones are dropped."""
        self._worker.shutdown(wait=True, cancel_futures=True)
        release, self._release = self._release, None
        if release is not None:
            release()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _status(self) -> Status:
        told = self._told
        return Status(
            phase=self._state.phase,
            shots=self._state.shots,
            wanted=self.aim.shots,
            unbroken=_unbroken(told.spoken),
            caption=told.caption,
            missing=told.missing,
            reading=told.reading,
            steady=self._state.still,
            outcome=told.outcome,
        )

    def _missing(self) -> tuple[str, ...]:
        if self._state.phase not in ("seek", "ready", "count"):
            return ()
        codes = list(self._state.faults)
        if not codes and not self._state.still:
            codes = ["moving"]
        return tuple(missing(code) for code in codes)

    def _apply(self, move: Move, value: str = "") -> None:
        self._state = move.state
        if not move.cue:
            return
        text = sentence(move.cue, value)
        said = Utterance(len(self._told.spoken) + 1, move.cue, text, sound(move.cue))
        self._told.caption = text or self._told.caption
        self._told.spoken.append(said)

    def _capture(self, frame: CameraFrame) -> None:
        """Keep this frame and hand it to the worker."""
        name = f"capture {len(self._captures) + 1}"
        photo = load(np.array(frame.pixels), name=name)
        self._captures.append(_Capture(photo, self._worker.submit(self._analyse, photo)))

    def _judge(self, now: float) -> None:
        """Look at captures whose analysis has come back; conclude once all have."""
        if self._told.outcome is not None:
            return
        for capture in self._captures:
            if capture.judged or not capture.future.done():
                continue
            capture.judged = True
            remedy = _fault(capture.future)
            if remedy is not None:
                again = len(self._captures) < MOST_ATTEMPTS
                self._apply(guide.refuse(self._state, now, again=again), remedy)
        exhausted = len(self._captures) >= MOST_ATTEMPTS
        pending = any(not capture.judged for capture in self._captures)
        if pending or not (self._state.phase == "wait" or exhausted):
            return
        outcome = conclude([(c.photo, c.future) for c in self._captures])
        self._told.outcome = outcome
        self._apply(guide.finish(self._state, now, good=outcome.analysis is not None))


def _unbroken(spoken: list[Utterance]) -> tuple[Utterance, ...]:
    before = len(spoken) - 1
    while before > 0 and spoken[before].code in _COUNTED and spoken[before - 1].code in COUNTING:
        before -= 1
    return tuple(spoken[max(before, 0) :])


def _fault(future: Future[Analysis | Refusal]) -> str | None:
    """What to do about a capture that cannot be used; None where it can."""
    error = future.exception()
    if isinstance(error, PostureError):
        return error.remedy or error.message
    if error is not None:
        raise error
    result = future.result()
    if isinstance(result, Refusal):
        return result.reasons[0].remedy
    return None
