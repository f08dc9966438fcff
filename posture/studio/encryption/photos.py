"""Files of photos in an encrypted studio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.studio.encryption.cipher import is_sealed

if TYPE_CHECKING:
    from posture.studio.encryption.cipher import Cipher


class SealedPhotos:
    """Seals photos; opens sealed ones, and those that a switch has not reached yet.

    A file that is still plain is no way around the encryption: whoever reads it compares its hash
    with the one that the database names.

    Parameters
    ----------
    cipher : Cipher
    ending : bool
        The studio is being decrypted: new photos are kept as they are.
    """

    __slots__ = ("_cipher", "_ending")

    def __init__(self, cipher: Cipher, *, ending: bool = False) -> None:
        self._cipher, self._ending = cipher, ending

    def seal(self, data: bytes, sha256: str) -> bytes:
        """Bytes to be kept, from those of the photo with this hash."""
        return data if self._ending else self._cipher.seal(data, sha256)

    def open(self, sealed: bytes, sha256: str) -> bytes:
        """Bytes of the photo with this hash.

        Raises
        ------
        StudioError
            Sealed with another key, or damaged.
        """
        return self._cipher.open(sealed, sha256) if is_sealed(sealed) else sealed
