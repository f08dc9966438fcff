"""A database is encrypted and decrypted without a difference, and is closed to another key."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from posture.errors import StudioLockedError
from posture.studio.encryption.database import copy_database, is_plain, key_pragma, sqlcipher

KEY, OTHER = "ab" * 32, "cd" * 32


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "plain.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA user_version = 7")
        connection.execute("CREATE TABLE client (name TEXT, photo BLOB, height REAL)")
        connection.execute("CREATE INDEX by_name ON client (name)")
        connection.execute("INSERT INTO client VALUES ('Jördis Ümläut', x'ffd8ff', 1.1)")
        connection.commit()
    return path


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()
        return [str(version), *connection.iterdump()]


def test_there_and_back_is_equal_and_nothing_can_be_read_in_between(plain: Path, tmp_path: Path):
    sealed, back = tmp_path / "sealed.db", tmp_path / "back.db"
    copy_database(plain, None, sealed, KEY)
    assert is_plain(plain)
    assert not is_plain(sealed)
    assert "Jördis".encode() not in sealed.read_bytes()
    copy_database(sealed, KEY, back, None)
    assert _dump(back) == _dump(plain)


def test_a_connection_reads_with_the_key_alone(plain: Path, tmp_path: Path):
    sealed, module = tmp_path / "sealed.db", sqlcipher()
    copy_database(plain, None, sealed, KEY)
    with closing(module.connect(str(sealed))) as connection:
        connection.execute(key_pragma(KEY))
        assert connection.execute("SELECT name FROM client").fetchall() == [("Jördis Ümläut",)]
    for key in (OTHER, None):
        with pytest.raises(StudioLockedError, match="does not open the database"):
            copy_database(sealed, key, tmp_path / "other.db", None)


def test_a_file_that_is_not_there_is_not_plain(tmp_path: Path):
    assert not is_plain(tmp_path / "none.db")
