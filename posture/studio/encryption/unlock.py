"""Making the key of a studio, and unlocking it by passphrase, recovery code or keyring."""

from __future__ import annotations

import base64
import os
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

import keyring
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from keyring.errors import KeyringError

from posture.errors import StudioError, StudioLockedError
from posture.i18n.language import tr
from posture.studio.encryption.cipher import KEY_BYTES, Cipher, Keys, new_key
from posture.studio.encryption.key_file import KeyFile, ScryptCost, Slot, SlotKind

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST_PASSPHRASE = 10
"""Characters; a shorter one is refused when it is set."""

SERVICE = "posture studio"
"""Name in the system's keyring."""

_RECOVERY_BYTES = 20
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made.

    Attributes
    ----------
    file : KeyFile
    keys : Keys
    recovery_code : str
        Opens the studio and its backups where the keyring is lost; empty with a passphrase. It is
        shown once and stored nowhere.
    """

    file: KeyFile
    keys: Keys
    recovery_code: str = field(default="", repr=False)


def key_by_passphrase(passphrase: str, cost: ScryptCost | None = None) -> NewKey:
    """Make a key that a passphrase unlocks.

    Raises
    ------
    StudioError
        The passphrase is too short.
    """
    id, data_key = uuid4().hex, new_key()
    slot = _slot_of_passphrase(passphrase, data_key, id, cost)
    return NewKey(KeyFile(id=id, slots=(slot,)), Keys.derived(data_key))


def key_by_keyring(cost: ScryptCost | None = None) -> NewKey:
    """Make a key that the system's keyring unlocks, and a recovery code beside it.

    Raises
    ------
    StudioError
        The system has no keyring that keeps a key.
    """
    id, data_key, own = uuid4().hex, new_key(), new_key()
    _remember(id, own)
    code = base64.b32encode(os.urandom(_RECOVERY_BYTES)).decode()
    slots = (
        Slot(kind="keyring", wrapped=Cipher(own).seal(data_key, id)),
        _slot_of_text("recovery", code, data_key, id, cost or ScryptCost()),
    )
    grouped = "-".join(code[i : i + 4] for i in range(0, len(code), 4))
    return NewKey(KeyFile(id=id, slots=slots), Keys.derived(data_key), grouped)


def unlock(key_file: KeyFile, passphrase: str | None = None) -> Keys:
    """Get the keys out of a key file.

    Parameters
    ----------
    key_file : KeyFile
    passphrase : str, optional
        Or the recovery code; the system's keyring is asked where none is given.

    Raises
    ------
    StudioLockedError
        Nothing given unlocks it.
    """
    return Keys.derived(_data_key(key_file, passphrase))


def with_passphrase(
    key_file: KeyFile, known: str | None, passphrase: str, cost: ScryptCost | None = None
) -> KeyFile:
    """A key file that another passphrase opens in place of the last one.

    The data key stays, so that nothing is encrypted anew. Keyring and recovery code open it as
    before; backups that were made before keep the passphrase that they were made with.

    Parameters
    ----------
    key_file : KeyFile
    known : str or None
        The passphrase until now, or the recovery code; None for the system's keyring.
    passphrase : str
        The new one.
    cost : ScryptCost, optional

    Raises
    ------
    StudioLockedError
        ``known`` does not open it.
    StudioError
        The new one is too short.
    """
    data_key = _data_key(key_file, known)
    slot = _slot_of_passphrase(passphrase, data_key, key_file.id, cost)
    others = tuple(one for one in key_file.slots if one.kind != "passphrase")
    return key_file.model_copy(update={"slots": (slot, *others)})


def _slot_of_passphrase(passphrase: str, data_key: bytes, id: str, cost: ScryptCost | None) -> Slot:
    if len(_normal(passphrase)) < SHORTEST_PASSPHRASE:
        raise StudioError(
            tr("The passphrase is too short."),
            tr("Take at least {count} characters, such as four words that you make up.").format(
                count=SHORTEST_PASSPHRASE
            ),
        )
    return _slot_of_text("passphrase", _normal(passphrase), data_key, id, cost or ScryptCost())


def _data_key(key_file: KeyFile, passphrase: str | None) -> bytes:
    if passphrase:
        by_text = _by_text(key_file, passphrase)
        if by_text is None:
            raise StudioLockedError(
                tr("This passphrase does not open the studio."),
                tr("Check upper and lower case and the keyboard's language, and try again."),
            )
        return by_text
    by_keyring = list(_slots(key_file, "keyring"))
    if not by_keyring:
        raise StudioLockedError(
            tr("The studio is encrypted and needs its passphrase."), tr("Type the passphrase.")
        )
    own = _remembered(key_file.id)
    data_key = own and _opened(by_keyring[0], own, key_file.id)
    if not data_key:
        raise StudioLockedError(
            tr("The system's keyring does not give the key of this studio."),
            tr("Sign in as the person who encrypted it, or type the recovery code."),
        )
    return data_key


def forget(key_file: KeyFile) -> None:
    """Delete the key from the system's keyring, where it is there."""
    if any(_slots(key_file, "keyring")):
        try:
            keyring.delete_password(SERVICE, key_file.id)
        except KeyringError:
            return


def _by_text(key_file: KeyFile, passphrase: str) -> bytes | None:
    code = "".join(passphrase.split()).replace("-", "").upper()
    for slot in (*_slots(key_file, "passphrase"), *_slots(key_file, "recovery")):
        text = code if slot.kind == "recovery" else _normal(passphrase)
        found = _opened(slot, _stretched(text, slot.salt, slot.cost), key_file.id)
        if found:
            return found
    return None


def _slots(key_file: KeyFile, kind: SlotKind) -> Iterable[Slot]:
    return (slot for slot in key_file.slots if slot.kind == kind)


def _slot_of_text(kind: SlotKind, text: str, data_key: bytes, id: str, cost: ScryptCost) -> Slot:
    salt = os.urandom(_SALT_BYTES)
    wrapped = Cipher(_stretched(text, salt, cost)).seal(data_key, id)
    return Slot(kind=kind, wrapped=wrapped, salt=salt, cost=cost)


def _stretched(text: str, salt: bytes, cost: ScryptCost) -> bytes:
    try:
        return Scrypt(salt=salt, length=KEY_BYTES, n=cost.n, r=cost.r, p=cost.p).derive(
            text.encode()
        )
    except (ValueError, MemoryError) as error:
        raise StudioError(
            tr("The key cannot be computed from the passphrase ({why}).").format(why=error),
            tr("Close other programs: it needs memory for a moment."),
        ) from error


def _opened(slot: Slot, key: bytes, id: str) -> bytes | None:
    try:
        return Cipher(key).open(slot.wrapped, id)
    except StudioError:
        return None


def _normal(passphrase: str) -> str:
    """One spelling of the same characters: keyboards of other systems compose umlauts otherwise."""
    return unicodedata.normalize("NFKC", passphrase)


def _remember(id: str, key: bytes) -> None:
    try:
        keyring.set_password(SERVICE, id, base64.b64encode(key).decode())
    except KeyringError as error:
        raise _no_keyring() from error
    # Some stand-ins for a keyring take everything and keep nothing.
    if _remembered(id) != key:
        raise _no_keyring()


def _remembered(id: str) -> bytes | None:
    try:
        kept = keyring.get_password(SERVICE, id)
        key = base64.b64decode(kept or "", validate=True)
    except (KeyringError, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def _no_keyring() -> StudioError:
    return StudioError(
        tr("This system has no keyring that keeps the key."), tr("Encrypt with a passphrase.")
    )
