"""A session that is restored after a reload."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from posture.files import kept_session
from posture.ui.shared.state import CurrentPhoto, as_series
from tests.fixtures.analysed import AFTER, BEFORE, analysed
from tests.fixtures.pages import button
from tests.ui.check.opening import answer_card

pytestmark = pytest.mark.model


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(kept_session, "folder", lambda: tmp_path / "sessions")
    return tmp_path / "sessions"


def script() -> None:
    from posture.ui.check.start_over import show_another_photo
    from posture.ui.check.subject import show_subject
    from posture.ui.shared.kept import keep_session, restore_session

    restore_session()
    show_another_photo()
    show_subject()
    keep_session()


def current(app: AppTest) -> CurrentPhoto:
    return app.session_state["current"]


def test_photos_points_and_answers_come_back_and_another_photo_deletes_them(home: Path):
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["current"] = as_series((analysed(BEFORE), analysed(AFTER)))
    app.run()
    app.number_input(key="about_age").set_value(63.0).run()
    assert not app.exception
    token = str(app.query_params["session"])
    assert [one.name for one in home.iterdir()] == [token]

    reloaded = AppTest.from_function(script, default_timeout=60)
    reloaded.query_params["session"] = token
    reloaded.run()
    assert not reloaded.exception
    series = current(reloaded).series
    assert [one.photo.name for one in series] == ["before.jpg", "after.jpg"]
    kept = analysed(BEFORE).analysis
    assert series[0].analysis.measurements == kept.measurements
    assert series[0].analysis.body.points == kept.body.points
    assert reloaded.number_input(key="about_age").value == 63.0
    button(reloaded, "Another photo").click().run()
    assert not reloaded.exception
    assert "current" not in reloaded.session_state
    assert not [*home.iterdir()]
    assert "session" not in reloaded.query_params


def whole_page() -> None:
    from posture.ui.check.page import page
    from posture.ui.shared.kept import keep_session, restore_session

    restore_session()
    page()
    keep_session()


def test_a_confirmed_card_stays_confirmed_after_a_reload():
    app = AppTest.from_function(whole_page, default_timeout=60)
    app.session_state["current"] = as_series((analysed(BEFORE),))
    app.run()
    answer_card(app)
    answers = current(app).analysis.answers
    assert list(answers.confirmed) == ["emergency"]

    reloaded = AppTest.from_function(whole_page, default_timeout=60)
    reloaded.query_params["session"] = str(app.query_params["session"])
    reloaded.run()
    assert not reloaded.exception
    assert current(reloaded).analysis.answers == answers


def test_an_address_of_nothing_is_an_empty_page():
    app = AppTest.from_function(script, default_timeout=60)
    app.query_params["session"] = "../../../etc/passwd"
    app.run()
    assert not app.exception
    assert "current" not in app.session_state
    assert "session" not in app.query_params
