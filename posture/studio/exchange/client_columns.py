"""Columns and cells of a table of clients, in English and German."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from posture.assess.knowledge import knowledge
from posture.i18n.language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posture.studio.records import Sex

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "client", "full name", "kunde", "kundin", "klient", "person"),
    "first_name": ("first name", "given name", "vorname"),
    "last_name": ("last name", "surname", "family name", "nachname", "familienname"),
    "year_of_birth": (
        "year of birth", "birth year", "born", "date of birth", "birthday",
        "geburtsjahr", "geburtsdatum", "geboren", "jahrgang",
    ),
    "sex": ("sex", "gender", "geschlecht"),
    "stature_cm": (
        "stature cm", "stature", "height", "height cm",
        "körpergröße", "größe", "grösse", "größe cm", "grösse cm",
    ),
    "notes": ("notes", "note", "remarks", "notizen", "notiz", "bemerkungen", "bemerkung"),
    "goals": ("goals", "goal", "ziele", "ziel"),
    "contraindications": ("contraindications", "kontraindikationen", "gegenanzeigen"),
    "language": ("language", "sprache"),
}  # fmt: skip
"""What a column may be called, in lower case with single spaces; others are left out and named."""

_SEXES: Mapping[str, Sex] = {
    "female": "female", "f": "female", "w": "female", "woman": "female", "weiblich": "female",
    "frau": "female", "male": "male", "m": "male", "man": "male", "männlich": "male",
    "mann": "male",
}  # fmt: skip

_LANGUAGES = {"english": "en", "englisch": "en", "german": "de", "deutsch": "de"}
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*(cm|m)?", re.IGNORECASE)


def find_columns(heading: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Column of each field, and headings that nothing is known of."""
    columns: dict[str, int] = {}
    left_out: list[str] = []
    for at, cell in enumerate(heading):
        words = " ".join(re.sub(r"[_().:]+", " ", cell.casefold()).split())
        field = next((name for name, known in _HEADINGS.items() if words in known), None)
        if field is not None and field not in columns:
            columns[field] = at
        elif cell:
            left_out.append(cell)
    return columns, tuple(left_out)


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


def parse_sex(text: str) -> Sex | None:
    """The sex; None where neither fits.

    Raises
    ------
    ValueError
        Not understood.
    """
    if text.casefold() in ("d", "x", "diverse", "divers", "other", "unknown", "-"):
        return None
    try:
        return _SEXES[text.casefold()]
    except KeyError:
        raise ValueError(text) from None


def parse_stature(text: str) -> float | None:
    """A stature in cm, from cm or m.

    Raises
    ------
    ValueError
        Not understood.
    """
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise ValueError(text)
    value = float(found[1].replace(",", "."))
    metres = (found[2] or "").lower() == "m" or (found[2] is None and value < 3)
    return round(100 * value, 1) if metres else value


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
