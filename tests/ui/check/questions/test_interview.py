"""The screening as an interview: nothing is answered unseen, and the time is kept."""

from __future__ import annotations

from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Radio

from posture.analysis.types import Analysis
from posture.assess.knowledge import knowledge
from posture.ui.shared.markdown import escape
from tests.fixtures.pages import button, texts, widget
from tests.ui.check.opening import answer_card, opened

pytestmark = pytest.mark.model

URGENCIES = ("emergency", "urgent", "before_training", "caution")
CONFIRM, NONE = "Confirm the answers", "None of these"


def analysis(app: AppTest) -> Analysis:
    return app.session_state["current"].analysis


def asked(app: AppTest) -> list[Radio[str]]:
    """The questions of the card that is shown."""
    return [radio for radio in app.radio if "/screen/" in (radio.key or "")]


def shown(app: AppTest) -> set[str]:
    """Their ids."""
    return {(radio.key or "").rpartition("/")[2] for radio in asked(app)}


def marked(app: AppTest) -> set[str | None]:
    """Their answers."""
    return {radio.value for radio in asked(app)}


def questions(urgency: str) -> set[str]:
    return {id for id, one in knowledge().screening.items() if one.urgency == urgency}


def finished() -> AppTest:
    app = opened()
    for _ in URGENCIES:
        answer_card(app)
    return app


def test_one_group_is_shown_at_a_time_and_can_be_looked_through():
    app = opened()
    for number, urgency in enumerate(URGENCIES, 1):
        assert shown(app) == questions(urgency)
        assert app.get("progress")[0].proto.text.startswith(f"**Card {number} of 4**")
        if number < len(URGENCIES):
            button(app, "Next").click().run()
    button(app, "Back").click().run()
    assert shown(app) == questions(URGENCIES[-2])
    assert not any(NONE not in one.label and "no to" in one.label for one in app.button)
    assert analysis(app).answers.screening == {}, "what was only seen is not answered"


def test_none_of_these_answers_the_shown_card_and_no_other():
    app = opened()
    button(app, NONE).click().run()
    assert marked(app) == {"no"}
    assert analysis(app).answers.screening == {}, "it is marked, not confirmed"
    button(app, CONFIRM).click().run()
    assert set(analysis(app).answers.screening) == questions("emergency")
    assert shown(app) == questions("urgent")
    assert {radio.value for radio in app.radio if "/screen/" in (radio.key or "")} == {None}
    assert button(app, CONFIRM).disabled


def test_no_answer_is_lost_where_the_browser_sends_it_as_empty():
    app = opened()
    button(app, NONE).click().run()
    for radio in asked(app)[:2]:
        radio.set_value(None)
    button(app, CONFIRM).click().run()
    assert set(analysis(app).answers.screening) == questions(URGENCIES[0])
    button(app, "Back").click().run()
    assert marked(app) == {"no"}


def test_the_plan_waits_until_every_card_is_confirmed():
    app = opened()
    for done in range(len(URGENCIES)):
        assert analysis(app).assessment.plan.clearance == "not_asked"
        assert "Weeks 1" not in texts(app)
        said = app.get("progress")[0].proto.text
        assert f"Not finished: {done} of 4 cards are confirmed." in said
        answer_card(app)
    assert analysis(app).assessment.plan.clearance == "cleared"
    assert "All 4 cards are confirmed." in app.get("progress")[0].proto.text
    assert "Weeks 1" in texts(app)


def test_each_confirmation_has_its_local_time():
    before = datetime.now().astimezone().replace(microsecond=0)
    found = analysis(finished())
    after = datetime.now().astimezone()
    confirmed = found.answers.confirmed
    assert tuple(confirmed) == URGENCIES
    assert all(before <= moment <= after for moment in confirmed.values())
    for question in found.assessment.plan.screening:
        assert question.answered_at == confirmed[question.urgency]


def test_a_changed_answer_opens_its_card_again():
    app = finished()
    for _ in range(2):
        button(app, "Back").click().run()
    assert shown(app) == questions("urgent")
    assert any("Confirmed on" in one.value for one in app.success)
    widget(app.radio, "/screen/night_pain").set_value("yes").run()
    advice = knowledge().screening["night_pain"].advice
    assert advice in [one.value for one in app.warning], "it is said before it is confirmed"
    assert not app.success
    assert analysis(app).assessment.plan.clearance == "not_asked"
    assert "urgent" not in analysis(app).answers.confirmed
    assert "Weeks 1" not in texts(app)
    button(app, CONFIRM).click().run()
    assert analysis(app).answers.screening["night_pain"] == "yes"
    assert analysis(app).assessment.plan.clearance == "stopped"


def test_why_the_plan_stops_stands_at_the_top_of_the_next_card():
    app = opened()
    button(app, NONE).click().run()
    widget(app.radio, "/screen/cauda_equina").set_value("yes").run()
    button(app, CONFIRM).click().run()
    plan = analysis(app).assessment.plan
    assert plan.clearance == "stopped"
    assert [one.value for one in app.warning] == [escape(plan.stop_text)]
    order = [one.type for one in app.main]
    assert order.index("warning") < order.index("progress")


def test_a_question_that_comes_later_opens_its_card():
    app = opened()
    widget(app.radio, "about_sex").set_value("male").run()
    for _ in URGENCIES:
        answer_card(app)
    assert analysis(app).assessment.plan.clearance == "cleared"
    widget(app.radio, "about_sex").set_value("female").run()
    assert analysis(app).assessment.plan.clearance == "not_asked"
    assert set(analysis(app).answers.confirmed) == {"emergency", "urgent", "caution"}


def test_what_the_age_answers_is_not_asked():
    app = opened()
    widget(app.number_input, "about_age").set_value(15.0).run()
    for _ in range(2):
        button(app, "Next").click().run()
    assert "under_18" not in shown(app)
    assert "Answered by the age that was entered." in texts(app)
    answer_card(app)
    (question,) = [q for q in analysis(app).assessment.plan.screening if q.by_age]
    assert (question.id, question.answered_at) == ("under_18", None)
