"""Which cue is given when: simulated runs, and properties of every run."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.live.frames.reading import FrameReading
from posture.live.guidance.cues import COUNTING, SOUNDS, missing, sentence
from posture.live.guidance.instruction import Instruction, instruction
from posture.live.guidance.rules import CODES, OPPOSITES, RULES, Rule
from posture.live.guidance.state import CaptureGoal, State
from posture.live.guidance.state_machine import (
    LENGTH,
    LENGTHS,
    OPPOSITE_S,
    REPEAT_S,
    advance,
    finish,
    refuse,
)
from tests.live.readings import GOOD, MOVING, STEP_S, Run


def whole_visit(run: Run) -> Run:
    run.see(12.0)
    for _ in range(2):
        run.see(1.0).see(2.5, **MOVING).see(12.0)
    return run


def test_somebody_who_stands_well_gets_three_captures_and_steps_between_them():
    run = whole_visit(Run())
    count = list(COUNTING)
    assert run.cues == [
        "hello",
        "look_ahead",
        *count,
        "captured",
        "step",
        "hold_still",
        *count,
        "captured",
        "step",
        "hold_still",
        *count,
        "captured",
        "wait",
    ]
    assert len(run.captures) == 3
    assert run.state.phase == "wait"


def test_the_count_takes_three_seconds():
    run = whole_visit(Run())
    # Each word waits for the one before it to end, and frames come in steps.
    starts = [when for when, code in run.cue_times if code == "three"]
    for start, capture in zip(starts, run.captures, strict=True):
        assert capture - start == pytest.approx(3.0, abs=(len(COUNTING) + 0.5) * STEP_S)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"person": False}, "nobody"),
        ({"luminance": 20.0}, "dark"),
        ({"seen": "part"}, "step_back"),
        ({"share": 0.4}, "come_closer"),
        ({"stature_px": 180.0}, "come_closer"),
        ({"centred": False}, "middle"),
        ({"turn_deg": 85.0}, "turn_side"),
        ({"turn_deg": -80.0}, "turn_side"),
        ({"turn_deg": 25.0}, "turn_left"),
        ({"turn_deg": -25.0}, "turn_right"),
        ({"turn_deg": 25.0, "facing": "left"}, "turn_right"),
        ({"turn_deg": -25.0, "facing": "left"}, "turn_left"),
        ({"mid_step": True}, "feet"),
        ({"feet_apart": 0.2}, "feet"),
        ({"arm_deg": 60.0}, "arms"),
        ({"elbow_deg": 100.0}, "arms"),
        ({"gaze_deg": 60.0}, "gaze"),
        ({"gaze_deg": -40.0}, "gaze"),
    ],
)
def test_each_fault_is_said_and_keeps_the_capture_away(changes: dict[str, object], code: str):
    run = Run().see(20.0, **changes)
    assert set(run.cues) == {"hello", code}
    assert run.captures == []
    assert run.see(14.0).captures != []


def test_every_fault_of_the_table_has_words_and_a_name():
    for code in CODES:
        assert sentence(code).endswith(".")
        assert missing(code)
    assert all(sentence(code) or code == "captured" for code in SOUNDS)


def test_the_gravest_fault_comes_first():
    run = Run().see(8.0, seen="part", turn_deg=30.0, arm_deg=70.0)
    assert run.cues[:2] == ["hello", "step_back"]


def test_the_same_is_not_said_over_and_over():
    run = Run().see(30.0, turn_deg=30.0)
    times = [when for when, code in run.cue_times if code == "turn_left"]
    assert len(times) >= 3
    assert all(b - a >= REPEAT_S - 1e-9 for a, b in itertools.pairwise(times))


def test_nobody_is_told_what_they_are_doing_already():
    run = Run().see(3.2, turn_deg=30.0).see(0.3)
    assert "turn_left" not in run.cues


def test_whoever_moves_in_the_count_is_not_captured():
    run = Run()
    while "two" not in run.cues:
        run.see(STEP_S)
    run.see(1.5, **MOVING)
    assert run.captures == []
    run.see(10.0)
    assert len(run.captures) == 1
    assert run.cues.count("three") == 2


def test_whoever_does_not_step_is_not_waited_for_without_end():
    run = Run().see(60.0)
    assert len(run.captures) == 3


def test_somebody_who_stays_cut_off_sits_at_a_desk():
    desk = {"seen": "desk", "elbow_deg": 100.0, "stature_px": math.nan}
    run = Run().see(30.0, **desk)
    assert run.cues[:2] == ["hello", "step_back"]
    assert "desk" in run.cues
    assert run.see(40.0, **desk).captures
    assert "move_desk" in run.cues
    assert "step" not in run.cues


def test_somebody_who_comes_back_from_a_cut_picture_is_measured_whole():
    run = Run().see(20.0, seen="desk")
    assert run.state.desk
    assert not run.see(1.0).state.desk


def test_a_desk_can_be_wished_for():
    run = Run(CaptureGoal(desk=True)).see(12.0, seen="desk")
    assert run.cues[0] == "desk"
    assert len(run.captures) == 1


def test_a_refused_capture_is_taken_once_more():
    run = whole_visit(Run())
    move = refuse(run.state, run.now, again=True)
    assert (move.cue, move.state.phase, move.state.shots) == ("once_more", "seek", 2)
    run.state = move.state
    run.see(20.0)
    assert len(run.captures) == 4
    assert run.state.phase == "wait"


def test_a_refusal_that_is_not_repeated_is_only_counted():
    run = whole_visit(Run())
    move = refuse(run.state, run.now, again=False)
    assert (move.cue, move.state.phase, move.state.shots) == ("", "wait", 2)


@pytest.mark.parametrize(("good", "cue"), [(True, "done"), (False, "give_up")])
def test_the_end_is_said_once(good: bool, cue: str):
    run = whole_visit(Run())
    move = finish(run.state, run.now, run.goal, good=good)
    assert (move.cue, move.state.phase) == (cue, "done")
    assert finish(move.state, run.now, run.goal, good=good).cue == ""
    run.state = move.state
    before = len(run.cue_times)
    assert len(run.see(20.0, person=False).cue_times) == before


readings = st.builds(
    FrameReading,
    time=st.just(0.0),
    person=st.booleans() | st.just(True),
    facing=st.sampled_from(["left", "right"]),
    turn_deg=st.floats(-90, 90) | st.floats(-16, 16),
    seen=st.sampled_from(["whole", "whole", "whole", "part", "desk"]),
    share=st.floats(0.3, 1.2),
    stature_px=st.floats(100, 600),
    centred=st.booleans() | st.just(True),
    arm_deg=st.floats(0, 90),
    elbow_deg=st.floats(0, 120),
    gaze_deg=st.floats(-50, 80),
    speed=st.floats(0, 0.5) | st.just(math.nan),
    luminance=st.floats(20, 200),
    mid_step=st.booleans(),
    feet_apart=st.floats(0, 0.3) | st.just(math.nan),
)
visits = st.lists(st.tuples(readings | st.just(GOOD), st.floats(0.1, 9.0)), min_size=1, max_size=12)


def visited(visit: list[tuple[FrameReading, float]]) -> Run:
    run = Run()
    for reading, seconds in visit:
        for _ in range(math.ceil(seconds / STEP_S)):
            run.show(reading)
    return run


@settings(max_examples=60)
@given(visits)
def test_nothing_is_said_into_something_else(visit: list[tuple[FrameReading, float]]):
    for (before, code), (after, _) in itertools.pairwise(visited(visit).cue_times):
        assert after - before >= min(LENGTHS.get(code, LENGTH), 1.0) - 1e-6 or code == "captured"


@settings(max_examples=60)
@given(visits)
def test_it_never_contradicts_itself(visit: list[tuple[FrameReading, float]]):
    said = visited(visit).cue_times
    for (a, one), (b, other) in itertools.combinations(said, 2):
        if frozenset({one, other}) in OPPOSITES:
            assert b - a >= OPPOSITE_S - 1e-6


@settings(max_examples=60)
@given(visits)
def test_a_capture_comes_after_a_whole_count_and_of_a_good_frame(
    visit: list[tuple[FrameReading, float]],
):
    run = Run()
    for reading, seconds in visit:
        for _ in range(math.ceil(seconds / STEP_S)):
            taken = len(run.captures)
            run.show(reading)
            if len(run.captures) > taken:
                assert run.cues[-4:] == [*COUNTING, "captured"]
                assert run.state.faults == ()
                assert not any(rule.begins(reading) for rule in RULES["side"] if _holds(rule, run))
    assert len(run.captures) <= 3


def _holds(rule: Rule, run: Run) -> bool:
    return rule.at_desk or not run.state.desk


@settings(max_examples=40)
@given(visits)
def test_frames_of_one_moment_change_nothing_but_once(visit: list[tuple[FrameReading, float]]):
    state = State()
    for reading, _ in visit:
        state = advance(state, replace(reading, time=5.0), CaptureGoal()).state
    assert state.shots == 0


@settings(max_examples=60)
@given(visits)
def test_what_is_shown_never_contradicts_what_was_said(visit: list[tuple[FrameReading, float]]):
    run = Run()
    for reading, seconds in visit:
        for _ in range(math.ceil(seconds / STEP_S)):
            given = len(run.cues)
            run.show(reading)
            shown = instruction(run.state)
            said = [code for code in run.cues if sentence(code)]
            assert shown.code in ("", said[-1])
            if len(run.cues) > given and run.cues[-1] != "captured":
                assert shown.code == run.cues[-1], "what is said is shown at once"
            if shown.code in CODES:
                assert shown.code in run.state.faults, "what was done is no longer asked for"
            assert set(shown.missing) <= {*run.state.faults, "moving"}
            for code in shown.missing:
                later = said[len(said) - said[::-1].index(code) :] if code in said else said
                assert not any(frozenset({code, other}) in OPPOSITES for other in later)
            assert (shown.countdown is not None) is (run.state.phase == "count")


def test_a_direction_is_shown_once_it_was_said_and_gone_once_it_is_followed():
    run = Run().see(4.0, turn_deg=25.0)
    assert instruction(run.state) == Instruction("turn_left", ("turn_left",), None)
    run.see(1.0, turn_deg=-25.0)
    assert instruction(run.state) == Instruction("", (), None), "right was not said yet"
    run.see(OPPOSITE_S, turn_deg=-25.0)
    assert instruction(run.state) == Instruction("turn_right", ("turn_right",), None)


def test_the_countdown_is_the_number_that_was_said():
    run = Run()
    while run.state.phase != "count":
        run.see(STEP_S)
    for number, code in zip((3, 2, 1), COUNTING, strict=True):
        while run.cues[-1] != code:
            run.see(STEP_S)
        assert instruction(run.state) == Instruction(code, (), number)
