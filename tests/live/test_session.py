"""Frames in, guidance and a result out: on made-up people, and on the rendered visitor's clip."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from posture.analysis.types import Combined
from posture.errors import PhotoTooSmallError
from posture.live.camera.sources import CameraFrame, open_source
from posture.live.camera_run import CameraRun
from posture.live.frames.tracker import Tracked, Tracker
from posture.live.guidance.cues import COUNTING
from posture.live.guidance.state import CaptureGoal
from posture.live.outcome import outcome_of
from posture.live.paint import panel_height
from posture.live.session import MOST_ATTEMPTS, Session
from posture.photo.photo import Photo
from posture.pose.model.store import model_path
from tests.fixtures.analyses import ANALYSIS, MEASUREMENTS, REFUSAL
from tests.fixtures.visit import FPS, approach, frontal, visit, walk, write_avi

STANDING = np.array(
    [
        *[(330, 62), (322, 55), (324, 55), (326, 55), (322, 55), (324, 55), (326, 55)],
        *[(310, 60), (310, 60), (326, 70), (326, 70), (305, 105), (307, 105)],
        *[(306, 165), (308, 165), (316, 220), (318, 220), (320, 235), (322, 235), (320, 235)],
        *[(322, 235), (318, 230), (320, 230), (304, 215), (306, 215), (306, 315), (308, 315)],
        *[(304, 405), (306, 405), (296, 415), (298, 415), (335, 418), (337, 418)],
    ],
    dtype=float,
)
"""Somebody side-on in 640x480, looking right, as MediaPipe would put their landmarks."""


def track(frame: CameraFrame) -> Tracked:
    return Tracked(STANDING.copy(), np.ones(33))


def frame(at: float, shape: tuple[int, int] = (480, 640)) -> CameraFrame:
    return CameraFrame(np.full((*shape, 3), 120, np.uint8), at)


@pytest.fixture(autouse=True)
def combined(monkeypatch: pytest.MonkeyPatch) -> None:
    def combine(analyses: Any) -> Combined:
        spread = dict.fromkeys(MEASUREMENTS, 1.5)
        return Combined(tuple(analyses), MEASUREMENTS, spread, ANALYSIS.assessment)

    monkeypatch.setattr("posture.analysis.pipeline.combine", combine)


def run(session: Session, seconds: float, start: float = 0.0) -> float:
    """Show frames at ten a second; what was captured is analysed before the next comes."""
    at = start
    for _ in range(round(seconds * 10)):
        at += 0.1
        session.process(frame(at))
        for capture in session._captures:
            capture.future.exception()
        if session.status().outcome is not None:
            break
    return at


def test_a_whole_run_gives_the_median_of_three():
    seen: list[Photo] = []

    def analyse(photo: Photo) -> Any:
        seen.append(photo)
        return ANALYSIS

    with Session(track, analyse=analyse) as session:
        run(session, 90.0)
        status = session.status()
    assert [photo.name for photo in seen] == ["capture 1", "capture 2", "capture 3"]
    assert status.phase == "done"
    assert status.caption == "Done. You can look at your result now."
    assert status.outcome is not None
    assert status.outcome.combined is not None
    assert len(status.outcome.analyses) == 3
    assert status.outcome.spread == dict.fromkeys(MEASUREMENTS, 1.5)
    ids = [said.id for said in session.cues()]
    assert ids == list(range(1, len(ids) + 1))


def test_a_count_is_handed_on_from_its_beginning_and_nothing_older():
    with Session(track, analyse=lambda photo: ANALYSIS, goal=CaptureGoal(2)) as session:
        handed: dict[str, list[str]] = {}
        at = 0.0
        while session.status().outcome is None and at < 90.0:
            at = run(session, 0.1, at)
            unbroken = session.status().recent_cues
            handed[unbroken[-1].code] = [said.code for said in unbroken]
            assert session.status().last_cue == unbroken[-1]
    assert handed["look_ahead"] == ["look_ahead"]
    assert handed["one"] == ["three", "two", "one"]
    assert handed["captured"] == ["three", "two", "one", "captured"]
    assert handed["done"] == ["done"]


def test_nothing_is_handed_on_before_the_first_frame():
    with Session(track, analyse=lambda photo: ANALYSIS) as session:
        assert session.status().recent_cues == ()


def test_the_picture_shown_is_a_new_one():
    with Session(track, analyse=lambda photo: ANALYSIS) as session:
        given = frame(0.0)
        shown = session.process(given)
    assert shown.shape == (480 + panel_height((480, 640)), 640, 3)
    assert (given.pixels == 120).all()
    assert (shown[:480] != given.pixels).any()


def test_a_capture_does_not_change_with_the_camera_s_buffer():
    kept: list[Photo] = []
    with Session(
        track, analyse=lambda p: kept.append(p) or ANALYSIS, goal=CaptureGoal(1)
    ) as session:
        at = 0.0
        buffer = np.full((480, 640, 3), 120, np.uint8)
        while not session._captures:
            at += 0.1
            session.process(CameraFrame(buffer, at))
        buffer[:] = 0
    assert (kept[0].pixels == 120).all()


def test_the_screen_shows_what_is_said_and_nothing_else():
    with Session(track, analyse=lambda photo: ANALYSIS) as session:
        at, status = 0.0, session.status()
        while status.outcome is None and at < 90.0:
            at = run(session, 0.1, at)
            status, said = session.status(), session.cues()[-1].text
            assert status.caption in ("", said)
            if status.countdown is not None:
                assert said == ("Three.", "Two.", "One.")[3 - status.countdown]
    assert status.caption == "Done. You can look at your result now."


def test_a_refused_capture_is_taken_again_with_its_remedy_said():
    answers = iter([REFUSAL, ANALYSIS, ANALYSIS, ANALYSIS])
    with Session(track, analyse=lambda photo: next(answers)) as session:
        run(session, 150.0)
        said = [one.text for one in session.cues()]
        outcome = session.status().outcome
    assert outcome is not None
    assert len(outcome.analyses) == 3
    assert len(outcome.refusals) == 1
    assert any(REFUSAL.reasons[0].remedy in text for text in said)


def test_a_run_that_never_works_comes_to_an_end():
    with Session(track, analyse=lambda photo: REFUSAL) as session:
        run(session, 300.0)
        status = session.status()
        assert len(session._captures) == MOST_ATTEMPTS
    assert status.phase == "done"
    assert status.outcome is not None
    assert status.outcome.analysis is None
    assert status.caption.startswith("It did not work")


def test_an_error_that_a_person_can_mend_is_said_and_not_raised():
    def analyse(photo: Photo) -> Any:
        raise PhotoTooSmallError("Too small.", "Come nearer.")

    with Session(track, analyse=analyse) as session:
        run(session, 300.0)
        assert any("Come nearer." in one.text for one in session.cues())
        outcome = session.status().outcome
    assert outcome is not None
    assert outcome.analyses == ()


def test_an_error_of_ours_is_not_hidden():
    def analyse(photo: Photo) -> Any:
        raise ZeroDivisionError

    with Session(track, analyse=analyse) as session, pytest.raises(ZeroDivisionError):
        run(session, 60.0)


def test_nobody_is_no_error_and_light_is_looked_at():
    with Session(lambda _: None) as session:
        session.process(frame(0.0))
        reading = session.status().reading
    assert reading is not None
    assert not reading.person
    assert reading.luminance == pytest.approx(120.0)


def test_the_middle_capture_is_the_one_nearest_to_the_medians():
    def with_cva(value: float) -> Any:
        changed = {**MEASUREMENTS, "cva": replace(MEASUREMENTS["cva"], value=value)}
        return replace(ANALYSIS, measurements=changed)

    photos = [Photo(np.zeros((4, 4, 3), np.uint8), (4, 4), 1.0, None, n, n) for n in "abc"]
    middle = MEASUREMENTS["cva"].value
    values = [middle + 9, middle, middle - 8]
    outcome = outcome_of([(p, with_cva(v)) for p, v in zip(photos, values, strict=True)])
    assert outcome.middle == 1
    assert outcome.photo is photos[1]


def test_one_capture_alone_has_no_spread():
    photo = Photo(np.zeros((4, 4, 3), np.uint8), (4, 4), 1.0, None, "a", "a")
    outcome = outcome_of([(photo, ANALYSIS), (photo, REFUSAL)])
    assert outcome.combined is None
    assert outcome.analysis is ANALYSIS
    assert outcome.spread == {}


class Fast:
    """A source that gives frames as fast as they are asked for."""

    def __init__(self, count: int) -> None:
        self.left, self.closed, self.at = count, False, 0.0
        self.gate, self.go = threading.Event(), threading.Event()
        self.go.set()

    def read(self) -> CameraFrame | None:
        if not self.left:
            self.gate.wait(60.0)
            return None
        if self.at:
            self.go.wait(60.0)
        self.left -= 1
        self.at += 0.05
        return frame(self.at)

    def close(self) -> None:
        self.closed = True


def test_frames_are_dropped_and_never_queued():
    source, held, seen = Fast(50), threading.Event(), []
    source.go.clear()

    def slow(given: CameraFrame) -> None:
        seen.append(given.time)
        if len(seen) == 1:
            source.go.set()
            held.wait(60.0)

    pump = CameraRun(source, Session(slow)).start()
    while source.left:
        time.sleep(0.01)
    held.set()
    assert pump.wait(after=1, timeout=60.0) is not None
    source.gate.set()
    pump.stop()
    assert seen[-1] == pytest.approx(source.at)
    assert len(seen) <= 3
    assert pump.dropped >= 47
    assert source.closed
    assert pump.error is None


def test_an_error_in_a_thread_is_kept_for_whoever_asks():
    def broken(given: CameraFrame) -> None:
        raise ValueError("no")

    source = Fast(3)
    source.gate.set()
    pump = CameraRun(source, Session(broken)).start()
    assert pump.wait(timeout=60.0) is None
    pump.stop()
    assert isinstance(pump.error, ValueError)


def test_a_camera_that_nobody_asks_for_is_let_go():
    source = Fast(10**9)
    pump = CameraRun(source, Session(lambda _: None), patience=0.0).start()
    for thread in pump._threads:
        thread.join(20.0)
    assert source.closed
    pump.stop()


@pytest.mark.slow
@pytest.mark.model
def test_the_rendered_visitor_is_guided_captured_and_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.undo()
    # As fast as the machine can: the file's time runs as the frames do.
    with Session(Tracker(model_path("full")).track) as session:
        for i, picture in enumerate(visit()):
            session.process(CameraFrame(picture, 100.0 + i / FPS))
            for capture in session._captures:
                capture.future.exception()
            if session.status().outcome is not None:
                break
        cues = [said.code for said in session.cues()]
        outcome = session.status().outcome
    assert cues[0] == "hello"
    assert {"turn_side", "turn_left"} & set(cues)
    assert "turn_right" not in cues
    assert cues.count("captured") == 3
    assert cues.count("step") == 2
    assert cues[-1] == "done"
    assert outcome is not None
    assert outcome.combined is not None
    assert abs(outcome.combined.analyses[0].body.camera.yaw_deg) < 8
    assert outcome.combined.spread["cva"] < 3


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize("standing", [False, True])
def test_who_walks_is_not_captured_and_who_stands_is(
    standing: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.undo()
    pictures = visit(("standing",) * 14) if standing else walk(14.0)
    tracker = Tracker(model_path("full"))
    with Session(tracker.track, analyse=lambda photo: ANALYSIS, goal=CaptureGoal(1)) as session:
        found = 0
        for i, picture in enumerate(pictures):
            session.process(CameraFrame(picture, 100.0 + i / FPS))
            reading = session.status().reading
            found += reading is not None and reading.person
        cues = [said.code for said in session.cues()]
    assert found > 0.8 * len(pictures), "the person is seen all the while"
    assert ("captured" in cues) is standing
    assert ("three" in cues) is standing


@pytest.mark.slow
@pytest.mark.model
def test_a_file_stands_in_for_the_camera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.undo()
    clip = write_avi(tmp_path / "visit.avi", ("turning", "standing"))
    tracker = Tracker(model_path("full"))
    pump = CameraRun(open_source(str(clip)), Session(tracker.track)).start()
    while pump.wait(after=pump.processed, timeout=5.0) is not None:
        pass
    pump.stop()
    assert pump.error is None
    assert pump.taken <= len(visit(("turning", "standing")))
    status = pump.session.status()
    assert status.reading is not None
    assert status.reading.person
    assert abs(status.reading.turn_deg) < 12


def guided(goal: CaptureGoal, pictures: list[NDArray[np.uint8]]) -> Session:
    """A session that has seen these pictures at their own pace, and analysed its captures."""
    with Session(Tracker(model_path("full")).track, goal=goal) as session:
        for i, picture in enumerate(pictures):
            session.process(CameraFrame(picture, 100.0 + i / FPS))
            for capture in session._captures:
                capture.future.exception()
    return session


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize(("view", "other"), [("front", "back"), ("back", "front")])
def test_front_and_back_are_told_apart_and_captured(
    view: Literal["front", "back"], other: Literal["front", "back"], monkeypatch: pytest.MonkeyPatch
):
    """Somebody side-on, then turned the wrong way, then right."""
    monkeypatch.undo()
    side = visit(("standing",) * 5)
    frames = [*side, *[frontal(other)] * (5 * FPS), *[frontal(view)] * (12 * FPS)]
    session = guided(CaptureGoal(1, view=view), frames)
    outcome, cues = session.status().outcome, [said.code for said in session.cues()]
    first = {"front": "face_camera", "back": "turn_round"}[view]
    assert cues[0] == first
    spoken = [code for code in cues if code != "wait"]
    assert spoken[-5:] == [*COUNTING, "captured", "done"]
    assert cues.count(first) >= 2
    assert cues.count("captured") == 1
    assert outcome is not None
    assert (outcome.view, len(outcome.photos), outcome.analyses) == (view, 1, ())
    assert outcome.photo is not None
    assert (outcome.photo.pixels == frontal(view)).all()


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.parametrize("view", ["front", "back"])
def test_who_comes_nearer_is_not_captured(
    view: Literal["front", "back"], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.undo()
    session = guided(CaptureGoal(1, view=view), approach(view, 14.0))
    reading = session.status().reading
    assert reading is not None
    assert reading.person
    assert not {"three", "captured"} & {said.code for said in session.cues()}
