"""The page "Live": which cameras are offered, each way to a result, and the result itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from streamlit.testing.v1 import AppTest

from posture.analysis.options import Options
from posture.analysis.types import Combined
from posture.assess.verdict import find_verdict
from posture.errors import CameraError, ModelMissingError, PhotoError
from posture.live.browser import MOST_BREAKS
from posture.live.camera.sources import CameraFrame
from posture.live.camera_run import AnnotatedFrame
from posture.live.status import Status
from posture.photo.photo import Photo
from posture.present.verdict import headline
from posture.ui.live.devices import Devices
from posture.ui.shared.markdown import escape
from tests.fixtures.analyses import ANALYSIS, REFUSAL
from tests.fixtures.outcomes import BAD, COMBINED, GOOD, PHOTO, WAITING
from tests.fixtures.stand_ins import returning


def script() -> None:
    import streamlit as st

    from posture.ui.live.page import page

    page(st.session_state["devices"])


class FakeRun:
    """A run on a local camera, in the state that the test wants."""

    def __init__(self, status: Status) -> None:
        self.session = SimpleNamespace(status=lambda: self.state)
        self.state, self.running, self.stopped = status, True, 0
        self.error: Exception | None = None
        self.shown: AnnotatedFrame | None = AnnotatedFrame(1, np.zeros((4, 4, 3), np.uint8), 0.0)

    def latest(self) -> AnnotatedFrame | None:
        return self.shown

    def stop(self) -> None:
        self.stopped += 1


class FakeSession:
    """A session in the state that the test wants, or one that fails."""

    def __init__(self, status: Status, error: Exception | None = None) -> None:
        self._status, self._error = status, error
        self.failed = threading.Event()

    def process(self, frame: CameraFrame) -> Any:
        if self._error is not None:
            self.failed.set()
            raise self._error
        return frame.pixels

    def status(self) -> Status:
        return self._status

    def close(self) -> None: ...


def devices(**parts: Any) -> Devices:
    replaced: dict[str, Any] = {
        "has_network": lambda: True,
        "streamer": streamer(False, []),
        **parts,
    }
    return Devices(**replaced)


@pytest.fixture(autouse=True)
def online(monkeypatch: pytest.MonkeyPatch) -> None:
    def landmarker(name: str) -> str:
        return name

    def draw(photo: Photo, analysis: object) -> NDArray[np.uint8]:
        return photo.pixels

    def combine(analyses: object) -> Combined:
        return COMBINED

    monkeypatch.setattr("posture.ui.live.cameras.landmarker", landmarker)
    monkeypatch.setattr("posture.ui.live.result.draw", draw)
    monkeypatch.setattr("posture.analysis.pipeline.combine", combine)


def streamer(playing: bool, calls: list[dict[str, Any]]) -> Any:
    def made(**options: Any) -> Any:
        calls.append(options)
        return SimpleNamespace(state=SimpleNamespace(playing=playing, signalling=False))

    return made


def page(
    *, playing: bool = False, calls: list[dict[str, Any]] | None = None, **parts: Any
) -> AppTest:
    app = AppTest.from_function(script, default_timeout=60)
    parts = {"streamer": streamer(playing, [] if calls is None else calls), **parts}
    app.session_state["devices"] = devices(**parts)
    return app.run()


def sending(session: FakeSession) -> AppTest:
    """The page while a stream plays and its frames are processed by this session."""

    def stream(**options: Any) -> Any:
        # Until the session has processed a frame, or has failed.
        av = pytest.importorskip("av")
        given = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 10, np.uint8), format="rgb24")
        until = time.monotonic() + 30.0
        while options["video_frame_callback"](given) is given and time.monotonic() < until:
            if session.failed.wait(0.01):
                break
        return SimpleNamespace(state=SimpleNamespace(playing=True, signalling=False))

    def open_session(**options: Any) -> FakeSession:
        return session

    return page(streamer=stream, open_session=open_session)


def texts(app: AppTest) -> str:
    found = [*app.markdown, *app.caption, *app.header, *app.warning, *app.info, *app.error]
    return "\n".join(element.value for element in found)


def wait_for(what: Callable[[], bool]) -> None:
    """Wait for another thread; the limit is for one that never finishes."""
    until = time.monotonic() + 30.0
    while not what():
        assert time.monotonic() < until
        time.sleep(0.01)


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


def test_without_a_network_the_computer_s_camera_is_offered_by_itself():
    calls: list[dict[str, Any]] = []
    app = page(calls=calls, has_network=lambda: False)
    assert not app.exception
    assert calls == []
    assert "There is no network" in app.info[0].value
    assert any(b.label == "Start" for b in app.button)
    assert [o.content for o in app.segmented_control[0].proto.options] == [
        "Camera of this computer",
        "Single pictures",
    ]


def test_a_missing_model_is_said(monkeypatch: pytest.MonkeyPatch):
    def missing(name: str) -> None:
        raise ModelMissingError("The model is missing.", "Run make model.")

    monkeypatch.setattr("posture.ui.live.cameras.landmarker", missing)
    app = page()
    assert "Run make model" in app.error[0].value


def test_a_running_stream_waits_for_its_first_picture():
    app = page(playing=True)
    assert not app.exception
    assert "first picture" in texts(app)


def test_a_stream_s_result_is_shown_once_the_last_words_were():
    app = sending(FakeSession(replace(WAITING, phase="done", outcome=GOOD)))
    assert "The median of 3 pictures" not in texts(app)
    app.run()
    assert not app.exception
    assert app.title[-1].value == escape(headline(find_verdict(COMBINED.assessment)))
    assert "The median of 3 pictures" in texts(app)


def test_a_run_whose_pictures_are_no_use_says_what_to_do():
    app = sending(FakeSession(replace(WAITING, phase="done", outcome=BAD)))
    app.run()
    assert not app.exception
    assert "None of the pictures" in app.warning[0].value
    assert "current" not in app.session_state, "a photo that was looked at before stays"


def test_a_stream_whose_work_failed_says_so():
    app = sending(FakeSession(WAITING, ValueError("odd")))
    wait_for(lambda: app.session_state["live_run"][1].error is not None)
    app.run()
    assert not app.exception
    assert "something in the program went wrong" in app.error[0].value
    assert "odd" in texts(app)


def test_the_stream_is_as_high_as_its_annotated_frames():
    """Its component measures the camera's frame, which has no panel below it."""
    app = sending(FakeSession(WAITING))
    assert not app.exception
    style = "".join(one.proto.body for one in app.get("html"))
    assert "iframe { height: calc(100cqw * 48 / 64 + 16px); }" in style


