"""An encrypted studio is used like any other, and shows nothing to who opens its files."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from posture.errors import StudioError, StudioLockedError
from posture.studio.consent import Consent
from posture.studio.encryption.key_file import NAME, write_key_file
from posture.studio.encryption.unlock import key_by_keyring, key_by_passphrase
from posture.studio.records import LOCAL, ClientDetails, Visit, VisitPhoto, new_id
from posture.studio.store.settings import StoreSettings
from posture.studio.store.store import open_store
from tests.fixtures.keyrings import CHEAP, MemoryKeyring, memory_keyring

__all__ = ["memory_keyring"]
PASSPHRASE = "a passphrase of tests"
PHOTO = b"\xff\xd8\xff\xe0 a picture of tests" * 100
NAMED = ClientDetails("Wilhelmine Unverwechselbar", notes="Knieschmerzen beim Treppensteigen")


def _filled(settings: StoreSettings) -> str:
    """A studio with one client and one photo; gives the id of the visit."""
    with open_store(settings) as store:
        records = store.repository(LOCAL)
        client = records.add_client(NAMED)
        records.give_consent(client.id, Consent(date(2026, 1, 1), "1", ("photos", "health")))
        hash = hashlib.sha256(PHOTO).hexdigest()
        photo = VisitPhoto(hash, "Wilhelmine.jpg", len(PHOTO), "side", document='{"Befund": 1}')
        visit = Visit(new_id(), client.id, 0, date(2026, 1, 2), (photo,), draft=False)
        return records.save_visit(visit, {hash: PHOTO}).id


def _everything(home: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_what_was_saved_is_read_and_no_file_shows_it(tmp_path: Path):
    write_key_file(tmp_path, key_by_passphrase(PASSPHRASE, CHEAP).file)
    settings = StoreSettings(tmp_path, passphrase=PASSPHRASE)
    visit_id = _filled(settings)
    with open_store(settings) as store:
        # The log of the database is still there while it is open.
        held = _everything(tmp_path)
        records = store.repository(LOCAL)
        visit = records.visit(visit_id)
        assert records.client(visit.client_id).details == NAMED
        assert records.photo(visit_id, visit.photos[0].sha256) == PHOTO
    for shown in (
        b"Wilhelmine",
        b"wilhelmine",
        b"Unverwechselbar",
        b"Knie",
        b"Befund",
        b"clients",
        PHOTO[:9],
    ):
        assert shown not in held


def test_the_same_studio_without_encryption_does_show_it(tmp_path: Path):
    _filled(StoreSettings(tmp_path))
    held = _everything(tmp_path)
    assert b"Unverwechselbar" in held
    assert PHOTO in held


@pytest.mark.parametrize("passphrase", ["another passphrase", None])
def test_another_passphrase_is_one_clear_error_and_changes_nothing(
    tmp_path: Path, passphrase: str | None
):
    write_key_file(tmp_path, key_by_passphrase(PASSPHRASE, CHEAP).file)
    _filled(StoreSettings(tmp_path, passphrase=PASSPHRASE))
    before = _everything(tmp_path)
    with pytest.raises(StudioLockedError):
        open_store(StoreSettings(tmp_path, passphrase=passphrase))
    assert _everything(tmp_path) == before


def test_the_keyring_opens_it_without_a_passphrase(tmp_path: Path, memory_keyring: MemoryKeyring):
    write_key_file(tmp_path, key_by_keyring(CHEAP).file)
    visit_id = _filled(StoreSettings(tmp_path))
    with open_store(StoreSettings(tmp_path)) as store:
        assert store.repository(LOCAL).visit(visit_id).photos[0].name == "Wilhelmine.jpg"
    memory_keyring.kept.clear()
    with pytest.raises(StudioLockedError):
        open_store(StoreSettings(tmp_path))


def test_a_lost_or_foreign_key_file_is_one_clear_error(tmp_path: Path):
    write_key_file(tmp_path, key_by_passphrase(PASSPHRASE, CHEAP).file)
    settings = StoreSettings(tmp_path, passphrase=PASSPHRASE)
    _filled(settings)
    write_key_file(tmp_path, key_by_passphrase(PASSPHRASE, CHEAP).file)
    with pytest.raises(StudioError, match="damaged or encrypted"):
        open_store(settings)
    (tmp_path / NAME).unlink()
    with pytest.raises(StudioError, match="damaged or encrypted"):
        open_store(settings)
