"""A visit: from a file to a draft, to a saved visit, and back after a reload."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, Literal

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from posture.analysis import edit
from posture.assess.assessment import Answers
from posture.body.placed.entries import PlacedPoint
from posture.files.documents.read import read_analysis
from posture.live.guidance.state import CaptureGoal
from posture.live.outcome import Outcome, outcome_of
from posture.photo.load import load
from posture.studio.consent import consent
from posture.studio.history.calibration import subject_of
from posture.studio.records import Protocol
from posture.ui.check.photo.analyse import analyse_upload
from posture.ui.check.photo.uploads import Upload
from posture.ui.live.devices import Devices
from posture.ui.studio.current import today
from tests.fixtures.analysed import AFTER, BEFORE, FRONTAL, analysed, dark, sample
from tests.fixtures.pages import button, folds, texts, widget
from tests.ui.studio.opening import add, add_visit, opened, repository

pytestmark = pytest.mark.model


def drop(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    given = [(name, data, "image/jpeg") for name, data in files]
    return widget(app.file_uploader, "studio_files").set_value(given).run()


@pytest.fixture
def no_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream cannot be drawn without a browser."""
    monkeypatch.setattr("posture.ui.studio.visit.take.detector_ready", lambda: False)


def captured(app: AppTest, name: str, whose: str) -> None:
    """Let the camera have taken a side photo for a visit."""
    found = analysed(name)
    outcome = outcome_of([(load(found.photo.pixels), found.analysis)])
    app.session_state["live_outcome"] = (whose, outcome)
    app.run()
    assert not app.exception


@pytest.mark.usefixtures("no_camera")
def test_a_file_becomes_a_draft_and_save_confirms_it():
    client = add(year_of_birth=1980)
    app = opened(client=client.id, room="visit")
    assert button(app, "Save").disabled
    assert repository().visits(client.id, drafts=True) == ()
    drop(app, ("before.jpg", sample(BEFORE)))
    assert not app.exception
    (draft,) = repository().visits(client.id, drafts=True)
    assert app.query_params["visit"] == draft.id
    assert draft.draft
    assert [one.view for one in draft.photos] == ["side"]
    assert repository().photo(draft.id, draft.photos[0].sha256) == sample(BEFORE)
    analysis = read_analysis(draft.photos[0].document.encode(), "kept")
    assert analysis.subject == subject_of(client.details, draft.on)
    assert analysis.subject.age is not None
    button(app, "Save").click().run()
    assert not app.exception
    assert not repository().visit(draft.id).draft
    assert ", saved" in texts(app)


@pytest.mark.usefixtures("no_camera")
def test_side_and_front_are_told_apart_in_one_drop():
    client = add()
    app = opened(client=client.id, room="visit")
    drop(app, ("front.jpg", sample(FRONTAL)), ("side.jpg", sample(BEFORE)))
    assert not app.exception
    (draft,) = repository().visits(client.id, drafts=True)
    assert [one.view for one in draft.photos] == ["side", "front"]
    assert "From the front" in folds(app)


@pytest.mark.usefixtures("no_camera")
def test_a_photo_whose_analysis_is_stopped_by_a_newer_run_of_the_page_is_not_lost(
    monkeypatch: pytest.MonkeyPatch,
):
    stopped = list[str]()

    def analyse(picture: Upload, *args: Any) -> Any:
        if not stopped:
            stopped.append(picture.name)
            # What the browser asks for while the page is drawn ends the run in the same way.
            st.rerun()
        return analyse_upload(picture, *args)

    monkeypatch.setattr("posture.ui.studio.visit.take.analyse_upload", analyse)
    client = add()
    app = opened(client=client.id, room="visit")
    drop(app, ("side.jpg", sample(BEFORE)))
    assert not app.exception
    assert stopped == ["side.jpg"]
    (draft,) = repository().visits(client.id, drafts=True)
    assert [one.view for one in draft.photos] == ["side"]
    assert "studio_waiting" not in app.session_state


