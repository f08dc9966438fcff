"""The page "Compare", driven by Streamlit's own test harness.

What the numbers say is tested on stored analyses with made-up values, the rest on real photos.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from posture.analysis import pipeline
from posture.assess.assessment import Subject
from posture.assess.wording_rules import wording_faults
from posture.body.placed.entries import PlacedPoint
from posture.body.remarks import Refusal
from posture.files.documents.write import to_json
from posture.photo.load import load
from posture.ui.shared.state import CurrentPhoto, as_series
from tests.fixtures.analysed import AFTER as LATER
from tests.fixtures.analysed import BEFORE as EARLIER
from tests.fixtures.analysed import BLANK, FRONTAL, STICKERS, analysed, dark, sample
from tests.fixtures.changes import AFTER, BEFORE, reading
from tests.fixtures.pages import button, folds, texts, widget

pytestmark = pytest.mark.model

C7 = PlacedPoint("c7", 120.0, 80.0, 2.0, "placed")
CHECKED = "checked.jpg"
MARCH, APRIL = "march.json", "april.json"
CUT_OFF = sample(EARLIER)[:3000]


def script() -> None:
    import streamlit as st

    from posture.i18n.language import use_language
    from posture.ui.compare.page import page

    with use_language(st.session_state.get("spoken", "en")):
        page()


def page() -> AppTest:
    return AppTest.from_function(script, default_timeout=60).run()


def give(app: AppTest, place: str, name: str, data: bytes | None = None) -> AppTest:
    """Upload a file in one of both places; a stored analysis with made-up values unless given."""
    data = stored(name) if data is None else data
    kind = "application/json" if name.endswith("json") else "image/jpeg"
    widget(app.file_uploader, f"change/{place}").set_value([(name, data, kind)]).run()
    assert not app.exception
    return app


def both(before: str = MARCH, after: str = APRIL) -> AppTest:
    return give(give(page(), "before", before), "after", after)


def stored(name: str = MARCH, **changes: Any) -> bytes:
    """The analysis.json of the photo march.jpg or april.jpg."""
    values = BEFORE if name == MARCH else AFTER
    return to_json(replace(reading(name.replace("json", "jpg"), values), **changes)).encode()


def with_checked() -> AppTest:
    """The page after a photo was checked on the page for it, with a point placed."""
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["current"] = checked(CHECKED, "t1")
    return app.run()


def checked(name: str, token: str) -> CurrentPhoto:
    found = reading(name, AFTER)
    found = replace(found, subject=Subject(), body=replace(found.body, placed=(C7,)))
    return CurrentPhoto(token, b"bytes", replace(BLANK, name=name), found)


def shown(app: AppTest) -> str:
    return texts(app).replace("\\", "").replace("\N{MINUS SIGN}", "-")


# What comes in


def test_an_empty_page_says_how_photos_can_be_compared():
    app = page()
    assert not app.exception
    for part in ("Two side photos of one person", "Wear the same clothes", "3 to 4 metres"):
        assert part in shown(app)
    assert [one.value for one in app.header] == ["Earlier", "Later"]
    assert "change/before" not in app.session_state


def test_one_photo_waits_for_the_other():
    app = give(page(), "before", "march.jpg", sample(EARLIER))
    assert "march.jpg, facing" in shown(app)
    assert "What has changed" not in shown(app)
    assert len(app.file_uploader) == 1


@pytest.mark.slow
def test_the_sample_is_one_click():
    app = page()
    button(app, "Compare the sample").click().run()
    assert not app.exception
    for name in ("before.jpg", "after.jpg"):
        assert f"{name}, facing" in shown(app)
    assert "What has changed" in shown(app)
    assert "Larger than before" in shown(app)


def test_without_samples_none_are_offered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr("posture.ui.compare.photos.SAMPLES", tmp_path)
    app = page()
    assert not app.exception
    assert "sample" not in shown(app)


def test_a_stored_analysis_stands_in_for_a_photo():
    told = stored(subject=Subject(age=41, stature_cm=170))
    app = give(with_checked(), "before", MARCH, told)
    assert "checked.jpg, facing" in shown(app)
    for part in ("holds no picture", "march.jpg, facing", "41 years, 170 cm", "+12° ± 4°"):
        assert part in shown(app)


def test_the_photo_that_was_checked_is_the_later_one():
    app = give(with_checked(), "before", MARCH)
    assert "checked.jpg, facing" in shown(app)
    assert "One point was placed" in shown(app)
    assert "What has changed" in shown(app)
    found = app.session_state["current"].analysis
    assert found == checked(CHECKED, "t1").analysis, "it is not analysed again"


def test_of_a_series_one_photo_is_compared_and_that_is_said():
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["current"] = as_series((checked(CHECKED, "t1"), checked("again.jpg", "t2")))
    app.run()
    assert not app.exception
    assert "One of 2 photos" in shown(app)
    assert "One of" not in shown(with_checked())


def test_another_later_photo_can_be_asked_for_and_the_checked_one_taken_back():
    app = give(with_checked(), "before", MARCH)
    widget(app.button, "change/after").click().run()
    assert "checked.jpg" not in shown(app)
    give(app, "after", APRIL)
    assert "april.jpg, facing" in shown(app)
    widget(app.button, "change/after").click().run()
    button(app, "that was checked").click().run()
    assert "checked.jpg, facing" in shown(app)
    assert app.session_state["current"].photo.name == CHECKED


def test_the_next_photo_that_is_checked_takes_the_place_of_an_uploaded_one():
    app = with_checked()
    widget(app.button, "change/after").click().run()
    give(app, "after", APRIL)
    app.session_state["current"] = checked("may.jpg", "t2")
    app.run()
    assert "may.jpg, facing" in shown(app)


def test_another_photo_can_take_an_earlier_place_too():
    app = both()
    widget(app.button, "change/before").click().run()
    assert "What has changed" not in shown(app)
    assert "april.jpg, facing" in shown(app)
    give(app, "before", MARCH)
    assert "What has changed" in shown(app)


# What cannot be compared


def test_a_refused_photo_lists_every_reason_and_the_good_one_stays():
    refusal = pipeline.analyze_photo(load(dark(), name="dark.jpg"))
    assert isinstance(refusal, Refusal)
    app = give(give(page(), "before", MARCH), "after", "dark.jpg", dark())
    for reason in refusal.reasons:
        assert reason.text.rstrip(".") in shown(app)
        assert reason.remedy.split("-")[0] in shown(app)
    assert "march.jpg, facing" in shown(app)
    kept = app.session_state["change/before"]
    give(app, "after", APRIL)
    assert "What has changed" in shown(app)
    assert "marked in the picture" not in shown(app)
    assert app.session_state["change/before"] is kept, "it is not read again"


@pytest.mark.slow
def test_both_photos_may_be_refused_even_by_the_same_fault():
    app = give(page(), "before", "front.jpg", sample(FRONTAL))
    give(app, "after", "again.jpg", sample(FRONTAL) + b"longer")
    assert shown(app).count("This photo cannot be measured yet") == 2
    give(app, "after", "front.jpg", sample(FRONTAL))
    assert shown(app).count("This photo cannot be measured yet") == 2


def test_an_unreadable_file_is_told_in_the_language_of_the_moment():
    app = give(page(), "before", "broken.jpg", CUT_OFF)
    assert "is cut off or damaged" in app.error[0].value
    app.session_state["spoken"] = "de"
    app.run()
    assert not app.exception
    assert "beschädigt" in app.error[0].value


def test_a_file_that_is_no_analysis_says_what_to_give():
    app = give(page(), "before", "list.json", b'{"status": "analysed", "photo": 3}')
    assert "list.json cannot be used" in app.error[0].value.replace("\\", "")
    assert app.error[0].value.count("\n- ") >= 1
    assert "Give the analysis.json" in shown(app)


def test_a_bad_file_that_is_taken_away_leaves_no_trace():
    app = give(page(), "before", "broken.jpg", CUT_OFF)
    widget(app.file_uploader, "change/before").set_value([]).run()
    assert not app.exception
    assert not app.error
    assert "Wear the same clothes" in shown(app)


def test_photos_that_do_not_belong_together_say_why():
    man = stored(subject=Subject(sex="male", stature_cm=180.0))
    woman = stored(subject=Subject(sex="female", stature_cm=160.0))
    app = give(give(page(), "before", MARCH, man), "after", APRIL, woman)
    told = app.error[0].value.replace("\\", "")
    assert "does not belong to the later one" in told
    assert "differ by 20 cm" in told
    assert "given as male" in told
    assert told.count("\n- ") == 2
    assert "What has changed" not in shown(app)


# What is shown


def test_what_counts_comes_first_with_number_limit_and_drawing():
    app = both()
    told = shown(app)
    for part in (
        "### Head over the neck: +12° ± 4° :blue-badge[Larger than before]",
        "The head sits further back. Smallest detectable change: 9°.",
        "-2.4 ± 0.6 % :blue-badge[Smaller than before]",
        "### Forward tilt of the pelvis :blue-badge[Smaller than before]",
        "difference of two measurements",
    ):
        assert part in told
    assert told.index("+12° ± 4°") < told.index("0° ± 4° :gray-badge[Too small to tell]")
    drawn = [one.proto.imgs[0].alt for one in app.image]
    assert drawn[0] == "Change +12° ± 4°. Smallest detectable change, up or down: 9°."
    assert len(drawn) == 3, "what is told in words only has no drawing"
    assert wording_faults(told) == []


def test_what_is_too_small_or_not_measured_is_folded_and_not_hidden():
    app = both()
    assert "Too small to tell (1)" in folds(app)
    assert "Not measured in both photos (1)" in folds(app)
    assert "Curve of the upper back: An arm hides it. (march.jpg)" in shown(app)


def test_a_photo_beside_itself_shows_no_change():
    app = both(before=APRIL)
    assert "No change is large enough" in shown(app)
    assert "Too small to tell (5)" in folds(app)
    assert "Not measured" not in folds(app)


def test_under_18_numbers_stand_without_a_verdict():
    app = both()
    app.number_input(key="about_age").set_value(16.0).run()
    assert not app.exception
    assert "Under 18 no change is judged" in shown(app)
    assert "+12° ± 4°" in shown(app)
    assert "| Shoulder in front of the neck | -2.4 ± 0.6 % |" in shown(app)
    verdicts = (
        "Larger than before",
        "further back",
        "Smallest detectable change:",
        "can be told from error",
        "pelvis",
    )
    for verdict in verdicts:
        assert verdict not in shown(app)


def test_an_age_given_later_counts_for_a_photo_that_is_not_analysed_again():
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["current"] = analysed(LATER)
    app.run()
    app.number_input(key="about_age").set_value(16.0).run()
    assert not app.exception
    found = app.session_state["current"]
    assert found.analysis.subject.age == 16
    assert found.photo is analysed(LATER).photo


def test_the_age_in_a_stored_analysis_counts_too():
    young = stored(subject=Subject(age=15))
    app = give(give(page(), "before", MARCH, young), "after", APRIL)
    assert "Under 18 no change is judged" in shown(app)


def test_it_is_told_in_german():
    app = both()
    app.session_state["spoken"] = "de"
    app.run()
    assert not app.exception
    assert "-2,4 ± 0,6 %" in shown(app)
    assert "Der Kopf sitzt weiter hinten. Kleinste erkennbare Änderung: 9°." in shown(app)


def with_two_photos() -> AppTest:
    """The page with the pair of samples."""
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["current"] = analysed(LATER)
    return give(app.run(), "before", "march.jpg", sample(EARLIER))


@pytest.mark.slow
def test_later_runs_repeat_no_work():
    work = (*(f"change/{place}" for place in ("before", "compared", "pdf")), "change/after/drawn")
    app = with_two_photos()
    done = [app.session_state[key] for key in (*work, "change/before/drawn")]
    app.run()
    again = [app.session_state[key] for key in (*work, "change/before/drawn")]
    assert all(a is b for a, b in zip(done, again, strict=True))


def test_the_comparison_can_be_kept():
    labels = [one.proto.label for one in both().get("download_button")]
    assert labels == ["Report (PDF)", "Data (JSON)", "Table (CSV)"]


def test_the_table_opens_in_a_spreadsheet_of_the_language(monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []

    def made(comparison: object, dialect: str) -> str:
        asked.append(dialect)
        return ""

    monkeypatch.setattr("posture.ui.compare.result.comparison_csv", made)
    app = both()
    app.session_state["spoken"] = "de"
    app.run()
    assert not app.exception
    assert (asked[0], asked[-1]) == ("standard", "excel-de")


def test_the_page_to_hand_over_shows_the_pictures_that_are_there():
    app = give(with_checked(), "before", MARCH)
    (_, before, after), _, first = app.session_state["change/pdf"]
    assert before is None
    assert after.startswith(b"\xff\xd8")
    assert first.startswith(b"%PDF-")
    app.run()
    assert app.session_state["change/pdf"][2] is first, "later runs take what is there"
    app.session_state["spoken"] = "de"
    app.run()
    german = app.session_state["change/pdf"][2]
    assert german != first, "another language is another page"
    app.number_input(key="about_age").set_value(16.0).run()
    assert app.session_state["change/pdf"][2] != german, "and so is what is not judged"
    assert not app.exception


@pytest.mark.slow
def test_photos_that_look_like_different_people_are_warned_of():
    app = AppTest.from_function(script, default_timeout=120)
    app.session_state["current"] = analysed(STICKERS)
    app.run()
    give(app, "before", "before.jpg", sample(EARLIER))
    assert "look like different people" in shown(app)
    order = [one.type for one in app.main]
    assert order.index("warning") < order.index("header"), "it holds for all that follows"