def test_a_result_is_drawn_once(monkeypatch: pytest.MonkeyPatch):
    drawn: list[int] = []

    def draw(photo: Photo, analysis: Any) -> Any:
        drawn.append(1)
        return photo.pixels

    monkeypatch.setattr("posture.ui.live.result.draw", draw)
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["devices"] = devices()
    app.session_state["live_outcome"] = ("", GOOD)
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
    app.session_state["devices"] = devices(streamer=streamer(False, calls))
    app.run()
    assert not app.exception
    assert "being restarted" in texts(app)
    assert calls[-1]["desired_playing_state"] is True
    press(app, "Stop")
    assert calls[-1]["desired_playing_state"] is None
    assert "press **Start**" in texts(app)


def test_a_stream_that_was_given_up_names_the_other_ways():
    app = page()
    for _ in range(MOST_BREAKS + 1):
        for playing in (True, False):
            app.session_state["devices"] = devices(streamer=streamer(playing, []))
            app.run()
    assert not app.exception
    assert "was interrupted several times" in app.warning[0].value
    assert "press **Start**" in texts(app)


def test_another_camera_ends_the_run_and_asks_the_stream_for_nothing():
    calls: list[dict[str, Any]] = []
    app = page(playing=True, calls=calls)
    assert "live_run" in app.session_state
    choose(app, "local")
    assert "live_run" not in app.session_state
    app.session_state["devices"] = devices(streamer=streamer(False, calls))
    choose(app, "browser")
    assert calls[-1]["desired_playing_state"] is None
    assert "press **Start**" in texts(app)