@pytest.mark.usefixtures("no_camera")
def test_a_photo_at_which_the_program_fails_is_not_analysed_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
):
    seen = list[str]()

    def analyse(picture: Upload, *_: Any) -> Any:
        seen.append(picture.name)
        raise ZeroDivisionError

    monkeypatch.setattr("posture.ui.studio.visit.take.analyse_upload", analyse)
    app = opened(client=add().id, room="visit")
    drop(app, ("side.jpg", sample(BEFORE)))
    assert app.exception
    app.run()
    assert not app.exception
    assert seen == ["side.jpg"]


@pytest.mark.usefixtures("no_camera")
def test_a_photo_that_is_refused_is_not_kept():
    client = add()
    app = opened(client=client.id, room="visit")
    drop(app, ("dark.jpg", dark()))
    assert not app.exception
    assert "This photo cannot be measured yet" in texts(app)
    assert repository().visits(client.id, drafts=True) == ()


@pytest.mark.usefixtures("no_camera")
def test_a_capture_of_the_camera_is_kept_as_a_file_is():
    client = add()
    app = opened(client=client.id, room="visit")
    here = app.session_state["studio_visit"].visit.id
    captured(app, AFTER, here)
    (draft,) = repository().visits(client.id, drafts=True)
    kept = load(repository().photo(draft.id, draft.photos[0].sha256), name="kept")
    assert kept.pixels.shape == analysed(AFTER).photo.pixels.shape


@pytest.mark.usefixtures("no_camera")
@pytest.mark.parametrize("whose", ["", "of another visit"])
def test_what_was_taken_of_somebody_else_is_not_kept_for_a_client(whose: str):
    client = add()
    app = opened(client=client.id, room="visit")
    app.session_state["studio_waiting"] = (whose, (Upload("a.jpg", sample(AFTER)),))
    captured(app, AFTER, whose)
    assert repository().visits(client.id, drafts=True) == ()


@pytest.mark.usefixtures("no_camera")
def test_a_note_typed_before_next_client_is_kept_and_the_browser_that_is_behind_changes_nothing():
    client = add()
    visit = add_visit(client)
    app = opened(visit=visit.id)
    widget(app.text_area, "_notes").set_value("left knee")
    button(app, "Next client").click()
    behind = app._tree.get_widget_states()  # pyright: ignore[reportPrivateUsage]
    app.run()
    assert not app.exception
    assert repository().visit(visit.id).notes == "left knee"
    assert "current" not in app.session_state
    before = repository().visit(visit.id)
    app._run(behind)  # pyright: ignore[reportPrivateUsage]
    assert not app.exception
    assert repository().visit(visit.id) == before


def test_answers_are_kept_only_where_the_client_agrees():
    client = add(agreed=False)
    client = repository().give_consent(client.id, consent(("photos",), today()))
    visit = add_visit(client, draft=True)
    app = opened(visit=visit.id)
    assert "not agreed that answers about health are kept" in texts(app)
    widget(app.radio, "/screen/").set_value("no").run()
    button(app, "None of these").click().run()
    button(app, "Confirm the answers").click().run()
    assert not app.exception
    assert app.session_state["current"].analysis.answers.screening
    kept = repository().visit(visit.id)
    assert kept.answers == Answers()
    document = read_analysis(kept.photos[0].document.encode(), "kept")
    assert document.answers == Answers()


