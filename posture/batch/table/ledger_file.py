"""The SQLite file of a ledger: its tables, and one run at a time that has it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from posture.errors import StorageError
from posture.i18n.language import tr

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = "ledger.sqlite"
"""Its name, beside the results."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS done (
    path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, key TEXT, choices TEXT, status TEXT,
    part TEXT, content TEXT
);
CREATE INDEX IF NOT EXISTS done_key ON done (key);
CREATE INDEX IF NOT EXISTS done_size ON done (size);
CREATE INDEX IF NOT EXISTS done_waiting ON done (path) WHERE content IS NOT NULL;
CREATE TABLE IF NOT EXISTS parts (name TEXT PRIMARY KEY);
DROP TABLE IF EXISTS asked;
CREATE TABLE asked (
    path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, choices TEXT, line INTEGER, person TEXT,
    day TEXT, view TEXT, team TEXT, age REAL, sex TEXT, stature_cm REAL, todo INTEGER DEFAULT 1,
    file TEXT UNIQUE
);
CREATE INDEX asked_order ON asked (todo, line, path);
CREATE INDEX asked_size ON asked (size);
PRAGMA user_version = 1;
"""


def open_ledger(path: Path) -> sqlite3.Connection:
    """Open the file for this run alone.

    Parameters
    ----------
    path : Path
        Made where it is not there, made anew where it is damaged. What an earlier run asked for
        is not in it.

    Raises
    ------
    StorageError
        Another run has it, or it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _opened(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            # Power was lost while it was written: the parts hold what it held, but for the last.
            path.unlink()
            return _opened(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise ledger_fault(path, error) from error


def ledger_fault(path: Path, error: Exception) -> StorageError:
    """Why the file cannot be used, for people."""
    if getattr(error, "sqlite_errorname", "") == "SQLITE_BUSY":
        return StorageError(
            tr("Another run writes into {folder}.").format(folder=path.parent),
            tr("Wait until it has ended, or choose another folder."),
        )
    if isinstance(error, FileExistsError | NotADirectoryError):
        return StorageError(
            tr("{folder} is not a folder.").format(folder=path.parent), tr("Choose another folder.")
        )
    reason = getattr(error, "strerror", error)
    return StorageError(
        tr("{path} cannot be written: {reason}.").format(path=path, reason=reason),
        tr("Choose another folder, or make room on the disk."),
    )


def _opened(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=1.0, isolation_level=None)
    try:
        # A killed process loses nothing of what it gave to the system: no need to wait for the
        # disk at every photo.
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = TRUNCATE")
        db.execute("BEGIN EXCLUSIVE")
        db.execute("COMMIT")
        db.executescript(_SCHEMA)
    except BaseException:
        db.close()
        raise
    return db
