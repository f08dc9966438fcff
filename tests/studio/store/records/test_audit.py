"""Who saw or changed what is recorded, in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from posture.errors import ConflictError, NotFoundError
from posture.studio.consent import Consent
from posture.studio.profile import OwnExercise
from posture.studio.records import LOCAL, AuditEntry
from posture.studio.store.records import audit
from posture.studio.store.repository import Repository
from posture.studio.store.store import Store
from tests.fixtures.studio import ANNA, BEN, DAY, add_client, add_visit


def actions(entries: tuple[AuditEntry, ...]) -> list[str]:
    """Oldest first."""
    return [entry.action for entry in reversed(entries)]


def test_every_change_is_recorded_with_ids_and_no_personal_data(store: Store):
    records = store.repository(LOCAL)
    client = add_client(records, "Mia Berger", notes="knee")
    visit = add_visit(records, client, b"photo")
    records.save_visit(replace(visit, notes="private", draft=True))
    records.delete_visit(visit.id)
    changed = records.save_client(replace(client, archived=True))
    records.give_consent(client.id, Consent(DAY, "1", ("photos",), DAY))
    records.share_client(client.id, [ANNA.account_id])
    records.erase_client(client.id)
    entries = records.audit(client.id)
    assert actions(entries) == [
        "client.added",
        "consent.given",
        "visit.saved",
        "visit.saved",
        "visit.deleted",
        "client.changed",
        "consent.withdrawn",
        "client.shared",
        "client.erased",
    ]
    assert entries[0].details == {"visits": "0"}
    assert entries[-3].details == {"visit": visit.id, "state": "confirmed"}
    assert all(entry.account_id == "local" for entry in entries)
    assert datetime.now(UTC) - entries[0].at < timedelta(minutes=1)
    told = " ".join(str(entry) for entry in entries)
    for private in ("Mia", "Berger", "knee", "private"):
        assert private not in told
    assert changed.version == client.version + 1


def test_changes_of_the_studio_itself_are_recorded(store: Store):
    records = store.repository(LOCAL)
    records.save_profile(records.profile())
    records.save_own_exercise(OwnExercise("own-1", "Bridge", "control", (), ""))
    records.delete_own_exercise("own-1")
    assert actions(records.audit()) == ["profile.changed", "exercise.saved", "exercise.deleted"]


def test_what_failed_is_not_recorded(store: Store):
    records = store.repository(LOCAL)
    client = add_client(records)
    before = records.audit()
    with pytest.raises(ConflictError):
        records.save_client(replace(client, version=9))
    with pytest.raises(NotFoundError):
        store.repository(BEN).client(client.id)
    assert records.audit() == before


def look_at_everything(records: Repository, client_id: str, visit_id: str, sha256: str) -> None:
    records.find_clients()
    records.client(client_id)
    records.visits(client_id)
    records.visit(visit_id)
    records.photo(visit_id, sha256)


def test_looking_is_recorded_once_for_each_actor_and_record(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    owner = store.repository(LOCAL)
    client = add_client(owner)
    visit = add_visit(owner, client, b"photo")
    owner.share_client(client.id, [ANNA.account_id, BEN.account_id])
    asked = client.id, visit.id, visit.photos[0].sha256
    seen = ["clients.listed", "client.seen", "visit.seen", "photo.seen"]
    for actor in (ANNA, BEN, ANNA, BEN):
        look_at_everything(store.repository(actor), *asked)
    entries = owner.audit()[:8]
    assert actions(entries) == seen * 2
    assert {entry.account_id for entry in entries[:4]} == {BEN.account_id}
    assert entries[0].details == {"visit": visit.id}
    assert entries[0].client_id == client.id
    monkeypatch.setattr(audit.time, "monotonic", lambda: 1e12)
    look_at_everything(store.repository(ANNA), *asked)
    assert actions(owner.audit()[:4]) == seen


def test_without_accounts_nobody_is_recorded_as_looking(store: Store):
    records = store.repository(LOCAL)
    client = add_client(records)
    visit = add_visit(records, client, b"photo")
    before = records.audit()
    look_at_everything(records, client.id, visit.id, visit.photos[0].sha256)
    assert records.audit() == before


def test_a_trainer_reads_what_happened_to_the_clients_that_are_shared(store: Store):
    mine = add_client(store.repository(ANNA))
    add_client(store.repository(BEN))
    entries = store.repository(ANNA).audit()
    assert {entry.client_id for entry in entries} == {mine.id}
    assert store.repository(LOCAL).audit(mine.id) == entries


def test_the_newest_entries_come_first_up_to_a_limit(store: Store):
    records = store.repository(LOCAL)
    first, second = add_client(records), add_client(records)
    assert [entry.client_id for entry in records.audit(limit=3)] == [second.id, second.id, first.id]
    assert records.audit(limit=0) == records.audit(limit=-1) == ()
