"""SQLite databases that SQLCipher encrypts: told apart, opened, copied into the other form."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from posture.errors import InstallationError, StudioError, StudioLockedError
from posture.files.durable import sync_folder
from posture.i18n.language import tr
from posture.installation import install_command

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

_PLAIN = b"SQLite format 3\x00"
_BLOCK = 1024**2
_PATIENCE_S = 5.0
"""Seconds to wait for others to close the database."""


def is_plain(path: Path) -> bool:
    """Tell whether a database file is one that anybody can read; a missing or empty one is not."""
    try:
        with path.open("rb") as file:
            return file.read(len(_PLAIN)) == _PLAIN
    except FileNotFoundError:
        return False


def sqlcipher() -> Any:
    """The module of SQLCipher (DB-API 2).

    Raises
    ------
    InstallationError
        It is not installed.
    """
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise InstallationError(
            tr("The library SQLCipher, which encrypts the database, is not installed."),
            tr("Run: {command}").format(command=install_command("studio")),
        ) from error
    return dbapi2


def key_pragma(key: str) -> str:
    """The statement that a connection of SQLCipher runs first.

    Parameters
    ----------
    key : str
        ``Keys.database``; 64 hexadecimal digits, so that nothing is derived from it again.
    """
    return f"PRAGMA key = \"x'{key}'\""


@contextmanager
def held_alone(path: Path, key: str | None) -> Generator[Any]:
    """Open a database that nobody else has open, and keep everybody out meanwhile.

    Whoever calls this has closed it in its own process: two libraries of SQLite in one process do
    not see each other's locks.

    Parameters
    ----------
    path : Path
    key : str or None
        ``Keys.database``; None for a plain file.

    Yields
    ------
    connection
        Of SQLCipher. Everything is in the one file: there is no log beside it.

    Raises
    ------
    StudioError
        Somebody else has it open.
    StudioLockedError
        It is encrypted with another key.
    """
    module = sqlcipher()
    with closing(module.connect(str(path), timeout=_PATIENCE_S, isolation_level=None)) as held:
        if key is not None:
            held.execute(key_pragma(key))
        try:
            # Every open connection keeps the log in use. It is ended before the lock that stays:
            # afterwards SQLite would leave a journal beside the file.
            held.execute("PRAGMA journal_mode = DELETE").fetchone()
            held.execute("PRAGMA locking_mode = EXCLUSIVE")
            held.execute("BEGIN EXCLUSIVE")
            held.execute("COMMIT")
            if held.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
                raise module.OperationalError("somebody began a log in between")
        except module.OperationalError as error:
            raise StudioError(
                tr("The studio is open elsewhere."),
                tr("Close the app and every other program that uses it, then try again."),
            ) from error
        except module.DatabaseError as error:
            raise StudioLockedError(
                tr("The key does not open the database {path}.").format(path=path)
            ) from error
        yield held


def export(held: Any, target: Path, key: str | None) -> None:
    """Copy an open database into a new file, encrypted or not, and compare every row.

    Parameters
    ----------
    held : connection
        From :func:`held_alone`.
    target : Path
        Must not exist.
    key : str or None
        ``Keys.database``; None for a plain file.

    Raises
    ------
    StudioError
        It cannot be copied: the disk is full, or the database damaged.
    """
    try:
        _export(held, target, key)
    except sqlcipher().Error as error:
        raise StudioError(
            tr("The database cannot be copied: {why}.").format(why=error),
            tr("Nothing was changed. Check the free space on the disk, then try again."),
        ) from error


def exchange(held: Any, path: Path, copy: Path) -> None:
    """Put a copy in place of the database that it was made from, and end the connection.

    Whoever waited for the old file finds that it is no database any more, and cannot write into it
    what nobody would ever read. Its records are overwritten; a disk may still keep earlier blocks.
    """
    if os.name == "nt":  # which exchanges no file that is open
        held.close()
        copy.replace(path)
        return
    # Closing the file would end the lock of the connection, which is closed first therefore.
    with path.open("r+b") as old:
        copy.replace(path)
        sync_folder(path.parent)
        left = old.seek(0, os.SEEK_END)
        old.seek(0)
        while left > 0:
            left -= old.write(bytes(min(left, _BLOCK)))
        old.flush()
        os.fsync(old.fileno())
        held.close()


def _export(held: Any, target: Path, key: str | None) -> None:
    version = held.execute("PRAGMA user_version").fetchone()[0]
    target.touch(mode=0o600)
    key_text = "" if key is None else f"x'{key}'"
    held.execute("ATTACH DATABASE ? AS copy KEY ?", (str(target), key_text))
    held.execute("SELECT sqlcipher_export('copy')").fetchone()
    held.execute(f"PRAGMA copy.user_version = {int(version)}")
    tables = "SELECT name FROM main.sqlite_master WHERE type = 'table' ORDER BY name"
    for (table,) in held.execute(tables).fetchall():
        rows = (held.execute(f'SELECT * FROM {side}."{table}"') for side in ("main", "copy"))
        if any(one != other for one, other in zip_longest(*rows)):
            raise StudioError(
                tr("The copy of the database is not equal to it; nothing was changed."),
                tr("Check the disk."),
            )
    held.execute("DETACH DATABASE copy")
