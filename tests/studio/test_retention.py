"""Clients are erased when their days are over, never without having been named before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from posture.errors import AccessError
from posture.studio import retention
from posture.studio.records import LOCAL, Client, Visit, new_id
from posture.studio.retention import WARNING_DAYS, apply_retention, due_clients
from posture.studio.store.records.tables import clients
from posture.studio.store.store import Store
from tests.fixtures.studio import ANNA, add_client, add_visit

DAYS = 100
VISIT = date.today() - timedelta(days=200)
END = VISIT + timedelta(days=DAYS)
WARNING = timedelta(days=WARNING_DAYS)


def _set(store: Store, days: int | None) -> None:
    records = store.repository(LOCAL)
    records.save_profile(replace(records.profile(), retention_days=days))


def _ends(store: Store, client: Client) -> date:
    """The day on which retention ends by the setting."""
    ends = store.repository(LOCAL).client(client.id).delete_after
    assert ends is not None
    return ends


@pytest.fixture
def client(store: Store) -> Client:
    """A client with one visit, in a studio that keeps clients for 100 days."""
    _set(store, DAYS)
    client = add_client(store.repository(LOCAL))
    with store.database.writing() as connection:
        long_ago = client.created - timedelta(days=400)
        connection.execute(update(clients).values(created=long_ago))
    add_visit(store.repository(LOCAL), client, b"photo", on=VISIT)
    assert _ends(store, client) == END
    return client


def test_a_client_is_named_as_due_and_erased_at_its_end(store: Store, client: Client):
    assert due_clients(store, END - WARNING - timedelta(days=1)) == ()
    (due,) = apply_retention(store, END - WARNING).due
    assert (due.client.id, due.on) == (client.id, END)
    done = apply_retention(store, END - timedelta(days=1))
    assert [one.client.id for one in done.due] == [client.id]
    assert done.erased == ()
    done = apply_retention(store, END)
    assert [one.erasure.client_id for one in done.erased] == [client.id]
    assert done.due == ()
    assert list(store.photos.hashes()) == []
    entries = store.repository(LOCAL).audit(client.id)
    assert (entries[0].action, entries[0].account_id) == ("client.erased", "retention")


def test_a_setting_that_is_made_late_erases_nobody_at_once(store: Store, client: Client):
    _set(store, None)
    today = END + timedelta(days=1000)
    assert apply_retention(store, today).due == ()
    _set(store, DAYS)
    done = apply_retention(store, today)
    assert done.erased == ()
    assert [one.on for one in done.due] == [today + WARNING]
    assert apply_retention(store, today + WARNING - timedelta(days=1)).erased == ()
    assert len(apply_retention(store, today + WARNING).erased) == 1


def test_a_visit_keeps_the_client_and_the_warning_begins_anew(store: Store, client: Client):
    due_clients(store, END - WARNING)
    # A draft counts too: somebody works with this client.
    draft = Visit(new_id(), client.id, 0, END - timedelta(days=3))
    store.repository(LOCAL).save_visit(draft)
    assert apply_retention(store, END).due == ()
    later = END + timedelta(days=1000)
    assert [one.on for one in apply_retention(store, later).due] == [later + WARNING]


def test_a_visit_that_is_saved_while_others_are_erased_keeps_its_client(
    store: Store, client: Client, monkeypatch: pytest.MonkeyPatch
):
    due_clients(store, END - WARNING)

    def and_a_visit_then(store: Store, today: date) -> tuple[retention.Due, ...]:
        due = due_clients(store, today)
        add_visit(store.repository(LOCAL), client, b"another photo", on=date.today())
        return due

    monkeypatch.setattr(retention, "due_clients", and_a_visit_then)
    assert apply_retention(store, END).erased == ()
    assert len(store.repository(LOCAL).visits(client.id)) == 2


def test_a_clock_that_was_wrong_erases_nobody_earlier(store: Store, client: Client):
    due_clients(store, END + timedelta(days=5000))
    (due,) = due_clients(store, END - WARNING)
    assert due.on == END


def test_a_lost_note_begins_the_warning_anew(store: Store, client: Client):
    due_clients(store, END - WARNING)
    (store.settings.home / "retention.json").write_text("{")
    assert apply_retention(store, END).erased == ()


def test_who_was_just_added_is_not_due(store: Store):
    _set(store, 1)
    client = add_client(store.repository(LOCAL))
    assert due_clients(store, client.created.date() - WARNING) == ()
    assert len(due_clients(store, client.created.date() - WARNING + timedelta(days=1))) == 1


def test_a_trainer_is_not_told_who_is_due(store: Store, client: Client):
    with pytest.raises(AccessError):
        store.repository(ANNA).clients_due(date(2100, 1, 1))
    assert client.id
