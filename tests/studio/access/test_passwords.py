"""Weak passwords are refused, and hashes are of their time."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from posture.errors import AccessError
from posture.studio.access import passwords

GOOD = "copper lantern ridge 47"


@pytest.mark.parametrize(
    "weak",
    [
        "short",
        "elevenchars",
        "a" * 201,
        "aaaaaaaaaaaaaaaa",
        "121212121212121212",
        "passwordpassword",
        "Password12345678",
        "zyxwvu98765432",
        "QWERTZ1234567890",
        "iloveyou1234",
        "Sunshine2026!",
        "Fussball123!",
        "FitnessTrainer",
        "Anna Müller 1!",
        "muelleranna@studio.example",
    ],
)
def test_what_is_guessed_quickly_is_refused(weak: str):
    with pytest.raises(AccessError):
        passwords.refuse_weak(weak, "Anna Müller", "muelleranna@studio.example")


@pytest.mark.parametrize(
    "good", [GOOD, "πίσω από το βουνό", "x" * 3 + "K9!vZ w4;Lq", "a b c d e f g h i"]
)
def test_long_ones_of_their_own_pass(good: str):
    passwords.refuse_weak(good, "Anna Müller")


def test_only_the_password_verifies_its_hash():
    stored = passwords.hash_password(GOOD)
    assert stored.startswith("$argon2id$")
    assert GOOD not in stored
    assert passwords.hash_password(GOOD) != stored
    assert passwords.verify_password(stored, GOOD)
    assert not passwords.verify_password(stored, GOOD + " ")
    assert not passwords.verify_password("no hash at all", GOOD)


def test_a_letter_composed_in_another_way_is_the_same_password():
    stored = passwords.hash_password("mu\u0308ller spielt laut")
    assert passwords.verify_password(stored, "m\u00fcller spielt laut")


def test_a_hash_of_other_parameters_is_made_anew():
    assert not passwords.needs_rehash(passwords.hash_password(GOOD))
    assert passwords.needs_rehash(PasswordHasher(2, 8, 1).hash(GOOD))
