"""An erased client is nowhere any more but where the report says."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from posture.errors import AccessError, NotFoundError
from posture.studio.backup.make import make_backup
from posture.studio.erasure import erase_client, told_of
from posture.studio.records import LOCAL
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import Store, open_store
from tests.fixtures.full_studio import DRAFT, FRONT, SHARED, SHOWN, everything, fill, texts_of
from tests.fixtures.studio import ANNA, add_client, add_visit, photo_of


def test_rows_and_files_are_gone_but_for_what_others_need(store: Store):
    client_id, other_id = fill(store)
    report = erase_client(store, LOCAL, client_id)
    assert report.erasure.visits == 2
    gone = {photo_of(FRONT).sha256, photo_of(DRAFT).sha256}
    assert set(report.erasure.photos) == gone
    held = everything(store)
    for table in ("clients", "visits", "photos", "consents", "shares", "client_words"):
        assert not any(client_id in map(str, row.values()) for row in held[table])
    assert [row["id"] for row in held["clients"]] == [other_id]
    assert list(store.photos.hashes()) == [photo_of(SHARED).sha256]
    assert store.verify().faults == ()
    assert not any(
        str(value) != client_id and "Wilhelmine" in str(value)
        for row in held["audit"]
        for value in row.values()
    )
    assert store.repository(LOCAL).audit(client_id)[0].action == "client.erased"


def test_nothing_of_it_can_be_read_out_of_the_files(tmp_path: Path):
    with open_store(StoreSettings(tmp_path)) as store:
        client_id, _ = fill(store)
        named = [shown for shown in SHOWN if shown in texts_of(tmp_path)]
        assert b"Wilhelmine" in named
        erase_client(store, LOCAL, client_id)
        held = texts_of(tmp_path)
    for shown in (b"Wilhelmine", b"wilhelmine", FRONT[:8], DRAFT[:8], b'"cva"', b"167.3"):
        assert shown not in held


def test_the_backups_that_hold_it_are_named(store: Store, tmp_path: Path):
    kept = add_client(store.repository(LOCAL), "Kept")
    before = make_backup(store, LOCAL, tmp_path / "before.zip").path
    client = add_client(store.repository(LOCAL), "Erased")
    add_visit(store.repository(LOCAL), client, b"photo")
    held = make_backup(store, LOCAL, tmp_path / "held.zip").path
    assert [one.path for one in erase_client(store, LOCAL, client.id).backups] == [held]
    assert [one.path for one in erase_client(store, LOCAL, kept.id).backups] == [before, held]


def test_a_backup_that_was_moved_may_still_hold_the_client(store: Store, tmp_path: Path):
    client = add_client(store.repository(LOCAL))
    make_backup(store, LOCAL, tmp_path / "moved.zip").path.rename(tmp_path / "elsewhere.zip")
    report = erase_client(store, LOCAL, client.id)
    assert (report.backups, report.gone) == ((), 1)
    said = told_of(report)
    assert any(line.endswith("not where they were written: 1.") for line in said)
    assert not any("No backup" in line for line in said)


def test_copies_of_the_database_since_the_client_was_added_are_named(store: Store):
    client = add_client(store.repository(LOCAL), "Erased")
    store.settings.backups.mkdir()
    for name, age in (("old.db", 3600), ("new.db", 0), ("new.dump", 0), ("new.txt", 0)):
        path = store.settings.backups / name
        path.touch()
        made = client.created.timestamp() + 1 - age
        os.utime(path, (made, made))
    named = erase_client(store, LOCAL, client.id).copies
    assert [path.name for path in named] == ["new.db", "new.dump"]
    shutil.rmtree(store.settings.backups)


def test_a_trainer_does_not_erase(store: Store):
    client = add_client(store.repository(ANNA), "Mine")
    with pytest.raises(AccessError):
        erase_client(store, ANNA, client.id)
    with pytest.raises(NotFoundError):
        erase_client(store, LOCAL, "0" * 32)
    assert len(everything(store)["clients"]) == 1
