"""Columns and cells of a table of clients, in English and German."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from posture.assess.knowledge import knowledge
from posture.files import columns
from posture.i18n.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "client", "full name", "kunde", "kundin", "klient", "person"),
    "first_name": ("first name", "given name", "vorname"),
    "last_name": ("last name", "surname", "family name", "nachname", "familienname"),
    "year_of_birth": (
        "year of birth", "birth year", "born", "date of birth", "birthday",
        "geburtsjahr", "geburtsdatum", "geboren", "jahrgang",
    ),
    "sex": columns.SEX_HEADINGS,
    "stature_cm": columns.STATURE_HEADINGS,
    "notes": ("notes", "note", "remarks", "notizen", "notiz", "bemerkungen", "bemerkung"),
    "goals": ("goals", "goal", "ziele", "ziel"),
    "contraindications": ("contraindications", "kontraindikationen", "gegenanzeigen"),
    "language": ("language", "sprache"),
}  # fmt: skip
"""What a column may be called, in lower case with single spaces; others are left out and named."""

_LANGUAGES = {"english": "en", "englisch": "en", "german": "de", "deutsch": "de"}
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


def find_columns(heading: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Column of each field, and headings that nothing is known of."""
    return columns.find_columns(heading, _HEADINGS)


def parse_year(text: str) -> int | None:
    """The one year that a text names, be it a date.

    Raises
    ------
    ValueError
        It names none, or several.
    """
    years = {int(one) for one in _YEAR.findall(text)}
    if len(years) != 1:
        raise ValueError(text)
    return years.pop()


def parse_language(text: str) -> str:
    """The code of a language that there is a catalogue for.

    Raises
    ------
    ValueError
        There is none.
    """
    code = _LANGUAGES.get(text.casefold(), text.casefold())
    if code not in LANGUAGES:
        raise ValueError(text)
    return code


def parse_contraindications(text: str) -> tuple[str, ...]:
    """Entries of a list; a question of the knowledge files is known by its id."""
    entries = [one.strip() for one in re.split(r"[;\n]", text)]
    known = knowledge().screening
    ids = {one: one.casefold().replace(" ", "_") for one in entries}
    return tuple(ids[one] if ids[one] in known else one for one in entries if one)