def test_other_options_end_the_current_run():
    app = page(playing=True)
    before = app.session_state["live_run"][1]
    app.toggle[0].set_value(True).run()
    assert not app.exception
    assert app.session_state["live_run"][1] is not before


def test_the_local_camera_shows_its_picture_and_stops():
    run = FakeRun(WAITING)
    app = press(choose(page(start_camera_run=returning(run)), "local"), "Start")
    assert not app.exception
    assert any(b.label == "Stop" for b in app.button)
    press(app, "Stop")
    assert run.stopped == 1
    assert any(b.label == "Start" for b in app.button)


def test_the_local_camera_s_result_is_shown_and_the_camera_released():
    run = FakeRun(replace(WAITING, phase="done", outcome=GOOD))
    app = press(choose(page(start_camera_run=returning(run)), "local"), "Start")
    assert "live_stage" in app.session_state, "the last words are drawn before the page is left"
    assert run.stopped == 0
    app.run()
    assert not app.exception
    assert run.stopped == 1
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
def test_a_local_camera_that_ends_says_why(error: Exception | None, said: str):
    run = FakeRun(WAITING)
    run.running, run.error, run.shown = False, error, None
    app = press(choose(page(start_camera_run=returning(run)), "local"), "Start")
    assert not app.exception
    assert said in app.warning[0].value
    assert run.stopped == 1


def test_no_camera_is_a_plain_message():
    def none(*args: Any, **options: Any) -> Any:
        raise CameraError("No camera answers at number 0.", "Connect one.")

    app = press(choose(page(start_camera_run=none), "local"), "Start")
    assert not app.exception
    assert "Connect one" in app.warning[0].value


def jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 400), "gray").save(out, "JPEG")
    return out.getvalue()


def snap(app: AppTest) -> AppTest:
    return app.camera_input[0].set_value(("shot.jpg", jpeg(), "image/jpeg")).run()


def single(*results: Any) -> AppTest:
    """The page for single pictures; the analysis gives these results, then good ones."""
    wanted = list(results)

    def analyze(data: bytes, name: str, options: Options, view: str) -> Any:
        result = wanted.pop(0) if wanted else ANALYSIS
        if isinstance(result, Exception):
            raise result
        return PHOTO, result

    return choose(page(analyze_picture=analyze), "snapshot")


def test_three_single_pictures_give_a_result():
    app = single()
    assert app.camera_input[0].label == "Picture 1 of 3"
    for _ in range(3):
        app = snap(app)
    assert not app.exception
    assert "The median of 3 pictures" in texts(app)


def test_a_refused_picture_says_what_to_do_and_is_not_counted():
    app = snap(single(REFUSAL))
    assert app.warning
    assert app.camera_input[0].label == "Picture 1 of 3"


def test_a_picture_that_cannot_be_read_is_a_plain_message():
    app = snap(single(PhotoError("This is no picture.", "Take it again.")))
    assert not app.exception
    assert "Take it again" in app.error[0].value
    assert app.camera_input[0].label == "Picture 1 of 3"


def test_one_picture_can_be_enough():
    app = press(snap(single()), "Enough")
    assert not app.exception
    assert "From one picture" in texts(app)


def test_a_run_without_a_good_picture_lists_what_to_do():
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["devices"] = devices()
    app.session_state["live_outcome"] = ("", BAD)
    app.run()
    assert not app.exception
    assert "None of the pictures" in app.warning[0].value
    assert REFUSAL.reasons[0].text.rstrip(".").split("-")[0] in texts(app)
