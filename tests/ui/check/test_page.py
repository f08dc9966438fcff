"""The page "Check": what comes in, what is shown, what an answer changes."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from posture.analysis import edit, pipeline
from posture.assess.assessment import Urgency
from posture.assess.verdict import find_verdict
from posture.body.placed.entries import PlacedPoint
from posture.body.remarks import Refusal
from posture.measure.measurement import Measurement
from posture.photo.load import load
from posture.present.scale import SCALE_KEY, find_scale
from posture.present.verdict import headline, line_title, line_words, people_sentence
from posture.present.wording import number
from posture.ui.check.photo.analyse import UnreadableUpload
from posture.ui.check.photo.uploads import Upload
from posture.ui.shared.markdown import escape
from posture.ui.shared.state import CurrentPhoto, as_series
from tests.fixtures.analysed import (
    AFTER,
    BEFORE,
    FRONTAL,
    STICKERS,
    analysed,
    dark,
    measuring,
    sample,
)
from tests.fixtures.analyses import MEASUREMENTS, NAN
from tests.fixtures.pages import button, folds, texts, widget
from tests.fixtures.visit import CLIP
from tests.ui.check.opening import answer_card, opened, page, script, uploaded

pytestmark = pytest.mark.model

SCREEN = "/screen/trauma"
PLACED = PlacedPoint("c7", 420.0, 180.0, 2.0, "placed")


def plain(app: AppTest) -> str:
    """What is shown, without the escapes of Markdown."""
    return texts(app).replace("\\", "")


def suggesting() -> CurrentPhoto:
    """A photo whose one finding points to one muscle pair."""
    strong = Measurement("cva", 35.0, 2.0, "deg", "estimated")
    return measuring({**MEASUREMENTS, "cva": strong})


def current(app: AppTest) -> CurrentPhoto:
    return app.session_state["current"]


def placed_in(found: CurrentPhoto) -> CurrentPhoto:
    return replace(found, analysis=edit.set_points(found.analysis, (PLACED,)))


# What comes in


def test_an_empty_page_says_how_to_take_the_photo():
    app = page()
    assert not app.exception
    assert "How to take the photo" in folds(app)
    assert "3 to 4 metres" in texts(app)
    assert "current" not in app.session_state


def test_samples_come_from_neutral_to_marked_and_nothing_else_is_primary():
    app = page()
    samples = [one.label for one in app.button if (one.key or "").startswith("sample_")]
    assert samples[:5] == ["Typical", "Head forward", "Leaning back", "Knees back", "Marked"]
    assert set(samples[5:]) == {"Loose shirt", "Long hair", "With stickers"}
    assert not [one.label for one in app.button if one.proto.type == "primary"]


@pytest.mark.slow
def test_a_sample_can_be_chosen():
    app = page()
    button(app, "Typical").click().run()
    assert not app.exception
    assert current(app).photo.name == "typical.jpg"
    assert headline(find_verdict(current(app).analysis.assessment)) in plain(app)


def test_without_samples_none_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("posture.ui.check.photo.samples.SAMPLES", tmp_path)
    app = page()
    assert not app.exception
    assert "Or try a sample" not in texts(app)


@pytest.mark.slow
def test_the_camera_is_asked_for_only_when_wanted():
    app = page()
    assert len(app.camera_input) == 0
    widget(app.toggle, "check_camera").set_value(True).run()
    app.camera_input[0].set_value(("shot.jpg", sample(BEFORE), "image/jpeg")).run()
    assert not app.exception
    assert current(app).photo.name == "Camera.jpg"
    assert headline(find_verdict(current(app).analysis.assessment)) in plain(app)


@pytest.mark.slow
def test_a_film_becomes_stills_that_are_combined():
    app = uploaded(("walk.webm", CLIP.read_bytes()))
    assert not app.exception
    series = current(app).series
    assert [one.photo.name for one in series] == ["walk.webm at 1.8 s", "walk.webm at 2.5 s"]
    assert len({one.video for one in series} - {""}) == 1
    assert "2 photos of one person" in texts(app)


def test_a_film_that_cannot_be_read_is_a_plain_message():
    app = uploaded(("broken.mp4", b"no film"))
    assert not app.exception
    assert "broken.mp4 is not a video" in plain(app)
    assert "Save it as MP4" in plain(app)
    assert "current" not in app.session_state


def test_an_unreadable_file_is_a_plain_message():
    app = uploaded(("side.jpg", sample(BEFORE)[:3000]))
    assert not app.exception
    assert [error.value for error in app.error] == ["side.jpg is cut off or damaged."]
    assert "→ Copy it again" in texts(app)


def test_an_error_without_a_remedy_stands_alone():
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["check_faults"] = (UnreadableUpload("side.jpg", "The file is cut off.", ""),)
    app.run()
    assert [error.value for error in app.error] == ["The file is cut off."]
    assert "→" not in texts(app)


def test_another_photo_leads_back_to_the_start():
    app = opened()
    button(app, "Another photo").click().run()
    assert not app.exception
    assert "How to take the photo" in folds(app)
    assert "Findings, strongest first" not in texts(app)


def test_after_another_photo_nothing_of_the_last_person_stays():
    app = opened(placed_in(analysed()))
    app.number_input(key="about_age").set_value(63.0).run()
    app.radio(key="about_sex").set_value("female").run()
    app.number_input(key="about_cm").set_value(171.0).run()
    widget(app.radio, SCREEN).set_value("yes").run()
    widget(app.pills, "check_layers").set_value(["grid"]).run()
    button(app, "Another photo").click().run()
    assert not app.exception
    assert "optional" in next(one for one in folds(app).splitlines() if "About the person" in one)
    app.session_state["current"] = analysed()
    app.run()
    assert not app.exception
    found = current(app).analysis
    assert (found.subject.age, found.subject.sex, found.subject.stature_cm) == (None, None, None)
    assert found.body.placed == ()
    assert not found.answers.screening
    assert widget(app.radio, SCREEN).value is None
    assert app.number_input(key="about_age").value is None
    assert app.radio(key="about_sex").value is None
    # How the reader likes the picture drawn says nothing about the person.
    assert widget(app.pills, "check_layers").value == ["grid"]


# What is shown


def test_an_analysis_shows_verdict_findings_and_what_they_point_to():
    app = opened(suggesting())
    assert not app.exception
    found = current(app).analysis
    shown = plain(app)
    assert app.title[0].value == "Worth a look\\: head forward."
    for line in find_verdict(found.assessment):
        assert people_sentence(line) in shown
    for finding in found.assessment.findings:
        assert number(found.measurements[finding.measurement]) in shown
        assert finding.text in shown
        for hint in finding.settle:
            assert hint in shown
    titles = {one.title for one in found.assessment.imbalances if one.standing == "suggested"}
    assert titles == {"Chest and upper back"}
    assert {t for t in folds(app).splitlines() if "suggested" in t} == {
        "**Chest and upper back** · suggested by this photo"
    }


def test_before_anything_is_unfolded_at_most_150_words_are_shown():
    app = opened(suggesting())
    open_words = [e for kind in (app.title, app.markdown, app.caption, app.subheader) for e in kind]
    folded = {
        id(e)
        for fold in app.expander
        for kind in ("title", "markdown", "caption", "subheader")
        for e in fold.get(kind)
    }
    said = " ".join(str(e.value) for e in open_words if id(e) not in folded)
    lines = find_verdict(current(app).analysis.assessment)
    said += " ".join(f"{line_title(line)} {line_words(line)}" for line in lines)
    assert len(said.split()) + len(folds(app).split()) <= 150


def test_every_judged_finding_has_its_scale():
    app = opened()
    found = current(app).analysis
    scales = [
        one.measurement
        for one in found.assessment.findings
        if find_scale(one, found.measurements[one.measurement])
    ]
    drawn = [one for one in app.image if "ost people" in one.proto.imgs[0].alt]
    people = [one for one in app.image if "look like this" in one.proto.imgs[0].alt]
    assert 0 < len(scales) == len(drawn) - len(people)


def test_how_to_read_the_scales_stands_once_above_the_cards_of_a_line():
    app = opened()
    key = escape(SCALE_KEY)
    folded = [[one.value for one in fold.caption].count(key) for fold in app.expander]
    assert sum(folded) == 4
    assert max(folded) == 1
    assert [one.value for one in app.caption].count(key) == 4, "and nowhere else"
    app.number_input(key="about_age").set_value(12.0).run()
    assert key not in [one.value for one in app.caption], "no scale is drawn"


def test_what_cannot_be_told_says_why_and_what_would_help():
    app = opened(measuring(MEASUREMENTS))
    unsure = [f for f in current(app).analysis.assessment.findings if f.tier == "cannot_tell"]
    assert "An arm hides the upper back" in texts(app)
    for finding in unsure:
        for hint in finding.settle:
            assert hint in plain(app)


def test_a_photo_that_settles_nothing_says_so_and_asks_each_self_check_once():
    lost = {n: replace(m, value=NAN, sd=NAN) for n, m in MEASUREMENTS.items()}
    app = opened(measuring(lost))
    assert not app.exception
    assert "This photo leaves all four open" in texts(app)
    assert "No finding points to a muscle pair" in texts(app)


def test_without_notices_there_is_no_fold_of_them():
    app = opened()
    assert current(app).analysis.body.notices == ()
    assert "About this photo" not in folds(app)


def test_the_switches_change_what_is_drawn():
    app = opened()
    (*_, layers), drawn = app.session_state["check_drawn"]
    assert (layers.points, layers.grid, layers.original) == (True, False, False)
    widget(app.pills, "check_layers").set_value(["grid", "original"]).run()
    (*_, layers), other = app.session_state["check_drawn"]
    assert (layers.points, layers.grid, layers.original) == (False, True, True)
    assert not layers.legend
    assert other != drawn
    kept = app.session_state["check_drawn"]
    widget(app.radio, SCREEN).set_value("no").run()
    assert app.session_state["check_drawn"] is kept, "an answer draws nothing anew"


def test_points_that_were_placed_elsewhere_are_shown():
    app = opened(placed_in(analysed()))
    assert "One point was placed" in texts(app)
    assert current(app).analysis.body.placed == (PLACED,)


def test_a_photo_kept_by_another_page_is_shown():
    app = opened()
    assert headline(find_verdict(current(app).analysis.assessment)) in plain(app)
    assert current(app).analysis.body is analysed().analysis.body, "it is not analysed again"


# Refusals


def test_a_refusal_shows_reasons_with_remedies_and_nothing_else():
    refusal = pipeline.analyze_photo(load(dark(), name="dark.jpg"))
    assert isinstance(refusal, Refusal)
    app = uploaded(("dark.jpg", dark()))
    assert not app.exception
    shown = plain(app)
    assert len(refusal.reasons) == 2
    for i, reason in enumerate(refusal.reasons, 1):
        assert f"{i} · {reason.text}" in shown
        assert reason.remedy.split("-")[0] in shown
    assert "There are 2 reasons" in shown
    assert "Before any exercise" not in shown
    assert "left and right" not in shown
    assert "frontal_upload" not in app.session_state


def both_views() -> None:
    from posture.ui.check.page import page as side
    from posture.ui.check.view import chosen_view
    from posture.ui.frontal import page as front

    side() if chosen_view() == "side" else front()


def test_a_frontal_photo_leads_to_left_and_right_and_back_to_its_reasons():
    app = AppTest.from_function(both_views, default_timeout=120).run()
    app.file_uploader[0].set_value([("frontal.jpg", sample(FRONTAL), "image/jpeg")]).run()
    assert not app.exception
    assert app.session_state["frontal_upload"] == ("frontal.jpg", sample(FRONTAL))
    assert widget(app.segmented_control, "check_view").value == "front"
    assert "What differences may be related to" in [fold.label for fold in app.expander]
    widget(app.segmented_control, "check_view").set_value("side").run()
    assert not app.exception
    assert "There is one reason" in texts(app)
    assert "from the front or the back" in texts(app)
    button(app, "left and right").click().run()
    assert "What differences may be related to" in [fold.label for fold in app.expander]


def test_each_of_several_frontal_photos_leads_to_its_own_levels():
    app = AppTest.from_function(both_views, default_timeout=120).run()
    first, other = sample(FRONTAL), sample(FRONTAL) + b"longer"
    files = [("frontal.jpg", data, "image/jpeg") for data in (first, first, other)]
    app.file_uploader[0].set_value(files).run()
    assert not app.exception
    assert widget(app.segmented_control, "check_view").value == "side"
    offers = [one for one in app.button if "left and right" in one.label]
    assert len(offers) == 3
    offers[2].click().run()
    assert not app.exception
    assert app.session_state["frontal_upload"] == ("frontal.jpg", other)


# Several photos


@pytest.mark.slow
def test_of_several_photos_the_good_ones_count():
    app = uploaded(
        ("side.jpg", sample(BEFORE)), ("front.jpg", sample(FRONTAL)), ("again.jpg", sample(AFTER))
    )
    assert not app.exception
    assert "1 could not be used" in folds(app)
    assert "2 photos of one person" in texts(app)


def test_how_far_the_photos_differ_is_said_where_two_measured_it():
    found = analysed(AFTER)
    measured = found.analysis.measurements
    hidden = replace(measured["kyphosis"], value=NAN, sd=NAN, reason_missing="An arm hides it.")
    analysis = replace(found.analysis, measurements={**measured, "kyphosis": hidden})
    app = opened(analysed(), replace(found, analysis=analysis))
    assert "How far the photos differ" in folds(app)
    table = app.dataframe[0].value
    spread = dict(zip(table["Measurement"], table["Spread"], strict=True))
    assert spread.pop("Curve of the upper back") == "measured in one photo at most"
    assert all(one.startswith("± ") for one in spread.values())


def test_another_photo_of_the_series_can_be_looked_at():
    app = opened(analysed(BEFORE), analysed(AFTER))
    assert current(app).photo.name == "before.jpg"
    widget(app.segmented_control, "shown_").set_value(1).run()
    assert not app.exception
    assert current(app).photo.name == "after.jpg"
    assert [one.photo.name for one in current(app).series] == ["before.jpg", "after.jpg"]
    bodies = [one.analysis.body for one in current(app).series]
    assert bodies == [analysed(BEFORE).analysis.body, analysed(AFTER).analysis.body]


@pytest.mark.slow
def test_a_photo_that_is_known_already_keeps_its_placed_points():
    app = opened(placed_in(analysed()))
    # The uploader is gone once a result is there: the files come in through the page's queue.
    app.session_state["check_waiting"] = (
        Upload("before.jpg", sample(BEFORE)),
        Upload("new.jpg", sample(AFTER)),
    )
    app.run()
    assert not app.exception
    assert [len(one.analysis.body.placed) for one in current(app).series] == [1, 0]
    assert [one.photo.name for one in current(app).series] == ["before.jpg", "new.jpg"]
    assert current(app).series[0].photo is analysed().photo, "it is not read again"


def test_photos_of_different_people_are_combined_only_when_asked():
    undecided = as_series((analysed(BEFORE), analysed(STICKERS)), combined=None)
    app = AppTest.from_function(script, default_timeout=120)
    app.session_state["current"] = undecided
    app.run()
    assert not app.exception
    assert "look like different people" in texts(app)
    assert "of one person" not in texts(app)
    assert "How far the photos differ" not in folds(app)
    button(app, "one by one").click().run()
    assert "2 photos, each with its own numbers" in texts(app)
    assert "look like different people" not in texts(app)
    app.session_state["current"] = undecided
    app.run()
    button(app, "Combine all the same").click().run()
    assert not app.exception
    assert "2 photos of one person" in texts(app)
    assert "How far the photos differ" in folds(app)


# Questions and answers


def test_answers_reach_the_pipeline_without_a_new_analysis():
    app = opened(suggesting())
    widget(app.radio, "/tense/chest").set_value("yes").run()
    widget(app.radio, "/check/wall_slide").set_value("no").run()
    widget(app.selectbox, "/goal/").set_value("chest").run()
    last = current(app).analysis.answers
    assert (last.tense, last.self_checks, last.goal) == (
        {"chest": "yes"},
        {"wall_slide": "no"},
        "chest",
    )
    widget(app.radio, "/tense/chest").set_value("no").run()
    found = current(app).analysis
    assert found.answers.tense == {"chest": "no"}
    assert found == edit.set_answers(suggesting().analysis, found.answers)
    assert found.body is suggesting().analysis.body


@pytest.mark.parametrize(("given", "said"), [("yes", "supports"), ("no", "contradicts")])
def test_a_self_check_says_what_its_answer_means(given: str, said: str):
    app = opened(suggesting())
    assert "This answer" not in texts(app)
    widget(app.radio, "/check/wall_slide").set_value(given).run()
    assert f"This answer {said}" in texts(app)


# Files


@pytest.mark.slow
def test_the_files_are_made_when_asked_for():
    app = opened(suggesting())
    assert len(app.get("download_button")) == 0
    button(app, "Make picture").click().run()
    assert not app.exception
    assert [b.proto.label for b in app.get("download_button")] == [
        "Picture (PNG)",
        "Report (PDF)",
        "Report (web page)",
        "Data (JSON)",
        "Table (CSV)",
    ]
    widget(app.radio, "/tense/chest").set_value("no").run()
    assert len(app.get("download_button")) == 0, "other answers, other files"


@pytest.mark.slow
def test_a_series_has_files_of_its_own():
    app = opened(analysed(BEFORE), analysed(AFTER))
    button(app, "Make picture").click().run()
    assert not app.exception
    made = app.session_state["check_files"][1]
    (data,) = [content for name, content in made.items() if name.endswith(".json")]
    assert json.loads(data)["status"] == "combined"


def test_files_that_cannot_be_made_are_a_plain_message(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "typst", None)  # as where the part for reports is missing
    app = opened()
    button(app, "Make picture").click().run()
    assert not app.exception
    assert "report" in app.error[0].value


@pytest.mark.slow
def test_a_real_sample_from_end_to_end():
    main = Path(__file__).parents[3] / "posture" / "ui" / "main.py"
    app = AppTest.from_file(str(main), default_timeout=300).run()
    button(app, "Typical").click().run()
    assert not app.exception
    assert headline(find_verdict(current(app).analysis.assessment)) in plain(app)
    # Ten people for each line and a scale for each judged finding.
    assert len(app.image) >= 4 + 4
    for _ in get_args(Urgency):
        answer_card(app)
    assert any(s.value.startswith("Plan for") for s in app.header)
