"""The end of a batch: the whole table, a row per person, and the summary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from posture.batch.places import join, remove
from posture.batch.summary.write import write_summary
from posture.batch.table.by_person import PeopleIndex, rows_by_person
from posture.batch.table.parts import read_rows
from posture.batch.table.people import NEEDED, PEOPLE_SCHEMA, person_row
from posture.batch.table.rows import SCHEMA
from posture.batch.table.tables import batches_of, write_tables
from posture.files.tables import STANDARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from posture.files.tables import CsvDialect

RESULTS, PEOPLE, SUMMARY = "results", "people", "summary.html"


@dataclass(frozen=True, slots=True)
class Finished:
    """What was written.

    Attributes
    ----------
    photos : int
        Rows of ``results``.
    people : int
        Rows of ``people``; 0 where no person has several photos, and then there is no such table.
    files : tuple of str
        Addresses.
    """

    photos: int
    people: int
    files: tuple[str, ...]


def finish(
    rows: Callable[[], Iterator[Any]],
    out: str | Path,
    *,
    dialect: CsvDialect = STANDARD,
    on: date | None = None,
) -> Finished:
    """Write ``results``, ``people`` where a person has several photos, and the summary.

    Parameters
    ----------
    rows : callable
        Gives the rows as ``pyarrow.RecordBatch`` of ``SCHEMA``, each photo once.
    out : str or Path
        Folder, or an address that fsspec reads.
    dialect : {"standard", "excel-de"}
        Of the CSV tables.
    on : date, optional
        Shown in the summary; today by default.

    Returns
    -------
    Finished

    Raises
    ------
    StorageError
        Something cannot be read or written.
    """
    index = PeopleIndex()
    files: tuple[str, ...] = _addresses(out, RESULTS)
    photos = write_tables(_indexed(rows(), index), SCHEMA, _addresses(out, RESULTS), dialect)
    numbers, counts = index.numbers()
    tables, people = _addresses(out, PEOPLE), 0
    if (counts > 1).any():
        grouped = rows_by_person(read_rows(files[0], SCHEMA, NEEDED), numbers, counts)
        combined = batches_of(map(person_row, grouped), PEOPLE_SCHEMA)
        people = write_tables(combined, PEOPLE_SCHEMA, tables, dialect)
        files += tables
    else:
        for one in tables:
            # Of an earlier run, in which a person had several photos.
            remove(one)
    summary = join(out, SUMMARY)
    write_summary(files[0], tables[0] if people else None, summary, on=on or date.today())
    return Finished(photos, people, (*files, summary))


def _addresses(out: str | Path, name: str) -> tuple[str, str]:
    """The Parquet file and the CSV file of a table."""
    return join(out, f"{name}.parquet"), join(out, f"{name}.csv")


def _indexed(batches: Iterator[Any], index: PeopleIndex) -> Iterator[Any]:
    """The batches as they are; people of analysed photos go into the index."""
    for batch in batches:
        people, states = batch.column("person").to_pylist(), batch.column("status").to_pylist()
        index.add(
            one if state == "analysed" else None for one, state in zip(people, states, strict=True)
        )
        yield batch
