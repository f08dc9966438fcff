"""Names as they are typed or pasted, one a line, with or without the year of birth."""

from __future__ import annotations

import re
import unicodedata

from posture.errors import InputError
from posture.i18n.language import tr
from posture.studio.records import LONGEST_NAME, ClientDetails

MOST = 200
"""People of one day."""

_YEAR = re.compile(r"^(?P<name>.*?)[\s,;\t(]+(?P<year>(?:19|20)\d\d)\)?$")


def read_names(text: str, language: str = "en") -> tuple[ClientDetails, ...]:
    """Read a list of names.

    Parameters
    ----------
    text : str
        A person a line: ``Ana Ruiz`` or ``Ana Ruiz, 1980``. Empty lines count nothing.
    language : str
        Of the reports.

    Returns
    -------
    tuple of ClientDetails
        In order.

    Raises
    ------
    InputError
        A name is too long or stands there twice, or there are too many: every fault is listed.
    """
    found: list[ClientDetails] = []
    lines: dict[tuple[str, int | None], int] = {}
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        one = _person(line.strip(), language)
        key = key_of(one)
        if len(one.name) > LONGEST_NAME:
            faults.append(tr("Line {line}: the name is too long").format(line=number))
        elif key in lines:
            faults.append(
                tr("Line {line}: the same person as in line {other}").format(
                    line=number, other=lines[key]
                )
            )
        lines.setdefault(key, number)
        found.append(one)
    if len(found) > MOST:
        faults.append(tr("At most {most} people fit into one day").format(most=MOST))
    if faults:
        raise InputError(
            tr("The list cannot be used yet:"), tuple(faults), tr("Write a person a line.")
        )
    return tuple(found)


def key_of(details: ClientDetails) -> tuple[str, int | None]:
    """What tells two people of a list apart: the name without case, and the year of birth."""
    name = unicodedata.normalize("NFKC", details.name).casefold()
    return " ".join(name.split()), details.year_of_birth


def _person(line: str, language: str) -> ClientDetails:
    with_year = _YEAR.match(line)
    if with_year is None or not with_year["name"].strip():
        return ClientDetails(line.strip(",; \t"), language=language)
    return ClientDetails(
        with_year["name"].strip(",; \t"), int(with_year["year"]), language=language
    )
