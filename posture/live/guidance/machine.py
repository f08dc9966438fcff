"""What to say next: a state machine over readings that touches no clock, camera or loudspeaker."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from posture.live.guidance.rules import OPPOSITES, RULES, SETTLE_S
from posture.live.guidance.sentences import COUNTING
from posture.live.guidance.state import Aim, Move, Phase, State

if TYPE_CHECKING:
    from posture.live.frames.reading import FrameReading
    from posture.live.guidance.rules import Rule

REPEAT_S = 6.0
"""The same cue again, while nothing has changed."""

TURNABOUT_S = 5.0
"""Between two cues that would contradict each other."""

CLEAR_S = 0.6
STILL_S = 0.8
"""How long all must be well, and the person still, before the count."""

STILL, RESTLESS, STEPPING = 0.06, 0.11, 0.12
"""Statures per second: still below the first, restless above the second, a step above the third."""

LONGEST_STEP_S = 9.0
DESK_AFTER_S = 10.0
"""Somebody who stays cut off for so long although told to step back sits at a desk."""

LENGTHS = {
    "hello": 3.2,
    "step_back": 3.8,
    "turn_side": 4.0,
    "desk": 4.2,
    "look_ahead": 4.2,
    "step": 4.2,
    "move_desk": 4.0,
    "once_more": 6.0,
    "hold_still": 1.2,
    "captured": 0.5,
    **dict.fromkeys(COUNTING, 1.0),
}
"""Seconds that it takes to say a cue; nothing is said into it."""

LENGTH = 2.6


def advance(state: State, reading: FrameReading, aim: Aim) -> Move:
    """Take in one frame.

    Parameters
    ----------
    state : State
    reading : Reading
        Its time never goes back.
    aim : Aim

    Returns
    -------
    Move
    """
    now = reading.time
    if not state.said:
        desk = bool(aim.desk)
        return _say(replace(state, since=now, desk=desk), "desk" if desk else "hello", now)
    state = _watch(state, reading, aim)
    return _PHASES[state.phase](state, now, aim)


def refuse(state: State, now: float, *, again: bool) -> Move:
    """A capture could not be used.

    Parameters
    ----------
    state : State
    now : float
        Seconds.
    again : bool
        Whether it shall be taken once more.
    """
    state = replace(state, shots=max(state.shots - 1, 0))
    if not again or state.phase == "done":
        return Move(state)
    return _say(_enter(state, "seek", now), "once_more", now)


def finish(state: State, now: float, *, good: bool) -> Move:
    """The run is over: there is a result, or it is given up."""
    if state.phase == "done":
        return Move(state)
    return _say(_enter(state, "done", now), "done" if good else "give_up", now)


def _watch(state: State, reading: FrameReading, aim: Aim) -> State:
    """Faults with hysteresis, stillness, and whether somebody sits at a desk."""
    now = reading.time
    faults, edges = _believed(state, reading)
    slow = reading.speed < (RESTLESS if state.still else STILL)
    whole = reading.seen == "whole"
    cut = reading.person and reading.seen == "desk"
    state = replace(
        state,
        faults=faults,
        edges=edges,
        still_since=_since(state.still_since, slow, now),
        clear_since=_since(state.clear_since, not faults, now),
        cut_since=_since(state.cut_since, cut, now),
        stepped=state.stepped or reading.speed > STEPPING,
    )
    if aim.desk is None:
        waited = now - state.cut_since > DESK_AFTER_S and _said(state, "step_back") > -math.inf
        desk = (state.desk and not whole) or (state.phase == "seek" and waited)
        state = replace(state, desk=desk)
    return state


def _believed(
    state: State, reading: FrameReading
) -> tuple[tuple[str, ...], tuple[tuple[str, float], ...]]:
    pending = dict(state.edges)
    faults: list[str] = []
    edges: list[tuple[str, float]] = []
    for rule in RULES:
        on = rule.code in state.faults
        if _shows(rule, reading, state.desk, on) != on:
            since = pending.get(rule.code, reading.time)
            if reading.time - since >= SETTLE_S:
                on = not on
            else:
                edges.append((rule.code, since))
        if on:
            faults.append(rule.code)
    return tuple(faults), tuple(edges)


def _shows(rule: Rule, reading: FrameReading, desk: bool, on: bool) -> bool:
    if desk and not rule.at_desk:
        return False
    return rule.stays(reading) if on else rule.begins(reading)


def _seek(state: State, now: float, aim: Aim) -> Move:
    """Say the gravest fault, until there is none."""
    if state.desk and _said(state, "desk") == -math.inf:
        return _say(state, "desk", now) if _may_speak(state, "desk", now) else Move(state)
    if state.faults:
        code = state.faults[0]
        due = now - _said(state, code) >= REPEAT_S or state.last[0] != code
        # Who is already doing it is not told to.
        due = due and code not in dict(state.edges)
        return _say(state, code, now) if due and _may_speak(state, code, now) else Move(state)
    if now - state.clear_since < CLEAR_S or state.edges:
        return Move(state)
    code = "look_ahead" if _said(state, "look_ahead") == -math.inf else "hold_still"
    if not _may_speak(state, code, now):
        return Move(state)
    return _say(_enter(state, "ready", now), code, now)


def _ready(state: State, now: float, aim: Aim) -> Move:
    """Wait until the person stands still."""
    if state.faults:
        return Move(_enter(state, "seek", now))
    if state.still and now - state.still_since >= STILL_S and not state.edges:
        if _may_speak(state, COUNTING[0], now):
            return _say(replace(_enter(state, "count", now), counted=1), COUNTING[0], now)
    elif now - state.last[1] >= REPEAT_S and _may_speak(state, "hold_still", now):
        return _say(state, "hold_still", now)
    return Move(state)


def _count(state: State, now: float, aim: Aim) -> Move:
    """Three, two, one; whoever moves is told to hold still, and it starts again."""
    if state.faults or not state.still:
        return Move(_enter(state, "seek", now))
    if now - state.last[1] < LENGTHS[COUNTING[0]]:
        return Move(state)
    if state.counted < len(COUNTING):
        code = COUNTING[state.counted]
        return _say(replace(state, counted=state.counted + 1), code, now)
    if state.edges:
        return Move(state)
    state = replace(state, shots=state.shots + 1, stepped=False)
    phase: Phase = "wait" if state.shots >= aim.shots else "step"
    move = _say(_enter(state, phase, now), "captured", now)
    return replace(move, capture=True)


def _step(state: State, now: float, aim: Aim) -> Move:
    """Have the person step on the spot, so that the next capture is a stance of its own."""
    code = "move_desk" if state.desk else "step"
    if _said(state, code) < state.since:
        return _say(state, code, now) if _may_speak(state, code, now) else Move(state)
    asked = now - _said(state, code)
    moved = state.stepped or state.desk
    if (asked >= LENGTHS[code] and moved and state.still) or asked >= LONGEST_STEP_S:
        return Move(_enter(state, "seek", now))
    return Move(state)


def _wait(state: State, now: float, aim: Aim) -> Move:
    """All captures are taken; the analysis has the word."""
    if _said(state, "wait") < state.since and _may_speak(state, "wait", now):
        return _say(state, "wait", now)
    return Move(state)


def _done(state: State, now: float, aim: Aim) -> Move:
    return Move(state)


_PHASES = {
    "seek": _seek,
    "ready": _ready,
    "count": _count,
    "step": _step,
    "wait": _wait,
    "done": _done,
}


def _enter(state: State, phase: Phase, now: float) -> State:
    return replace(state, phase=phase, since=now, counted=0)


def _since(before: float, holds: bool, now: float) -> float:
    if not holds:
        return math.nan
    return now if math.isnan(before) else before


def _said(state: State, code: str) -> float:
    """When a cue was said last; long ago where it never was."""
    return dict(state.said).get(code, -math.inf)


def _may_speak(state: State, code: str, now: float) -> bool:
    """Whether the last cue has been said to its end, and nothing it contradicts is fresh."""
    last, at = state.last
    if now - at < LENGTHS.get(last, LENGTH):
        return False
    return all(
        now - when >= TURNABOUT_S
        for other, when in state.said
        if frozenset({code, other}) in OPPOSITES
    )


def _say(state: State, code: str, now: float) -> Move:
    said = (*(entry for entry in state.said if entry[0] != code), (code, now))
    return Move(replace(state, said=said), cue=code)
