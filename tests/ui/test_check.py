"""The page "Check a photo", driven by Streamlit's own test harness on a faked pipeline."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from posture.errors import PhotoTruncatedError
from posture.photo.photo import Photo
from tests.analyses import ANALYSIS, QUESTION, REFUSAL, ROW, answered

TOKEN_PART = "/screen/night_pain"


def script() -> None:
    from posture.ui.check import page

    page()


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 400), "gray").save(out, "JPEG")
    return out.getvalue()


def fake_report(photo: Any, analysis: Any) -> dict[str, bytes]:
    names = ("annotated.png", "report.pdf", "report.html", "analysis.json")
    return dict.fromkeys(names, b"content")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Fakes behind the page; gives what the pipeline was asked."""
    calls: list[dict[str, Any]] = []

    def analyze(photo: Photo, **options: Any) -> Any:
        calls.append({"name": photo.name, **options})
        return REFUSAL if photo.name == "front.jpg" else ANALYSIS

    def load(source: bytes, name: str) -> Photo:
        return Photo(np.zeros((40, 30, 3), np.uint8), (300, 400), 0.1, None, name, "ab" * 32)

    monkeypatch.setattr("posture.pipeline.analyze_photo", analyze)
    monkeypatch.setattr("posture.pipeline.answer", answered)
    monkeypatch.setattr("posture.ui.check.load", load)
    monkeypatch.setattr("posture.ui.check.draw", lambda photo, analysis, layers: photo.pixels)
    monkeypatch.setattr("posture.ui.downloads.report_files", fake_report)
    return calls


def opened(name: str = "side.jpg") -> AppTest:
    app = AppTest.from_function(script, default_timeout=20).run()
    return app.file_uploader[0].upload(name, picture(), "image/jpeg").run()


def texts(app: AppTest) -> str:
    shown = [*app.markdown, *app.caption, *app.subheader, *app.warning, *app.info, *app.error]
    return "\n".join(element.value for element in shown)


def widget(elements: Any, part: str) -> Any:
    return next(e for e in elements if e.key is not None and part in e.key)


def test_an_empty_page_says_how_to_take_the_photo(asked: list[dict[str, Any]]):
    app = AppTest.from_function(script).run()
    assert not app.exception
    assert "side-on" in app.info[0].value
    assert asked == []


def test_an_analysis_shows_findings_with_number_range_and_tier(asked: list[dict[str, Any]]):
    app = opened()
    assert not app.exception
    shown = texts(app)
    for part in ("41° ± 3°", "44° to 56°", "in words only", "Chest and upper back"):
        assert part in shown
    assert shown.index("41° ± 3°") < shown.index("in words only"), "strongest first"


def test_the_plan_waits_for_the_questions(asked: list[dict[str, Any]]):
    app = opened()
    assert QUESTION.question in [radio.label for radio in app.radio]
    assert ROW.title not in texts(app)
    widget(app.radio, TOKEN_PART).set_value("no").run()
    assert ROW.title in texts(app)
    widget(app.radio, TOKEN_PART).set_value("yes").run()
    assert ROW.title not in texts(app)
    assert QUESTION.advice in [warning.value for warning in app.warning]


def test_all_open_questions_can_be_closed_at_once(asked: list[dict[str, Any]]):
    app = opened()
    button = next(b for b in app.button if "still open" in b.label)
    button.click().run()
    assert widget(app.radio, TOKEN_PART).value == "no"
    assert ROW.title in texts(app)


def test_answers_and_subject_reach_the_pipeline_once(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
):
    answers: list[Any] = []

    def answer(analysis: Any, given: Any) -> Any:
        answers.append(given)
        return answered(analysis, given)

    monkeypatch.setattr("posture.pipeline.answer", answer)
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
    assert len(asked) == 1, "an answer does not analyse the photo again"
    app.number_input[0].set_value(40.0).run()
    assert asked[-1]["subject"].age == 40
    assert len(asked) == 2


def test_a_refusal_shows_reasons_with_remedies_and_nothing_else(asked: list[dict[str, Any]]):
    app = opened("front.jpg")
    assert not app.exception
    shown = texts(app)
    for reason in REFUSAL.reasons:
        assert reason.text.rstrip(".") in shown
        assert reason.remedy.split("-")[0] in shown
    assert "Before any exercise" not in shown


def test_an_unreadable_file_is_a_plain_message(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
):
    def load(source: bytes, name: str) -> Photo:
        raise PhotoTruncatedError("The file is cut off.", "Copy it again.")

    monkeypatch.setattr("posture.ui.check.load", load)
    app = opened()
    assert not app.exception
    assert [error.value for error in app.error] == ["The file is cut off."]
    assert "Copy it again" in texts(app)


def test_the_files_are_made_when_asked_for(asked: list[dict[str, Any]]):
    app = opened()
    assert len(app.get("download_button")) == 0
    next(b for b in app.button if b.label.startswith("Make picture")).click().run()
    assert not app.exception
    assert [b.proto.label for b in app.get("download_button")] == [
        "Picture",
        "Report (PDF)",
        "Report (web page)",
        "Data (JSON)",
    ]


def test_a_sample_can_be_chosen(asked: list[dict[str, Any]]):
    app = AppTest.from_function(script, default_timeout=20).run()
    app.selectbox[0].select_index(0).run()
    assert not app.exception
    assert asked[-1]["name"].endswith(".jpg")


@pytest.mark.model
def test_a_real_sample_from_end_to_end():
    app = AppTest.from_file(str(Path(__file__).parents[2] / "app.py"), default_timeout=120).run()
    samples = app.selectbox[0]
    samples.select_index(samples.options.index("Standing tall")).run()
    assert not app.exception
    assert "Findings, strongest first" in [s.value for s in app.subheader]
    # The annotated photo, a body figure for each of the three pairs, a drawing for each self-check.
    assert len(app.get("image")) >= 4 + 4
    next(b for b in app.button if "still open" in b.label).click().run()
    assert not app.exception
    assert any(s.value.startswith("Plan for") for s in app.subheader)
