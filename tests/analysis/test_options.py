"""What may be typed about a person and a picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.analysis.options import AGE, STATURE_CM, picture_faults, subject
from posture.errors import InputError


@given(
    age=st.none() | st.floats(*AGE),
    stature=st.none() | st.floats(*STATURE_CM),
    sex=st.sampled_from([None, "female", "male"]),
)
def test_what_lies_inside_is_kept(age: float | None, stature: float | None, sex: str | None):
    made = subject(age, sex, stature)
    assert (made.age, made.sex, made.stature_cm) == (age, sex, stature)


@given(st.floats().filter(lambda value: not AGE[0] <= value <= AGE[1]))
def test_what_lies_outside_is_refused(age: float):
    with pytest.raises(InputError, match="age"):
        subject(age=age)


def test_all_faults_come_in_one_error():
    with pytest.raises(InputError) as caught:
        subject(2, "other", 99)
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize(
    ("model", "roll", "count"),
    [("full", None, 0), ("lite", 45.0, 0), ("huge", 46.0, 2), ("heavy", float("nan"), 1)],
)
def test_picture_faults(model: str, roll: float | None, count: int):
    assert len(picture_faults(model, roll)) == count
