"""A backup is whole, or there is none; others may work while it is made."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from posture.errors import BackupError, StudioError
from posture.studio.backup import make, staging
from posture.studio.backup.make import make_backup
from posture.studio.backup.reader import open_backup
from posture.studio.backup.register import backups_with, known_backups
from posture.studio.backup.restore import restore_backup
from posture.studio.records import LOCAL
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import Store, open_store
from tests.fixtures.full_studio import everything, fill
from tests.fixtures.studio import add_client, add_visit, photo_of


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Store]:
    """A studio with everything in it, on SQLite."""
    with open_store(StoreSettings(tmp_path / "full")) as store:
        fill(store)
        yield store


def test_the_file_is_a_zip_for_its_owner_alone(full: Store, tmp_path: Path):
    made = make_backup(full, LOCAL, tmp_path / "backup.zip")
    assert made.path.stat().st_mode & 0o077 == 0
    assert made.size == made.path.stat().st_size
    with zipfile.ZipFile(made.path) as archive:
        assert archive.testzip() is None


def test_in_a_folder_it_gets_a_name_by_its_date(full: Store, tmp_path: Path):
    (tmp_path / "disk").mkdir()
    made = make_backup(full, LOCAL, tmp_path / "disk")
    assert made.path.parent == tmp_path / "disk"
    assert made.path.match("posture-20??-??-??-??????.zip")


def test_nothing_is_written_over(full: Store, tmp_path: Path):
    (tmp_path / "mine.zip").write_bytes(b"mine")
    with pytest.raises(BackupError, match="is there already"):
        make_backup(full, LOCAL, tmp_path / "mine.zip")
    with pytest.raises(BackupError, match="no folder"):
        make_backup(full, LOCAL, tmp_path / "none" / "backup.zip")
    assert (tmp_path / "mine.zip").read_bytes() == b"mine"


def test_it_is_noted_with_its_clients(full: Store, tmp_path: Path):
    ids = [client["id"] for client in everything(full)["clients"]]
    made = make_backup(full, LOCAL, tmp_path / "backup.zip")
    for client_id in ids:
        assert [one.path for one in backups_with(full.settings.home, client_id)] == [made.path]
    later = add_client(full.repository(LOCAL), "Later")
    assert backups_with(full.settings.home, later.id) == ()
    actions = [entry.action for entry in full.repository(LOCAL).audit()]
    assert "backup.made" in actions


@pytest.mark.parametrize("fails", ["add_photo", "add_rows", "finish"])
def test_a_full_disk_leaves_no_file(
    full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
):
    def fail(*given: Any) -> Any:
        raise OSError(28, "No space left on device")

    (tmp_path / "disk").mkdir()
    monkeypatch.setattr(make.BackupWriter, fails, fail)
    with pytest.raises(StudioError, match="disk is full"):
        make_backup(full, LOCAL, tmp_path / "disk")
    assert list((tmp_path / "disk").iterdir()) == []
    assert known_backups(full.settings.home) == ()


def test_a_disk_that_changes_bytes_is_found_out(
    full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write = make._write  # pyright: ignore[reportPrivateUsage]

    def write_and_spoil(store: Store, path: Path) -> Any:
        contents = write(store, path)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        return contents

    (tmp_path / "disk").mkdir()
    monkeypatch.setattr(make, "_write", write_and_spoil)
    with pytest.raises(BackupError):
        make_backup(full, LOCAL, tmp_path / "disk")
    assert list((tmp_path / "disk").iterdir()) == []


def test_a_field_that_does_not_survive_is_found_out(
    full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    load = staging.load

    def load_and_spoil(connection: Any, table: Any, columns: Any, parts: Any) -> int:
        count = load(connection, table, columns, parts)
        if table.name == "clients":
            connection.exec_driver_sql("UPDATE clients SET stature_cm = 167.30000000000004")
        return count

    monkeypatch.setattr(staging, "load", load_and_spoil)
    with pytest.raises(BackupError, match="not those that it tells of"):
        make_backup(full, LOCAL, tmp_path / "backup.zip")


def test_a_photo_that_is_lost_already_does_not_stop_it(full: Store, tmp_path: Path):
    client = add_client(full.repository(LOCAL), "Unlucky")
    add_visit(full.repository(LOCAL), client, b"to be lost")
    lost = photo_of(b"to be lost").sha256
    full.photos.delete(lost)
    made = make_backup(full, LOCAL, tmp_path / "backup.zip")
    assert made.missing == (lost,)
    with open_store(StoreSettings(tmp_path / "other")) as other:
        restored = restore_backup(other, LOCAL, made.path, passphrase=None)
        assert restored.missing == (lost,)
        assert [fault[:64] for fault in other.verify().faults] == [lost]


def test_a_visit_that_is_deleted_meanwhile_lets_it_start_anew(
    full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    records = full.repository(LOCAL)
    visit = add_visit(records, add_client(records, "Short"), b"deleted meanwhile")
    read, deleted = full.photos.read, list[str]()

    def read_later(sha256: str) -> bytes:
        if not deleted:
            deleted.append(visit.id)
            records.delete_visit(visit.id)
        return read(sha256)

    monkeypatch.setattr(full.photos, "read", read_later)
    made = make_backup(full, LOCAL, tmp_path / "backup.zip")
    assert made.missing == ()
    with open_backup(made.path) as backup:
        held = b"".join(lines for table in backup.contents.tables for lines in backup.rows(table))
    assert photo_of(b"deleted meanwhile").sha256.encode() not in held
    assert visit.client_id.encode() in held
