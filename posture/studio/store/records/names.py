"""How names are sorted and found: without case and accents, "Mueller" and "Müller" alike."""

from __future__ import annotations

import re
import unicodedata

LONGEST_KEY = 64
"""Characters of a word or of a sort key that count: PostgreSQL limits what an index holds."""

MOST_WORDS = 8
"""Words of a search that count."""

_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_PARTS = re.compile(r"[\W_]+")


def sort_key(name: str) -> str:
    """What a name is sorted by: German dictionary order, ä as a."""
    return _plain(name)[:LONGEST_KEY]


def words(name: str) -> frozenset[str]:
    """Beginnings of these are found in a name: its words and the parts between their marks."""
    return frozenset(
        part[:LONGEST_KEY]
        for form in _forms(name)
        for word in form.split()
        for part in (word, *_PARTS.split(word))
        if part
    )


def searched(text: str) -> tuple[frozenset[str], ...]:
    """For each word that was typed, the beginnings of which a name must have one."""
    kept = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs"))
    found = (
        frozenset(form[:LONGEST_KEY] for part in _forms(word) for form in part.split())
        for word in kept.split()[:MOST_WORDS]
    )
    return tuple(forms for forms in found if forms)


def _forms(text: str) -> tuple[str, str]:
    """A text with umlauts as their vowels, and written out."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return _plain(composed), _plain(composed.translate(_WRITTEN_OUT))


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()
