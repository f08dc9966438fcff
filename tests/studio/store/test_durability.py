"""What a power cut would take: the order in which a photo and its row reach the disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from posture.studio.records import LOCAL
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import Store, open_store
from tests.fixtures.studio import add_client, add_visit

PHOTO = b"a photo"


def test_a_photo_is_on_the_disk_with_its_name_before_its_row_is_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    client = add_client(store.repository(LOCAL))
    steps: list[str] = []
    sync, replace = os.fsync, Path.replace

    def synced(handle: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        steps.append("folder synced" if is_folder else "file synced")
        sync(handle)

    def renamed(path: Path, target: Path) -> Path:
        steps.append("renamed")
        return replace(path, target)

    def executed(*arguments: Any) -> None:
        if "INSERT INTO photos" in arguments[2]:
            steps.append("row written")

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    event.listen(store.database.engine, "before_cursor_execute", executed)
    add_visit(store.repository(LOCAL), client, PHOTO)
    made = ["folder synced"] * 2  # the two new folders, each in the one above
    assert steps == [*made, "file synced", "renamed", "folder synced", "row written"]


def test_sqlite_waits_for_the_disk_at_every_commit(tmp_path: Path):
    with (
        open_store(StoreSettings(tmp_path / "home")) as store,
        store.database.writing() as connection,
    ):
        full, wal = 2, "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == full
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == wal
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
