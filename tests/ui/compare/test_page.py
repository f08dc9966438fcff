"""The page "Before and after", driven by Streamlit's own test harness on faked readings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import posture
from posture.analysis.options import Options
from posture.assess.assessment import Subject
from posture.assess.wording_rules import wording_faults
from posture.body.body import PlacedPoint
from posture.errors import PhotoTruncatedError
from posture.files.documents.write import to_json
from posture.i18n.language import tr
from posture.photo.photo import Photo
from posture.ui.compare import result as change_result
from posture.ui.shared.state import CurrentPhoto, as_series
from tests.fixtures.analyses import REFUSAL
from tests.fixtures.changes import AFTER, BEFORE, reading
from tests.fixtures.pages import button, folds, texts, widget
from tests.ui.checking import FRONTAL, fake_everything, picture

C7 = PlacedPoint("c7", 120.0, 80.0, 2.0, "placed")
CHECKED = "checked.jpg"


def script() -> None:
    import streamlit as st

    from posture.i18n.language import use_language
    from posture.ui.compare.page import page

    with use_language(st.session_state.get("spoken", "en")):
        page()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the pipeline was asked: what it finds depends on the name of the photo."""
    calls = fake_everything(monkeypatch)

    def analyze(photo: Photo, options: Options) -> Any:
        calls.append({"name": photo.name})
        if photo.name.startswith("front"):
            return REFUSAL
        values = BEFORE if photo.name in ("march.jpg", "before.jpg") else AFTER
        return replace(reading(photo.name, values), subject=options.subject)

    def load(source: bytes, name: str) -> Photo:
        if name == "broken.jpg":
            raise PhotoTruncatedError(tr("{name} is cut off or damaged.").format(name=name), "")
        return Photo(np.zeros((40, 30, 3), np.uint8), (300, 400), 0.1, None, name, "ab" * 32)

    monkeypatch.setattr("posture.analysis.pipeline.analyze_photo", analyze)
    monkeypatch.setattr("posture.ui.check.analyse.load", load)
    return calls


def page() -> AppTest:
    return AppTest.from_function(script, default_timeout=60).run()


def give(app: AppTest, place: str, name: str, data: bytes | None = None) -> AppTest:
    """Upload a file in one of both places."""
    data = picture(sum(name.encode()) % 250) if data is None else data
    kind = "application/json" if name.endswith("json") else "image/jpeg"
    widget(app.file_uploader, f"change/{place}").set_value([(name, data, kind)]).run()
    assert not app.exception
    return app


def both(before: str = "march.jpg", after: str = "april.jpg") -> AppTest:
    return give(give(page(), "before", before), "after", after)


def stored(**changes: Any) -> bytes:
    return to_json(replace(reading("march.jpg", BEFORE), **changes)).encode()


def with_checked() -> AppTest:
    """The page after a photo was checked on the page for it, with a point placed."""
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["current"] = checked(CHECKED, "t1")
    return app.run()


def checked(name: str, token: str) -> CurrentPhoto:
    photo = Photo(np.zeros((40, 30, 3), np.uint8), (300, 400), 0.1, None, name, "ab" * 32)
    found = reading(name, AFTER)
    found = replace(found, subject=Subject(), body=replace(found.body, placed=(C7,)))
    return CurrentPhoto(token, b"bytes", photo, found)


def shown(app: AppTest) -> str:
    return texts(app).replace("\\", "").replace("\N{MINUS SIGN}", "-")


# What comes in


def test_an_empty_page_says_how_photos_can_be_compared(asked: list[dict[str, Any]]):
    app = page()
    assert not app.exception
    for part in ("Two photos of one person", "Wear the same clothes", "3 to 4 metres"):
        assert part in shown(app)
    assert [one.value for one in app.subheader] == ["Earlier", "Later"]
    assert asked == []


def test_one_photo_waits_for_the_other(asked: list[dict[str, Any]]):
    app = give(page(), "before", "march.jpg")
    assert "march.jpg, facing" in shown(app)
    assert "What has changed" not in shown(app)
    assert len(app.file_uploader) == 1


def test_the_sample_is_one_click(asked: list[dict[str, Any]]):
    app = page()
    button(app, "Compare the sample").click().run()
    assert not app.exception
    assert [call["name"] for call in asked] == ["before.jpg", "after.jpg"]
    assert "What has changed" in shown(app)


