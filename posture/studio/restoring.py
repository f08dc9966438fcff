"""Restoring a backup with the encryption that it had."""

from __future__ import annotations

from dataclasses import replace as changed
from typing import TYPE_CHECKING

from posture.studio.backup.reader import read_header
from posture.studio.backup.restore import Restored, is_empty, restore_backup
from posture.studio.encryption.key_file import read_key_file
from posture.studio.encryption.unlock import NewKey, unlock
from posture.studio.store.store import open_store
from posture.studio.switch_encryption import decrypt, encrypt

if TYPE_CHECKING:
    from pathlib import Path

    from posture.studio.encryption.key_file import KeyFile
    from posture.studio.records import Actor
    from posture.studio.store.settings import StoreSettings


def restore_studio(
    settings: StoreSettings,
    actor: Actor,
    path: Path,
    passphrase: str | None,
    *,
    replace: bool = False,
) -> Restored:
    """Restore a backup; an empty studio gets the key of an encrypted one.

    Parameters
    ----------
    settings : StoreSettings
        Where an empty studio gets the key, nobody has it open, this process neither.
    actor : Actor
    path : Path
        The backup.
    passphrase : str or None
        Or recovery code of the studio that was backed up, where that was encrypted.
    replace : bool
        Put it in place of the records that are there, after a backup of them.

    Raises
    ------
    StudioLockedError, BackupError
        As from :func:`posture.studio.backup.restore.restore_backup`; nothing was changed.
    """
    key_file = read_header(path).keys
    takes_key = False
    if key_file is not None and _may_take_key(settings):
        settings = _with_key(settings, key_file, passphrase)
        takes_key = True
    try:
        with open_store(settings) as store:
            return restore_backup(store, actor, path, passphrase=passphrase, replace=replace)
    except BaseException:
        if takes_key:
            decrypt(settings)
        raise


def _may_take_key(settings: StoreSettings) -> bool:
    if read_key_file(settings.home) is not None:
        return False
    with open_store(settings) as store:
        return is_empty(store)


def _with_key(settings: StoreSettings, key_file: KeyFile, passphrase: str | None) -> StoreSettings:
    encrypt(settings, NewKey(key_file, unlock(key_file, passphrase)))
    return changed(settings, passphrase=passphrase)
