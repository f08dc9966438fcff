"""Restoring a backup: everything of it, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text, update

from posture.errors import BackupError, StudioError
from posture.i18n.language import tr
from posture.log.events import tell
from posture.studio.backup.make import MadeBackup, make_backup
from posture.studio.backup.reader import open_backup
from posture.studio.backup.register import remember
from posture.studio.backup.rows import all_tables, clear, dump, kept_tables, load
from posture.studio.backup.staging import need_space, part_hashes, staged
from posture.studio.encryption.key_file import read_key_file
from posture.studio.returned import returned_clients
from posture.studio.store.database.faults import told
from posture.studio.store.database.migrate import upgrade
from posture.studio.store.records.access import need_owner
from posture.studio.store.records.audit import record
from posture.studio.store.records.tables import studio
from posture.studio.store.unnamed import delete_or_leave

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from posture.studio.backup.reader import BackupReader
    from posture.studio.records import Actor, Client
    from posture.studio.store.database.engine import Database
    from posture.studio.store.store import Store

_NOT_COUNTED = frozenset({"studio", "audit", "logins", "login_attempts"})
"""Tables that have rows in a studio that nobody has used yet."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored.

    Attributes
    ----------
    made : datetime
        When the backup was made.
    clients, photos : int
    missing : tuple of str
        Hashes of photos that the backup does not hold: they were lost before it was made.
    before : MadeBackup or None
        The backup of what was replaced.
    returned : tuple of Client
        Clients in it who had been erased since.
    """

    made: datetime
    clients: int
    photos: int
    missing: tuple[str, ...]
    before: MadeBackup | None
    returned: tuple[Client, ...] = ()


def restore_backup(
    store: Store, actor: Actor, path: Path, *, passphrase: str | None, replace: bool = False
) -> Restored:
    """Restore a backup into a studio.

    The studio's own encryption holds for what is restored, whether the backup was encrypted or not.

    Parameters
    ----------
    store : Store
    actor : Actor
    path : Path
        The backup.
    passphrase : str or None
        Or recovery code of the studio that was backed up, where that was encrypted.
    replace : bool
        Put it in place of the records that are there, after a backup of them.

    Raises
    ------
    AccessError
        The actor is no owner.
    StudioLockedError
        The passphrase does not open the backup.
    BackupError
        It is no sound backup, or the studio is not empty; nothing was changed.
    """
    need_owner(actor)
    home = store.settings.home
    with open_backup(path, passphrase) as backup:
        _need_place(store, backup, replace=replace)
        need_space(home, 3 * backup.size)
        with staged(backup, home) as records:
            with records.writing() as connection:
                upgrade(connection)
            before = None if is_empty(store) else _back_up_first(store, actor)
            new = _write_photos(store, backup)
            try:
                _put_in_place(store, actor, backup, records, replace=replace)
            except BaseException:
                delete_or_leave(store.database, store.photos, new)
                raise
        contents, id = backup.contents, backup.header.id
    with told():
        remember(home, id, contents.made, path, contents.clients)
    tell("backup.restored", count=len(contents.photos))
    return Restored(
        made=contents.made,
        clients=len(contents.clients),
        photos=len(contents.photos),
        missing=contents.missing,
        before=before,
        returned=returned_clients(store, actor),
    )


def is_empty(store: Store) -> bool:
    """Tell whether a studio has no records yet."""
    with store.database.reading() as connection:
        return _has_no_records(connection)


def _need_place(store: Store, backup: BackupReader, *, replace: bool) -> None:
    if not replace and not is_empty(store):
        raise _not_empty()
    if backup.header.keys is not None and read_key_file(store.settings.home) is None:
        raise BackupError(
            tr("The backup is encrypted and this studio is not; nothing was changed."),
            tr("Encrypt the studio first: {command}").format(command="posture studio encrypt"),
        )


def _back_up_first(store: Store, actor: Actor) -> MadeBackup:
    folder = store.settings.backups
    with told():
        folder.mkdir(mode=0o700, exist_ok=True)
    name = f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.zip"
    return make_backup(store, actor, folder / name)


def _write_photos(store: Store, backup: BackupReader) -> list[str]:
    """Write the photos beside those that are there; gives the hashes of those that were not."""
    new: list[str] = []
    try:
        for part, data in zip(backup.contents.photos, backup.photos(), strict=True):
            if not store.photos.has(part.sha256):
                new.append(part.sha256)
                store.photos.write(data)
            elif not _is_sound(store, part.sha256):
                store.photos.write(data)
    except BaseException:
        delete_or_leave(store.database, store.photos, new)
        raise
    return new


def _is_sound(store: Store, sha256: str) -> bool:
    try:
        store.photos.read(sha256)
    except StudioError:
        return False
    return True


def _put_in_place(
    store: Store, actor: Actor, backup: BackupReader, records: Database, *, replace: bool
) -> None:
    """Exchange all records in one transaction, and compare every field before it ends."""
    with store.database.saving_photos() as connection, records.reading() as source:
        tables = all_tables(connection)
        if not store.database.is_sqlite:
            names = ", ".join(f'"{table.name}"' for table in tables)
            connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
        if not replace and not _has_no_records(connection):
            raise _not_empty()
        # The files of a visit that was just deleted may have been the same.
        for number, part in enumerate(backup.contents.photos):
            if not store.photos.has(part.sha256):
                store.photos.write(backup.photo(number))
        own = connection.scalar(select(studio.c.id))
        clear(connection, tables)
        by_name = {table.name: table for table in tables}
        for table in kept_tables(source):
            target = by_name[table.name]
            lines = (lines for _, lines in dump(source, table))
            load(connection, target, tuple(table.columns.keys()), lines)
            if part_hashes(connection, target) != part_hashes(source, table):
                raise BackupError(
                    tr("The database does not keep what it is given; nothing was changed.")
                )
        # The folder of photos belongs to this studio, whichever was backed up.
        connection.execute(update(studio).values(id=own))
        record(connection, actor, "backup.restored", None, {"backup": backup.header.id})


def _has_no_records(connection: Connection) -> bool:
    return not any(
        connection.scalar(select(func.count()).select_from(table))
        for table in all_tables(connection)
        if table.name not in _NOT_COUNTED
    )


def _not_empty() -> BackupError:
    return BackupError(
        tr("There are records in this studio already; nothing was changed."),
        tr("Restore into an empty folder, or use --replace: they are backed up before."),
    )
