"""Backup, erase everything, restore: equal to the last byte of every photo and every field."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from posture.errors import AccessError, BackupError, StudioLockedError
from posture.studio.backup import restore
from posture.studio.backup.make import make_backup
from posture.studio.backup.register import backups_with
from posture.studio.backup.restore import restore_backup
from posture.studio.encryption.key_file import write_key_file
from posture.studio.encryption.unlock import key_by_passphrase
from posture.studio.records import LOCAL
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import Store, open_store
from tests.fixtures.full_studio import NAME, SHARED, SHOWN, everything, fill, texts_of
from tests.fixtures.keyrings import CHEAP
from tests.fixtures.studio import ANNA, add_client, add_visit

PASSPHRASE = "a passphrase of tests"


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Store]:
    """A studio with everything in it, on SQLite."""
    with open_store(StoreSettings(tmp_path / "full")) as store:
        fill(store)
        yield store


@pytest.fixture
def file(full: Store, tmp_path: Path) -> Path:
    """A backup of it."""
    return make_backup(full, LOCAL, tmp_path / "backup.zip").path


def _restore(store: Store, file: Path, *, replace: bool = False) -> restore.Restored:
    return restore_backup(store, LOCAL, file, passphrase=PASSPHRASE, replace=replace)


def _encrypted(home: Path) -> StoreSettings:
    home.mkdir(parents=True)
    write_key_file(home, key_by_passphrase(PASSPHRASE, CHEAP).file)
    return StoreSettings(home, passphrase=PASSPHRASE)


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_everything_comes_back(settings: StoreSettings, tmp_path: Path, encrypted: bool):
    if encrypted:
        settings = replace(_encrypted(settings.home), url=settings.url)
    with open_store(settings) as store:
        ids = fill(store)
        before = everything(store)
        made = make_backup(store, LOCAL, tmp_path / "backup.zip")
        assert (made.clients, made.photos, made.missing) == (2, 3, ())
        assert made.encrypted is encrypted
        records = store.repository(LOCAL)
        for client_id in ids:
            records.erase_client(client_id)
        records.delete_own_exercise("own")
        assert list(store.photos.hashes()) == []
        assert everything(store) != before
        restored = _restore(store, made.path)
        assert (restored.clients, restored.photos, restored.before) == (2, 3, None)
        assert everything(store) == before
        assert store.verify().faults == ()
        # PostgreSQL numbers what is new after what was restored.
        add_visit(records, add_client(records, "New"), SHARED)
    with open_store(settings) as store:
        assert len(everything(store)["clients"]) == 3


def test_from_sqlite_to_postgresql_and_back(full: Store, postgres_url: str, tmp_path: Path):
    before = everything(full)
    file = make_backup(full, LOCAL, tmp_path / "1.zip").path
    with open_store(StoreSettings(tmp_path / "server", postgres_url)) as server:
        _restore(server, file)
        assert everything(server) == before
        file = make_backup(server, LOCAL, tmp_path / "2.zip").path
    with open_store(StoreSettings(tmp_path / "back")) as back:
        _restore(back, file)
        assert everything(back) == before
        assert back.verify().faults == ()


def test_records_are_replaced_only_when_asked_and_are_backed_up_before(store: Store, file: Path):
    records = store.repository(LOCAL)
    client = add_client(records, "Was there before")
    add_visit(records, client, SHARED, b"another photo")
    before = everything(store)
    with pytest.raises(BackupError, match="records in this studio already"):
        _restore(store, file)
    assert everything(store) == before
    restored = _restore(store, file, replace=True)
    assert {row["name"] for row in everything(store)["clients"]} == {NAME, "Bert Archiviert"}
    assert restored.before is not None
    assert [one.path for one in backups_with(store.settings.home, client.id)] == [
        restored.before.path
    ]
    _restore(store, restored.before.path, replace=True)
    assert everything(store) == before


def test_an_encrypted_backup_shows_nothing_and_needs_its_passphrase(tmp_path: Path):
    with open_store(_encrypted(tmp_path / "one")) as store:
        ids = fill(store)
        before = everything(store)
        (tmp_path / "disk").mkdir()
        file = make_backup(store, LOCAL, tmp_path / "disk").path
    with zipfile.ZipFile(file) as archive:
        held = b"".join(map(archive.read, archive.namelist())) + file.read_bytes()
    for shown in (*SHOWN, ids[0].encode()):
        assert shown not in held
    with open_store(_encrypted(tmp_path / "two")) as store:
        with pytest.raises(StudioLockedError, match="does not open"):
            restore_backup(store, LOCAL, file, passphrase="another passphrase")
        _restore(store, file)
        assert everything(store) == before
        assert b"Wilhelmine" not in texts_of(tmp_path / "two")


def test_an_encrypted_backup_is_not_restored_into_a_studio_that_is_not(tmp_path: Path):
    with open_store(_encrypted(tmp_path / "one")) as store:
        fill(store)
        file = make_backup(store, LOCAL, tmp_path / "backup.zip").path
    with open_store(StoreSettings(tmp_path / "two")) as store:
        with pytest.raises(BackupError, match="encrypted and this studio is not"):
            _restore(store, file)
        assert everything(store)["clients"] == []


def test_a_plain_backup_is_encrypted_where_the_studio_is(file: Path, full: Store, tmp_path: Path):
    with open_store(_encrypted(tmp_path / "two")) as store:
        _restore(store, file)
        assert everything(store) == everything(full)
        held = texts_of(tmp_path / "two")
    assert not any(shown in held for shown in SHOWN)


@pytest.mark.parametrize("at", ["records", "photos", "end"])
def test_a_restore_that_fails_midway_changes_nothing(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch, at: str
):
    add_visit(store.repository(LOCAL), add_client(store.repository(LOCAL)), b"photo")
    before, hashes = everything(store), set(store.photos.hashes())

    def fail(*given: Any, **named: Any) -> Any:
        raise OSError(28, "No space left on device")

    if at == "records":
        monkeypatch.setattr(restore, "load", fail)
    elif at == "photos":
        write, written = store.photos.write, list[str]()

        def write_one(data: bytes) -> str:
            if written:
                fail()
            written.append(write(data))
            return written[0]

        monkeypatch.setattr(store.photos, "write", write_one)
    else:
        monkeypatch.setattr(restore, "record", fail)
    with pytest.raises(Exception, match=r"disk is full|No space left"):
        _restore(store, file, replace=True)
    monkeypatch.undo()
    assert everything(store) == before
    assert set(store.photos.hashes()) == hashes
    assert not list(store.settings.home.glob("unfinished-*"))


def test_a_damaged_backup_changes_nothing(store: Store, file: Path):
    data = file.read_bytes()
    before, hashes = everything(store), set(store.photos.hashes())
    for damaged in (
        data[: len(data) // 2],
        data.replace(SHARED[:1000], bytes(1000)),
        data[:-1],
        b"",
    ):
        file.write_bytes(damaged)
        with pytest.raises(BackupError):
            _restore(store, file)
    assert everything(store) == before
    assert set(store.photos.hashes()) == hashes


def test_a_backup_of_a_newer_program_is_refused(full: Store, store: Store, tmp_path: Path):
    with full.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Exception, match="newer version"):
        make_backup(full, LOCAL, tmp_path / "newer.zip")
    assert not (tmp_path / "newer.zip").exists()


def test_too_little_space_is_said_before_anything_is_written(
    store: Store, file: Path, monkeypatch: pytest.MonkeyPatch
):
    class Usage:
        def __init__(self, path: Path) -> None:
            self.free = 1000

    monkeypatch.setattr("posture.studio.backup.staging.shutil.disk_usage", Usage)
    with pytest.raises(BackupError, match="too little space"):
        _restore(store, file)
    assert everything(store)["clients"] == []


def test_a_trainer_neither_backs_up_nor_restores(full: Store, file: Path, tmp_path: Path):
    with pytest.raises(AccessError):
        make_backup(full, ANNA, tmp_path / "mine.zip")
    with pytest.raises(AccessError):
        restore_backup(full, ANNA, file, passphrase=None, replace=True)
    assert not (tmp_path / "mine.zip").exists()
