"""The page "Live": which cameras are offered, each way to a result, and the result itself."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from posture.analysis.options import Options
from posture.errors import CameraError, ModelMissingError, PhotoError
from posture.live.browser import MOST_BREAKS, BrowserRun
from posture.live.camera_run import AnnotatedFrame
from posture.live.status import Status
from posture.photo.photo import Photo
from tests.fixtures.analyses import ANALYSIS, REFUSAL
from tests.fixtures.outcomes import BAD, COMBINED, GOOD, PHOTO, WAITING


def script() -> None:
    import streamlit as st

    from posture.ui.live.page import page

    page(streamer=st.session_state.get("streamer"))


class FakePump:
    """A pump whose run stands where the test wants it."""

    def __init__(self, status: Status) -> None:
        self.session = SimpleNamespace(status=lambda: self.state)
        self.state, self.error, self.running, self.stopped = status, None, True, 0
        self.shown: AnnotatedFrame | None = AnnotatedFrame(1, np.zeros((4, 4, 3), np.uint8), 0.0)

    def latest(self) -> AnnotatedFrame | None:
        return self.shown

    def stop(self) -> None:
        self.stopped += 1


@pytest.fixture(autouse=True)
def online(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("posture.ui.live.page.has_network", lambda: True)
    monkeypatch.setattr("posture.ui.live.page.model_path", lambda name: name)
    monkeypatch.setattr("posture.ui.live.result.draw", lambda photo, analysis: photo.pixels)
    monkeypatch.setattr("posture.analysis.pipeline.combine", lambda analyses: COMBINED)


def streamer(playing: bool, calls: list[dict[str, Any]]) -> Any:
    def made(**options: Any) -> Any:
        calls.append(options)
        return SimpleNamespace(state=SimpleNamespace(playing=playing, signalling=False))

    return made


def page(*, playing: bool = False, calls: list[dict[str, Any]] | None = None) -> AppTest:
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["streamer"] = streamer(playing, [] if calls is None else calls)
    return app.run()


def texts(app: AppTest) -> str:
    found = [*app.markdown, *app.caption, *app.header, *app.warning, *app.info, *app.error]
    return "\n".join(element.value for element in found)


def press(app: AppTest, label: str) -> AppTest:
    return next(b for b in app.button if b.label.startswith(label)).click().run()


def choose(app: AppTest, way: str) -> AppTest:
    return app.segmented_control[0].set_value(way).run()


def test_the_browser_s_camera_comes_first_and_asks_no_outside_server():
    calls: list[dict[str, Any]] = []
    app = page(calls=calls)
    assert not app.exception
    assert calls[0]["rtc_configuration"] == {"iceServers": []}
    assert "press **Start**" in texts(app)


def test_without_a_network_the_computer_s_camera_is_offered_by_itself(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("posture.ui.live.page.has_network", lambda: False)
    calls: list[dict[str, Any]] = []
    app = page(calls=calls)
    assert not app.exception
    assert calls == []
    assert "No network is switched on" in app.info[0].value
    assert any(b.label == "Start" for b in app.button)
    assert [o.content for o in app.segmented_control[0].proto.options] == [
        "Camera of this computer",
        "Single pictures",
    ]


def test_a_missing_model_is_said(monkeypatch: pytest.MonkeyPatch):
    def missing(name: str) -> None:
        raise ModelMissingError("The model is missing.", "Run make model.")

    monkeypatch.setattr("posture.ui.live.page.model_path", missing)
    app = page()
    assert "Run make model" in app.error[0].value


def test_a_running_stream_waits_for_its_first_picture():
    app = page(playing=True)
    assert not app.exception
    assert "first picture" in texts(app)


def test_a_stream_s_result_is_shown(monkeypatch: pytest.MonkeyPatch):
    done = replace(WAITING, phase="done", outcome=GOOD)
    monkeypatch.setattr(BrowserRun, "status", lambda self: done)
    app = page(playing=True)
    assert not app.exception
    assert "Findings, strongest first" in texts(app)


def test_a_run_whose_pictures_are_no_use_says_what_to_do(monkeypatch: pytest.MonkeyPatch):
    done = replace(WAITING, phase="done", outcome=BAD)
    monkeypatch.setattr(BrowserRun, "status", lambda self: done)
    app = page(playing=True)
    assert not app.exception
    assert "None of the pictures" in app.warning[0].value
    assert "current" not in app.session_state, "a photo that was looked at before stays"


def test_a_stream_whose_work_failed_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(BrowserRun, "error", property(lambda self: ValueError("odd")))
    app = page(playing=True)
    assert not app.exception
    assert "something in the program went wrong" in app.error[0].value
    assert "odd" in texts(app)


def test_a_result_is_drawn_once(monkeypatch: pytest.MonkeyPatch):
    drawn: list[int] = []

    def draw(photo: Photo, analysis: Any) -> Any:
        drawn.append(1)
        return photo.pixels

    monkeypatch.setattr("posture.ui.live.result.draw", draw)
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["live_outcome"] = GOOD
    app.run().run()
    assert not app.exception
    assert drawn == [1]


def test_frames_of_the_stream_are_exchanged_for_annotated_ones():
    av = pytest.importorskip("av")
    calls: list[dict[str, Any]] = []
    app = page(calls=calls)
    given = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 10, np.uint8), format="rgb24")
    shown = calls[0]["video_frame_callback"](given)
    assert shown.to_ndarray(format="rgb24").shape == (48, 64, 3)
    app.session_state["live_run"][1].end()


def test_a_break_shows_that_the_stream_is_taken_up_again():
    calls: list[dict[str, Any]] = []
    app = page(playing=True, calls=calls)
    assert [call["desired_playing_state"] for call in calls] == [None, True]
    app.session_state["streamer"] = streamer(False, calls)
    app.run()
    assert not app.exception
    assert "started again" in texts(app)
    assert calls[-1]["desired_playing_state"] is True
    press(app, "Stop")
    assert calls[-1]["desired_playing_state"] is None
    assert "press **Start**" in texts(app)


def test_a_stream_that_was_given_up_names_the_other_ways():
    app = page()
    for _ in range(MOST_BREAKS + 1):
        for playing in (True, False):
            app.session_state["streamer"] = streamer(playing, [])
            app.run()
    assert not app.exception
    assert "broke off several times" in app.warning[0].value
    assert "press **Start**" in texts(app)


def test_another_camera_ends_the_run_and_asks_the_stream_for_nothing():
    calls: list[dict[str, Any]] = []
    app = page(playing=True, calls=calls)
    assert "live_run" in app.session_state
    choose(app, "local")
    assert "live_run" not in app.session_state
    app.session_state["streamer"] = streamer(False, calls)
    choose(app, "browser")
    assert calls[-1]["desired_playing_state"] is None
    assert "press **Start**" in texts(app)


def test_other_wishes_end_the_run_in_hand(monkeypatch: pytest.MonkeyPatch):
    ended: list[int] = []
    app = page(playing=True)
    monkeypatch.setattr(BrowserRun, "end", lambda self: ended.append(1))
    app.toggle[0].set_value(True).run()
    assert not app.exception
    assert ended


def test_the_local_camera_shows_its_picture_and_stops(monkeypatch: pytest.MonkeyPatch):
    pump = FakePump(WAITING)
    monkeypatch.setattr(
        "posture.ui.live.local_camera.start_camera_run", lambda *args, **options: pump
    )
    app = press(choose(page(), "local"), "Start")
    assert not app.exception
    assert any(b.label == "Stop" for b in app.button)
    press(app, "Stop")
    assert pump.stopped == 1
    assert any(b.label == "Start" for b in app.button)


def test_the_local_camera_s_result_is_shown_and_the_camera_let_go(
    monkeypatch: pytest.MonkeyPatch,
):
    pump = FakePump(replace(WAITING, phase="done", outcome=GOOD))
    monkeypatch.setattr(
        "posture.ui.live.local_camera.start_camera_run", lambda *args, **options: pump
    )
    app = press(choose(page(), "local"), "Start")
    assert not app.exception
    assert pump.stopped == 1
    assert "The median of 3 pictures" in texts(app)
    assert app.session_state["current"].photo is PHOTO
    press(app, "Once more")
    assert "The median of 3 pictures" not in texts(app)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (None, "no more pictures"),
        (CameraError("The camera is gone.", "Plug it in."), "Plug it in"),
        (ValueError("odd"), "something in the program"),
    ],
)
def test_a_local_camera_that_ends_says_why(
    error: Exception | None, said: str, monkeypatch: pytest.MonkeyPatch
):
    pump = FakePump(WAITING)
    pump.running, pump.error, pump.shown = False, error, None
    monkeypatch.setattr(
        "posture.ui.live.local_camera.start_camera_run", lambda *args, **options: pump
    )
    app = press(choose(page(), "local"), "Start")
    assert not app.exception
    assert said in app.warning[0].value
    assert pump.stopped == 1


def test_no_camera_is_a_plain_message(monkeypatch: pytest.MonkeyPatch):
    def none(*args: Any, **options: Any) -> Any:
        raise CameraError("No camera answers at number 0.", "Connect one.")

    monkeypatch.setattr("posture.ui.live.local_camera.start_camera_run", none)
    app = press(choose(page(), "local"), "Start")
    assert not app.exception
    assert "Connect one" in app.warning[0].value


def jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 400), "gray").save(out, "JPEG")
    return out.getvalue()


def snap(app: AppTest) -> AppTest:
    return app.camera_input[0].set_value(("shot.jpg", jpeg(), "image/jpeg")).run()


@pytest.fixture
def results(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    wanted: list[Any] = []

    def analyse(photo: Photo, options: Options) -> Any:
        return wanted.pop(0) if wanted else ANALYSIS

    monkeypatch.setattr("posture.analysis.pipeline.analyze_photo", analyse)
    monkeypatch.setattr("posture.ui.live.single_pictures.load", lambda data, name: PHOTO)
    return wanted


def test_three_single_pictures_give_a_result(results: list[Any]):
    app = choose(page(), "snapshot")
    assert app.camera_input[0].label == "Picture 1 of 3"
    for _ in range(3):
        app = snap(app)
    assert not app.exception
    assert "The median of 3 pictures" in texts(app)


def test_a_refused_picture_says_what_to_do_and_is_not_counted(results: list[Any]):
    results.append(REFUSAL)
    app = snap(choose(page(), "snapshot"))
    assert app.warning
    assert app.camera_input[0].label == "Picture 1 of 3"


def test_a_picture_that_cannot_be_read_is_a_plain_message(
    results: list[Any], monkeypatch: pytest.MonkeyPatch
):
    def unreadable(data: bytes, name: str) -> None:
        raise PhotoError("This is no picture.", "Take it again.")

    monkeypatch.setattr("posture.ui.live.single_pictures.load", unreadable)
    app = snap(choose(page(), "snapshot"))
    assert not app.exception
    assert "Take it again" in app.error[0].value
    assert app.camera_input[0].label == "Picture 1 of 3"


def test_one_picture_can_be_enough(results: list[Any]):
    app = press(snap(choose(page(), "snapshot")), "Enough")
    assert not app.exception
    assert "From one picture" in texts(app)


def test_a_run_without_a_good_picture_lists_what_to_do():
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["live_outcome"] = BAD
    app.run()
    assert not app.exception
    assert "None of the pictures" in app.warning[0].value
    assert REFUSAL.reasons[0].text.rstrip(".").split("-")[0] in texts(app)
