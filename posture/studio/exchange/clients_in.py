"""Clients from a table that somebody kept elsewhere: looked at first, then added all or none."""

from __future__ import annotations

import csv
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from posture.assess.knowledge import knowledge
from posture.errors import InputError, StudioError
from posture.files.tables import unguarded
from posture.files.text import decode
from posture.i18n.language import LANGUAGES, language, mark, tr
from posture.studio.records import ClientDetails, Sex
from posture.studio.store.clients import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from posture.studio.records import Client
    from posture.studio.store.repository import Repository

T = TypeVar("T")

MOST_BYTES = 5_000_000
MOST_ROWS = 10_000

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


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row.

    Attributes
    ----------
    line : int
        In the file, from 1; the heading is a line too.
    text : str
    """

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class FoundClient:
    """One row that can be added.

    Attributes
    ----------
    line : int
    details : ClientDetails
    known : bool
        Whether the studio has a client of that name and year of birth.
    """

    line: int
    details: ClientDetails
    known: bool


@dataclass(frozen=True, slots=True)
class ClientPreview:
    """What a table holds, before anything is added.

    Attributes
    ----------
    found : tuple of FoundClient
    faults : tuple of RowFault
        Every one; with any of them nothing is added.
    left_out : tuple of str
        Headings of columns that nothing is known of.
    """

    found: tuple[FoundClient, ...]
    faults: tuple[RowFault, ...]
    left_out: tuple[str, ...]

    @property
    def new(self) -> tuple[FoundClient, ...]:
        """The rows whose clients the studio does not have."""
        return tuple(one for one in self.found if not one.known)


def preview_clients(data: bytes, known: Iterable[tuple[str, int | None]] = ()) -> ClientPreview:
    """Read a table of clients; nothing is stored.

    Parameters
    ----------
    data : bytes
        CSV with commas, semicolons or tabs, in UTF-8, UTF-16 or as Excel for Windows writes it.
    known : iterable of tuple
        Name and year of birth of the clients that there are.

    Returns
    -------
    ClientPreview

    Raises
    ------
    InputError
        It is no table with a heading that names at least the clients, or far too long.
    """
    rows = _rows(data)
    if not rows:
        raise InputError(tr("The table is empty."), remedy=tr(_REMEDY))
    (_, heading), *body = rows
    columns, left_out = _columns(heading)
    if not {"name", "first_name", "last_name"} & set(columns):
        raise InputError(tr("No column of the table is called “name”."), remedy=tr(_REMEDY))
    if len(body) > MOST_ROWS:
        raise InputError(
            tr("The table has {count} rows; at most {most} are read at once.").format(
                count=len(body), most=MOST_ROWS
            ),
            remedy=tr("Split it."),
        )
    there = {_key(*one) for one in known}
    found: list[FoundClient] = []
    faults: list[RowFault] = []
    lines: dict[tuple[str, int | None], int] = {}
    for line, cells in body:
        row, wrong = _row(columns, cells, heading)
        if row is not None:
            key = _key(row.name, row.year_of_birth)
            if key in lines:
                wrong = [*wrong, tr("the same client as in line {line}").format(line=lines[key])]
            lines.setdefault(key, line)
            if not wrong:
                found.append(FoundClient(line, row, key in there))
        faults += [RowFault(line, text) for text in wrong]
    return ClientPreview(tuple(found), tuple(faults), left_out)


_REMEDY = mark("Save it as CSV with a first line such as: name, year of birth, sex, height, notes.")


def import_clients(records: Repository, preview: ClientPreview) -> tuple[Client, ...]:
    """Add the clients of a table whom the studio does not have: all of them, or none.

    Parameters
    ----------
    records : Repository
    preview : ClientPreview

    Raises
    ------
    InputError
        The table has faults: each is named with its line, and nothing was added.
    StudioError
        The database failed; what was added before was taken out again.
    """
    if preview.faults:
        raise InputError(
            tr("Nothing was added, because rows of the table have faults:"),
            tuple(fault_sentence(one) for one in preview.faults),
            tr("Correct the table, then read it again."),
        )
    added: list[Client] = []
    try:
        for one in preview.new:
            added.append(records.add_client(one.details))  # noqa: PERF401 - needed where one fails
    except Exception:
        for client in added:
            with suppress(StudioError):
                records.erase_client(client.id)
        raise
    return tuple(added)


def fault_sentence(fault: RowFault) -> str:
    """A fault with its line."""
    return tr("Line {line}: {text}").format(line=fault.line, text=fault.text)


def _rows(data: bytes) -> list[tuple[int, list[str]]]:
    """Line in the file and cells of every row that is not blank."""
    if len(data) > MOST_BYTES:
        raise InputError(tr("The table is far too long."), remedy=tr("Split it."))
    try:
        text = decode(data)
    except InputError:
        # What Excel for Windows calls CSV; every byte is a letter there.
        text = data.decode("cp1252", "replace")
    reader = csv.reader(text.splitlines(keepends=True), delimiter=_separator(text), strict=True)
    found: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((begins, [unguarded(cell).strip() for cell in cells]))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            tr("The table cannot be read from line {line} on: {why}.").format(
                line=begins, why=error
            ),
            remedy=tr(_REMEDY),
        ) from error
    return found


def _separator(text: str) -> str:
    """The separator that the first line holds most of."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def _columns(heading: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
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