def test_a_reload_restores_photo_points_answers_and_notes():
    client = add()
    visit = add_visit(client, draft=True)
    app = opened(visit=visit.id)
    assert not app.exception
    found = app.session_state["current"]
    x, y, _ = found.analysis.body.in_picture()["c7"]
    moved = edit.set_points(found.analysis, [PlacedPoint("c7", x + 9, y, 4.0, "placed")])
    app.session_state["current"] = replace(found, analysis=moved)
    widget(app.text_area, "_notes").set_value("**bold** note").run()
    widget(app.text_input, "_clothes").set_value("shorts").run()
    widget(app.number_input, "_camera_height_cm").set_value(110.0).run()
    widget(app.number_input, "_distance_cm").set_value(350.0).run()
    widget(app.radio, "/screen/").set_value("no").run()
    button(app, "None of these").click().run()
    button(app, "Confirm the answers").click().run()
    assert not app.exception
    again = opened(visit=visit.id)
    assert not again.exception
    shown = again.session_state["current"].analysis
    assert [one.name for one in shown.body.placed] == ["c7"]
    assert len(shown.answers.confirmed) == 1
    kept = repository().visit(visit.id)
    assert kept.notes == "**bold** note"
    assert kept.protocol == Protocol(110.0, 350.0, "shorts")
    assert widget(again.text_area, "_notes").value == "**bold** note"
    assert kept.answers == shown.answers


@pytest.mark.parametrize(("choice", "note"), [("Keep this one", "mine"), ("other one", "theirs")])
def test_two_stations_that_changed_a_visit_see_both_and_choose(choice: str, note: str):
    client = add()
    visit = add_visit(client, draft=True)
    app = opened(visit=visit.id)
    repository().save_visit(replace(repository().visit(visit.id), notes="theirs"))
    widget(app.text_area, "_notes").set_value("mine").run()
    assert not app.exception
    shown = texts(app)
    assert "mine" in shown
    assert "theirs" in shown
    assert repository().visit(visit.id).notes == "theirs"
    button(app, choice).click().run()
    assert not app.exception
    assert repository().visit(visit.id).notes == note
    assert "Another station" not in texts(app)


def test_next_client_clears_everything():
    visit = add_visit(add(contraindications=("trauma",)), draft=True)
    app = opened(visit=visit.id)
    button(app, "Next client").click().run()
    assert not app.exception
    assert "Clients" in [one.value for one in app.title]
    assert "current" not in app.session_state
    assert "studio_visit" not in app.session_state
    assert "visit" not in app.query_params
    assert app.session_state["about_age"] is None


def test_known_conditions_stop_the_plan_until_they_are_asked_again():
    client = add(contraindications=("trauma", "left knee"), goals="Run *again*")
    app = opened(visit=add_visit(client, draft=True).id)
    shown = texts(app)
    assert "left knee" in shown
    assert "Run \\*again\\*" in shown
    asked = widget(app.radio, "/screen/trauma")
    assert asked.value == "yes"


def test_photos_of_clients_are_not_kept_for_a_reload_of_other_pages(
    monkeypatch: pytest.MonkeyPatch,
):
    told: list[str] = []

    def keep(token: str, session: object) -> None:
        told.append(token)

    monkeypatch.setattr("posture.files.kept_session.keep", keep)
    app = opened(visit=add_visit(add(), draft=True).id)
    assert "current" in app.session_state
    assert told == []


def test_a_new_visit_begins_with_no_answers_but_the_known_ones():
    client = add(contraindications=("trauma",))
    add_visit(client)
    app = opened(client=client.id, room="visit")
    assert app.session_state["studio_visit"].visit.answers == Answers(screening={"trauma": "yes"})


def test_a_visit_that_is_erased_elsewhere_is_not_shown_any_more():
    client = add()
    app = opened(visit=add_visit(client, draft=True).id)
    repository().erase_client(client.id)
    app.run()
    assert not app.exception
    assert app.error
    assert "Ana" not in texts(app)


def test_a_wrong_address_takes_nobody_elses_photo_away():
    app = opened(visit=add_visit(add(), draft=True).id)
    shown = app.session_state["current"]
    app.query_params["visit"] = "0" * 32
    app.run()
    assert not app.exception
    assert app.error
    assert app.session_state["current"] is shown


def another_page() -> None:
    """A visit, or where the address says so another page of the app."""
    import streamlit as st

    from posture.ui.shared import state
    from posture.ui.studio.page import leave_lost_client, page

    leave_lost_client()
    if "elsewhere" not in st.query_params:
        page()
    else:
        st.text("no photo" if state.current_photo() is None else "their photo")


