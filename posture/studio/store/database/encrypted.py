"""How the files of an encrypted studio are opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from posture.studio.encryption.database import is_plain, key_pragma, sqlcipher
from posture.studio.encryption.key_file import read_key_file
from posture.studio.encryption.photos import SealedPhotos
from posture.studio.encryption.unlock import unlock
from posture.studio.store.database.protection import BUSY_S, PLAIN, Protection

if TYPE_CHECKING:
    from posture.studio.encryption.cipher import Keys
    from posture.studio.encryption.key_file import State
    from posture.studio.store.settings import StoreSettings


def protection_of(settings: StoreSettings) -> Protection:
    """How the files of a studio are opened, by the key file that lies in its folder, or not.

    Raises
    ------
    StudioLockedError
        The passphrase is wrong or missing.
    StudioError
        The key file is damaged.
    """
    key_file = read_key_file(settings.home)
    if key_file is None:
        return PLAIN
    keys = unlock(key_file, settings.passphrase)
    return encrypted(keys, key_file.state)


def encrypted(keys: Keys, state: State = "encrypted") -> Protection:
    """Protection by these keys.

    Parameters
    ----------
    keys : Keys
    state : {"encrypting", "encrypted", "decrypting"}
        Until a switch is done a database that is still, or again, plain is opened too.
    """
    module = sqlcipher()

    def connect(path: str) -> Any:
        connection = module.connect(
            path, timeout=BUSY_S, isolation_level=None, check_same_thread=False
        )
        if state == "encrypted" or not is_plain(Path(path)):
            connection.execute(key_pragma(keys.database))
        return connection

    return Protection(module, connect, SealedPhotos(keys.photos, ending=state == "decrypting"))
