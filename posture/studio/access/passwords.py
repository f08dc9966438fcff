"""Passwords: what is refused, and their Argon2 hashes."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from posture.errors import AccessError
from posture.i18n.language import tr

SHORTEST, LONGEST = 12, 200
"""Characters."""

_FEWEST_DIFFERENT = 5
"""Different characters: "aaaaaaaaaaaa" and "121212121212" are found at once."""

_COMMON = (
    *("password", "passwort", "kennwort", "geheim", "secret", "login", "admin", "master", "root"),
    *("welcome", "willkommen", "letmein", "changeme", "default", "hello", "hallo", "trustno"),
    *("qwertz", "qwerty", "1q2w3e4r", "asdf", "yxcv", "zxcv", "iloveyou", "ichliebedich", "love"),
    *("schatz", "princess", "prinzessin", "sunshine", "sonnenschein", "dragon", "monkey"),
    *("football", "fussball", "baseball", "soccer", "hockey", "superman", "batman", "starwars"),
    *("pokemon", "computer", "internet", "whatever", "freedom", "shadow", "michael", "jordan"),
    *("charlie", "thomas", "daniel", "summer", "sommer", "winter", "spring", "autumn", "herbst"),
    *("posture", "studio", "trainer", "fitness", "training"),
)
"""Words that guesses begin with; what remains without them has to be long enough itself. Few are
enough where a name waits after five wrong guesses, as NIST SP 800-63B says of such lists."""

_RUNS = tuple(
    run[i : i + 3]
    for row in (
        "01234567890",
        "abcdefghijklmnopqrstuvwxyz",
        "qwertzuiop",
        "qwertyuiop",
        "asdfghjkl",
    )
    for run in (row, row[::-1])
    for i in range(len(row) - 2)
)
"""Three neighbours of the alphabet or of a row of keys, in either direction."""

_SHORTEST_REST = 8

_HASHER = PasswordHasher()


def normal(password: str) -> str:
    """The same text however a keyboard composes its letters."""
    return unicodedata.normalize("NFKC", password)


def refuse_weak(password: str, *known: str) -> None:
    """Refuse a password that is guessed quickly.

    Parameters
    ----------
    password : str
    *known : str
        What everyone knows of the account: its name, its address.

    Raises
    ------
    AccessError
        It is too short or too long, or built of what guesses begin with.
    """
    text = normal(password)
    if len(text) < SHORTEST:
        raise AccessError(
            tr("The password has fewer than {least} characters.").format(least=SHORTEST),
            tr("Four or five words that do not belong together are long and easy to remember."),
        )
    if len(text) > LONGEST:
        raise AccessError(tr("The password has more than {most} characters.").format(most=LONGEST))
    rest = _without(text.casefold(), [*_COMMON, *_RUNS, *(w for one in known for w in _words(one))])
    if len(set(rest)) < _FEWEST_DIFFERENT or len(rest) < _SHORTEST_REST:
        raise AccessError(
            tr("This password is guessed quickly: it consists of common words, names or repeats."),
            tr("Four or five words that do not belong together are long and easy to remember."),
        )


def hash_password(password: str) -> str:
    """Argon2id hash with its parameters and a salt of its own."""
    return _HASHER.hash(normal(password))


def verify_password(stored: str, password: str) -> bool:
    """Whether this is the password of that hash."""
    try:
        return _HASHER.verify(stored, normal(password))
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(stored: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


@cache
def unknown_hash() -> str:
    """A hash to check against where there is no such account: the answer takes as long."""
    return hash_password("nobody has this password")


def _without(text: str, words: list[str]) -> str:
    """What of a text is in none of these words; words may overlap."""
    covered = {
        i
        for word in words
        for found in re.finditer(f"(?={re.escape(word)})", text)
        for i in range(found.start(), found.start() + len(word))
    }
    return "".join(letter for i, letter in enumerate(text) if i not in covered)


def _words(known: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", known.casefold()) if len(word) > 2]
