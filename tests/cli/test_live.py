"""``posture live`` from outside: what is said, shown, recorded and kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from posture.cli.main import app
from posture.errors import CameraError
from posture.live.camera_run import AnnotatedFrame
from posture.live.outcome import Outcome
from posture.live.session import Session
from posture.live.status import Cue, Status
from posture.photo.photo import Photo
from tests.fixtures.analyses import ANALYSIS, REFUSAL
from tests.fixtures.outcomes import BAD, GOOD, HELLO, PHOTO, WAITING
from tests.fixtures.visit import write_avi

RUNNER = CliRunner()
ONE = Outcome((PHOTO,), (ANALYSIS,), None, 0, (REFUSAL,))
SAID = (
    HELLO,
    Cue(2, "captured", "", "shutter"),
    Cue(3, "done", "Done.", "done"),
)


class FakePump:
    """A run of six pictures whose result comes with the last."""

    def __init__(self, outcome: Outcome | None) -> None:
        self.error: Exception | None = None
        self.stopped = 0
        self.shown = 0
        self._outcome = outcome
        self.session = SimpleNamespace(status=self._status, cues=self._cues)

    def wait(self, after: int) -> AnnotatedFrame | None:
        if self.shown == 6:
            return None
        self.shown += 1
        picture = np.full((48, 64, 3), 40 * self.shown, np.uint8)
        return AnnotatedFrame(self.shown, picture, 0.1 * self.shown)

    def stop(self) -> None:
        self.stopped += 1

    @property
    def running(self) -> bool:
        return self.shown < 6

    def _status(self) -> Status:
        return replace(WAITING, outcome=self._outcome if self.shown == 6 else None, shots=2)

    def _cues(self) -> tuple[Cue, ...]:
        return SAID if self.shown == 6 else SAID[:1]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What sessions were asked for."""
    calls: list[dict[str, Any]] = []

    def open_session(**options: Any) -> None:
        calls.append(options)

    monkeypatch.setattr("posture.cli.live.open_session", open_session)
    return calls


@pytest.fixture
def pump(monkeypatch: pytest.MonkeyPatch, asked: list[dict[str, Any]]):
    """Puts a run with this outcome in place of the camera."""

    def put(outcome: Outcome | None) -> FakePump:
        made = FakePump(outcome)

        def start_camera_run(source: str, session: Any) -> FakePump:
            session()
            asked[-1]["source"] = source
            return made

        monkeypatch.setattr("posture.cli.live.start_camera_run", start_camera_run)
        return made

    return put


def live(*arguments: str):
    return RUNNER.invoke(app, ["live", *arguments])


def test_without_a_window_captions_and_result_are_printed(pump: Any, asked: list[dict[str, Any]]):
    made = pump(GOOD)
    result = live("--headless", "--source", "1", "--desk", "--age", "40", "--stature-cm", "180")
    assert result.exit_code == 0
    assert result.stdout.count("Hello. I will tell you how to stand.") == 1
    assert result.stdout.index("Hello.") < result.stdout.index("Done.")
    assert "All photos together" in result.stdout
    assert "\a" not in result.stdout, "the bell is for a terminal"
    assert made.stopped == 1
    (told,) = asked
    assert told["source"] == "1"
    assert told["goal"].desk is True
    assert (told["options"].subject.age, told["options"].subject.stature_cm) == (40.0, 180.0)


def test_one_good_capture_is_shown_beside_what_was_refused(pump: Any):
    pump(ONE)
    result = live("--headless")
    assert result.exit_code == 0
    assert REFUSAL.reasons[0].text in result.output.replace("\n", " ")


def test_a_run_without_a_good_capture_says_what_to_do(pump: Any):
    pump(BAD)
    result = live("--headless")
    assert result.exit_code == 3
    assert REFUSAL.reasons[0].text in result.output.replace("\n", " ")


def test_pictures_that_end_too_soon_are_said(pump: Any):
    pump(None)
    result = live("--headless")
    assert result.exit_code == 3
    assert "2 of 3 captures" in result.output


@pytest.mark.parametrize("name", ["run.mp4", "run.webm"])
def test_the_annotated_pictures_are_recorded(pump: Any, tmp_path: Path, name: str):
    pump(GOOD)
    result = live("--headless", "--record", str(tmp_path / name))
    assert result.exit_code == 0
    assert name in result.output
    film = cv2.VideoCapture(str(tmp_path / name))
    seen = []
    while True:
        there, picture = film.read()
        if not there:
            break
        seen.append(float(np.mean(picture)))
    film.release()
    assert len(seen) == 6
    np.testing.assert_allclose(seen, [40 * n for n in range(1, 7)], atol=6)


