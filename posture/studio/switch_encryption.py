"""Encrypting a studio that is there, and decrypting it again.

The database is exchanged in one step, before the photos and while nobody else can open it; then the
key file says that a switch is under way, and in which direction. Until it is done each photo is
read in both forms, and new ones are kept in the form that is wanted. A crash at any instant leaves
a studio that opens with its passphrase, and a switch that can be finished.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from posture.errors import BackupError, StudioError
from posture.files.durable import write_durably
from posture.i18n.language import tr
from posture.studio.backup.reader import read_header
from posture.studio.backup.register import known_backups
from posture.studio.backup.staging import UNFINISHED_FOLDERS
from posture.studio.encryption.cipher import is_sealed
from posture.studio.encryption.database import exchange, export, held_alone, is_plain
from posture.studio.encryption.key_file import delete_key_file, read_key_file, write_key_file
from posture.studio.encryption.photos import SealedPhotos
from posture.studio.encryption.unlock import forget, unlock, with_passphrase
from posture.studio.store.database.engine import Database, postgresql_engine
from posture.studio.store.database.faults import told
from posture.studio.store.photos import PhotoFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from posture.studio.encryption.cipher import Keys
    from posture.studio.encryption.key_file import KeyFile, State
    from posture.studio.encryption.unlock import NewKey
    from posture.studio.store.settings import StoreSettings

_COPY = ".switching"
"""Ending of the copy of a database that is not finished."""


@dataclass(frozen=True, slots=True)
class Switched:
    """What a switch did, and what it left as it was.

    Attributes
    ----------
    photos : int
        Files that were encrypted or decrypted.
    plain : tuple of Path
        Backups made before the studio was encrypted, and dumps of a PostgreSQL database: anybody
        who has the file reads them.
    """

    photos: int
    plain: tuple[Path, ...]


def encrypt(settings: StoreSettings, new: NewKey) -> Switched:
    """Encrypt a studio's photos and its SQLite database.

    A PostgreSQL database is its administrator's to encrypt; the photos are encrypted.

    Parameters
    ----------
    settings : StoreSettings
        Nobody has the studio open, this process neither.
    new : NewKey
        Whose recovery code was written down.

    Raises
    ------
    StudioError
        It is encrypted already, or open elsewhere; or the disk fails. Nothing is lost.
    """
    if read_key_file(settings.home) is not None:
        raise StudioError(tr("The studio is encrypted already."))
    return _switch(settings, new.file, new.keys, "encrypting")


def finish_encryption(settings: StoreSettings) -> Switched:
    """Go on where :func:`encrypt` was interrupted, or turn back from :func:`decrypt`.

    Parameters
    ----------
    settings : StoreSettings
        As for :func:`decrypt`.

    Raises
    ------
    StudioLockedError, StudioError
        As for :func:`decrypt`.
    """
    key_file = _need_key_file(settings)
    return _switch(settings, key_file, unlock(key_file, settings.passphrase), "encrypting")


def decrypt(settings: StoreSettings) -> Switched:
    """Decrypt a studio's photos and its SQLite database; the key is deleted.

    It goes on where it was interrupted.

    Parameters
    ----------
    settings : StoreSettings
        With its passphrase or recovery code, where the keyring does not have the key. Nobody has
        the studio open, this process neither.

    Raises
    ------
    StudioLockedError
        The passphrase is wrong or missing.
    StudioError
        It is not encrypted, or open elsewhere; or the disk fails. Nothing is lost.
    """
    key_file = _need_key_file(settings)
    return _switch(settings, key_file, unlock(key_file, settings.passphrase), "decrypting")


def change_passphrase(settings: StoreSettings, known: str | None, passphrase: str) -> None:
    """Let another passphrase open an encrypted studio; whoever has it open is not disturbed.

    Parameters
    ----------
    settings : StoreSettings
    known : str or None
        The passphrase until now, or the recovery code; None for the system's keyring.
    passphrase : str
        The new one.

    Raises
    ------
    StudioLockedError
        ``known`` does not open the studio.
    StudioError
        It is not encrypted, or being switched; or the new passphrase is too short.
    """
    key_file = _need_key_file(settings)
    if key_file.state != "encrypted":
        raise StudioError(
            tr("The encryption of the studio is being switched."),
            tr("Finish it first: {command}").format(command="posture studio encrypt"),
        )
    changed = with_passphrase(key_file, known, passphrase)
    with told():
        write_key_file(settings.home, changed)


def _switch(settings: StoreSettings, key_file: KeyFile, keys: Keys, state: State) -> Switched:
    sealing = state == "encrypting"
    photos = SealedPhotos(keys.photos, ending=not sealing)
    files = PhotoFiles(settings.photos, photos)

    def begin() -> None:
        write_key_file(settings.home, key_file.model_copy(update={"state": state}))
        _delete_unfinished(settings, files)

    with told():
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if settings.url is not None:
            _need_alone(settings.url)
            begin()
        elif settings.database.exists():
            _switch_database(settings.database, keys, sealing, begin)
        else:
            begin()
        count = _switch_photos(files, photos, sealing)
        for path in settings.backups.glob("*.db"):
            if is_plain(path) is sealing:
                _switch_database(path, keys, sealing)
        if sealing:
            write_key_file(settings.home, key_file.model_copy(update={"state": "encrypted"}))
        else:
            delete_key_file(settings.home)
            forget(key_file)
    return Switched(count, tuple(_plain_files(settings)) if sealing else ())


def _need_key_file(settings: StoreSettings) -> KeyFile:
    key_file = read_key_file(settings.home)
    if key_file is None:
        raise StudioError(tr("The studio is not encrypted."))
    return key_file


def _need_alone(url: str) -> None:
    """Stop where another station is connected to the PostgreSQL database."""
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    database = Database(postgresql_engine(url))
    try:
        with database.reading() as connection:
            if connection.scalar(others):
                raise StudioError(
                    tr("The studio is open elsewhere."),
                    tr("Close the app on every station, then try again."),
                )
    finally:
        database.close()


def _switch_database(
    path: Path, keys: Keys, sealing: bool, begin: Callable[[], None] | None = None
) -> None:
    """Exchange a database for its other form, unless it is there already.

    Parameters
    ----------
    path : Path
    keys : Keys
    sealing : bool
    begin : callable, optional
        Called when nothing can go wrong any more but a crash.
    """
    plain = is_plain(path)
    copy = path.with_name(f"{path.name}{_COPY}")
    with held_alone(path, None if plain else keys.database) as held:
        if plain is sealing:
            copy.unlink(missing_ok=True)
            try:
                export(held, copy, keys.database if sealing else None)
            except BaseException:
                copy.unlink(missing_ok=True)
                raise
        if begin is not None:
            begin()
        if plain is sealing:
            exchange(held, path, copy)


def _switch_photos(files: PhotoFiles, photos: SealedPhotos, sealing: bool) -> int:
    count = 0
    for sha256 in list(files.hashes()):
        path = files.path(sha256)
        kept = path.read_bytes()
        if is_sealed(kept) is not sealing:
            write_durably(path, photos.seal(photos.open(kept, sha256), sha256))
            count += 1
    return count


def _delete_unfinished(settings: StoreSettings, files: PhotoFiles) -> None:
    """Delete what crashes left: nothing of it counts, and some of it may be plain."""
    for path in files.unfinished():
        path.unlink(missing_ok=True)
    for path in settings.backups.glob("*.part"):
        path.unlink(missing_ok=True)
    for folder in settings.home.glob(UNFINISHED_FOLDERS):
        shutil.rmtree(folder, ignore_errors=True)


def _plain_files(settings: StoreSettings) -> Iterator[Path]:
    """Backups on this machine that anybody reads."""
    yield from sorted(settings.backups.glob("*.dump"))
    for backup in known_backups(settings.home):
        try:
            if read_header(backup.path).keys is None:
                yield backup.path
        except BackupError:
            continue
