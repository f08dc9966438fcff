"""Readings as a camera would give them, and a way to run the guide over them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from posture.live.frames.reading import FrameReading
from posture.live.guidance.state import CaptureGoal, State
from posture.live.guidance.state_machine import advance

GOOD = FrameReading(
    time=0.0,
    person=True,
    facing="right",
    turn_deg=1.0,
    seen="whole",
    share=0.8,
    stature_px=390.0,
    centred=True,
    arm_deg=5.0,
    elbow_deg=10.0,
    gaze_deg=16.0,
    speed=0.01,
    luminance=110.0,
)
STEP_S = 0.1
MOVING = {"speed": 0.3}


class Run:
    """The guidance over simulated frames."""

    def __init__(self, goal: CaptureGoal | None = None) -> None:
        self.goal, self.state, self.now = goal or CaptureGoal(), State(), 0.0
        self.cue_times: list[tuple[float, str]] = []
        self.captures: list[float] = []

    def see(self, seconds: float, **changes: Any) -> Run:
        """Show the same for a while; ``changes`` are against a person who stands well."""
        for _ in range(round(seconds / STEP_S)):
            self.show(replace(GOOD, **changes))
        return self

    def show(self, reading: FrameReading) -> None:
        self.now += STEP_S
        step = advance(self.state, replace(reading, time=self.now), self.goal)
        self.state = step.state
        if step.cue:
            self.cue_times.append((self.now, step.cue))
        if step.capture:
            self.captures.append(self.now)

    @property
    def cues(self) -> list[str]:
        return [code for _, code in self.cue_times]