def test_a_record_without_a_folder_is_said_and_the_camera_let_go(pump: Any, tmp_path: Path):
    made = pump(GOOD)
    result = live("--headless", "--record", str(tmp_path / "none" / "run.mp4"))
    assert result.exit_code == 1
    assert "There is no folder" in result.output
    assert made.stopped == 1


def test_a_record_that_no_video_can_be_called_is_said(pump: Any, tmp_path: Path):
    pump(GOOD)
    result = live("--headless", "--record", str(tmp_path / "run.txt"))
    assert result.exit_code == 1
    assert ".mp4 or .webm" in result.output


def test_report_and_data_are_of_the_middle_capture(
    pump: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    kept: list[Any] = []

    def write(photo: Photo, analysis: Any, folder: Path, *, dialect: str) -> dict[str, Path]:
        kept.extend((photo, folder))
        return {"pdf": folder / "report.pdf"}

    monkeypatch.setattr("posture.present.report.report.write_report", write)
    pump(GOOD)
    result = live("--headless", "--out", str(tmp_path))
    assert result.exit_code == 0
    assert kept == [PHOTO, tmp_path]
    assert "report.pdf" in result.output.replace("\n", "")
    # The report of somebody else lies there: it stays.
    (tmp_path / "report.pdf").write_text("of another run")
    pump(GOOD)
    assert live("--headless", "--out", str(tmp_path)).exit_code == 0
    assert kept[2:] == [PHOTO, tmp_path / "live"]


@pytest.mark.parametrize("key", [27, ord("q")])
def test_a_key_closes_the_window(pump: Any, monkeypatch: pytest.MonkeyPatch, key: int):
    shown: list[str] = []

    def imshow(title: str, picture: Any) -> None:
        shown.append(title)

    def wait_key(delay: int) -> int:
        return -1 if len(shown) < 3 else key

    monkeypatch.setattr(cv2, "imshow", imshow)
    monkeypatch.setattr(cv2, "waitKey", wait_key)
    made = pump(GOOD)
    result = live()
    assert shown == ["posture live"] * 3
    assert (result.exit_code, made.stopped) == (3, 1)


def test_without_a_screen_the_other_way_is_named(pump: Any, monkeypatch: pytest.MonkeyPatch):
    def imshow(title: str, picture: Any) -> None:
        raise cv2.error("no display")

    monkeypatch.setattr(cv2, "imshow", imshow)
    made = pump(GOOD)
    result = live()
    assert result.exit_code == 1
    assert "--headless" in result.output
    assert made.stopped == 1


def test_control_c_stops_and_lets_the_camera_go(pump: Any, monkeypatch: pytest.MonkeyPatch):
    made = pump(None)

    def interrupted(after: int) -> None:
        made.shown = 6
        raise KeyboardInterrupt

    monkeypatch.setattr(made, "wait", interrupted)
    result = live("--headless")
    assert "Stopped." in result.output
    assert (result.exit_code, made.stopped) == (3, 1)


def test_what_ends_the_camera_is_one_message(pump: Any):
    pump(None).error = CameraError("The camera is gone.", "Plug it in.")
    result = live("--headless")
    assert result.exit_code == 1
    assert "The camera is gone. Plug it in." in result.output.replace("\n", " ")


def test_every_fault_of_the_options_is_listed_before_the_camera_opens(
    pump: Any, asked: list[dict[str, Any]]
):
    pump(GOOD)
    result = live("--headless", "--age", "200", "--stature-cm", "20")
    assert result.exit_code == 2
    assert "200" in result.output
    assert "20" in result.output.replace("200", "")
    assert asked == []


def test_a_film_stands_in_for_the_camera(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    clip = write_avi(tmp_path / "nobody.avi", ("standing",) * 2)

    def open_session(**options: Any) -> Session:
        return Session(lambda frame: None, goal=options["goal"])

    monkeypatch.setattr("posture.cli.live.open_session", open_session)
    record = tmp_path / "run.mp4"
    result = live("--headless", "--source", str(clip), "--record", str(record))
    assert result.exit_code == 3
    assert "Hello." in result.output
    assert "0 of 3 captures" in result.output
    assert record.stat().st_size > 0
