from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.camera.roll import Roll
from posture.body.frontal.body import FrontalBody
from posture.body.frontal.view import name_sides
from posture.measure.frontal import LEVELS, measure_levels
from tests.fixtures.fronts import front_person

TILT = st.floats(-15.0, 15.0)


def body(
    levels: tuple[float, float, float], roll_sd: float = 0.0, slope: float = 1.0
) -> FrontalBody:
    together = np.full(3, roll_sd / slope)
    missing = {"pelvis": "The hips are cut."} if math.isnan(levels[2]) else {}
    return FrontalBody(
        name_sides(front_person().pose, 1.0),
        Roll(0.0, roll_sd, "given"),
        np.array(levels),
        np.diag([4.0, 1.0, 2.25]) + np.outer(together, together),
        800.0,
        missing,
    )


@given(TILT, TILT, TILT)
def test_values_are_the_lines_and_their_difference(head: float, shoulders: float, pelvis: float):
    made = measure_levels(body((head, shoulders, pelvis)))
    assert list(made) == list(LEVELS)
    values = [made[name].value for name in LEVELS]
    assert values == pytest.approx([head, shoulders, pelvis, shoulders - pelvis])
    assert all(m.unit == "deg" and m.source == "estimated" for m in made.values())


@given(st.floats(0.0, 5.0))
def test_the_cameras_roll_widens_each_level_and_spares_the_difference(roll_sd: float):
    made = measure_levels(body((1.0, 2.0, 3.0), roll_sd))
    for name, own in (("head_level", 4.0), ("shoulder_level", 1.0), ("pelvis_level", 2.25)):
        assert made[name].sd == pytest.approx(math.hypot(math.sqrt(own), roll_sd))
    assert made["shoulders_over_pelvis"].sd == pytest.approx(math.sqrt(3.25), abs=1e-6)


def test_what_needs_an_unknown_line_is_nan_with_the_reason():
    made = measure_levels(body((1.0, 2.0, math.nan)))
    for name in ("pelvis_level", "shoulders_over_pelvis"):
        assert math.isnan(made[name].value)
        assert math.isnan(made[name].sd)
        assert made[name].reason_missing == "The hips are cut."
    assert made["shoulder_level"].value == 2.0
    assert made["shoulder_level"].reason_missing is None
