"""The page "Left and right", driven by Streamlit's own test harness on a faked reading."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from posture.analysis.frontal import FrontalAnalysis
from posture.analysis.options import Options
from posture.analysis.types import PhotoInfo
from posture.assess.frontal import assess_frontal
from posture.body.body import Reason, Refusal
from posture.body.frontal.build import build_frontal_body
from posture.errors import PhotoTruncatedError
from posture.i18n.language import LANGUAGES, use_language
from posture.measure.frontal import measure_levels
from posture.photo.photo import Photo
from posture.pose.pose import People
from posture.present.overlay.frontal import draw_frontal
from tests.fixtures.fronts import front_person

REFUSAL = Refusal((Reason("turned", "The body is turned.", "Turn to face it."),), "x.jpg", "ab")


def read(shoulders: float, options: Options | None = None) -> FrontalAnalysis:
    options = options or Options()
    subject = options.subject
    made = front_person(shoulders=shoulders)
    body = build_frontal_body(
        made.photo,
        People((made.pose,)),
        roll_deg=0.0,
        view=options.view,
        mirrored=options.mirrored,
    )
    measurements = measure_levels(body)
    info = PhotoInfo("front.jpg", "ab" * 32, 600, 1000)
    return FrontalAnalysis(info, body, measurements, assess_frontal(measurements, subject), subject)


def script() -> None:
    from posture.ui.frontal import page

    page()


def handed_over() -> None:
    import streamlit as st

    from posture.ui.check.refusals import FRONTAL_UPLOAD
    from posture.ui.frontal import page

    st.session_state.setdefault(FRONTAL_UPLOAD, ("handed.jpg", b"handed"))
    page()


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 400), "gray").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = []

    def analyze(photo: Photo, options: Options) -> Any:
        calls.append({"name": photo.name, "options": options})
        if photo.name == "turned.jpg":
            return REFUSAL
        return read({"level.jpg": 0.0, "unsure.jpg": 2.4}.get(photo.name, 8.0), options)

    def load(source: bytes, name: str) -> Photo:
        if name == "broken.jpg":
            raise PhotoTruncatedError("The file is cut off.", remedy="Send it again.")
        return Photo(np.zeros((40, 30, 3), np.uint8), (300, 400), 0.1, None, name, "ab" * 32)

    monkeypatch.setattr("posture.analysis.frontal.analyze_frontal_photo", analyze)
    monkeypatch.setattr("posture.ui.frontal.load", load)
    monkeypatch.setattr(
        "posture.ui.frontal.draw_frontal", lambda photo, sides: np.zeros((8, 8, 3), np.uint8)
    )
    return calls


def opened(name: str = "front.jpg") -> AppTest:
    app = AppTest.from_function(script, default_timeout=30).run()
    return app.file_uploader[0].upload(name, picture(), "image/jpeg").run()


def texts(app: AppTest) -> str:
    shown = [*app.markdown, *app.caption, *app.header, *app.warning, *app.info, *app.error]
    return "\n".join(e.value for e in shown).replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def test_an_empty_page_says_how_to_stand(asked: list[dict[str, Any]]):
    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.exception
    assert "door frame" in app.info[0].value
    assert asked == []


def test_a_difference_is_shown_with_its_error_and_what_to_look_at(asked: list[dict[str, Any]]):
    app = opened()
    assert not app.exception
    shown = texts(app)
    for part in ("right higher", "± ", "here the right", "here the left", "What to look at next"):
        assert part in shown
    assert "Hypotheses to test" in shown
    assert "Educational" in shown
    assert [e.label for e in app.expander].count("How it arises, and what speaks for and against")


def test_level_sides_name_no_muscles(asked: list[dict[str, Any]]):
    shown = texts(opened("level.jpg"))
    assert "about level" in shown
    assert "here the" not in shown


def test_cannot_tell_says_what_would_settle_it(asked: list[dict[str, Any]]):
    app = opened("unsure.jpg")
    assert "cannot tell" in texts(app)
    assert "What would settle it" in [e.label for e in app.expander]
    assert "Often named on a higher side" in texts(app)


def test_a_refusal_shows_the_picture_and_every_remedy(asked: list[dict[str, Any]]):
    app = opened("turned.jpg")
    assert not app.exception
    shown = texts(app)
    assert REFUSAL.reasons[0].text in shown
    assert REFUSAL.reasons[0].remedy in shown
    assert "Findings" not in shown


def test_a_file_that_cannot_be_read_is_one_sentence_with_a_remedy(asked: list[dict[str, Any]]):
    app = opened("broken.jpg")
    assert not app.exception
    assert "The file is cut off." in app.error[0].value.replace("\\", "")
    assert "Send it again." in texts(app)


def test_view_and_mirror_are_asked_for_and_read_once_each(asked: list[dict[str, Any]]):
    app = opened()
    given = {"name": "front.jpg", "options": Options()}
    assert asked == [given]
    app.run()
    assert len(asked) == 1, "a later run takes what is there"
    app.selectbox(key="sides_view").set_value("back").run()
    app.toggle(key="sides_mirrored").set_value(True).run()
    assert asked[-1] == given | {"options": Options(view="back", mirrored=True)}
    app.selectbox(key="sides_view").set_value("front").run()
    assert asked[-1]["options"].view == "front"
    assert not app.exception


def test_a_child_is_measured_and_not_judged(asked: list[dict[str, Any]]):
    app = opened()
    assert "sits clearly higher" in texts(app) or "sits higher" in texts(app)
    app.number_input(key="about_age").set_value(12.0).run()
    assert not app.exception
    assert "do not apply under 18" in texts(app)
    assert "sits higher" not in texts(app)
    assert len(asked) == 1, "the photo is not looked at anew for it"


def test_what_another_page_handed_over_is_read_until_something_else_comes(
    asked: list[dict[str, Any]],
):
    app = AppTest.from_function(handed_over, default_timeout=30).run()
    assert not app.exception
    assert asked[-1]["name"] == "handed.jpg"
    assert "gave on the other page" in texts(app)
    app.file_uploader[0].upload("own.jpg", picture(), "image/jpeg").run()
    assert asked[-1]["name"] == "own.jpg"


def test_the_camera_is_off_until_it_is_switched_on(asked: list[dict[str, Any]]):
    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.camera_input
    app.toggle(key="sides_camera_on").set_value(True).run()
    app.camera_input[0].set_value(("shot.jpg", picture(), "image/jpeg")).run()
    assert asked[-1]["name"] == "shot.jpg"
    assert not app.exception


def test_a_sample_can_be_tried(asked: list[dict[str, Any]]):
    app = AppTest.from_function(script, default_timeout=30).run()
    box = app.selectbox(key="sides_sample")
    box.select_index(0).run()
    assert asked[-1]["name"] == "front.jpg"
    assert not app.exception


def test_without_samples_none_are_offered(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
):
    monkeypatch.setattr("posture.ui.frontal.SAMPLES", tmp_path)
    app = AppTest.from_function(script, default_timeout=30).run()
    assert "Or try a sample" not in [box.label for box in app.selectbox]
    assert not app.exception


def test_the_picture_carries_lines_and_names():
    made = front_person(shoulders=8.0)
    sides = read(8.0)
    plain, marked = (draw_frontal(made.photo, s, height=700) for s in (read(-8.0), sides))
    assert marked.shape[0] == 700
    assert marked.dtype == np.uint8
    assert (plain != marked).any()
    with pytest.raises(ValueError, match="200"):
        draw_frontal(made.photo, sides, height=100)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_legend_of_the_picture_ends_before_its_edge(code: str):
    with use_language(code):
        made = draw_frontal(front_person(shoulders=8.0).photo, read(8.0))
    legend = abs(made[-90:].astype(int) - made[-1, 0]).max(axis=2) > 40
    assert legend.any()
    assert not legend[:, -8:].any(), "it is not cut off"
