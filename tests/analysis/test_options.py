"""What may be typed about a person and a picture."""

from __future__ import annotations

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.analysis.options import Options, subject
from posture.assess.assessment import AGE, STATURE_CM
from posture.body.frontal.view import FrontalSide
from posture.errors import InputError


@given(
    age=st.none() | st.floats(*AGE),
    stature=st.none() | st.floats(*STATURE_CM),
    sex=st.sampled_from([None, "female", "male"]),
)
def test_what_lies_inside_is_kept(age: float | None, stature: float | None, sex: str | None):
    made = Options(subject=subject(age, sex, stature)).subject
    assert (made.age, made.sex, made.stature_cm) == (age, sex, stature)


@given(st.floats().filter(lambda value: not AGE[0] <= value <= AGE[1]))
def test_what_lies_outside_is_refused(age: float):
    with pytest.raises(InputError, match="age"):
        Options(subject=subject(age=age))


def test_all_faults_come_in_one_error():
    with pytest.raises(InputError) as caught:
        Options(
            subject=subject(2, "other", 99),
            model="huge",
            roll_deg=46.0,
            stickers="plaid",
            view=cast("FrontalSide", "top"),
        )
    named = [fault.split()[0] for fault in caught.value.faults]
    assert named == ["stature", "age", "sex", "roll", "model", "stickers", "view"]


def test_the_sex_may_be_typed_in_any_case():
    assert Options(subject=subject(sex=" Female ")).subject.sex == "female"


@pytest.mark.parametrize(("model", "roll"), [("full", None), ("lite", 45.0), ("heavy", -45.0)])
def test_models_and_rolls_that_are_accepted(model: str, roll: float | None):
    assert Options(model=model, roll_deg=roll).roll_deg == roll


def test_a_roll_that_is_no_number_is_a_fault():
    with pytest.raises(InputError, match="roll"):
        Options(roll_deg=float("nan"))
