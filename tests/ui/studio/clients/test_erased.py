"""Erasing a client says where they still are; who is kept no longer is erased at the start."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from posture.studio.backup.make import make_backup
from posture.studio.records import LOCAL
from posture.studio.retention import WARNING_DAYS, due_clients
from posture.studio.store.records.tables import clients
from posture.ui.studio.current import studio_store, today
from tests.fixtures.pages import button, texts, widget
from tests.ui.studio.opening import add, opened, repository


def test_the_backups_that_still_hold_an_erased_client_are_named_once(tmp_path: Path):
    client = add("Ana")
    file = make_backup(studio_store(), LOCAL, tmp_path / "beforehand.zip").path
    app = opened(client=client.id)
    widget(app.text_input, "erase_").set_value("Ana").run()
    button(app, "Erase").click().run()
    assert not app.exception
    assert "These backups still hold the client" in texts(app)
    assert file.stem in texts(app)
    app.run()
    assert file.stem not in texts(app)


def test_who_is_kept_no_longer_is_erased_when_the_studio_is_opened():
    client = add("Ana")
    store = studio_store()
    long_ago = client.created - timedelta(days=400)
    with store.database.writing() as connection:
        connection.execute(update(clients).values(created=long_ago))
    records = store.repository(LOCAL)
    records.save_profile(replace(records.profile(), retention_days=30))
    due_clients(store, today() - timedelta(days=WARNING_DAYS))
    store.close()
    studio_store.clear()
    assert repository().find_clients("").total == 0
