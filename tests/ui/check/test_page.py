"""The page "Check a photo": what comes in, what is shown, what an answer changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from posture.body.body import PlacedPoint
from posture.errors import PhotoTruncatedError, StorageError
from posture.photo.photo import Photo
from posture.ui.shared.state import CurrentPhoto
from tests.fixtures.analyses import ANALYSIS, QUESTION, REFUSAL, ROW, answered
from tests.ui.checking import (
    FRONTAL,
    button,
    fake_everything,
    folds,
    opened,
    page,
    picture,
    texts,
    widget,
)

SCREEN = "/screen/night_pain"
PLACED = PlacedPoint("c7", 120.0, 80.0, 2.0, "placed")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    return fake_everything(monkeypatch)


# What comes in


def test_an_empty_page_says_how_to_take_the_photo(asked: list[dict[str, Any]]):
    app = page()
    assert not app.exception
    assert "How to take the photo" in folds(app)
    assert "3 to 4 metres" in texts(app)
    assert asked == []


def test_a_sample_can_be_chosen(asked: list[dict[str, Any]]):
    app = page()
    button(app, "Standing tall").click().run()
    assert not app.exception
    assert asked[-1]["name"] == "standing_tall.jpg"
    assert "Findings, strongest first" in texts(app)


def test_without_samples_none_are_offered(
    asked: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("posture.ui.check.uploads.SAMPLES", tmp_path)
    app = page()
    assert not app.exception
    assert "Or try a sample" not in texts(app)


def test_the_camera_is_asked_for_only_when_wanted(asked: list[dict[str, Any]]):
    app = page()
    assert len(app.camera_input) == 0
    widget(app.toggle, "check_camera").set_value(True).run()
    app.camera_input[0].set_value(("shot.jpg", picture(), "image/jpeg")).run()
    assert not app.exception
    assert asked[-1]["name"] == "Camera.jpg"
    assert "Findings, strongest first" in texts(app)


def test_a_film_becomes_stills_that_are_combined(asked: list[dict[str, Any]]):
    app = opened("walk.mp4")
    assert not app.exception
    assert [call["name"] for call in asked] == ["walk.mp4 at 1.2 s", "walk.mp4 at 3.5 s"]
    assert "2 photos of one person" in texts(app)


def test_a_film_that_cannot_be_read_is_a_plain_message(asked: list[dict[str, Any]]):
    app = opened("broken.mp4")
    assert not app.exception
    assert "is not a video" in app.error[0].value
    assert "Save it as MP4" in texts(app)
    assert asked == []


def test_an_unreadable_file_is_a_plain_message(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
):
    def load(source: bytes, name: str) -> Photo:
        raise PhotoTruncatedError("The file is cut off.", "Copy it again.")

    monkeypatch.setattr("posture.ui.check.analyse.load", load)
    app = opened()
    assert not app.exception
    assert [error.value for error in app.error] == ["The file is cut off."]
    assert "Copy it again" in texts(app)


def test_an_error_without_a_remedy_stands_alone(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
):
    def load(source: bytes, name: str) -> Photo:
        raise PhotoTruncatedError("The file is cut off.")

    monkeypatch.setattr("posture.ui.check.analyse.load", load)
    assert "→" not in texts(opened())


def test_another_photo_leads_back_to_the_start(asked: list[dict[str, Any]]):
    app = opened()
    button(app, "Another photo").click().run()
    assert not app.exception
    assert "How to take the photo" in folds(app)
    assert "Findings, strongest first" not in texts(app)


# What is shown


def test_an_analysis_shows_findings_with_number_range_and_tier(asked: list[dict[str, Any]]):
    app = opened()
    assert not app.exception
    shown = texts(app)
    for part in ("41° ± 3°", "in words only", "Chest and upper back", "The shirt hides the back"):
        assert part in shown
    assert shown.index("41° ± 3°") < shown.index("in words only"), "strongest first"
    strips = [one for one in app.image if "Most people" in one.proto.imgs[0].alt]
    assert len(strips) == 1, "a finding in words only has no strip"


def test_what_cannot_be_told_says_why_and_what_would_help(asked: list[dict[str, Any]]):
    app = opened()
    assert "Cannot tell from this photo (1)" in folds(app)
    assert "An arm hides the upper back" in texts(app)
    assert "Move the arm a little forward" in texts(app)


def test_a_photo_that_settles_nothing_says_so(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
):
    def answer(analysis: Any, answers: Any) -> Any:
        silent = tuple(replace(f, tier="cannot_tell") for f in ANALYSIS.assessment.findings)
        given = answered(analysis, answers)
        return replace(given, assessment=replace(given.assessment, findings=silent, pattern=None))

    monkeypatch.setattr("posture.analysis.pipeline.set_answers", answer)
    app = opened()
    assert not app.exception
    assert "settles none of the measurements" in texts(app)
    assert "Cannot tell from this photo (3)" in folds(app)


def test_more_than_three_findings_are_folded_away(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
):
    def answer(analysis: Any, answers: Any) -> Any:
        given = answered(analysis, answers)
        cva = ANALYSIS.assessment.findings[0]
        names = ("cva", "pelvic_tilt", "shoulder_protraction", "kyphosis")
        told = tuple(replace(cva, measurement=name) for name in names)
        body = replace(given.body, notices=())
        return replace(given, body=body, assessment=replace(given.assessment, findings=told))

    monkeypatch.setattr("posture.analysis.pipeline.set_answers", answer)
    app = opened()
    assert not app.exception
    assert "More measurements (1)" in folds(app)
    assert "About this photo" not in folds(app)


def test_the_switches_change_what_is_drawn(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
):
    drawn: list[Any] = []

    def draw(photo: Photo, analysis: Any, layers: Any) -> Any:
        drawn.append(layers)
        return photo.pixels

    monkeypatch.setattr("posture.ui.shared.picture.draw", draw)
    app = opened()
    assert (drawn[-1].points, drawn[-1].grid, drawn[-1].original) == (True, False, False)
    widget(app.pills, "check_layers").set_value(["grid", "original"]).run()
    assert (drawn[-1].points, drawn[-1].grid, drawn[-1].original) == (False, True, True)
    assert not drawn[-1].legend
    count = len(drawn)
    widget(app.radio, SCREEN).set_value("no").run()
    assert len(drawn) == count, "an answer draws nothing anew"


def test_points_that_were_placed_elsewhere_are_shown(asked: list[dict[str, Any]]):
    app = opened()
    found: CurrentPhoto = app.session_state["current"]
    body = replace(found.analysis.body, placed=(PLACED,))
    analysis = replace(found.analysis, body=body)
    app.session_state["current"] = replace(found, analysis=analysis)
    app.run()
    assert "One point was placed" in texts(app)
    assert app.session_state["current"].analysis.body.placed == (PLACED,)


def test_a_photo_kept_by_another_page_is_shown(asked: list[dict[str, Any]]):
    donor = opened()
    found = donor.session_state["current"]
    app = page()
    app.session_state["current"] = found
    app.run()
    assert "Findings, strongest first" in texts(app)
    assert len(asked) == 1, "it is not analysed again"


# Refusals


def test_a_refusal_shows_reasons_with_remedies_and_nothing_else(asked: list[dict[str, Any]]):
    app = opened("front.jpg")
    assert not app.exception
    shown = texts(app)
    for i, reason in enumerate(REFUSAL.reasons, 1):
        assert f"{i} · {reason.text.rstrip('.')}" in shown
        assert reason.remedy.split("-")[0] in shown
    assert "2 things are in the way" in shown
    assert "Before any exercise" not in shown
    assert "left and right" not in shown
    assert "sides_upload" not in app.session_state


def test_a_single_reason_is_counted_as_one(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
):
    one = replace(REFUSAL, reasons=REFUSAL.reasons[:1])
    monkeypatch.setattr("posture.analysis.pipeline.analyze_photo", lambda photo, options: one)
    assert "One thing is in the way" in texts(opened("front.jpg"))


def test_a_frontal_photo_is_kept_for_left_and_right(asked: list[dict[str, Any]]):
    app = opened(FRONTAL)
    assert not app.exception
    assert app.session_state["sides_upload"] == (FRONTAL, picture(100))
    assert "from the front or the back" in texts(app)
    assert "not part of this installation" in texts(app)


def with_sides() -> None:
    import streamlit as st

    from posture.ui.check.page import page as check
    from posture.ui.shared.navigation import remember_pages

    def sides() -> None:
        name, data = st.session_state["sides_upload"]
        st.markdown(f"Levels of {name}, {len(data)} bytes")

    pages = [st.Page(check, url_path="check", default=True), st.Page(sides, url_path="sides")]
    remember_pages(pages)
    st.navigation(pages).run()


def test_a_frontal_photo_leads_to_left_and_right(asked: list[dict[str, Any]]):
    app = AppTest.from_function(with_sides, default_timeout=60).run()
    app.file_uploader[0].set_value([(FRONTAL, picture(), "image/jpeg")]).run()
    button(app, "left and right").click().run()
    assert not app.exception
    assert f"Levels of {FRONTAL}" in texts(app)


def test_each_of_two_frontal_photos_leads_to_its_own_levels(asked: list[dict[str, Any]]):
    app = AppTest.from_function(with_sides, default_timeout=60).run()
    first, other = picture(10), picture(10) + b"longer"
    files = [(FRONTAL, data, "image/jpeg") for data in (first, first, other)]
    app.file_uploader[0].set_value(files).run()
    assert not app.exception
    button(app, "left and right").click().run()
    assert f"Levels of {FRONTAL}, {len(first)} bytes" in texts(app)


def test_of_several_photos_the_good_ones_count(asked: list[dict[str, Any]]):
    app = opened("side.jpg", "front.jpg", "again.jpg")
    assert not app.exception
    assert "1 could not be used" in folds(app)
    assert "2 photos of one person" in texts(app)
    assert "How far the photos differ" in folds(app)
    table = app.dataframe[0].value
    assert list(table["Spread"])[-1] == "measured in one photo at most"


def test_another_photo_of_the_series_can_be_looked_at(asked: list[dict[str, Any]]):
    app = opened("one.jpg", "two.jpg")
    assert app.session_state["current"].photo.name == "one.jpg"
    widget(app.segmented_control, "shown_").set_value(1).run()
    assert not app.exception
    assert app.session_state["current"].photo.name == "two.jpg"
    assert [one.photo.name for one in app.session_state["current"].series] == ["one.jpg", "two.jpg"]
    assert len(asked) == 2


def test_a_photo_that_is_known_already_keeps_its_placed_points(asked: list[dict[str, Any]]):
    app = opened("one.jpg")
    found: CurrentPhoto = app.session_state["current"]
    body = replace(found.analysis.body, placed=(PLACED,))
    app.session_state["current"] = replace(found, analysis=replace(found.analysis, body=body))
    # The uploader is gone once a result is there: the files come in through the page's own door.
    from posture.ui.check.uploads import Upload

    app.session_state["check_waiting"] = (
        Upload("one.jpg", picture(100)),
        Upload("new.jpg", picture(7)),
    )
    app.run()
    assert not app.exception
    assert [len(one.analysis.body.placed) for one in app.session_state["current"].series] == [1, 0]
    assert [call["name"] for call in asked if "name" in call] == ["one.jpg", "new.jpg"]


# Questions and answers


def test_the_plan_waits_for_the_questions(asked: list[dict[str, Any]]):
    app = opened()
    assert QUESTION.question in [radio.label for radio in app.radio]
    assert "(0 of 1 answered)" in folds(app)
    assert ROW.title not in texts(app)
    widget(app.radio, SCREEN).set_value("no").run()
    assert ROW.title in texts(app)
    assert "(1 of 1 answered)" in folds(app)
    assert "Weeks 1" in texts(app)
    widget(app.radio, SCREEN).set_value("yes").run()
    assert ROW.title not in texts(app)
    assert QUESTION.advice in [warning.value for warning in app.warning]


def test_all_open_questions_can_be_closed_at_once(asked: list[dict[str, Any]]):
    app = opened()
    button(app, "still open").click().run()
    assert widget(app.radio, SCREEN).value == "no"
    assert ROW.title in texts(app)
    assert not any("still open" in one.label for one in app.button)


def test_answers_reach_the_pipeline_without_a_new_analysis(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
):
    answers: list[Any] = []

    def answer(analysis: Any, given: Any) -> Any:
        answers.append(given)
        return answered(analysis, given)

    monkeypatch.setattr("posture.analysis.pipeline.set_answers", answer)
    app = opened()
    widget(app.radio, "/tense/chest").set_value("yes").run()
    widget(app.radio, "/check/wall_slide").set_value("no").run()
    widget(app.selectbox, "/goal/").set_value("chest").run()
    last = answers[-1]
    assert (last.tense, last.self_checks, last.goal) == (
        {"chest": "yes"},
        {"wall_slide": "no"},
        "chest",
    )
    assert app.session_state["current"].analysis.answers == last, "the other pages see them"
    widget(app.radio, "/tense/chest").set_value("no").run()
    assert answers[-1].tense == {"chest": "no"}
    assert len(asked) == 1


@pytest.mark.parametrize(("given", "said"), [("no", "speaks for"), ("yes", "speaks against")])
def test_a_self_check_says_what_its_answer_means(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, given: str, said: str
):
    def answer(analysis: Any, answers: Any) -> Any:
        made = answered(analysis, answers)
        (chest,) = made.assessment.imbalances
        check = replace(chest.self_checks[0], answer=answers.self_checks.get("wall_slide"))
        chest = replace(chest, self_checks=(check,))
        return replace(made, assessment=replace(made.assessment, imbalances=(chest,)))

    monkeypatch.setattr("posture.analysis.pipeline.set_answers", answer)
    app = opened()
    assert "This answer" not in texts(app)
    widget(app.radio, "/check/wall_slide").set_value(given).run()
    assert said in texts(app)


# Files


def test_the_files_are_made_when_asked_for(asked: list[dict[str, Any]]):
    app = opened()
    assert len(app.get("download_button")) == 0
    button(app, "Make picture").click().run()
    assert not app.exception
    assert [b.proto.label for b in app.get("download_button")] == [
        "Picture (PNG)",
        "Report (PDF)",
        "Report (web page)",
        "Data (JSON)",
        "Table (CSV)",
    ]
    widget(app.radio, SCREEN).set_value("no").run()
    assert len(app.get("download_button")) == 0, "other answers, other files"


def test_a_series_has_files_of_its_own(asked: list[dict[str, Any]]):
    app = opened("one.jpg", "two.jpg")
    button(app, "Make picture").click().run()
    assert not app.exception
    assert set(app.session_state["check_files"][1].values()) == {b"series"}


def test_files_that_cannot_be_made_are_a_plain_message(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
):
    def fail(photo: Any, analysis: Any) -> Any:
        raise StorageError("No typeface was found.", "Install one.")

    monkeypatch.setattr("posture.ui.check.downloads.report_files", fail)
    app = opened()
    button(app, "Make picture").click().run()
    assert not app.exception
    assert "No typeface was found" in app.error[0].value


@pytest.mark.model
def test_a_real_sample_from_end_to_end():
    main = Path(__file__).parents[3] / "posture" / "ui" / "main.py"
    app = AppTest.from_file(str(main), default_timeout=300).run()
    button(app, "Standing tall").click().run()
    assert not app.exception
    assert "Findings, strongest first" in texts(app)
    # A body figure for each of the three pairs, a drawing for each self-check, strips.
    assert len(app.image) >= 4 + 4
    button(app, "still open").click().run()
    assert not app.exception
    assert any(s.value.startswith("Plan for") for s in app.header)
