"""An erased client is nowhere any more but where the report says."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from posture.errors import AccessError, NotFoundError, StudioError
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


def failing(*_: object, **__: object) -> None:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def test_files_that_cannot_be_deleted_are_named_and_the_client_is_erased(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    client_id, other_id = fill(store)
    cleared: list[bool] = []
    monkeypatch.setattr(store.database, "clear_log", lambda: cleared.append(True))
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", failing)
        report = erase_client(store, LOCAL, client_id)
    kept = {store.photos.path(photo_of(data).sha256) for data in (FRONT, DRAFT)}
    assert set(report.erasure.remaining) == kept
    assert (report.erasure.photos, cleared) == ((), [True])
    assert (store.settings.home / "erased-register" / client_id).exists()
    assert [row["id"] for row in everything(store)["clients"]] == [other_id]
    said = told_of(report)
    assert f"could not be deleted: 2, such as {report.erasure.remaining[0]}" in said[1]
    assert "tries again once a day" in said[2]
    assert store.sweep(older_than_s=-1.0) == 2


def test_one_file_that_cannot_be_deleted_keeps_no_other(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    client_id, _ = fill(store)
    stuck = store.photos.path(photo_of(FRONT).sha256)
    unlink = Path.unlink

    def unlink_others(path: Path, missing_ok: bool = False) -> None:
        failing() if path == stuck else unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink_others)
    erasure = erase_client(store, LOCAL, client_id).erasure
    assert (erasure.photos, erasure.remaining) == ((photo_of(DRAFT).sha256,), (stuck,))


def test_a_database_that_fails_after_the_erasure_leaves_files_to_the_sweep(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    client_id, other_id = fill(store)

    def fail() -> None:
        raise StudioError("busy")

    monkeypatch.setattr(store.database, "deleting_files", fail)
    erasure = store.repository(LOCAL).erase_client(client_id)
    assert store.photos.path(photo_of(FRONT).sha256) in erasure.remaining
    assert [row["id"] for row in everything(store)["clients"]] == [other_id]


def test_what_fails_after_an_erasure_is_told(store: Store, monkeypatch: pytest.MonkeyPatch):
    client = add_client(store.repository(LOCAL))

    def fail() -> None:
        raise StudioError("busy")

    monkeypatch.setattr(store.database, "clear_log", fail)
    monkeypatch.setattr(Path, "touch", failing)
    report = erase_client(store, LOCAL, client.id)
    assert (report.noted, report.log_cleared) == (False, False)
    said = told_of(report)
    assert any("could not be noted" in line for line in said)
    assert any("log could not be emptied" in line for line in said)


def test_a_trainer_does_not_erase(store: Store):
    client = add_client(store.repository(ANNA), "Mine")
    with pytest.raises(AccessError):
        erase_client(store, ANNA, client.id)
    with pytest.raises(NotFoundError):
        erase_client(store, LOCAL, "0" * 32)
    assert len(everything(store)["clients"]) == 1
