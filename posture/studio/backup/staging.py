"""A backup restored into a temporary database, to check it and to migrate it."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from posture.errors import BackupError
from posture.i18n.language import format_number, tr
from posture.studio.backup.rows import clear, dump, kept_tables, load
from posture.studio.encryption.cipher import Keys, new_key
from posture.studio.store.database.encrypted import encrypted
from posture.studio.store.database.engine import Database, sqlite_engine
from posture.studio.store.database.faults import told
from posture.studio.store.database.migrate import upgrade
from posture.studio.store.database.protection import PLAIN

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy import Connection, Table

    from posture.studio.backup.reader import BackupReader

_PREFIX = "unfinished-"
UNFINISHED_FOLDERS = f"{_PREFIX}*"
"""Pattern of the names of the temporary folders, which a crash may leave."""

_OLD_S = 24 * 3600.0


@contextmanager
def staged(backup: BackupReader, home: Path) -> Generator[Database]:
    """Restore the records of a backup into a temporary database and compare every field.

    Parameters
    ----------
    backup : BackupReader
    home : Path
        Folder that gets a temporary one inside. Records of an encrypted backup are encrypted there
        too, with a key that nobody keeps.

    Yields
    ------
    Database
        At the schema version of the backup.

    Raises
    ------
    BackupError
        The records are not those that the list of contents tells of.
    """
    _delete_old(home)
    with told(), tempfile.TemporaryDirectory(prefix=_PREFIX, dir=home) as folder:
        sealed = backup.header.keys is not None
        protection = encrypted(Keys.derived(new_key())) if sealed else PLAIN
        engine = sqlite_engine(Path(folder) / "records.db", protection, migrating=True)
        with closing(Database(engine)) as database:
            _fill(database, backup)
            _compare(database, backup)
            yield database


def need_space(home: Path, size: int) -> None:
    """Stop where a disk has no room for what is to be written.

    Raises
    ------
    BackupError
    """
    with told():
        free = shutil.disk_usage(home).free
    if size > free:
        raise BackupError(
            tr("There is too little space: {needed} MB are needed, {free} MB are free.").format(
                needed=format_number(size / 1e6), free=format_number(free / 1e6)
            ),
            tr("Free some space, then try again."),
        )


def photos_named(connection: Connection) -> list[str]:
    """Hashes of the photos that visits name, in order."""
    tables = {table.name: table for table in kept_tables(connection)}
    hashes = tables["photos"].columns["sha256"]
    return sorted(connection.scalars(select(hashes).distinct()))


def part_hashes(connection: Connection, table: Table) -> list[str]:
    """Hashes of the parts of a table: equal tables have equal ones."""
    return [hashlib.sha256(lines).hexdigest() for _, lines in dump(connection, table)]


def _fill(database: Database, backup: BackupReader) -> None:
    with database.writing() as connection:
        upgrade(connection, backup.contents.schema_version)
        tables = {table.name: table for table in kept_tables(connection)}
        # A migration may have put rows into a new table.
        clear(connection, list(tables.values()))
        if sorted(table.name for table in backup.contents.tables) != sorted(tables):
            raise _different()
        for table in backup.contents.tables:
            count = load(connection, tables[table.name], table.columns, backup.rows(table))
            if count != table.rows:
                raise _different()
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise _different()


def _compare(database: Database, backup: BackupReader) -> None:
    """Read everything back out of the database, and compare it with what was backed up."""
    contents = backup.contents
    with database.reading() as connection:
        tables = {table.name: table for table in kept_tables(connection)}
        for table in contents.tables:
            expected = [part.sha256 for part in table.parts]
            if part_hashes(connection, tables[table.name]) != expected:
                raise _different()
        named = set(photos_named(connection))
        clients = set(connection.scalars(select(tables["clients"].columns["id"])))
    held = [photo.sha256 for photo in contents.photos]
    if sorted([*held, *contents.missing]) != sorted(named) or clients != set(contents.clients):
        raise _different()


def _delete_old(home: Path) -> None:
    """Delete what a crash left."""
    for folder in home.glob(UNFINISHED_FOLDERS):
        if folder.stat().st_mtime < time.time() - _OLD_S:
            shutil.rmtree(folder, ignore_errors=True)


def _different() -> BackupError:
    return BackupError(
        tr("The records in the backup are not those that it tells of; nothing was changed."),
        tr("Use another backup."),
    )
