"""Faults that prevent a capture, the most severe first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture.body.frontal.gate import TURNED_DEG

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.analysis.view import View
    from posture.live.frames.reading import FrameReading

SETTLE_S = 0.4
"""A condition begins or ends once frames have shown it, or not, for this long."""

SMALLEST_PX = 220.0
"""Stature, pixels; the analysis refuses less than 200."""

FEET_APART = 0.1
"""Distance of the ankles, statures: half a step. Side by side, turned by 14 degrees, they are 0.03
apart (engineering assumption)."""

FAR_DEG = 50.0
"""Beyond this yaw the person is frontal, and the facing is not reliable."""

ONE_AHEAD = 0.035
"""Height of one ankle over the other in a view from the front or the back, statures: half a step
seen from 3 m (engineering assumption). The tilt of a camera makes a tenth of it."""

GAZE_DEG = (-25.0, 45.0)
"""Ear to eye, degrees; -5 to 25 when people look ahead, slightly less with the chin drawn in."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One fault.

    Attributes
    ----------
    code : str
        Code of its cue (:mod:`posture.live.guidance.cues`).
    begins, stays : callable
        Whether a frame shows the fault; ``stays`` has a wider limit (hysteresis).
    at_desk : bool
        Whether it applies when only head and shoulders are visible.
    """

    code: str
    begins: Callable[[FrameReading], bool]
    stays: Callable[[FrameReading], bool]
    at_desk: bool = True


def _same(
    code: str,
    test: Callable[[FrameReading, float], bool],
    begins: float,
    stays: float,
    *,
    desk: bool,
) -> Rule:
    """A rule with one test and two limits."""
    return Rule(code, lambda r: test(r, begins), lambda r: test(r, stays), desk)


def _nobody(reading: FrameReading, _: float) -> bool:
    return not reading.person


def _dark(reading: FrameReading, limit: float) -> bool:
    return reading.luminance < limit


def _cut(reading: FrameReading, _: float) -> bool:
    return reading.person and reading.seen != "whole"


def _small(reading: FrameReading, factor: float) -> bool:
    if reading.seen != "whole":
        return False
    return reading.share < 0.5 * factor or reading.stature_px < SMALLEST_PX * factor


def _aside(reading: FrameReading, _: float) -> bool:
    return reading.person and not reading.centred


def _far_turned(reading: FrameReading, limit: float) -> bool:
    return reading.person and abs(reading.turn_deg) > limit


def _leftwards(reading: FrameReading) -> float:
    """Degrees that the person has to turn to their own left; negative to the right."""
    return reading.turn_deg if reading.facing == "right" else -reading.turn_deg


def _nearly_there(reading: FrameReading) -> bool:
    """Whether the person is closer to sagittal than to frontal, so that the direction is clear."""
    return reading.person and abs(reading.turn_deg) <= FAR_DEG


def _needs_left(reading: FrameReading, limit: float) -> bool:
    return _nearly_there(reading) and _leftwards(reading) > limit


def _needs_right(reading: FrameReading, limit: float) -> bool:
    return _nearly_there(reading) and -_leftwards(reading) > limit


def _stepping(reading: FrameReading, apart: float) -> bool:
    # In a view from the front the legs seem apart although the person stands.
    return _nearly_there(reading) and (reading.mid_step or reading.feet_apart > apart)


def _arms(reading: FrameReading, factor: float) -> bool:
    return reading.arm_deg > 40.0 * factor or reading.elbow_deg > 80.0 * factor


def _gaze(reading: FrameReading, slack: float) -> bool:
    low, high = GAZE_DEG
    if not _nearly_there(reading):
        return False
    return reading.gaze_deg < low + slack or reading.gaze_deg > high - slack


def _not_facing(reading: FrameReading, limit: float) -> bool:
    return reading.person and (reading.view != "front" or reading.frontal_turn_deg > limit)


def _not_turned_round(reading: FrameReading, limit: float) -> bool:
    return reading.person and (reading.view != "back" or reading.frontal_turn_deg > limit)


def _one_ahead(reading: FrameReading, limit: float) -> bool:
    return reading.foot_ahead > limit


_BEFORE_THE_VIEW = (
    _same("nobody", _nobody, 0.0, 0.0, desk=True),
    _same("dark", _dark, 35.0, 42.0, desk=True),
    _same("step_back", _cut, 0.0, 0.0, desk=False),
    _same("come_closer", _small, 1.0, 1.1, desk=False),
    _same("middle", _aside, 0.0, 0.0, desk=True),
)
_ARMS = _same("arms", _arms, 1.0, 0.85, desk=False)
_SIDE = (
    *_BEFORE_THE_VIEW,
    _same("turn_side", _far_turned, FAR_DEG, 42.0, desk=True),
    _same("turn_left", _needs_left, 14.0, 9.0, desk=True),
    _same("turn_right", _needs_right, 14.0, 9.0, desk=True),
    _same("feet", _stepping, FEET_APART, 0.8 * FEET_APART, desk=False),
    _ARMS,
    _same("gaze", _gaze, 0.0, 4.0, desk=True),
)
_FEET_LEVEL = _same("feet", _one_ahead, ONE_AHEAD, 0.8 * ONE_AHEAD, desk=False)
_STAYS_TURNED_DEG = TURNED_DEG - 3.0
_FACING = _same("face_camera", _not_facing, TURNED_DEG, _STAYS_TURNED_DEG, desk=True)
_AWAY = _same("turn_round", _not_turned_round, TURNED_DEG, _STAYS_TURNED_DEG, desk=True)

RULES: dict[View, tuple[Rule, ...]] = {
    "side": _SIDE,
    "front": (*_BEFORE_THE_VIEW, _FACING, _FEET_LEVEL, _ARMS),
    "back": (*_BEFORE_THE_VIEW, _AWAY, _FEET_LEVEL, _ARMS),
}
"""By view. NaN compares false: what is unknown prevents no capture."""

CODES = tuple(dict.fromkeys(rule.code for rules in RULES.values() for rule in rules))

OPPOSITES = frozenset(
    {
        frozenset({"turn_left", "turn_right"}),
        frozenset({"turn_side", "turn_right"}),
        frozenset({"step_back", "come_closer"}),
    }
)
"""Pairs of cues that contradict each other."""
