"""Guidance to a view from the front or the back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posture.live.guidance.cues import COUNTING, missing, sentence
from posture.live.guidance.instruction import instruction
from posture.live.guidance.state import CaptureGoal
from posture.live.guidance.state_machine import finish
from tests.live.readings import MOVING, Run

VIEWS = {"front": "face_camera", "back": "turn_round"}
STRAIGHT = {"turn_deg": 80.0, "frontal_turn_deg": 8.0, "foot_ahead": 0.0}


def run_for(view: str, *, last: bool = True) -> Run:
    return Run(CaptureGoal(1, view=view, last=last))  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("view", VIEWS)
def test_who_stands_straight_to_the_camera_is_captured_once(view: str):
    run = run_for(view).see(12.0, view=view, **STRAIGHT)
    assert run.cues == [VIEWS[view], "look_ahead", *COUNTING, "captured", "wait"]
    assert len(run.captures) == 1


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("turned", [{"frontal_turn_deg": 70.0}, {"view": "other"}])
def test_who_stands_otherwise_is_told_so_again_and_not_captured(
    view: str, turned: dict[str, object]
):
    other = {"front": "back", "back": "front"}[view]
    seen = {"view": view, **STRAIGHT, **turned}
    seen["view"] = other if seen["view"] == "other" else seen["view"]
    run = run_for(view).see(20.0, **seen)
    assert set(run.cues) == {VIEWS[view]}
    assert run.cues.count(VIEWS[view]) >= 3
    assert run.captures == []
    assert instruction(run.state).missing == (VIEWS[view],)
    run.see(12.0, view=view, **STRAIGHT)
    assert len(run.captures) == 1


@pytest.mark.parametrize(
    ("changed", "cue"),
    [
        ({"foot_ahead": 0.06}, "feet"),
        ({"arm_deg": 70.0}, "arms"),
        ({"seen": "part"}, "step_back"),
        ({"share": 0.3}, "come_closer"),
    ],
)
def test_other_faults_are_told_as_from_the_side(changed: dict[str, object], cue: str):
    run = run_for("front").see(10.0, view="front", **{**STRAIGHT, **changed})
    assert cue in run.cues
    assert run.captures == []


@pytest.mark.parametrize("view", VIEWS)
def test_nobody_is_captured_who_moves(view: str):
    run = run_for(view).see(20.0, view=view, **{**STRAIGHT, **MOVING})
    assert run.captures == []
    assert not set(COUNTING) & set(run.cues)


def test_gaze_and_legs_side_by_side_are_no_matter_from_the_front():
    run = run_for("front").see(12.0, view="front", **STRAIGHT, gaze_deg=70.0, feet_apart=0.14)
    assert len(run.captures) == 1


@pytest.mark.parametrize(("last", "cue"), [(True, "done"), (False, "next_view")])
def test_the_end_says_whether_another_view_follows(last: bool, cue: str):
    run = run_for("front", last=last).see(12.0, view="front", **STRAIGHT)
    assert finish(run.state, run.now, run.goal, good=True).cue == cue
    assert finish(run.state, run.now, replace(run.goal), good=False).cue == "give_up"


@pytest.mark.parametrize("code", VIEWS.values())
def test_each_has_a_sentence_and_a_short_text(code: str):
    assert sentence(code).endswith(".")
    assert missing(code)
