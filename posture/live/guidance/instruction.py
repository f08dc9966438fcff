"""What the screen shows: taken from the state that decides what is said, so that both agree."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture.live.guidance.cues import COUNTING
from posture.live.guidance.rules import CODES, OPPOSITES

if TYPE_CHECKING:
    from posture.live.guidance.state import State

_SEARCHING = ("seek", "ready", "count")
_STEPPING = ("step", "move_desk")
_HOLDING = ("look_ahead", "hold_still")


@dataclass(frozen=True, slots=True)
class Instruction:
    """What is shown beside the picture.

    Attributes
    ----------
    code : str
        The latest cue while it still applies; empty otherwise.
    missing : tuple of str
        Codes of what still prevents a capture, the most severe first. None of them contradicts a
        cue that was given after it.
    countdown : int or None
        Seconds until the capture.
    """

    code: str
    missing: tuple[str, ...]
    countdown: int | None


def instruction(state: State) -> Instruction:
    """What to show in a state of the guidance."""
    code = state.last[0]
    counting = code in COUNTING and state.phase == "count"
    return Instruction(
        code=code if _applies(code, state) else "",
        missing=_missing(state),
        countdown=len(COUNTING) - COUNTING.index(code) if counting else None,
    )


def _applies(code: str, state: State) -> bool:
    """Whether what was said last is still to be done."""
    if code in CODES:
        return code in state.faults
    if code in COUNTING:
        return state.phase == "count"
    if code in _HOLDING:
        return state.phase in _SEARCHING and not state.faults
    if code in _STEPPING:
        return state.phase == "step"
    return code != "captured"


def _missing(state: State) -> tuple[str, ...]:
    if state.phase not in _SEARCHING:
        return ()
    if not state.faults:
        return () if state.still else ("moving",)
    listed: list[str] = []
    for code in state.faults:
        others = _opposites(code)
        # "Left" is not shown after "right" was said, until "left" was said too.
        if not others.intersection(listed) and _cued_at(state, {code}) >= _cued_at(state, others):
            listed.append(code)
    return tuple(listed)


def _opposites(code: str) -> set[str]:
    return {other for pair in OPPOSITES if code in pair for other in pair if other != code}


def _cued_at(state: State, codes: set[str]) -> float:
    """When the latest of these cues was given; minus infinity if none was."""
    return max((when for code, when in state.cue_times if code in codes), default=-math.inf)
