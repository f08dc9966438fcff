"""The page "Check" with a frontal photo, driven by Streamlit's own test harness."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from posture.analysis.frontal import analyze_frontal_photo
from posture.body.camera.roll import Roll
from posture.body.camera.vertical import Vertical
from posture.body.frontal.errors import level_errors
from posture.body.remarks import Refusal
from posture.i18n.language import LANGUAGES, use_language
from posture.photo.load import load
from posture.pose.detect import find_people
from posture.present.frontal_wording import frontal_headline
from posture.present.overlay.frontal import draw_frontal
from posture.present.wording import NO_PAIR
from posture.ui.frontal_session import Settings
from posture.ui.shared.markdown import escape
from tests.fixtures.analysed import BEFORE, FRONTAL, sample
from tests.fixtures.fronts import front_person, frontal_analysis
from tests.fixtures.pages import button
from tests.fixtures.shared import ROOT

pytestmark = pytest.mark.model

SHOULDERS = {"front.jpg": 8.0, "level.jpg": 0.0, "unsure.jpg": 2.4}


def made_up(name: str) -> AppTest:
    """The page with an analysis whose shoulders are tilted as the name says."""
    data = sample(FRONTAL)
    photo = front_person(shoulders=SHOULDERS[name]).photo
    key = Settings(hashlib.sha256(data).hexdigest(), name, None, False, None)
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["frontal_read"] = (key, photo, frontal_analysis(SHOULDERS[name]))
    return app.run().file_uploader[0].upload(name, data, "image/jpeg").run()


def read(app: AppTest) -> Any:
    """What the page found out about the photo."""
    return app.session_state["frontal_read"][2]


def script() -> None:
    from posture.ui.frontal import page

    page()


def handed_over() -> None:
    import streamlit as st

    from posture.ui.check.view import FRONTAL_UPLOAD
    from posture.ui.frontal import page
    from tests.fixtures.analysed import FRONTAL, sample

    st.session_state.setdefault(FRONTAL_UPLOAD, ("handed.jpg", sample(FRONTAL)))
    page()


def opened(name: str = "front.jpg", data: bytes | None = None) -> AppTest:
    """The page after this file was uploaded; a sample unless told."""
    app = AppTest.from_function(script, default_timeout=60).run()
    return app.file_uploader[0].upload(name, data or sample(FRONTAL), "image/jpeg").run()


def texts(app: AppTest) -> str:
    shown = [*app.markdown, *app.caption, *app.header, *app.warning, *app.info, *app.error]
    return "\n".join(e.value for e in shown).replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def test_an_empty_page_says_how_to_stand():
    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.exception
    assert "door frame" in texts(app)
    assert "frontal_read" not in app.session_state


def test_a_difference_is_shown_with_its_error_and_what_to_look_at():
    app = made_up("front.jpg")
    assert not app.exception
    shown = texts(app)
    for part in ("right higher", "± ", "here the right", "here the left", "What to look at next"):
        assert part in shown
    assert "Hypotheses to test" in shown
    assert "Educational" in shown
    assert "Left and right shoulder** · suggested by this photo" in shown
    # What is not folded is short: headline, numbers, scales.
    assert [e.label for e in app.expander].count("What it means") == len(
        read(app).assessment.findings
    )


def test_level_sides_name_no_muscles():
    shown = texts(made_up("level.jpg"))
    assert "shoulders are about as level as in most people" in shown
    assert NO_PAIR in shown
    assert "here the" not in shown


def test_cannot_tell_says_what_would_settle_it():
    app = made_up("unsure.jpg")
    shoulders = next(one for one in read(app).assessment.findings if "shoulder" in one.measurement)
    assert shoulders.tier == "cannot_tell"
    assert shoulders.settle[0] in texts(app)
    assert "Left and right shoulder** · cannot tell from this photo" in texts(app)
    assert "Often named on a higher side" in texts(app)


def test_the_page_opens_with_the_headline():
    app = made_up("front.jpg")
    assert [one.value for one in app.title] == [
        escape(frontal_headline(read(app).assessment)),
    ]
    assert "shoulders right higher" in app.title[0].value


def test_a_refusal_shows_the_picture_and_every_remedy():
    refusal = analyze_frontal_photo(load(sample(BEFORE), name="turned.jpg"))
    assert isinstance(refusal, Refusal)
    app = opened("turned.jpg", sample(BEFORE))
    assert not app.exception
    shown = texts(app)
    assert refusal.reasons[0].text in shown
    assert refusal.reasons[0].remedy in shown
    assert "Findings" not in shown


def test_a_side_photo_can_be_looked_at_as_one():
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.session_state["frontal_upload"] = ("side.jpg", sample(BEFORE))
    app.session_state["check_view"] = "front"
    app.run()
    button(app, "Look at it as a side photo instead").click().run()
    assert not app.exception
    assert app.session_state["check_view"] == "side"
    assert "frontal_upload" not in app.session_state
    shown = app.session_state["current"]
    assert shown.photo.name == "side.jpg"
    assert "as a side photo" not in " ".join(one.label for one in app.button)


def test_a_file_that_cannot_be_read_is_one_sentence_with_a_remedy():
    app = opened("broken.jpg", sample(FRONTAL)[:3000])
    assert not app.exception
    assert "broken.jpg is cut off or damaged." in app.error[0].value.replace("\\", "")
    assert "→ Copy it again" in texts(app)


@pytest.mark.slow
def test_view_and_mirror_are_asked_for_and_read_once_each():
    app = opened()
    found = read(app)
    assert (found.body.view, found.body.seen.mirrored) == ("front", False)
    app.run()
    assert read(app) is found, "a later run takes what is there"
    app.selectbox(key="frontal_view").set_value("back").run()
    app.toggle(key="frontal_mirrored").set_value(True).run()
    assert (read(app).body.view, read(app).body.seen.mirrored) == ("back", True)
    app.selectbox(key="frontal_view").set_value("front").run()
    assert read(app).body.view == "front"
    assert not app.exception


def test_a_child_is_measured_and_not_judged():
    app = opened()
    found = read(app)
    assert "sits clearly higher" in texts(app) or "sits higher" in texts(app)
    app.number_input(key="about_age").set_value(12.0).run()
    assert not app.exception
    assert "do not apply under 18" in texts(app)
    assert "sits higher" not in texts(app)
    assert read(app).body is found.body, "the photo is not looked at anew for it"


@pytest.mark.slow
def test_what_the_side_photo_handed_over_is_read():
    app = AppTest.from_function(handed_over, default_timeout=30).run()
    assert not app.exception
    assert read(app).photo.name == "handed.jpg"
    assert not app.file_uploader, "the next photo comes after Another photo"


def test_the_camera_is_off_until_it_is_switched_on():
    app = AppTest.from_function(script, default_timeout=30).run()
    assert not app.camera_input
    app.toggle(key="check_camera").set_value(True).run()
    app.camera_input[0].set_value(("shot.jpg", sample(FRONTAL), "image/jpeg")).run()
    assert read(app).photo.name == "Camera.jpg"
    assert not app.exception


def test_a_sample_can_be_tried():
    app = AppTest.from_function(script, default_timeout=30).run()
    app.button(key="sample_back").click().run()
    assert read(app).photo.name == "back.jpg"
    assert not app.exception


def test_another_photo_leads_back_to_the_start():
    app = made_up("front.jpg")
    button(app, "Another photo").click().run()
    assert not app.exception
    assert "door frame" in texts(app)
    assert "frontal_upload" not in app.session_state


def test_without_samples_none_are_offered(monkeypatch: pytest.MonkeyPatch, tmp_path: Any):
    monkeypatch.setattr("posture.ui.check.photo.samples.SAMPLES", tmp_path)
    app = AppTest.from_function(script, default_timeout=30).run()
    assert "Or try a sample" not in texts(app)
    assert not app.exception


def test_the_picture_carries_lines_and_names():
    made = front_person(shoulders=8.0)
    sides = frontal_analysis(8.0)
    plain, marked = (
        draw_frontal(made.photo, s, height=700) for s in (frontal_analysis(-8.0), sides)
    )
    assert marked.shape[0] == 700
    assert marked.dtype == np.uint8
    assert (plain != marked).any()
    with pytest.raises(ValueError, match="200"):
        draw_frontal(made.photo, sides, height=100)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_legend_of_the_picture_ends_before_its_edge(code: str):
    with use_language(code):
        made = draw_frontal(front_person(shoulders=8.0).photo, frontal_analysis(8.0))
    legend = abs(made[-90:].astype(int) - made[-1, 0]).max(axis=2) > 40
    assert legend.any()
    assert not legend[:, -8:].any(), "it is not cut off"


def no_verticals() -> bytes:
    """The sample with a plain wall and floor: the background is painted over."""
    photo = load(sample(FRONTAL))
    (pose, *_) = find_people(photo).poses
    pixels = photo.pixels.copy()
    reach = cv2.dilate(pose.silhouette, np.ones((9, 9), np.uint8))
    pixels[reach < 0.3] = 150
    out = BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=95)
    return out.getvalue()


def levelled(vertical: Vertical | None, roll: Roll) -> AppTest:
    """The page's section about the camera's tilt, where this vertical was marked."""

    def section() -> None:
        import streamlit as st

        from posture.ui.frontal_level import show_level

        show_level(st.session_state["photo"], st.session_state["roll"])

    app = AppTest.from_function(section, default_timeout=30)
    photo = front_person().photo
    app.session_state["photo"], app.session_state["roll"] = photo, roll
    if vertical is not None:
        app.session_state[f"frontal/{photo.sha256}/vertical"] = vertical
    return app.run()


def test_the_tilt_of_the_camera_is_named_as_the_limit():
    app = levelled(None, Roll(0.0, 2.0, "assumed"))
    assert not app.exception
    assert "0.0° ± 2.0°, as usual for a camera held by hand" in texts(app)
    assert "A tilt below about 3.9°" in texts(app)
    assert app.expander[0].proto.expanded, "nothing in the picture shows it"
    app = levelled(None, Roll(0.4, 0.7, "verticals"))
    assert "A tilt below about 1.4°" in texts(app)
    assert not app.expander[0].proto.expanded


def test_two_clicks_on_a_door_frame_give_the_tilt(monkeypatch: pytest.MonkeyPatch):
    sent: list[Any] = []

    def show_picture(data: Any, on_event: Any, *, key: str) -> None:
        sent.append((data, on_event))

    monkeypatch.setattr("posture.ui.frontal_level.show_picture", show_picture)
    app = levelled(None, Roll(0.0, 2.0, "assumed"))
    photo = app.session_state["photo"]
    high, wide = photo.pixels.shape[:2]
    ends = ((0.1 * wide + 0.016 * high, 0.1 * high), (0.1 * wide, 0.9 * high))
    app.session_state[f"frontal/{photo.sha256}/ends"] = ends
    app.run()
    assert [p["x"] for p in sent[-1][0]["points"]] == [at[0] for at in ends]
    next(one for one in app.button if "leans by 1.1°" in one.label).click().run()
    vertical = app.session_state[f"frontal/{photo.sha256}/vertical"]
    assert vertical.roll_deg == pytest.approx(1.15, abs=0.01)
    next(one for one in app.button if "back" in one.label).click().run()
    assert f"frontal/{photo.sha256}/vertical" not in app.session_state


@pytest.mark.slow
def test_a_marked_vertical_measures_the_photo_anew():
    data = sample(FRONTAL)
    app = opened()
    before = read(app)
    digest = hashlib.sha256(data).hexdigest()
    app.session_state[f"frontal/{digest}/vertical"] = Vertical(1.5, 0.4)
    app.run()
    after = read(app)
    roll = after.body.roll
    assert (roll.degrees, roll.sd_deg, roll.source) == (1.5, 0.4, "given")
    change = (after.body.levels - before.body.levels) * level_errors("front").slopes
    turned = after.body.seen.right_is_left * (before.body.roll.degrees - 1.5)
    assert change == pytest.approx(np.full(3, turned), abs=1e-6)


@pytest.mark.slow
def test_a_camera_that_stood_level_is_known_better():
    app = opened("level.jpg", no_verticals())
    assert read(app).body.roll.source == "assumed"
    app.toggle(key=f"frontal/{read(app).photo.sha256}/levelled").set_value(True).run()
    roll = read(app).body.roll
    assert (roll.degrees, roll.sd_deg, roll.source) == (0.0, 1.0, "given")
    assert "± 1.0°, as you stated it" in texts(app)
