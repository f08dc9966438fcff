"""Who is in the picture: both systems of units say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from posture.ui.check.questions.subject import CM_PER_INCH, to_cm, to_feet
from tests.fixtures.analysed import AFTER, BEFORE, analysed
from tests.fixtures.pages import folds, texts, widget
from tests.ui.check.opening import opened, page


@given(some.floats(100, 230))
def test_feet_and_inches_lie_within_half_an_inch(cm: float):
    feet, inches = to_feet(cm)
    assert 0 <= inches < 12
    assert abs(to_cm(feet, inches) - cm) <= CM_PER_INCH / 2 + 1e-9


@pytest.mark.model
def test_what_is_said_reaches_the_analysis_without_a_new_one():
    app = opened()
    widget(app.number_input, "about_age").set_value(40.0).run()
    widget(app.radio, "about_sex").set_value("female").run()
    widget(app.number_input, "about_cm").set_value(172.0).run()
    assert not app.exception
    subject = app.session_state["current"].analysis.subject
    assert (subject.age, subject.sex, subject.stature_cm) == (40.0, "female", 172.0)
    assert app.session_state["current"].photo is analysed().photo
    assert "40 years, female, 172 cm" in folds(app)


@pytest.mark.model
def test_the_other_photos_hear_it_too():
    app = opened(analysed(BEFORE), analysed(AFTER))
    widget(app.radio, "about_sex").set_value("male").run()
    assert [one.analysis.subject.sex for one in app.session_state["current"].series] == [
        "male",
        "male",
    ]


def test_what_is_typed_in_one_unit_stands_in_the_other():
    app = page()
    widget(app.number_input, "about_cm").set_value(180.0).run()
    widget(app.segmented_control, "about_units").set_value("imperial").run()
    assert not app.exception
    assert widget(app.number_input, "about_feet").value == 5
    assert widget(app.number_input, "about_inches").value == 11
    assert "5 ft 11 in" in folds(app)
    assert "10 to 13 feet" in texts(app), "distances follow the units"
    widget(app.number_input, "about_feet").set_value(6).run()
    widget(app.number_input, "about_inches").set_value(0).run()
    widget(app.segmented_control, "about_units").set_value("metric").run()
    assert widget(app.number_input, "about_cm").value == 183.0


def test_a_stature_out_of_reach_is_left_out():
    app = page()
    widget(app.segmented_control, "about_units").set_value("imperial").run()
    widget(app.number_input, "about_feet").set_value(7).run()
    widget(app.number_input, "about_inches").set_value(11).run()
    assert not app.exception
    assert "Between 3 ft 3 in and 7 ft 7 in" in texts(app)
    assert "About the person (optional)" in folds(app)
