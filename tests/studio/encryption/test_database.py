"""A database is encrypted and decrypted without a difference, and is closed to another key."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from posture.errors import StudioError, StudioLockedError
from posture.studio.encryption import database
from posture.studio.encryption.database import (
    exchange,
    export,
    held_alone,
    is_plain,
    key_pragma,
    sqlcipher,
)

KEY, OTHER = "ab" * 32, "cd" * 32


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A plain database with a log beside it."""
    path = tmp_path / "studio.db"
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


def _switch(path: Path, key: str | None, new_key: str | None) -> None:
    copy = path.with_name("copy.db")
    with held_alone(path, key) as held:
        export(held, copy, new_key)
        exchange(held, path, copy)


def test_there_and_back_is_equal_and_nothing_can_be_read_in_between(path: Path):
    before = _dump(path)
    _switch(path, None, KEY)
    assert not is_plain(path)
    assert "Jördis".encode() not in path.read_bytes()
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    _switch(path, KEY, None)
    assert is_plain(path)
    assert _dump(path) == before


def test_a_connection_reads_with_the_key_alone(path: Path):
    _switch(path, None, KEY)
    with closing(sqlcipher().connect(str(path))) as connection:
        connection.execute(key_pragma(KEY))
        assert connection.execute("SELECT name FROM client").fetchall() == [("Jördis Ümläut",)]
    for key in (OTHER, None):
        with pytest.raises(StudioLockedError, match="does not open"), held_alone(path, key):
            pass


# Locks of SQLite hold between processes; in one process two libraries do not see each other's.
READER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT * FROM client").fetchall()
print("open", flush=True)
sys.stdin.read()
"""
WRITER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=30)
print("open", flush=True)
try:
    connection.execute("INSERT INTO client VALUES ('lost', NULL, NULL)")
    connection.commit()
except sqlite3.DatabaseError as error:
    print(error)
"""


@contextmanager
def _other_process(script: str, path: Path) -> Generator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process


def test_a_database_that_is_open_elsewhere_is_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(database, "_PATIENCE_S", 0.05)
    with (
        _other_process(READER, path),
        pytest.raises(StudioError, match="open elsewhere"),
        held_alone(path, None),
    ):
        pass
    _switch(path, None, KEY)


def test_who_waits_for_the_old_file_does_not_write_into_it(path: Path):
    copy = path.with_name("copy.db")
    with held_alone(path, None) as held, _other_process(WRITER, path) as writer:
        export(held, copy, KEY)
        exchange(held, path, copy)
        assert "not a database" in writer.communicate()[0]


def test_a_file_that_is_not_there_is_not_plain(tmp_path: Path):
    assert not is_plain(tmp_path / "none.db")
