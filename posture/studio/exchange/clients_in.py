"""Clients from a table that somebody kept elsewhere: looked at first, then added all or none."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from posture.errors import InputError
from posture.files.columns import parse_sex, parse_stature
from posture.files.csv_in import csv_lines
from posture.files.text import plain_name
from posture.i18n.language import language, mark, tr
from posture.limits import CLIENTS_BYTES, CLIENTS_ROWS
from posture.studio.client_rows import every_client
from posture.studio.exchange.client_columns import (
    find_columns,
    parse_contraindications,
    parse_language,
    parse_year,
)
from posture.studio.records import ClientDetails
from posture.studio.store.records.clients import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from posture.studio.records import Client
    from posture.studio.store.repository import Repository

T = TypeVar("T")


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
    columns, left_out = find_columns(heading)
    if not {"name", "first_name", "last_name"} & set(columns):
        raise InputError(tr("No column of the table is called “name”."), remedy=tr(_REMEDY))
    if len(body) > CLIENTS_ROWS:
        raise InputError(
            tr("The table has {count} rows; at most {most} are read at once.").format(
                count=len(body), most=CLIENTS_ROWS
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


_REMEDY = mark(
    "Save it as CSV with a first line such as: name, year of birth, sex, stature, notes."
)


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
        The database failed; nothing was added.
    """
    if preview.faults:
        raise InputError(
            tr("Nothing was added, because rows of the table have faults:"),
            tuple(fault_sentence(one) for one in preview.faults),
            tr("Correct the table, then read it again."),
        )
    return records.add_clients(one.details for one in preview.new)


def fault_sentence(fault: RowFault) -> str:
    """A fault with its line."""
    return tr("Line {line}: {text}").format(line=fault.line, text=fault.text)


def _rows(data: bytes) -> list[tuple[int, list[str]]]:
    """Line in the file and cells of every row that is not blank."""
    if len(data) > CLIENTS_BYTES:
        raise InputError(tr("The table is far too long."), remedy=tr("Split it."))
    lines = csv_lines(io.BytesIO(data), tr(_REMEDY))
    return [(line.number, list(line.cells)) for line in lines]


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
        year_of_birth=parsed("year_of_birth", parse_year, None),
        sex=parsed("sex", parse_sex, None),
        stature_cm=parsed("stature_cm", parse_stature, None),
        notes=cell("notes"),
        goals=cell("goals"),
        contraindications=parse_contraindications(cell("contraindications")),
        language=parsed("language", parse_language, language()),
    )
    try:
        check(details)
    except InputError as error:
        faults += error.faults
    return details, faults


def _key(name: str, year: int | None) -> tuple[str, int | None]:
    return plain_name(name), year


def known_clients(records: Repository) -> tuple[tuple[str, int | None], ...]:
    """Name and year of birth of every client that the actor may see."""
    return tuple((row.name, row.year_of_birth) for row in every_client(records))
