"""The key of a studio: what unlocks it, what does not, and what a key file gives away."""

from __future__ import annotations

from pathlib import Path

import pytest

from posture.errors import StudioError, StudioLockedError
from posture.studio.encryption.cipher import is_sealed
from posture.studio.encryption.key_file import (
    NAME,
    KeyFile,
    ScryptCost,
    key_file_bytes,
    parse_key_file,
    read_key_file,
    write_key_file,
)
from posture.studio.encryption.unlock import (
    forget,
    key_by_keyring,
    key_by_passphrase,
    unlock,
    with_passphrase,
)
from tests.fixtures.keyrings import CHEAP, MemoryKeyring, memory_keyring, no_keyring

__all__ = ["memory_keyring"]
PASSPHRASE = "vier Wörter, die ich mir merke"


def test_the_passphrase_unlocks_and_another_does_not():
    made = key_by_passphrase(PASSPHRASE, CHEAP)
    sealed = made.keys.photos.seal(b"picture", "name")
    assert unlock(made.file, PASSPHRASE).photos.open(sealed, "name") == b"picture"
    for wrong in (PASSPHRASE.upper(), PASSPHRASE[:-1], PASSPHRASE + " "):
        with pytest.raises(StudioLockedError, match="does not open"):
            unlock(made.file, wrong)
    with pytest.raises(StudioLockedError, match="needs its passphrase"):
        unlock(made.file)


def test_an_umlaut_composed_by_another_keyboard_is_the_same():
    made = key_by_passphrase("Wörterbuch", CHEAP)
    assert unlock(made.file, "Wo\u0308rterbuch").database == made.keys.database


def test_a_short_passphrase_is_refused_when_it_is_set():
    with pytest.raises(StudioError, match="too short"):
        key_by_passphrase("neunzeich", CHEAP)


def test_the_keyring_unlocks_without_a_question(memory_keyring: MemoryKeyring):
    made = key_by_keyring(CHEAP)
    assert unlock(made.file).database == made.keys.database
    memory_keyring.kept.clear()
    with pytest.raises(StudioLockedError, match="keyring does not give"):
        unlock(made.file)


def test_the_recovery_code_replaces_a_lost_keyring(memory_keyring: MemoryKeyring):
    made = key_by_keyring(CHEAP)
    memory_keyring.kept.clear()
    typed = made.recovery_code.lower().replace("-", " ")
    assert unlock(made.file, typed).database == made.keys.database
    with pytest.raises(StudioLockedError):
        unlock(made.file, made.recovery_code[:-1])


def test_a_keyring_is_forgotten(memory_keyring: MemoryKeyring):
    made = key_by_keyring(CHEAP)
    forget(made.file)
    assert not memory_keyring.kept
    forget(made.file)


@pytest.mark.parametrize("kind", ["missing", "forgetful"])
def test_a_system_without_a_keyring_says_so(kind: str):
    with no_keyring(kind), pytest.raises(StudioError, match="no keyring"):
        key_by_keyring(CHEAP)


def test_another_passphrase_opens_in_place_of_the_last_one_with_the_same_key():
    made = key_by_passphrase(PASSPHRASE, CHEAP)
    changed = with_passphrase(made.file, PASSPHRASE, "etwas ganz anderes", CHEAP)
    assert unlock(changed, "etwas ganz anderes").database == made.keys.database
    with pytest.raises(StudioLockedError, match="does not open"):
        unlock(changed, PASSPHRASE)
    # The file of a backup from before is as it was.
    assert unlock(made.file, PASSPHRASE).database == made.keys.database


def test_a_passphrase_is_changed_by_whoever_opens_the_studio_alone():
    made = key_by_passphrase(PASSPHRASE, CHEAP)
    for known in ("wrong passphrase", None):
        with pytest.raises(StudioLockedError):
            with_passphrase(made.file, known, "etwas ganz anderes", CHEAP)
    with pytest.raises(StudioError, match="too short"):
        with_passphrase(made.file, PASSPHRASE, "kurz", CHEAP)


def test_keyring_and_recovery_code_open_after_a_passphrase_was_set(memory_keyring: MemoryKeyring):
    made = key_by_keyring(CHEAP)
    changed = with_passphrase(made.file, None, PASSPHRASE, CHEAP)
    for known in (None, PASSPHRASE, made.recovery_code):
        assert unlock(changed, known).database == made.keys.database


def test_the_file_comes_back_equal_and_is_for_its_owner_alone(tmp_path: Path):
    made = key_by_passphrase(PASSPHRASE, CHEAP)
    assert read_key_file(tmp_path) is None
    write_key_file(tmp_path, made.file)
    assert read_key_file(tmp_path) == made.file
    assert (tmp_path / NAME).stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_the_default_cost_is_what_owasp_asks_for():
    assert ScryptCost() == ScryptCost(n=2**17, r=8, p=1)


def test_a_made_up_cost_takes_at_most_twice_the_memory_of_the_default():
    most = {
        name: next(rule.le for rule in field.metadata if hasattr(rule, "le"))
        for name, field in ScryptCost.model_fields.items()
    }
    assert ScryptCost(**most).p <= 2
    default = ScryptCost()
    assert most["n"] * most["r"] <= 2 * default.n * default.r


def test_a_file_that_is_none_or_asks_for_all_memory_is_one_clear_error():
    written = key_file_bytes(key_by_passphrase(PASSPHRASE, CHEAP).file)
    for damaged in (
        b"",
        b"[]",
        b"\xff",
        written[:-20],
        written.replace(b'"version": 1', b'"version": 2'),
        written.replace(b'"n": 2', b'"n": 1048576'),
        written.replace(b'"r": 1', b'"r": 16'),
        written + b" " * 100_000,
    ):
        with pytest.raises(StudioError, match="damaged or of a later version"):
            parse_key_file(damaged)


def test_the_wrapped_key_of_another_file_does_not_fit():
    one, other = key_by_passphrase(PASSPHRASE, CHEAP), key_by_passphrase(PASSPHRASE, CHEAP)
    mixed = KeyFile(id=one.file.id, slots=other.file.slots)
    with pytest.raises(StudioLockedError):
        unlock(mixed, PASSPHRASE)


def test_what_is_sealed_opens_under_its_own_name_and_key_alone():
    one, other = (
        key_by_passphrase(PASSPHRASE, CHEAP).keys,
        key_by_passphrase(PASSPHRASE, CHEAP).keys,
    )
    sealed = one.photos.seal(b"\xff\xd8picture", "a")
    assert is_sealed(sealed)
    assert not is_sealed(b"\xff\xd8picture")
    assert b"picture" not in sealed
    assert one.photos.open(sealed, "a") == b"\xff\xd8picture"
    assert one.photos.seal(b"\xff\xd8picture", "a") != sealed
    flipped = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for cipher, data, name in (
        (one.photos, sealed, "b"),
        (one.backups, sealed, "a"),
        (other.photos, sealed, "a"),
        (one.photos, flipped, "a"),
        (one.photos, sealed[:20], "a"),
        (one.photos, b"", "a"),
    ):
        with pytest.raises(StudioError, match="damaged, or it was encrypted with another key"):
            cipher.open(data, name)
    assert one.database not in repr(one)
