"""State of the guidance between frames, and the result of one step."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from posture.analysis.view import View

Outline = tuple[tuple[float, float], ...]
"""Corners of a closed line in heights of the picture: x from its middle, y from its top."""

Phase = Literal["seek", "ready", "count", "step", "wait", "done"]


@dataclass(frozen=True, slots=True)
class CaptureGoal:
    """What to capture.

    Attributes
    ----------
    shots : int
        Captures wanted.
    desk : bool or None
        Head and shoulders are enough; None to find out.
    outline : tuple of (float, float)
        Of an earlier photo, to stand in (:mod:`posture.live.ghost`); empty for none.
    view : {"side", "front", "back"}
        What of the body is towards the camera.
    last : bool
        Whether no other view of the same person follows.
    """

    shots: int = 3
    desk: bool | None = None
    outline: Outline = ()
    view: View = "side"
    last: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """State of the guidance.

    Attributes
    ----------
    phase : {"seek", "ready", "count", "step", "wait", "done"}
    since : float
        When the phase began.
    faults : tuple of str
        Confirmed faults in the order of the view's ``RULES``.
    edges : tuple of (str, float)
        Faults about to begin or end, and since when.
    clear_since, still_since, cut_since : float
        Since when there is no fault, the person is still, the body is cut off; NaN if not.
    cue_times : tuple of (str, float)
        Last time of each cue, the latest at the end.
    counted : int
        Numbers of the countdown given so far.
    stepped : bool
        Whether a step was seen since the last capture.
    shots : int
        Captures taken and not refused.
    desk : bool
    """

    phase: Phase = "seek"
    since: float = math.nan
    faults: tuple[str, ...] = ()
    edges: tuple[tuple[str, float], ...] = ()
    clear_since: float = math.nan
    still_since: float = math.nan
    cut_since: float = math.nan
    cue_times: tuple[tuple[str, float], ...] = ()
    counted: int = 0
    stepped: bool = False
    shots: int = 0
    desk: bool = False

    @property
    def last(self) -> tuple[str, float]:
        """The latest cue and its time."""
        return self.cue_times[-1] if self.cue_times else ("", -math.inf)

    @property
    def still(self) -> bool:
        """Whether the person holds still."""
        return not math.isnan(self.still_since)


@dataclass(frozen=True, slots=True)
class Step:
    """Result of one step: new state, cue (empty for none), whether to take the picture."""

    state: State
    cue: str = ""
    capture: bool = False
