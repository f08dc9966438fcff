"""SQLite databases that SQLCipher encrypts: told apart, opened, copied into the other form."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from posture.errors import InstallationError, StudioLockedError
from posture.i18n.language import tr
from posture.installation import install_command

if TYPE_CHECKING:
    from pathlib import Path

_PLAIN = b"SQLite format 3\x00"


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


def copy_database(
    source: Path, source_key: str | None, target: Path, target_key: str | None
) -> None:
    """Copy a database into a new file, encrypted or decrypted on the way.

    Parameters
    ----------
    source : Path
        Nobody else may write to it.
    source_key, target_key : str or None
        ``Keys.database``; None for a plain file.
    target : Path
        Must not exist.

    Raises
    ------
    StudioLockedError
        The source is encrypted with another key.
    """
    module = sqlcipher()
    with closing(module.connect(str(source), isolation_level=None)) as connection:
        if source_key is not None:
            connection.execute(key_pragma(source_key))
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        except module.DatabaseError as error:
            raise StudioLockedError(
                tr("The key does not open the database {path}.").format(path=source)
            ) from error
        key = "" if target_key is None else f"x'{target_key}'"
        connection.execute("ATTACH DATABASE ? AS copy KEY ?", (str(target), key))
        connection.execute("SELECT sqlcipher_export('copy')")
        connection.execute(f"PRAGMA copy.user_version = {int(version)}")
        connection.execute("DETACH DATABASE copy")