def test_other_pages_keep_no_photo_of_a_client_who_is_erased():
    client = add()
    app = AppTest.from_function(another_page, default_timeout=120)
    app.query_params["visit"] = add_visit(client).id
    app.run()
    app.query_params["elsewhere"] = "yes"
    assert app.run().text[0].value == "their photo"
    repository().erase_client(client.id)
    assert app.run().text[0].value == "no photo"


@pytest.fixture
def single_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """The camera with a button: the only one that needs no stream."""

    def choose_camera(devices: object) -> str:
        return "snapshot"

    monkeypatch.setattr("posture.ui.studio.visit.take.choose_camera", choose_camera)


def shoot(app: AppTest, name: str) -> AppTest:
    picture = ("shot.jpg", sample(name), "image/jpeg")
    return widget(app.camera_input, "live_camera").set_value(picture).run()


@pytest.mark.usefixtures("single_pictures")
def test_a_photo_from_the_front_is_taken_later():
    client = add()
    app = opened(visit=add_visit(client, draft=True).id)
    button(app, "From the front").click().run()
    assert not app.exception
    assert "face the camera" in texts(app)
    shoot(app, FRONTAL)
    assert not app.exception
    (draft,) = repository().visits(client.id, drafts=True)
    assert [one.view for one in draft.photos] == ["side", "front"]
    assert "From the front" in folds(app)
    assert not app.get("camera_input")


@pytest.mark.usefixtures("single_pictures")
def test_the_views_that_are_wanted_follow_the_side_and_the_next_client_gets_the_same():
    client = add()
    app = opened(client=client.id, room="visit")
    widget(app.button_group, "studio_also").set_value(["back", "front"]).run()
    for _ in range(3):
        shoot(app, BEFORE)
    assert not app.exception
    assert "face the camera" in texts(app)
    shoot(app, FRONTAL)
    assert "your back is to the camera" in texts(app)
    button(app, "Go on without this photo").click().run()
    assert not app.exception
    assert not app.get("camera_input")
    (draft,) = repository().visits(client.id, drafts=True)
    assert [one.view for one in draft.photos] == ["side", "front"]
    button(app, "Next client").click().run()
    app.query_params["client"] = add("Ben").id
    app.query_params["room"] = "visit"
    app.run()
    assert set(widget(app.button_group, "studio_also").value) == {"front", "back"}


@pytest.mark.usefixtures("single_pictures")
def test_the_views_of_a_visit_that_was_left_are_not_asked_of_a_browser_that_is_behind():
    app = opened(client=add().id, room="visit")
    widget(app.button_group, "studio_also").set_value(["front"])
    behind = app._tree.get_widget_states()  # pyright: ignore[reportPrivateUsage]
    app.run()
    there = dict(app.query_params)
    button(app, "Next client").click().run()
    app._run(behind)  # pyright: ignore[reportPrivateUsage]
    assert not app.exception
    assert app.session_state["studio_views_wanted"] == ("front",)
    # It sends its address too.
    for name in ("client", "room"):
        app.query_params[name] = there[name]
    app._run(behind)  # pyright: ignore[reportPrivateUsage]
    assert not app.exception
    assert app.title[0].value == "Clients"
    assert "room" not in app.query_params


@pytest.mark.usefixtures("single_pictures")
def test_who_was_left_is_reached_again_by_a_click_at_once_and_by_the_address_later(
    monkeypatch: pytest.MonkeyPatch,
):
    client = add()
    app = opened(client=client.id, room="visit")
    button(app, "Next client").click().run()
    widget(app.button, f"open_{client.id}").click().run()
    button(app, "New visit").click().run()
    assert not app.exception
    assert "room" in app.query_params
    there = dict(app.query_params)
    button(app, "Next client").click().run()
    later = time.monotonic() + 6.0
    monkeypatch.setattr("posture.ui.studio.where.time.monotonic", lambda: later)
    for name in ("client", "room"):
        app.query_params[name] = there[name]
    app.run()
    assert "room" in app.query_params