def _row(
    columns: Mapping[str, int], cells: Sequence[str], heading: Sequence[str]
) -> tuple[ClientDetails | None, list[str]]:
    """The client of a row, and what is wrong with it."""
    if len(cells) > len(heading):
        return None, [tr("more cells than the heading has")]

    def cell(name: str) -> str:
        at = columns.get(name, len(cells))
        return cells[at] if at < len(cells) else ""

    faults: list[str] = []

    def parsed(name: str, parse: Callable[[str], T], empty: T) -> T:
        text = cell(name)
        try:
            return parse(text) if text else empty
        except ValueError:
            faults.append(
                tr("{column}: “{text}” is not understood").format(
                    column=heading[columns[name]], text=text[:40]
                )
            )
            return empty

    details = ClientDetails(
        name=cell("name") or f"{cell('first_name')} {cell('last_name')}".strip(),
        year_of_birth=parsed("year_of_birth", _year, None),
        sex=parsed("sex", _sex, None),
        stature_cm=parsed("stature_cm", _stature, None),
        notes=cell("notes"),
        goals=cell("goals"),
        contraindications=_contraindications(cell("contraindications")),
        language=parsed("language", _language, language()),
    )
    try:
        check(details)
    except InputError as error:
        faults += error.faults
    return details, faults


def _year(text: str) -> int | None:
    years = {int(one) for one in _YEAR.findall(text)}
    if len(years) != 1:
        raise ValueError(text)
    return years.pop()


def _sex(text: str) -> Sex | None:
    if text.casefold() in ("d", "x", "diverse", "divers", "other", "unknown", "-"):
        return None
    try:
        return _SEXES[text.casefold()]
    except KeyError:
        raise ValueError(text) from None


def _stature(text: str) -> float | None:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise ValueError(text)
    value = float(found[1].replace(",", "."))
    metres = (found[2] or "").lower() == "m" or (found[2] is None and value < 3)
    return round(100 * value, 1) if metres else value


def _language(text: str) -> str:
    code = _LANGUAGES.get(text.casefold(), text.casefold())
    if code not in LANGUAGES:
        raise ValueError(text)
    return code


def _contraindications(text: str) -> tuple[str, ...]:
    """Entries of a list; a question of the knowledge files is known by its id."""
    entries = [one.strip() for one in re.split(r"[;\n]", text)]
    known = knowledge().screening
    ids = {one: one.casefold().replace(" ", "_") for one in entries}
    return tuple(ids[one] if ids[one] in known else one for one in entries if one)


def _key(name: str, year: int | None) -> tuple[str, int | None]:
    return " ".join(name.casefold().split()), year


def known_clients(records: Repository) -> tuple[tuple[str, int | None], ...]:
    """Name and year of birth of every client that the actor may see."""
    found: list[tuple[str, int | None]] = []
    for archived in (False, True):
        page = records.find_clients("", archived=archived, limit=MOST_ROWS)
        found += [(row.name, row.year_of_birth) for row in page.rows]
    return tuple(found)
