"""A day with a group, on the page."""

from __future__ import annotations

import pytest

from tests.fixtures.analysed import BEFORE, FRONTAL, dark, sample
from tests.fixtures.pages import button, folds, texts, widget
from tests.ui.studio.opening import opened, repository

pytestmark = pytest.mark.model


def test_a_list_begins_a_day_and_photos_lead_through_the_queue():
    app = opened(room="group")
    app.text_area[0].set_value("<b>Ana</b>, 1980\nBen *x*").run()
    app.checkbox[0].set_value(True).run()
    button(app, "Begin the day").click().run()
    assert not app.exception
    assert app.query_params["room"] == "group"
    assert repository().find_clients().total == 2
    assert "\\<b\\>Ana" in app.header[0].value
    widget(app.file_uploader, "group_files").set_value(
        [("a.jpg", sample(BEFORE), "image/jpeg")]
    ).run()
    assert not app.exception
    assert "Ben \\*x\\*" in app.header[0].value
    assert "Photos kept of \\<b\\>Ana\\</b\\>\\: 1" in app.success[0].value
    assert [one.proto.imgs[0].alt for one in app.image] == ["<b>Ana</b>"], "the photo that was kept"
    assert "1 of 2" in app.get("progress")[0].proto.text.replace("\\", "")
    # Refused: said, and still their turn.
    widget(app.file_uploader, "group_files").set_value([("b.jpg", dark(), "image/jpeg")]).run()
    assert not app.exception
    assert "Ben \\*x\\*" in app.header[0].value
    assert app.warning
    assert not app.image, "nothing was kept"
    assert not any("**" in one.value for one in app.warning), "said where they stand, and not again"
    # What was wrong outlives a reload, as the queue does.
    reloaded = opened(room="group", day=app.query_params["day"])
    assert "Ben \\*x\\*" in reloaded.header[0].value
    assert [one.value for one in reloaded.warning] == [one.value for one in app.warning]
    assert "take the photo again" in list(reloaded.dataframe[0].value["State"])
    widget(app.file_uploader, "group_files").set_value(
        [("b.jpg", sample("marked"), "image/jpeg")]
    ).run()
    assert "Everybody has their photo" in texts(app)
    table = app.dataframe[0].value
    assert list(table["Name"]) == ["Ben *x*", "<b>Ana</b>"]
    # A reload goes on with the same list.
    again = opened(room="group", day=app.query_params["day"])
    assert "Everybody has their photo" in texts(again)
    button(again, "Save 2 visits").click().run()
    button(again, "Make 2 reports").click().run()
    assert not again.exception
    assert again.session_state["group_zip"][1].startswith(b"PK")


def test_faults_of_the_list_are_named_and_nobody_is_added():
    app = opened(room="group")
    app.text_area[0].set_value("Ana\nAna").run()
    button(app, "Begin the day").click().run()
    assert not app.exception
    assert "Line 2" in app.error[0].value
    assert repository().find_clients().total == 0


def test_photos_with_notices_say_what_they_are_and_nobody_unseen_is_judged():
    app = opened(room="group")
    app.text_area[0].set_value("Ana\nBen").run()
    app.checkbox[0].set_value(True).run()
    button(app, "Begin the day").click().run()
    front = ("front.jpg", sample(FRONTAL), "image/jpeg")
    widget(app.file_uploader, "group_files").set_value([front]).run()
    assert not app.exception
    table = app.dataframe[0].value
    assert list(table["Name"]) == ["Ana", "Ben"]
    assert "left higher" in table["Stands out"][0]
    assert list(table["Stands out"])[1] == "", "without a photo nothing is known"
    assert "Photos with notices (1)" in folds(app)
    assert "**Ana**: There is no photo from the side." in texts(app)
    button(app, "Save one visit").click().run()
    assert button(app, "Make one report")


def test_the_same_photo_of_two_people_is_told_of():
    app = opened(room="group")
    app.text_area[0].set_value("Ana\nBen").run()
    app.checkbox[0].set_value(True).run()
    button(app, "Begin the day").click().run()
    same = ("same.jpg", sample(BEFORE), "image/jpeg")
    widget(app.file_uploader, "group_files").set_value([same]).run()
    assert not app.warning
    widget(app.file_uploader, "group_files").set_value([same]).run()
    assert "The same photo was kept of Ana" in app.warning[0].value