def test_the_stream_goes_on_by_itself_with_the_next_view(monkeypatch: pytest.MonkeyPatch):
    """Whoever stands before the camera cannot press Start again."""
    asked: list[bool | None] = []

    def streamer(*, desired_playing_state: bool | None, **_: object) -> SimpleNamespace:
        asked.append(desired_playing_state)
        return SimpleNamespace(state=SimpleNamespace(playing=False, signalling=True))

    def choose_camera(devices: object) -> str:
        return "browser"

    monkeypatch.setattr("posture.ui.studio.visit.take.detector_ready", lambda: True)
    monkeypatch.setattr("posture.ui.studio.visit.take.choose_camera", choose_camera)
    monkeypatch.setattr("posture.ui.studio.visit.take.Devices", lambda: Devices(streamer=streamer))
    client = add()
    app = opened(client=client.id, room="visit")
    widget(app.button_group, "studio_also").set_value(["front"]).run()
    assert asked[-1] is None
    here = app.session_state["studio_visit"].visit.id
    captured(app, BEFORE, here)
    assert asked[-1] is True
    assert repository().visit(here).photos[0].view == "side"


@pytest.mark.usefixtures("no_camera")
@pytest.mark.parametrize("view", ["front", "back"])
def test_a_capture_is_kept_as_the_view_that_was_asked_for(view: Literal["front", "back"]):
    """From behind, a detector may take a face for granted that it does not see."""
    client = add()
    visit = add_visit(client, draft=True)
    app = opened(visit=visit.id)
    photo = load(sample(FRONTAL), name="front.jpg")
    outcome = Outcome((load(photo.pixels),), (), None, 0, view=view)
    app.session_state["live_outcome"] = (visit.id, outcome)
    app.run()
    assert not app.exception
    assert [one.view for one in repository().visit(visit.id).photos] == ["side", view]


@pytest.mark.usefixtures("single_pictures")
def test_the_outline_is_that_of_the_last_photo_of_the_same_view(monkeypatch: pytest.MonkeyPatch):
    """The last visit has a side photo alone: the front has no outline."""
    goals: list[CaptureGoal] = []

    def show_camera(camera: str, goal: CaptureGoal, **_: object) -> None:
        goals.append(goal)

    monkeypatch.setattr("posture.ui.studio.visit.take.show_camera", show_camera)
    client = add()
    add_visit(client)
    app = opened(client=client.id, room="visit")
    assert not app.exception
    assert goals[-1].view == "side"
    assert goals[-1].outline
    visit = add_visit(client, draft=True)
    app = opened(visit=visit.id)
    button(app, "From the back").click().run()
    assert (goals[-1].view, goals[-1].shots, goals[-1].outline) == ("back", 1, ())
    photo = load(sample(FRONTAL), name="front.jpg")
    app.session_state["live_outcome"] = (
        visit.id,
        Outcome((load(photo.pixels),), (), None, 0, view="front"),
    )
    app.run()
    repository().save_visit(replace(repository().visit(visit.id), draft=False))
    app = opened(visit=add_visit(client, AFTER, draft=True).id)
    button(app, "From the front").click().run()
    assert goals[-1].view == "front"
    assert goals[-1].outline


def test_the_day_of_a_visit_can_be_an_earlier_one():
    visit = add_visit(add())
    app = opened(visit=visit.id)
    earlier = visit.on - timedelta(days=30)
    app.date_input[0].set_value(earlier).run()
    assert not app.exception
    assert repository().visit(visit.id).on == earlier


def test_nothing_of_a_client_who_is_no_longer_there_stays_in_the_session():
    client = add("Ana Xaver")
    visit = add_visit(client)
    app = opened(visit=visit.id)
    assert app.session_state["current"].visit == visit.id
    repository().erase_client(client.id)
    app.run()
    assert not app.exception
    assert "current" not in app.session_state
    assert "Ana Xaver" not in texts(app)
