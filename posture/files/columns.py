"""Headings and cells of tables about people, as spreadsheets in English and German have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from posture.files.text import plain_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SEX_HEADINGS = ("sex", "gender", "geschlecht")
STATURE_HEADINGS = (
    "stature cm", "stature", "height", "height cm",
    "körpergrösse", "körpergrösse cm", "grösse", "grösse cm",
)  # fmt: skip
"""As :func:`plain_heading` writes them: ß as ss."""

_SEXES: Mapping[str, Literal["female", "male"]] = {
    "female": "female", "f": "female", "w": "female", "woman": "female", "weiblich": "female",
    "frau": "female", "male": "male", "m": "male", "man": "male", "männlich": "male",
    "mann": "male",
}  # fmt: skip
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*(cm|m)?", re.IGNORECASE)


def find_columns(
    heading: Sequence[str], known: Mapping[str, Sequence[str]]
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Column of each field, and headings that nothing is known of.

    Parameters
    ----------
    heading : sequence of str
        First line of the table.
    known : mapping of str to sequence of str
        Field to what its column may be called, as :func:`plain_heading` writes it.
    """
    columns: dict[str, int] = {}
    left_out: list[str] = []
    for at, cell in enumerate(heading):
        words = plain_heading(cell)
        field = next((name for name, names in known.items() if words in names), None)
        if field is not None and field not in columns:
            columns[field] = at
        elif cell:
            left_out.append(cell)
    return columns, tuple(left_out)


def plain_heading(cell: str) -> str:
    """A heading as :func:`posture.files.text.plain_name` writes it, without punctuation."""
    return plain_name(re.sub(r"[_().:]+", " ", cell))


def parse_sex(text: str) -> Literal["female", "male"] | None:
    """The sex; None where neither fits.

    Raises
    ------
    ValueError
        Not understood.
    """
    word = plain_name(text)
    if word in ("d", "x", "diverse", "divers", "other", "unknown", "-"):
        return None
    try:
        return _SEXES[word]
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
