"""Photos are read whether a switch has reached them or not."""

from __future__ import annotations

from posture.studio.encryption.cipher import Cipher, is_sealed, new_key
from posture.studio.encryption.photos import SealedPhotos

JPEG = b"\xff\xd8\xff\xe0 picture"


def test_a_photo_is_sealed_and_opened():
    photos = SealedPhotos(Cipher(new_key()))
    kept = photos.seal(JPEG, "ab")
    assert is_sealed(kept)
    assert JPEG not in kept
    assert photos.open(kept, "ab") == JPEG


def test_a_photo_that_is_still_plain_is_read():
    assert SealedPhotos(Cipher(new_key())).open(JPEG, "ab") == JPEG


def test_a_new_photo_of_a_studio_that_is_being_decrypted_stays_plain():
    cipher = Cipher(new_key())
    photos = SealedPhotos(cipher, ending=True)
    assert photos.seal(JPEG, "ab") == JPEG
    assert photos.open(SealedPhotos(cipher).seal(JPEG, "ab"), "ab") == JPEG
