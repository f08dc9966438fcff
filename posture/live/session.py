"""A live run: guidance frame by frame, three captures, one result."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from posture.analysis.any_view import analyze_any_view
from posture.analysis.options import Options
from posture.body.remarks import Refusal
from posture.errors import PostureError
from posture.i18n.language import use_language
from posture.live.frames.reading import luminance_of, read_frame
from posture.live.frames.smoothing import Smoother
from posture.live.guidance.cues import COUNTING, missing, sentence, sound
from posture.live.guidance.instruction import instruction
from posture.live.guidance.state import CaptureGoal, State
from posture.live.guidance.state_machine import advance, finish, refuse
from posture.live.outcome import Outcome, outcome_of_futures
from posture.live.paint import Painter
from posture.live.status import Cue, Status
from posture.photo.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from posture.analysis.any_view import Result
    from posture.live.camera.sources import CameraFrame
    from posture.live.frames.reading import FrameReading
    from posture.live.frames.tracker import Tracked
    from posture.live.guidance.state import Step
    from posture.photo.photo import Photo

MOST_ATTEMPTS = 6
"""The run ends after this many captures, used or refused."""

_COUNTED = (*COUNTING[1:], "captured")
"""Cues that follow a number of the countdown."""


@dataclass(slots=True)
class _Capture:
    photo: Photo
    future: Future[Result]
    judged: bool = False


@dataclass(slots=True)
class _RunState:
    caption: str = ""
    reading: FrameReading | None = None
    outcome: Outcome | None = None
    cues: list[Cue] = field(default_factory=list["Cue"])


class Session:
    """Takes frames and returns annotated pictures; may be read from other threads.

    Only captures are kept, and only in memory.

    Parameters
    ----------
    track : callable
        Frame to Tracked or None, such as :meth:`posture.live.frames.tracker.Tracker.track`.
    analyse : callable, optional
        Photo to its result, called in a thread of its own; by default
        :func:`posture.analysis.any_view.analyze_any_view` with the options and the goal's view.
    options : Options, optional
        Of the analysis of each capture.
    language : str
        Two-letter code of captions and speech.
    goal : CaptureGoal
    """

    def __init__(
        self,
        track: Callable[[CameraFrame], Tracked | None],
        *,
        analyse: Callable[[Photo], Result] | None = None,
        options: Options | None = None,
        language: str = "en",
        goal: CaptureGoal | None = None,
    ) -> None:
        self.language, self.goal = language, goal or CaptureGoal()
        self._track = track
        self._analyse = analyse or partial(
            analyze_any_view, options=options or Options(), view=self.goal.view
        )
        self._state = State()
        self._smoother = Smoother()
        self._painter = Painter(self.goal.outline, self.goal.view)
        self._captures: list[_Capture] = []
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="posture-capture")
        self._run = _RunState()
        self._lock = threading.Lock()

    def process(self, frame: CameraFrame) -> NDArray[np.uint8]:
        """Take in one frame.

        Parameters
        ----------
        frame : CameraFrame
            Later than the one before. The caller drops the frames that come meanwhile
            (:class:`posture.live.camera_run.CameraRun`).

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
            move = advance(self._state, reading, self.goal)
            self._apply(move)
            if move.capture:
                self._capture(frame)
            self._judge(frame.time)
            self._run.reading = reading
            status = self._status()
            return self._painter.paint(frame, smooth, status)

    def status(self) -> Status:
        """Current state of the run."""
        with self._lock, use_language(self.language):
            return self._status()

    def cues(self) -> tuple[Cue, ...]:
        """All cues so far."""
        with self._lock:
            return tuple(self._run.cues)

    def close(self) -> None:
        """Stop the worker; a running analysis is finished, waiting ones are dropped."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _status(self) -> Status:
        run, shown = self._run, instruction(self._state)
        return Status(
            phase=self._state.phase,
            shots=self._state.shots,
            wanted=self.goal.shots,
            recent_cues=_recent_cues(run.cues),
            caption=run.caption if shown.code else "",
            missing=tuple(map(missing, shown.missing)),
            countdown=shown.countdown,
            reading=run.reading,
            steady=self._state.still,
            outcome=run.outcome,
        )

    def _apply(self, move: Step, value: str = "") -> None:
        self._state = move.state
        if not move.cue:
            return
        text = sentence(move.cue, value)
        cue = Cue(len(self._run.cues) + 1, move.cue, text, sound(move.cue))
        self._run.caption = text
        self._run.cues.append(cue)

    def _capture(self, frame: CameraFrame) -> None:
        """Keep this frame and hand it to the worker."""
        name = f"capture {len(self._captures) + 1}"
        photo = load(np.array(frame.pixels), name=name)
        self._captures.append(_Capture(photo, self._worker.submit(self._analyse, photo)))

    def _judge(self, now: float) -> None:
        """Take in finished analyses; end the run once all captures are analysed."""
        if self._run.outcome is not None:
            return
        for capture in self._captures:
            if capture.judged or not capture.future.done():
                continue
            capture.judged = True
            remedy = _remedy(capture.future)
            if remedy is not None:
                again = len(self._captures) < MOST_ATTEMPTS
                self._apply(refuse(self._state, now, again=again), remedy)
        exhausted = len(self._captures) >= MOST_ATTEMPTS
        pending = any(not capture.judged for capture in self._captures)
        if pending or not (self._state.phase == "wait" or exhausted):
            return
        captures = [(c.photo, c.future) for c in self._captures]
        outcome = outcome_of_futures(captures, self.goal.view)
        self._run.outcome = outcome
        good = outcome.photo is not None
        self._apply(finish(self._state, now, self.goal, good=good))


def _recent_cues(cues: list[Cue]) -> tuple[Cue, ...]:
    before = len(cues) - 1
    while before > 0 and cues[before].code in _COUNTED and cues[before - 1].code in COUNTING:
        before -= 1
    return tuple(cues[max(before, 0) :])


def _remedy(future: Future[Result]) -> str | None:
    """Remedy for a capture that cannot be used; None if it can."""
    error = future.exception()
    if isinstance(error, PostureError):
        return error.remedy or error.message
    if error is not None:
        raise error
    result = future.result()
    if isinstance(result, Refusal):
        return result.reasons[0].remedy
    return None
