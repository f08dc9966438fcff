"""The list of clients, and the page of one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from posture.errors import NotFoundError
from posture.studio.store.records.tables import clients
from posture.ui.studio.clients.clients import ON_A_PAGE, describe
from posture.ui.studio.current import studio_store
from tests.fixtures.pages import button, texts, widget
from tests.ui.studio.opening import add, add_visit, opened, repository

NASTY = "<b>Ana</b> *x* [a](http://b.c) =SUM(A1) \u202eabc ../../x $y$ :red[z]"
"""HTML, Markdown, a formula, a right-to-left mark, a path."""


def test_an_empty_studio_says_how_to_begin():
    app = opened()
    assert not app.exception
    assert "There are no clients yet" in texts(app)


def test_a_name_that_is_typed_becomes_a_client_with_a_new_visit():
    app = opened()
    app.text_input[0].set_value("Ana Ruiz").run()
    button(app, "New client: Ana Ruiz").click().run()
    assert not app.exception
    (row,) = repository().find_clients("ana").rows
    assert (row.name, row.visits) == ("Ana Ruiz", 0)
    assert app.query_params["client"] == row.id
    assert app.query_params["room"] == "visit"
    assert "Before the first photo" in texts(app)


@pytest.mark.model
def test_a_draft_is_no_missing_visit():
    add("Ana")
    ben = add("Ben")
    add_visit(ben, draft=True)
    carla = add("Carla")
    add_visit(carla)
    add_visit(carla, draft=True)
    add_visit(carla, draft=True)
    ana, ben_, carla_ = repository().find_clients().rows
    assert describe(ana) == "no visit yet"
    assert describe(ben_) == "one visit not saved yet"
    assert describe(carla_).startswith("one visit · last on ")
    assert describe(carla_).endswith(" · 2 visits not saved yet")


def test_the_whole_name_is_taken_where_the_button_shows_a_part_of_it():
    app = opened()
    app.text_input[0].set_value("Ana").run()
    app.text_input[0].set_value("Ana Ruiz")
    button(app, "New client: Ana").click().run()
    assert [row.name for row in repository().find_clients("ana").rows] == ["Ana Ruiz"]


def test_a_new_client_stands_back_where_a_known_one_is_found():
    add("Jan Kowalski", agreed=False)
    app = opened()
    app.text_input[0].set_value("kow").run()
    assert button(app, "New client: kow").proto.type == "tertiary"
    app.text_input[0].set_value("kowa b").run()
    assert button(app, "New client: kowa b").proto.type == "primary"


def test_the_tools_of_the_studio_stand_above_the_list():
    for name in ("Ana", "Ben"):
        add(name, agreed=False)
    keys = [str(one.key) for one in opened().button]
    ways = [keys.index(f"way_{room}") for room in ("group", "exchange", "settings")]
    rows = [place for place, key in enumerate(keys) if key.startswith("open_")]
    assert len(rows) == 2
    assert max(ways) < min(rows)


def test_the_list_is_searched_and_turned_in_pages():
    for i in range(ON_A_PAGE + 3):
        add(f"Client {i:02d}", agreed=False)
    app = opened()
    assert f"1 to {ON_A_PAGE} of {ON_A_PAGE + 3}" in texts(app).replace("\\", "")
    names = [one.label for one in app.button if str(one.key).startswith("open_")]
    assert names[0] == "**Client 00**"
    assert len(names) == ON_A_PAGE
    button(app, "Next").click().run()
    assert len([one for one in app.button if str(one.key).startswith("open_")]) == 3
    app.text_input[0].set_value("07").run()
    names = [one.label for one in app.button if str(one.key).startswith("open_")]
    assert names == ["**Client 07**"]


def test_archived_clients_are_listed_only_when_asked_for():
    client = add(agreed=False)
    repository().save_client(replace(client, archived=True))
    app = opened()
    assert not [one for one in app.button if str(one.key).startswith("open_")]
    app.toggle[0].set_value(True).run()
    assert [one for one in app.button if str(one.key).startswith("open_")]
    assert "archived" in texts(app)


def test_made_up_clients_are_marked():
    client = add("Mara", made_up=True)
    assert "made up" in texts(opened())
    assert "made up" in texts(opened(client=client.id))


def test_an_id_that_is_not_there_is_not_found():
    app = opened(client="0" * 32)
    assert not app.exception
    assert app.error
    assert button(app, "All clients")
    app = opened(visit="nonsense")
    assert not app.exception
    assert app.error


def test_details_are_saved_and_what_is_typed_is_text():
    client = add()
    app = opened(client=client.id)
    widget(app.text_input, "/name").set_value(NASTY)
    widget(app.text_area, "/goals").set_value("<script>alert(1)</script> # big")
    widget(app.number_input, "/year_of_birth").set_value(1980)
    widget(app.multiselect, "/contraindications").set_value(["trauma"])
    widget(app.text_input, "/others").set_value("left knee")
    button(app, "Save the details").click().run()
    assert not app.exception
    kept = repository().client(client.id).details
    assert kept.name == NASTY
    assert kept.year_of_birth == 1980
    assert kept.contraindications == ("trauma", "left knee")
    shown = texts(app)
    assert "\\<b\\>Ana" in shown
    assert "\\<script\\>" in shown
    assert ":red[z]" not in shown.replace("\\:red", "")
    # In the list and on the visit too.
    row = next(one for one in opened().button if str(one.key).startswith("open_"))
    assert "\\<b\\>Ana" in row.label
    assert "\\<b\\>Ana" in texts(opened(client=client.id, room="visit"))


def test_a_name_that_cannot_be_kept_is_said_and_nothing_is_lost():
    app = opened()
    app.text_input[0].set_value("Ana\x00Ruiz").run()
    button(app, "New client").click().run()
    assert not app.exception
    assert app.error
    assert repository().find_clients().total == 0
    assert app.text_input[0].value == "Ana\x00Ruiz"


def test_what_an_older_version_stored_is_shown_within_its_range_and_said():
    client = add()
    with studio_store().database.writing() as connection:
        connection.execute(update(clients).values(stature_cm=240.0, year_of_birth=1880))
    app = opened(client=client.id)
    assert not app.exception
    assert widget(app.number_input, "/stature_cm").value == 230.0
    assert widget(app.number_input, "/year_of_birth").value == 1900
    assert "240 is stored, which cannot be used." in texts(app)
    button(app, "Save the details").click().run()
    saved = repository().client(client.id).details
    assert (saved.stature_cm, saved.year_of_birth) == (230.0, 1900)
    assert "is stored" not in texts(app)


@pytest.mark.parametrize(("choice", "kept"), [("typed here", "Mine"), ("other one", "Theirs")])
def test_two_stations_that_changed_a_client_see_both_and_choose(choice: str, kept: str):
    client = add(agreed=False)
    app = opened(client=client.id)
    theirs = replace(client, details=replace(client.details, name="Theirs"))
    repository().save_client(theirs)
    widget(app.text_input, "/name").set_value("Mine")
    button(app, "Save the details").click().run()
    assert not app.exception
    shown = texts(app)
    assert "Name: Mine" in shown
    assert "Name: Theirs" in shown
    assert repository().client(client.id).details.name == "Theirs"
    next(one for one in app.button if choice in one.label and "Keep" in one.label).click().run()
    assert not app.exception
    assert repository().client(client.id).details.name == kept


def test_a_consent_that_is_withdrawn_stops_new_photos():
    client = add()
    app = opened(client=client.id)
    button(app, "withdraws").click().run()
    assert not app.exception
    assert not repository().client(client.id).may_store_photos
    assert "withdrawn" in texts(app)
    assert "Before the first photo" in texts(opened(client=client.id, room="visit"))


def test_a_client_is_erased_only_with_the_name_typed():
    client = add()
    add_visit(client)
    app = opened(client=client.id)
    assert button(app, "Erase").disabled
    widget(app.text_input, "erase_").set_value("Ana").run()
    button(app, "Erase").click().run()
    assert not app.exception
    with pytest.raises(NotFoundError):
        repository().client(client.id)
    assert "There are no clients yet" in texts(app)


def test_a_draft_is_discarded_and_a_saved_visit_cannot_be_so():
    client = add()
    saved, draft = add_visit(client), add_visit(client, draft=True)
    app = opened(client=client.id)
    assert [one.key for one in app.button if one.label == "Discard"] == [f"discard_{draft.id}"]
    button(app, "Discard").click().run()
    assert not app.exception
    assert [one.id for one in repository().visits(client.id, drafts=True)] == [saved.id]


def test_a_browser_that_is_behind_changes_nothing_of_the_client_that_was_left():
    """It may send the values of widgets of the last page once more after they were forgotten."""
    client = add("Ana")
    app = opened(client=client.id)
    behind = app._tree.get_widget_states()  # pyright: ignore[reportPrivateUsage]
    button(app, "All clients").click().run()
    assert not app.exception
    app._run(behind)  # pyright: ignore[reportPrivateUsage]
    assert not app.exception
    assert not repository().client(client.id).archived
    assert "no clients yet" not in texts(app)
