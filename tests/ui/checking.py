"""A faked pipeline behind the page "Check a photo"."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from posture.analysis.options import Options
from posture.analysis.types import Combined
from posture.body.fault_marks import Explanation, Mark
from posture.errors import VideoError
from posture.live.camera.stills import Still
from posture.photo.photo import Photo
from tests.fixtures.analyses import ANALYSIS, MEASUREMENTS, REFUSAL, answered

FRONTAL = "frontal.jpg"


def picture(grey: int = 128) -> bytes:
    out = BytesIO()
    Image.new("L", (300, 400), grey).save(out, "JPEG")
    return out.getvalue()


def fake_report(photo: Any, analysis: Any, *rest: Any) -> dict[str, bytes]:
    names = ("annotated.png", "report.pdf", "report.html", "analysis.json", "measurements.csv")
    return dict.fromkeys(names, b"series" if rest else b"content")


def fake_combine(analyses: Any, **_: Any) -> Combined:
    spread = dict.fromkeys(MEASUREMENTS, 1.5) | {"kyphosis": float("nan")}
    said = answered(analyses[0], analyses[0].answers).assessment
    return Combined(tuple(analyses), MEASUREMENTS, spread, said)


def fake_stills(data: bytes, *, name: str, progress: Any) -> tuple[Still, ...]:
    if name == "broken.mp4":
        raise VideoError("broken.mp4 is not a video that can be read.", "Save it as MP4.")
    progress(0.5)
    return (Still(1.25, picture(90), 2.0, 0.01), Still(3.5, picture(91), -1.0, 0.02))


def fake_everything(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Put fakes behind the page; gives what the pipeline will be asked."""
    calls: list[dict[str, Any]] = []

    def load(source: bytes, name: str) -> Photo:
        return Photo(np.zeros((40, 30, 3), np.uint8), (300, 400), 0.1, None, name, "ab" * 32)

    def analyze(photo: Photo, options: Options) -> Any:
        calls.append({"name": photo.name, "subject": options.subject})
        refused = photo.name.startswith("front")
        info = replace(ANALYSIS.photo, name=photo.name)
        return REFUSAL if refused else replace(ANALYSIS, photo=info, subject=options.subject)

    def explain(photo: Photo, refusal: Any) -> Explanation:
        marks = (
            Mark(1, "not_side_on", "line", ((100.0, 90.0), (180.0, 90.0))),
            Mark(2, "too_dark", "box", ((50.0, 20.0), (250.0, 390.0))),
        )
        return Explanation(marks, frontal=photo.name == FRONTAL)

    def describe(analysis: Any, subject: Any) -> Any:
        calls.append({"described": subject})
        return replace(analysis, subject=subject)

    monkeypatch.setattr("posture.analysis.pipeline.analyze_photo", analyze)
    monkeypatch.setattr("posture.analysis.pipeline.set_answers", answered)
    monkeypatch.setattr("posture.analysis.pipeline.explain", explain)
    monkeypatch.setattr("posture.analysis.pipeline.set_subject", describe)
    monkeypatch.setattr("posture.analysis.pipeline.combine", fake_combine)
    monkeypatch.setattr("posture.ui.check.analyse.load", load)
    monkeypatch.setattr("posture.ui.check.analyse.best_stills", fake_stills)
    monkeypatch.setattr(
        "posture.ui.shared.picture.draw", lambda photo, analysis, layers: photo.pixels
    )
    monkeypatch.setattr("posture.ui.check.downloads.report_files", fake_report)
    monkeypatch.setattr("posture.ui.check.downloads.combined_files", fake_report)
    return calls
