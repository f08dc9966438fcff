"""What the guide remembers from frame to frame, and what one step of it gives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Phase = Literal["seek", "ready", "count", "step", "wait", "done"]


@dataclass(frozen=True, slots=True)
class Aim:
    """What the run is for.

    Attributes
    ----------
    shots : int
        Captures wanted.
    desk : bool or None
        Head and shoulders are enough; None finds out.
    """

    shots: int = 3
    desk: bool | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Everything the guide remembers.

    Attributes
    ----------
    phase : {"seek", "ready", "count", "step", "wait", "done"}
    since : float
        When the phase began.
    faults : tuple of str
        Believed faults in the order of ``RULES``.
    edges : tuple of (str, float)
        Faults about to begin or end, and since when.
    clear_since, still_since, cut_since : float
        NaN while it is not so.
    said : tuple of (str, float)
        When each cue was said last, the latest at the end.
    counted : int
        Numbers of the count that were said.
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
    said: tuple[tuple[str, float], ...] = ()
    counted: int = 0
    stepped: bool = False
    shots: int = 0
    desk: bool = False

    @property
    def last(self) -> tuple[str, float]:
        """The latest cue and its time."""
        return self.said[-1] if self.said else ("", -math.inf)

    @property
    def still(self) -> bool:
        """Whether the person stands still."""
        return not math.isnan(self.still_since)


@dataclass(frozen=True, slots=True)
class Move:
    """One step of the guide: what it remembers now, what is said, whether to take the picture."""

    state: State
    cue: str = ""
    capture: bool = False
