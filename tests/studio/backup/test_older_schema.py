"""A backup of the first schema is restored by today's program, on both databases."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from posture.studio.backup.make import make_backup
from posture.studio.backup.reader import open_backup
from posture.studio.backup.restore import restore_backup
from posture.studio.records import LOCAL
from posture.studio.store.database.engine import Database, sqlite_engine
from posture.studio.store.database.protection import PLAIN
from posture.studio.store.photos import PhotoFiles
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import Store

FIRST = Path(__file__).parents[2] / "fixtures" / "data" / "studio_0001.sql"
PHOTO = b"side photo"
OLD_TABLES = ("clients", "consents", "visits", "photos", "shares", "own_exercises", "client_words")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A backup that the first version of the program made."""
    settings = StoreSettings(tmp_path / "first")
    settings.home.mkdir()
    with closing(sqlite3.connect(settings.database)) as connection:
        connection.executescript(FIRST.read_text(encoding="utf-8"))
    photos = PhotoFiles(settings.photos, PLAIN.cipher)
    photos.write(PHOTO)
    database = Database(sqlite_engine(settings.database, PLAIN))
    with Store(settings, database, photos) as store:
        return make_backup(store, LOCAL, tmp_path / "first.zip").path


def test_it_says_its_schema(file: Path):
    with open_backup(file) as backup:
        assert backup.contents.schema_version == "0001"
        assert "accounts" not in {table.name for table in backup.contents.tables}


def test_it_is_migrated_on_the_way(store: Store, file: Path, tmp_path: Path):
    restored = restore_backup(store, LOCAL, file, passphrase=None)
    assert restored.clients > 0
    assert store.verify().faults == ()
    with closing(sqlite3.connect(tmp_path / "first" / "studio.db")) as first:
        for table in OLD_TABLES:
            count = first.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            with store.database.reading() as connection:
                assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == count
    records = store.repository(LOCAL)
    shown = {
        records.photo(visit.id, photo.sha256)
        for row in records.find_clients("").rows
        for visit in records.visits(row.id, drafts=True)
        for photo in visit.photos
    }
    assert shown == {PHOTO}
