"""Sealing of bytes with AES-GCM, and the keys that are derived from a studio's one data key."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from posture.errors import StudioError
from posture.i18n.language import tr

KEY_BYTES = 32
_MARK = b"\x00posture sealed 1\n"
"""First bytes of what is sealed; no picture and no database begins so."""

_NONCE_BYTES = 12


def new_key() -> bytes:
    """A random key of 256 bits."""
    return AESGCM.generate_key(bit_length=8 * KEY_BYTES)


def is_sealed(data: bytes) -> bool:
    """Tell whether bytes are the output of a :class:`Cipher`; their first 32 are enough."""
    return data.startswith(_MARK)


class Cipher:
    """Seals and opens bytes under a name, which cannot be exchanged for another.

    Parameters
    ----------
    key : bytes
        256 bits.
    """

    __slots__ = ("_aead",)

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, data: bytes, name: str) -> bytes:
        """Encrypt, with a random nonce.

        Parameters
        ----------
        data : bytes
        name : str
            What the bytes are; needed again to open them.
        """
        nonce = os.urandom(_NONCE_BYTES)
        return _MARK + nonce + self._aead.encrypt(nonce, data, name.encode())

    def open(self, sealed: bytes, name: str) -> bytes:
        """Decrypt.

        Raises
        ------
        StudioError
            Sealed with another key or under another name, or damaged.
        """
        start = len(_MARK) + _NONCE_BYTES
        try:
            if not is_sealed(sealed) or len(sealed) < start:
                raise InvalidTag
            return self._aead.decrypt(sealed[len(_MARK) : start], sealed[start:], name.encode())
        except InvalidTag as error:
            raise StudioError(
                tr("An encrypted file is damaged, or it was encrypted with another key."),
                tr("Restore it from a backup."),
            ) from error


@dataclass(frozen=True, slots=True)
class Keys:
    """Everything that encrypts and decrypts in a studio.

    Attributes
    ----------
    photos : Cipher
        Of the files of photos; the name is their SHA-256.
    backups : Cipher
        Of the parts of a backup.
    database : str
        Key of SQLCipher, 64 hexadecimal digits.
    """

    photos: Cipher = field(repr=False)
    backups: Cipher = field(repr=False)
    database: str = field(repr=False)

    @classmethod
    def derived(cls, data_key: bytes) -> Keys:
        """Derive one key for each use from the studio's data key."""
        return cls(
            photos=Cipher(_derived(data_key, "photos")),
            backups=Cipher(_derived(data_key, "backups")),
            database=_derived(data_key, "database").hex(),
        )


def _derived(data_key: bytes, use: str) -> bytes:
    # The data key is random, so that no salt is needed (RFC 5869, section 3.1).
    label = f"posture studio {use}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=label).derive(data_key)
