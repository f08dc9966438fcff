"""The plan of a visit, changed by the trainer; reports of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from posture.assess.assessment import Answers
from posture.assess.knowledge import knowledge
from posture.studio.records import Visit
from tests.fixtures.pages import button, texts, widget
from tests.ui.check.opening import answer_card
from tests.ui.studio.opening import add, add_visit, opened, repository

pytestmark = pytest.mark.model

NASTY = "=1+1 <b>x</b> **y**"


def cleared() -> tuple[AppTest, Visit]:
    """A visit whose screening is answered with no."""
    visit = add_visit(add(), draft=True)
    app = opened(visit=visit.id)
    for _ in range(4):
        answer_card(app)
    return app, visit


def kept(visit: Visit) -> list[str]:
    return [one.exercise_id for one in repository().visit(visit.id).plan or ()]


def test_exercises_are_removed_added_and_given_a_dose_and_notes():
    app, visit = cleared()
    assert repository().visit(visit.id).plan is None
    first = widget(app.button, "_remove")
    removed = first.key.removesuffix("_remove").rpartition(f"{visit.id}_")[2]
    first.click().run()
    assert not app.exception
    after = kept(visit)
    assert after
    assert removed not in after
    widget(app.selectbox, "plan_add_").set_value(removed).run()
    assert kept(visit) == [*after, removed]
    widget(app.text_input, f"{removed}_dose").set_value(NASTY).run()
    widget(app.text_input, f"{removed}_note").set_value(NASTY).run()
    widget(app.text_area, "plan_note_").set_value(NASTY).run()
    assert not app.exception
    stored = repository().visit(visit.id)
    assert stored.plan is not None
    assert (stored.plan[-1].dose, stored.plan[-1].note, stored.plan_note) == (NASTY,) * 3
    assert "\\<b\\>x" in texts(app)
    button(app, "Back to the proposed plan").click().run()
    assert repository().visit(visit.id).plan is None


def test_an_exercise_is_moved_up_and_the_first_one_cannot_be():
    app, visit = cleared()
    ups = [one for one in app.button if (one.key or "").endswith("_up")]
    before = [str(one.key).removesuffix("_up").rpartition(f"{visit.id}_")[2] for one in ups]
    assert [one.disabled for one in ups] == [True, *[False] * (len(ups) - 1)]
    ups[1].click().run()
    assert not app.exception
    assert kept(visit) == [before[1], before[0], *before[2:]]


def test_an_exercise_of_ones_own_can_be_added():
    app, visit = cleared()
    widget(app.text_input, "own_title").set_value("Wall <i>sit</i>")
    widget(app.text_area, "own_steps").set_value("Lean on the wall.\n\nSlide down.")
    widget(app.text_input, "own_dose").set_value("3 x 30 s")
    button(app, "Keep this exercise").click().run()
    assert not app.exception
    (own,) = repository().own_exercises()
    assert own.steps == ("Lean on the wall.", "Slide down.")
    widget(app.selectbox, "plan_add_").set_value(own.id).run()
    assert not app.exception
    assert kept(visit)[-1] == own.id
    assert "Wall \\<i\\>sit" in texts(app)


def test_a_known_condition_stops_the_plan_whatever_is_answered():
    client = add(contraindications=("trauma",))
    visit = add_visit(client, draft=True)
    app = opened(visit=visit.id)
    widget(app.radio, "/screen/trauma").set_value("no").run()
    for _ in range(4):
        answer_card(app)
    assert not [one for one in app.selectbox if str(one.key).startswith("plan_add_")]
    assert "No exercises" in texts(app) or "doctor" in texts(app)


def test_the_report_of_a_saved_visit_is_made_with_the_studios_name():
    client = add("Ana /../ <b>")
    visit = add_visit(client)
    app = opened(visit=visit.id)
    button(app, "Make the report").click().run()
    assert not app.exception
    made = app.session_state["studio_report"][1]
    assert made.data.startswith(b"%PDF")
    assert "/" not in made.name
    assert "<" not in made.name
    assert len(app.get("download_button")) == 1


def test_exercises_are_no_report_before_the_questions_on_health_are_answered():
    client = add()
    visit = add_visit(client)
    app = opened(client=client.id)
    waits = "The exercises follow when the questions on health are answered."
    assert waits in texts(app), "told before the report of a visit is made without them"
    assert button(app, "Make the report")
    widget(app.segmented_control, "report_kind_").set_value("exercises").run()
    assert not app.exception
    assert waits in texts(app)
    assert not any("Make the report" in one.label for one in app.button)
    answers = Answers(screening=dict.fromkeys(knowledge().screening, "no"))
    repository().save_visit(replace(repository().visit(visit.id), answers=answers))
    again = opened(client=client.id)
    assert waits not in texts(again)
    widget(again.segmented_control, "report_kind_").set_value("exercises").run()
    assert button(again, "Make the report")


def test_a_draft_has_no_report():
    client = add()
    add_visit(client, draft=True)
    app = opened(client=client.id)
    assert "Save a visit first" in texts(app)
