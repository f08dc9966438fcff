"""Reads a manifest: a CSV table with a photo a line and what is known of it."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from posture.analysis.options import Options
from posture.assess.assessment import Subject
from posture.batch.listing.entry import Entry
from posture.batch.places import is_remote, join, reading
from posture.errors import InputError
from posture.files.columns import (
    SEX_HEADINGS,
    STATURE_HEADINGS,
    find_columns,
    parse_sex,
    parse_stature,
    plain_heading,
)
from posture.files.csv_in import csv_lines
from posture.files.text import no_file, plain_name
from posture.files.views import VIEW_WORDS
from posture.i18n.language import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from posture.analysis.view import View
    from posture.files.csv_in import Line

T = TypeVar("T")

GROUP = "group"
MOST_FAULTS = 20
"""That are listed in full; a table with a wrong column has one per line."""

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "path": ("photo", "path", "file", "image", "picture", "foto", "datei", "bild", "pfad"),
    "person": ("person", "person id", "id", "name", "client", "athlete", "kunde", "athlet"),
    "date": ("date", "day", "datum", "tag"),
    "view": ("view", "ansicht"),
    "age": ("age", "age years", "alter"),
    "sex": SEX_HEADINGS,
    "stature": STATURE_HEADINGS,
}
_DATES = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
)
"""Days with slashes and the year at the end are read differently in different countries."""

_REMEDY = mark(
    "Save it as CSV with a first line such as: photo, person, date, view, age, sex, stature, group."
)
_EXPECTED = {
    "date": mark("write 2026-11-29 or 29.11.2026"),
    "view": mark("write side, front or back"),
    "age": mark("write a number of years"),
    "sex": mark("write female or male, or leave it empty"),
    "stature": mark("write 172 or 1.72"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a manifest.

    Attributes
    ----------
    line : int
    entry : Entry or None
        None where the line names no photo. What has faults is not in it.
    faults : tuple of str
        What is wrong and what to write, one sentence each.
    """

    line: int
    entry: Entry | None
    faults: tuple[str, ...] = ()


def unused_columns(address: str, group: str = GROUP) -> tuple[str, ...]:
    """Headings of a manifest that nothing is read from: a misspelt one loses a whole column.

    Parameters
    ----------
    address : str
        As for :func:`read_manifest`.
    group : str

    Raises
    ------
    InputError
        The file cannot be read, is no CSV, or lacks a column that is needed.
    """
    with _opened(address) as file:
        heading = _heading(csv_lines(file, tr(_REMEDY)))
    used = set(_columns(heading, group).values())
    return tuple(cell for at, cell in enumerate(heading) if cell and at not in used)


def read_manifest(address: str, group: str = GROUP) -> Iterator[Listed]:
    """Read a manifest line by line.

    Parameters
    ----------
    address : str
        Path or address of a CSV file. Paths of photos in it are relative to its folder.
    group : str
        Heading of the column that holds groups.

    Yields
    ------
    Listed

    Raises
    ------
    InputError
        The file cannot be read, is no CSV, or lacks a column that is needed.
    """
    with _opened(address) as file:
        lines = csv_lines(file, tr(_REMEDY))
        heading = _heading(lines)
        columns = _columns(heading, group)
        folder = address.rpartition("/")[0] if is_remote(address) else str(Path(address).parent)
        for line in lines:
            yield _listed(line, heading, columns, folder)


def faults_error(faults: Sequence[str], count: int) -> InputError:
    """The error that lists the faults of a manifest.

    Parameters
    ----------
    faults : sequence of str
        The first of them.
    count : int
        How many there are.
    """
    listed = tuple(faults[:MOST_FAULTS])
    if count > len(listed):
        listed += (tr("and {count} more").format(count=count - len(listed)),)
    return InputError(
        tr("Nothing was analysed, because lines of the manifest have faults:"),
        listed,
        tr("Correct them, then run the command again."),
    )


@contextmanager
def _opened(address: str) -> Generator[Any]:
    try:
        with reading(address) as file:
            yield file
    except (FileNotFoundError, NotADirectoryError) as error:
        raise no_file(address) from error
    except OSError as error:
        raise InputError(
            tr("The file {path} cannot be read: {why}.").format(
                path=address, why=error.strerror or error
            )
        ) from error


def _heading(lines: Iterator[Line]) -> Sequence[str]:
    for line in lines:
        return line.cells
    raise InputError(tr("The manifest is empty."), remedy=tr(_REMEDY))


def _columns(heading: Sequence[str], group: str) -> dict[str, int]:
    columns, _ = find_columns(heading, _HEADINGS)
    if "path" not in columns:
        raise InputError(tr('The manifest has no column "photo".'), remedy=tr(_REMEDY))
    # A column may be the group and something else, the sex for example.
    wanted = (GROUP, "gruppe") if group == GROUP else (plain_heading(group),)
    at = next((i for i, cell in enumerate(heading) if plain_heading(cell) in wanted), None)
    if at is not None:
        return columns | {GROUP: at}
    if group == GROUP:
        return columns
    raise InputError(
        tr('The manifest has no column "{column}".').format(column=group),
        remedy=tr("It has: {columns}.").format(columns=", ".join(heading)),
    )


def _listed(line: Line, heading: Sequence[str], columns: Mapping[str, int], folder: str) -> Listed:
    faults: list[str] = []
    if len(line.cells) > len(heading):
        faults.append(tr("more cells than the heading has; put texts with separators in quotes"))

    def cell(name: str) -> str:
        at = columns.get(name, len(line.cells))
        return line.cells[at] if at < len(line.cells) else ""

    def parsed(name: str, parse: Callable[[str], T]) -> T | None:
        text = cell(name)
        try:
            return parse(text) if text else None
        except ValueError:
            said = tr("{column}: “{text}” is not understood; {expected}")
            faults.append(
                said.format(
                    column=heading[columns[name]], text=text[:40], expected=tr(_EXPECTED[name])
                )
            )
            return None

    if not cell("path"):
        faults.append(tr("the name of the photo is missing; write it or delete the line"))
    subject = Subject(
        parsed("age", _number), parsed("sex", parse_sex), parsed("stature", parse_stature)
    )
    entry = Entry(
        path=_path(cell("path"), folder),
        person=cell("person"),
        date=parsed("date", parse_date),
        view=parsed("view", _view),
        group=cell(GROUP),
        subject=subject,
    )
    try:
        Options(subject=subject)
    except InputError as error:
        faults += error.faults
        entry = replace(entry, subject=Subject())
    said = tr("Line {line}: {text}")
    found = tuple(said.format(line=line.number, text=text) for text in faults)
    return Listed(line.number, entry if cell("path") else None, found)


def parse_date(text: str) -> date:
    """A day, as 2026-11-29 or 29.11.2026.

    Raises
    ------
    ValueError
        Not understood, or there is no such day.
    """
    for pattern in _DATES:
        if found := pattern.fullmatch(text):
            return date(int(found["year"]), int(found["month"]), int(found["day"]))
    raise ValueError(text)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _view(text: str) -> View:
    try:
        return VIEW_WORDS[plain_name(text)]
    except KeyError:
        raise ValueError(text) from None


def _path(cell: str, folder: str) -> str:
    if is_remote(cell) or Path(cell).is_absolute():
        return cell
    path = join(folder, cell) if is_remote(folder) else str(Path(folder, cell))
    # Of "a.jpg /" the slash goes; the same photo in another table has no blank at its end.
    return path.rstrip()
