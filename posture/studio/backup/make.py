"""Making a backup: one file with every record and photo, checked by restoring it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from posture import __version__
from posture.errors import BackupError, StudioError
from posture.files.durable import UNFINISHED, for_the_owner_alone, sync_folder
from posture.i18n.language import tr
from posture.log.events import tell
from posture.studio.backup.contents import Contents, Header, PhotoPart, TableContents, TablePart
from posture.studio.backup.reader import open_backup
from posture.studio.backup.register import remember
from posture.studio.backup.rows import dump, kept_tables
from posture.studio.backup.staging import photos_named, staged
from posture.studio.backup.writer import BackupWriter
from posture.studio.encryption.key_file import read_key_file
from posture.studio.encryption.unlock import unlock
from posture.studio.records import new_id
from posture.studio.store.database.faults import told
from posture.studio.store.database.migrate import schema
from posture.studio.store.records.access import need_owner
from posture.studio.store.records.audit import record
from posture.studio.store.records.tables import clients
from posture.studio.store.records.visits import unreferenced

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from posture.studio.records import Actor
    from posture.studio.store.store import Store

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A backup that was just made and checked.

    Attributes
    ----------
    path : Path
    size : int
        Bytes.
    clients, photos : int
    missing : tuple of str
        Hashes of the photos that could not be read, and are not in it.
    encrypted : bool
    """

    path: Path
    size: int
    clients: int
    photos: int
    missing: tuple[str, ...]
    encrypted: bool


class _PhotoDeletedError(Exception):
    """A photo was deleted while the backup was made: it starts anew."""


def make_backup(store: Store, actor: Actor, target: Path) -> MadeBackup:
    """Back up a studio into one file, and check the file by restoring it.

    Others may go on working meanwhile: what is backed up is the state at the start. The backup of
    an encrypted studio is encrypted too, and opens with the same passphrase, recovery code or
    keyring.

    Parameters
    ----------
    store : Store
    actor : Actor
    target : Path
        A new file, or a folder, in which one named by date and time is made.

    Raises
    ------
    AccessError
        The actor is no owner.
    BackupError
        It cannot be written, or did not pass the check; no file is left.
    """
    need_owner(actor)
    path = _new_path(target)
    unfinished = path.with_name(f"{path.name}.{new_id()}{UNFINISHED}")
    try:
        contents = _write(store, unfinished)
        header = _check(store, unfinished, contents)
        with told():
            unfinished.replace(path)
            sync_folder(path.parent)
            remember(store.settings.home, header.id, contents.made, path, contents.clients)
    finally:
        unfinished.unlink(missing_ok=True)
    with store.database.writing() as connection:
        record(connection, actor, "backup.made", None, {"backup": header.id})
    size = path.stat().st_size
    tell("backup.made", count=len(contents.photos), megabytes=size / 1e6)
    return MadeBackup(
        path=path,
        size=size,
        clients=len(contents.clients),
        photos=len(contents.photos),
        missing=contents.missing,
        encrypted=header.keys is not None,
    )


def _new_path(target: Path) -> Path:
    path = target
    if target.is_dir():
        path = target / f"posture-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.zip"
    if path.exists():
        raise BackupError(
            tr("{path} is there already and stays as it is.").format(path=path),
            tr("Choose another name."),
        )
    if not path.parent.is_dir():
        raise BackupError(
            tr("There is no folder {path}.").format(path=path.parent), tr("Make it first.")
        )
    return path


def _write(store: Store, path: Path) -> Contents:
    for _ in range(_ATTEMPTS):
        try:
            return _write_once(store, path)
        except _PhotoDeletedError:
            continue
    raise BackupError(
        tr("Visits are being deleted all the time: no backup was made."),
        tr("Close the studio on the other stations, then try again."),
    )


def _write_once(store: Store, path: Path) -> Contents:
    key_file = read_key_file(store.settings.home)
    cipher = None
    if key_file is not None:
        cipher = unlock(key_file, store.settings.passphrase).backups
        key_file = key_file.model_copy(update={"state": "encrypted"})
    with told(), open(path, "wb", opener=for_the_owner_alone) as file:
        header = Header(id=new_id(), keys=key_file)
        with BackupWriter(file, header, cipher) as writer, store.database.reading() as connection:
            contents = _add_everything(store, connection, writer)
            writer.finish(contents)
        file.flush()
        os.fsync(file.fileno())
    return contents


def add_tables(connection: Connection, writer: BackupWriter) -> tuple[TableContents, ...]:
    """Add the records of every table that a backup keeps, as one transaction sees them."""
    tables: list[TableContents] = []
    for table in kept_tables(connection):
        count, parts = 0, list[TablePart]()
        for rows, lines in dump(connection, table):
            count += rows
            parts.append(writer.add_rows(lines))
        columns = tuple(table.columns.keys())
        tables.append(
            TableContents(name=table.name, columns=columns, rows=count, parts=tuple(parts))
        )
    return tuple(tables)


def _add_everything(store: Store, connection: Connection, writer: BackupWriter) -> Contents:
    """Add records and photos as they are in one transaction."""
    tables = add_tables(connection, writer)
    photos: list[PhotoPart] = []
    missing: list[str] = []
    for sha256 in photos_named(connection):
        try:
            data = store.photos.read(sha256)
        except StudioError:
            _need_named(store, sha256)
            missing.append(sha256)
        else:
            photos.append(writer.add_photo(data))
    return Contents(
        made=datetime.now(UTC),
        program=__version__,
        schema_version=schema(connection) or "",
        tables=tables,
        photos=tuple(photos),
        missing=tuple(missing),
        clients=tuple(connection.scalars(select(clients.c.id).order_by(clients.c.id))),
    )


def _need_named(store: Store, sha256: str) -> None:
    """Stop where a photo is not there because its visit was deleted after the backup began."""
    with store.database.reading() as connection:
        if unreferenced(connection, [sha256]):
            raise _PhotoDeletedError


def _check(store: Store, path: Path, contents: Contents) -> Header:
    """Restore the backup into a temporary place, and compare every field and byte."""
    with open_backup(path, store.settings.passphrase) as backup:
        if backup.contents != contents:
            raise BackupError(
                tr("The backup did not pass its check and was deleted."), tr("Use another disk.")
            )
        with staged(backup, store.settings.home):
            # Reading compares each with its hash, which is the one that the records name.
            for _ in backup.photos():
                pass
        return backup.header