def test_without_samples_none_are_offered(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr("posture.ui.compare.photos.SAMPLES", tmp_path)
    app = page()
    assert not app.exception
    assert "sample" not in shown(app)


def test_a_stored_analysis_stands_in_for_a_photo(asked: list[dict[str, Any]]):
    told = stored(subject=Subject(age=41, height_cm=170))
    app = give(give(page(), "before", "march.json", told), "after", "april.jpg")
    for part in ("holds no picture", "march.jpg, facing", "41 years, 170 cm", "+12° ± 4°"):
        assert part in shown(app)
    assert [call["name"] for call in asked] == ["april.jpg"]


def test_the_photo_that_was_checked_is_the_later_one(asked: list[dict[str, Any]]):
    app = give(with_checked(), "before", "march.jpg")
    assert "checked.jpg, facing" in shown(app)
    assert "1 points were placed" in shown(app)
    assert "What has changed" in shown(app)
    assert [call["name"] for call in asked] == ["march.jpg"], "it is not analysed again"


def test_of_a_series_one_photo_is_compared_and_that_is_said(asked: list[dict[str, Any]]):
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["current"] = as_series((checked(CHECKED, "t1"), checked("again.jpg", "t2")))
    app.run()
    assert not app.exception
    assert "One of 2 photos" in shown(app)
    assert "One of" not in shown(with_checked())


def test_another_later_photo_can_be_asked_for_and_the_checked_one_taken_back(
    asked: list[dict[str, Any]],
):
    app = give(with_checked(), "before", "march.jpg")
    widget(app.button, "change/after").click().run()
    assert "checked.jpg" not in shown(app)
    give(app, "after", "april.jpg")
    assert "april.jpg, facing" in shown(app)
    widget(app.button, "change/after").click().run()
    button(app, "that was checked").click().run()
    assert "checked.jpg, facing" in shown(app)
    assert app.session_state["current"].photo.name == CHECKED


def test_the_next_photo_that_is_checked_takes_the_place_of_an_uploaded_one(
    asked: list[dict[str, Any]],
):
    app = with_checked()
    widget(app.button, "change/after").click().run()
    give(app, "after", "april.jpg")
    app.session_state["current"] = checked("may.jpg", "t2")
    app.run()
    assert "may.jpg, facing" in shown(app)


def test_another_photo_can_take_an_earlier_place_too(asked: list[dict[str, Any]]):
    app = both()
    widget(app.button, "change/before").click().run()
    assert "What has changed" not in shown(app)
    assert "april.jpg, facing" in shown(app)
    give(app, "before", "march.jpg")
    assert "What has changed" in shown(app)


# What cannot be compared


def test_a_refused_photo_lists_every_reason_and_the_good_one_stays(asked: list[dict[str, Any]]):
    app = both(after="front.jpg")
    for reason in REFUSAL.reasons:
        assert reason.text.rstrip(".") in shown(app)
        assert reason.remedy.split("-")[0] in shown(app)
    assert "march.jpg, facing" in shown(app)
    give(app, "after", "april.jpg")
    assert "What has changed" in shown(app)
    assert "in the way" not in shown(app)
    assert [call["name"] for call in asked] == ["march.jpg", "front.jpg", "april.jpg"]


def test_both_photos_may_be_refused_even_by_the_same_fault(asked: list[dict[str, Any]]):
    app = give(give(page(), "before", "front.jpg"), "after", FRONTAL)
    assert shown(app).count("This photo cannot be measured yet") == 2
    give(app, "after", "front.jpg")
    assert shown(app).count("This photo cannot be measured yet") == 2


def test_an_unreadable_file_is_told_in_the_language_of_the_moment(asked: list[dict[str, Any]]):
    app = give(page(), "before", "broken.jpg")
    assert "is cut off or damaged" in app.error[0].value
    app.session_state["spoken"] = "de"
    app.run()
    assert not app.exception
    assert "beschädigt" in app.error[0].value


def test_a_file_that_is_no_analysis_says_what_to_give(asked: list[dict[str, Any]]):
    app = give(page(), "before", "list.json", b'{"status": "analysed", "photo": 3}')
    assert "list.json cannot be used" in app.error[0].value.replace("\\", "")
    assert app.error[0].value.count("\n- ") >= 1
    assert "Give the analysis.json" in shown(app)


def test_a_bad_file_that_is_taken_away_leaves_no_trace(asked: list[dict[str, Any]]):
    app = give(page(), "before", "broken.jpg")
    widget(app.file_uploader, "change/before").set_value([]).run()
    assert not app.exception
    assert not app.error
    assert "Wear the same clothes" in shown(app)


def test_photos_that_do_not_belong_together_say_why(asked: list[dict[str, Any]]):
    man, woman = (
        stored(subject=Subject(sex=sex, height_cm=tall))
        for sex, tall in (("male", 180.0), ("female", 160.0))
    )
    app = give(give(page(), "before", "march.json", man), "after", "april.json", woman)
    told = app.error[0].value.replace("\\", "")
    assert "does not belong to the later one" in told
    assert "differ by 20 cm" in told
    assert "given as male" in told
    assert told.count("\n- ") == 2
    assert "What has changed" not in shown(app)


# What is shown


def test_what_counts_comes_first_with_number_limit_and_drawing(asked: list[dict[str, Any]]):
    app = both()
    told = shown(app)
    for part in (
        "### Head over the neck: +12° ± 4° :blue-badge[Larger than before]",
        "The head sits further back. Counts from 9° on.",
        "-1.8 ± 0.6 % :blue-badge[Smaller than before]",
        "### Forward tilt of the pelvis :blue-badge[Smaller than before]",
        "difference of two measurements",
    ):
        assert part in told
    assert told.index("+12° ± 4°") < told.index("0° ± 4° :gray-badge[Too small to tell]")
    drawn = [one.proto.imgs[0].alt for one in app.image]
    assert drawn[0] == "Change +12° ± 4°. It counts from 9° on, up or down."
    assert len(drawn) == 3, "what is told in words only has no drawing"
    assert wording_faults(told) == []


def test_what_is_too_small_or_not_measured_is_folded_and_not_hidden(asked: list[dict[str, Any]]):
    app = both()
    assert "Too small to tell (1)" in folds(app)
    assert "Not measured in both photos (1)" in folds(app)
    assert "Curve of the upper back: An arm hides it. (march.jpg)" in shown(app)


def test_a_photo_beside_itself_shows_no_change(asked: list[dict[str, Any]]):
    app = both(before="april.jpg")
    assert "No change is large enough" in shown(app)
    assert "Too small to tell (5)" in folds(app)
    assert "Not measured" not in folds(app)


def test_under_18_numbers_stand_without_a_verdict(asked: list[dict[str, Any]]):
    app = both()
    app.number_input(key="about_age").set_value(16.0).run()
    assert not app.exception
    assert "Under 18 no change is judged" in shown(app)
    assert "+12° ± 4°" in shown(app)
    assert "| Shoulder in front of the neck | -1.8 ± 0.6 % |" in shown(app)
    verdicts = ("Larger than before", "further back", "ounts from", "A change counts", "pelvis")
    for verdict in verdicts:
        assert verdict not in shown(app)
    assert len(asked) == 2 + 2, "both are described anew, none is looked at again"


def test_the_age_in_a_stored_analysis_counts_too(asked: list[dict[str, Any]]):
    young = stored(subject=Subject(age=15))
    app = give(give(page(), "before", "march.json", young), "after", "april.jpg")
    assert "Under 18 no change is judged" in shown(app)


def test_it_is_told_in_german(asked: list[dict[str, Any]]):
    app = both()
    app.session_state["spoken"] = "de"
    app.run()
    assert not app.exception
    assert "-1,8 ± 0,6 %" in shown(app)
    assert "Der Kopf sitzt weiter hinten. Zählt ab 9°." in shown(app)


def test_later_runs_repeat_no_work(asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch):
    done: list[str] = []

    def change(*photos: Any) -> Any:
        done.append("compared")
        return real(*photos)

    def draw(photo: Photo, analysis: Any, layers: Any) -> Any:
        done.append("drawn")
        return photo.pixels

    real = posture.compare
    monkeypatch.setattr("posture.analysis.comparison.compare", change)
    monkeypatch.setattr("posture.ui.shared.picture.draw", draw)
    app = both()
    assert sorted(done) == ["compared", "drawn", "drawn"]
    app.run()
    assert len(done) == 3
    assert len(asked) == 2


def test_the_comparison_can_be_kept(asked: list[dict[str, Any]]):
    labels = [one.proto.label for one in both().get("download_button")]
    assert labels == ["Report (PDF)", "Data (JSON)", "Table (CSV)"]


def test_the_page_to_hand_over_shows_the_pictures_that_are_there(
    asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
):
    given: list[tuple[bytes | None, ...]] = []

    def comparison_pdf(comparison: Any, pictures: Any, **options: Any) -> bytes:
        given.append(tuple(pictures))
        content = real(comparison, pictures, **options)
        assert content.startswith(b"%PDF-")
        return content

    real = change_result.comparison_pdf
    monkeypatch.setattr("posture.ui.compare.result.comparison_pdf", comparison_pdf)
    app = give(give(page(), "before", "march.json", stored()), "after", "april.jpg")
    before, after = given[0]
    assert before is None
    assert after is not None
    assert after.startswith(b"\xff\xd8")
    app.run()
    assert len(given) == 1, "later runs take what is there"
    app.session_state["spoken"] = "de"
    app.run()
    assert len(given) == 2, "another language is another page"
    app.number_input(key="about_age").set_value(16.0).run()
    assert len(given) == 3, "and so is what is not judged"
    assert not app.exception
