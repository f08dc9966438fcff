"""The next cue: a pure state machine over frame readings, without clock, camera or speaker."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from posture.live.guidance.cues import COUNTING
from posture.live.guidance.rules import OPPOSITES, RULES, SETTLE_S
from posture.live.guidance.state import CaptureGoal, Phase, State, Step

if TYPE_CHECKING:
    from posture.live.frames.reading import FrameReading
    from posture.live.guidance.rules import Rule

REPEAT_S = 6.0
"""Time until the same cue is repeated."""

OPPOSITE_S = 5.0
"""Least time between two cues that contradict each other."""

CLEAR_S = 0.6
STILL_S = 0.8
"""How long everything must be fine, and the person still, before the countdown."""

STILL, MOVING, STEPPING = 0.06, 0.11, 0.12
"""Statures per second: still below the first, moving above the second, a step above the third."""

LONGEST_STEP_S = 9.0
DESK_AFTER_S = 10.0
"""A person still cut off this long after "step back" is taken to sit at a desk."""

OPENING = {"side": "hello", "front": "face_camera", "back": "turn_round"}
"""The first cue, by view."""

LENGTHS = {
    "hello": 3.2,
    "face_camera": 3.2,
    "turn_round": 3.6,
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
"""Duration of each spoken cue in seconds; no other cue starts within it."""

LENGTH = 2.6


def advance(state: State, reading: FrameReading, goal: CaptureGoal) -> Step:
    """Take in one frame.

    Parameters
    ----------
    state : State
    reading : FrameReading
        Its time never goes back.
    goal : CaptureGoal

    Returns
    -------
    Step
    """
    now = reading.time
    if not state.cue_times:
        desk = bool(goal.desk)
        code = "desk" if desk else OPENING[goal.view]
        return _cue(replace(state, since=now, desk=desk), code, now)
    state = _watch(state, reading, goal)
    return _PHASES[state.phase](state, now, goal)


def refuse(state: State, now: float, *, again: bool) -> Step:
    """Take in that a capture could not be used.

    Parameters
    ----------
    state : State
    now : float
        Seconds.
    again : bool
        Whether another capture is taken.
    """
    state = replace(state, shots=max(state.shots - 1, 0))
    if not again or state.phase == "done":
        return Step(state)
    return _cue(_enter(state, "seek", now), "once_more", now)


def finish(state: State, now: float, goal: CaptureGoal, *, good: bool) -> Step:
    """End the run, with or without a result."""
    if state.phase == "done":
        return Step(state)
    code = "give_up" if not good else "done" if goal.last else "next_view"
    return _cue(_enter(state, "done", now), code, now)


def _watch(state: State, reading: FrameReading, goal: CaptureGoal) -> State:
    """Update faults (with hysteresis), stillness, and whether the person sits at a desk."""
    now = reading.time
    faults, edges = _debounced(state, reading, RULES[goal.view])
    slow = reading.speed < (MOVING if state.still else STILL)
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
    if goal.desk is None and goal.view == "side":
        waited = now - state.cut_since > DESK_AFTER_S and _cued_at(state, "step_back") > -math.inf
        desk = (state.desk and not whole) or (state.phase == "seek" and waited)
        state = replace(state, desk=desk)
    return state


def _debounced(
    state: State, reading: FrameReading, rules: tuple[Rule, ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, float], ...]]:
    pending = dict(state.edges)
    faults: list[str] = []
    edges: list[tuple[str, float]] = []
    for rule in rules:
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


def _seek(state: State, now: float, goal: CaptureGoal) -> Step:
    """Give the cue of the most severe fault until there is none."""
    if state.desk and _cued_at(state, "desk") == -math.inf:
        return _cue(state, "desk", now) if _may_cue(state, "desk", now) else Step(state)
    if state.faults:
        code = state.faults[0]
        due = now - _cued_at(state, code) >= REPEAT_S or state.last[0] != code
        # No cue for a fault that is about to end.
        due = due and code not in dict(state.edges)
        return _cue(state, code, now) if due and _may_cue(state, code, now) else Step(state)
    if now - state.clear_since < CLEAR_S or state.edges:
        return Step(state)
    code = "look_ahead" if _cued_at(state, "look_ahead") == -math.inf else "hold_still"
    if not _may_cue(state, code, now):
        return Step(state)
    return _cue(_enter(state, "ready", now), code, now)


def _ready(state: State, now: float, goal: CaptureGoal) -> Step:
    """Wait until the person holds still."""
    if state.faults:
        return Step(_enter(state, "seek", now))
    if state.still and now - state.still_since >= STILL_S and not state.edges:
        if _may_cue(state, COUNTING[0], now):
            return _cue(replace(_enter(state, "count", now), counted=1), COUNTING[0], now)
    elif now - state.last[1] >= REPEAT_S and _may_cue(state, "hold_still", now):
        return _cue(state, "hold_still", now)
    return Step(state)


def _count(state: State, now: float, goal: CaptureGoal) -> Step:
    """Count down; a movement starts again with "hold still"."""
    if state.faults or not state.still:
        return Step(_enter(state, "seek", now))
    if now - state.last[1] < LENGTHS[COUNTING[0]]:
        return Step(state)
    if state.counted < len(COUNTING):
        code = COUNTING[state.counted]
        return _cue(replace(state, counted=state.counted + 1), code, now)
    if state.edges:
        return Step(state)
    state = replace(state, shots=state.shots + 1, stepped=False)
    phase: Phase = "wait" if state.shots >= goal.shots else "step"
    move = _cue(_enter(state, phase, now), "captured", now)
    return replace(move, capture=True)


def _step(state: State, now: float, goal: CaptureGoal) -> Step:
    """Ask the person to step on the spot, so that the next capture is a separate stance."""
    code = "move_desk" if state.desk else "step"
    if _cued_at(state, code) < state.since:
        return _cue(state, code, now) if _may_cue(state, code, now) else Step(state)
    asked = now - _cued_at(state, code)
    moved = state.stepped or state.desk
    if (asked >= LENGTHS[code] and moved and state.still) or asked >= LONGEST_STEP_S:
        return Step(_enter(state, "seek", now))
    return Step(state)


def _wait(state: State, now: float, goal: CaptureGoal) -> Step:
    """Wait for the analysis of the captures."""
    if _cued_at(state, "wait") < state.since and _may_cue(state, "wait", now):
        return _cue(state, "wait", now)
    return Step(state)


def _done(state: State, now: float, goal: CaptureGoal) -> Step:
    return Step(state)


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


def _cued_at(state: State, code: str) -> float:
    """Time of the last cue with this code; minus infinity if there was none."""
    return dict(state.cue_times).get(code, -math.inf)


def _may_cue(state: State, code: str, now: float) -> bool:
    """Whether the last cue has ended and no opposite one was given recently."""
    last, at = state.last
    if now - at < LENGTHS.get(last, LENGTH):
        return False
    return all(
        now - when >= OPPOSITE_S
        for other, when in state.cue_times
        if frozenset({code, other}) in OPPOSITES
    )


def _cue(state: State, code: str, now: float) -> Step:
    times = (*(entry for entry in state.cue_times if entry[0] != code), (code, now))
    return Step(replace(state, cue_times=times), cue=code)
