"""A session that is restored after a reload."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from posture.body.camera.vertical import Vertical
from posture.files import kept_session
from posture.files.documents.write import to_json
from posture.pose import search
from posture.ui.shared.state import CurrentPhoto, as_series
from tests.fixtures.analysed import AFTER, BEFORE, FRONTAL, analysed, sample
from tests.fixtures.pages import button, folds, texts, widget
from tests.ui.check.opening import answer_card

pytestmark = pytest.mark.model


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(kept_session, "folder", lambda: tmp_path / "sessions")
    return tmp_path / "sessions"


def script() -> None:
    from posture.ui.check.questions.subject import show_subject
    from posture.ui.check.start_over import show_another_photo
    from posture.ui.reload import keep_session, restore_session

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


def test_what_could_not_be_kept_is_kept_at_the_next_run(
    home: Path, monkeypatch: pytest.MonkeyPatch
):
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["current"] = as_series((analysed(BEFORE),))
    with monkeypatch.context() as patch:
        patch.setattr(kept_session, "keep", full_disk)
        app.run()
    assert not app.exception
    assert not home.exists()
    app.run()
    assert [one.name for one in home.iterdir()] == [str(app.query_params["session"])]


def whole_page() -> None:
    from posture.ui.check.page import page
    from posture.ui.reload import keep_session, restore_session

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


def compare_page() -> None:
    from posture.ui.compare.page import page
    from posture.ui.reload import keep_session, restore_session

    restore_session()
    page()
    keep_session()


def give(app: AppTest, place: str, name: str, data: bytes) -> None:
    kind = "application/json" if name.endswith("json") else "image/jpeg"
    widget(app.file_uploader, f"change/{place}").set_value([(name, data, kind)]).run()
    assert not app.exception


def reloaded_without_reading(app: AppTest, page: Callable[[], None]) -> AppTest:
    """The page after a reload, in which nothing may be analysed."""
    again = AppTest.from_function(page, default_timeout=60)
    again.query_params["session"] = str(app.query_params["session"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "find_people", None)
        again.run()
    assert not again.exception
    return again


def test_both_photos_of_a_comparison_come_back(home: Path):
    app = AppTest.from_function(compare_page, default_timeout=60).run()
    assert not home.exists(), "nothing is kept before the first photo"
    give(app, "before", "march.json", to_json(analysed(BEFORE).analysis).encode())
    give(app, "after", "after.jpg", sample(AFTER))
    said = texts(app), folds(app)

    reloaded = reloaded_without_reading(app, compare_page)
    assert (texts(reloaded), folds(reloaded)) == said
    assert "What has changed" in texts(reloaded)
    button(reloaded, "Another photo").click().run()
    again = reloaded_without_reading(reloaded, compare_page)
    assert len(again.file_uploader) == 1, "the photo that was taken away is gone"
    button(again, "Another photo").click().run()
    assert not [*home.iterdir()], "without any photo nothing is kept"
    assert "session" not in again.query_params


def test_a_photo_that_replaces_the_checked_one_does_so_after_a_reload():
    app = AppTest.from_function(compare_page, default_timeout=60)
    app.session_state["current"] = as_series((analysed(BEFORE),))
    app.run()
    button(app, "Another photo").click().run()
    give(app, "after", "after.jpg", sample(AFTER))
    reloaded = reloaded_without_reading(app, compare_page)
    assert "after.jpg" in texts(reloaded)
    assert "before.jpg" not in texts(reloaded)


def front_page() -> None:
    from posture.ui.frontal import page
    from posture.ui.reload import keep_session, restore_session

    restore_session()
    page()
    keep_session()


def test_a_photo_from_the_front_comes_back_with_its_settings_and_its_vertical():
    app = AppTest.from_function(front_page, default_timeout=60).run()
    app.file_uploader[0].upload("front.jpg", sample(FRONTAL), "image/jpeg").run()
    digest = hashlib.sha256(sample(FRONTAL)).hexdigest()
    app.session_state[f"frontal/{digest}/ends"] = ((100.0, 50.0), (100.0, 700.0))
    app.session_state[f"frontal/{digest}/vertical"] = Vertical(1.5, 0.4)
    app.toggle(key="frontal_mirrored").set_value(True).run()
    assert not app.exception
    was = app.session_state["frontal_read"]

    reloaded = reloaded_without_reading(app, front_page)
    settings, photo, result = reloaded.session_state["frontal_read"]
    assert settings == was[0]
    assert photo.name == "front.jpg"
    assert result.measurements == was[2].measurements
    assert result.assessment == was[2].assessment
    assert result.body.roll == was[2].body.roll
    assert reloaded.toggle(key="frontal_mirrored").value is True
    assert reloaded.session_state[f"frontal/{digest}/ends"] == ((100.0, 50.0), (100.0, 700.0))
    assert texts(reloaded) == texts(app)


def test_a_photo_from_the_front_that_was_refused_comes_back():
    app = AppTest.from_function(front_page, default_timeout=60).run()
    app.file_uploader[0].upload("side.jpg", sample(BEFORE), "image/jpeg").run()
    assert app.warning
    reloaded = AppTest.from_function(front_page, default_timeout=60)
    reloaded.query_params["session"] = str(app.query_params["session"])
    reloaded.run()
    assert not reloaded.exception
    assert texts(reloaded) == texts(app)


def test_an_address_of_nothing_is_an_empty_page():
    app = AppTest.from_function(script, default_timeout=60)
    app.query_params["session"] = "../../../etc/passwd"
    app.run()
    assert not app.exception
    assert "current" not in app.session_state
    assert "session" not in app.query_params
