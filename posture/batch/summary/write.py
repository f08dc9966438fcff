"""Reads the tables of a batch and writes their summary."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from posture.batch.places import whole_file
from posture.batch.summary import people as counted
from posture.batch.summary.page import render
from posture.batch.summary.photos import COLUMNS, read_photos
from posture.batch.table.parts import read_rows
from posture.batch.table.people import PEOPLE_SCHEMA
from posture.batch.table.rows import SCHEMA
from posture.installation import require

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN_GROUPS = 8
"""Groups side by side on the page, the largest."""
LEAST_PEOPLE = 3
"""In a group that is shown: fewer have no spread worth an interval."""


def write_summary(results: str, people: str | None, address: str, *, on: date | None) -> None:
    """Write the summary of a table.

    Parameters
    ----------
    results : str
        Address of ``results.parquet``.
    people : str or None
        Address of ``people.parquet``, where there is one.
    address : str
        Of the page.
    on : date or None
        Shown at the head.
    """
    require("report")
    photos = read_photos(read_rows(results, SCHEMA, COLUMNS))
    sizes = Counter(
        one for batch in _units(results, people, ("group",)) for one in _texts(batch, "group")
    )
    sizes.pop("", None)
    groups = tuple(name for name, size in sizes.most_common(SHOWN_GROUPS) if size >= LEAST_PEOPLE)
    made = counted.People(groups=groups)
    counted.add_people(made, _units(results, people))
    page = render(photos, made, other_groups=len(sizes) - len(groups), on=on)
    with whole_file(address) as file:
        file.write(page.encode())


def _units(
    results: str, people: str | None, columns: tuple[str, ...] | None = None
) -> Iterator[Any]:
    """Rows of which each is one person: of ``people``, and photos that belong to nobody there."""
    if people is not None:
        yield from read_rows(people, PEOPLE_SCHEMA, columns or counted.PEOPLE_COLUMNS)
    wanted = counted.COLUMNS if columns is None else ("status", "person", *columns)
    for batch in read_rows(results, SCHEMA, wanted):
        alone = [
            state == "analysed" and (people is None or not person)
            for state, person in zip(
                batch.column("status").to_pylist(), batch.column("person").to_pylist(), strict=True
            )
        ]
        yield batch.filter(pa.array(alone, pa.bool_()))


def _texts(batch: Any, name: str) -> list[str]:
    return [one or "" for one in batch.column(name).to_pylist()]
