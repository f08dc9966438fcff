"""The rows that are kept: in parts, or in the ledger until there are enough for a part."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from posture.batch.places import join
from posture.batch.table.parts import SUFFIX, list_parts, read_rows, write_part
from posture.batch.table.rows import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from posture.batch.listing.entry import Entry
    from posture.batch.table.ledger import Job, Ledger
    from posture.batch.table.rows import Row

PART_ROWS = 1000

_NOTED = ("path", "key", "status", "size", "modified")


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows of a batch.

    Attributes
    ----------
    ledger : Ledger
    folder : str
        Path or address of the parts.
    """

    ledger: Ledger
    folder: str

    def adopt(self) -> None:
        """Note what is in parts that the ledger does not know, and forget parts that are gone."""
        parts = {_name(one): one for one in list_parts(self.folder)}
        self.ledger.forget_parts(parts)
        for name, address in parts.items():
            if not self.ledger.knows(name):
                batches = read_rows(address, SCHEMA, _NOTED)
                self.ledger.add_part(name, (row for one in batches for row in one.to_pylist()))

    def keep(self, job: Job, row: Row) -> None:
        """Keep the row of a photo."""
        self.ledger.keep(job, row)
        if self.ledger.waiting >= PART_ROWS:
            self.write()

    def write(self) -> None:
        """Write the rows that are in no part yet to one."""
        rows = self.ledger.waiting_rows()
        if rows:
            name = part_name((str(row["path"]), str(row["key"])) for row in rows)
            write_part(rows, join(self.folder, name))
            self.ledger.add_part(name, rows)

    def copy_of(self, key: str, job: Job) -> Row | None:
        """The row of another photo with that key, as the row of this one; None where none is."""
        found = self.ledger.find(key)
        if found is None:
            return None
        path, part, row = found
        if row is None and part is not None:
            row = _row_in(join(self.folder, part), path)
        return None if row is None else row | _labels(job.entry, row.get("taken"))

    def rows(self) -> Iterator[Any]:
        """Every photo that is asked for once, in batches, with the labels that it has now.

        Yields
        ------
        pyarrow.RecordBatch
            Columns as in ``SCHEMA``.
        """
        for address in list_parts(self.folder):
            for batch in read_rows(address, SCHEMA):
                paths: list[str] = batch.column("path").to_pylist()
                entries = self.ledger.entries(paths, _name(address))
                if entries:
                    wanted = batch.filter(pa.array([path in entries for path in paths]))
                    yield _labelled(wanted, [entries[path] for path in paths if path in entries])


def part_name(photos: Iterable[tuple[str, str]]) -> str:
    """The name of the part that holds these photos.

    Parameters
    ----------
    photos : iterable of (path, key or choices)
        In any order. The same photos have the same name, so that a part that is written again
        replaces itself.
    """
    told = hashlib.sha256()
    for path, key in sorted(photos):
        told.update(f"{path}\0{key}\n".encode())
    return f"part-{told.hexdigest()[:24]}{SUFFIX}"


def _name(address: str) -> str:
    return address.replace("\\", "/").rpartition("/")[2]


def _labels(entry: Entry, taken: Any) -> Row:
    """What the row of a photo has from the manifest and may change without an analysis."""
    on = entry.date or (date.fromisoformat(str(taken)[:10]) if taken else None)
    return {
        "path": entry.path,
        "person": entry.person or None,
        "group": entry.group or None,
        "date": on,
    }


def _labelled(batch: Any, entries: Sequence[Entry]) -> Any:
    taken = batch.column("taken").to_pylist()
    labels = [_labels(*one) for one in zip(entries, taken, strict=True)]
    for name in labels[0]:
        at = SCHEMA.get_field_index(name)
        column = pa.array([one[name] for one in labels], SCHEMA.field(at).type)
        batch = batch.set_column(at, SCHEMA.field(at), column)
    return batch


@lru_cache(maxsize=8)
def _rows_of(address: str) -> tuple[Any, dict[str, int]]:
    """A part as a table, and where the row of each path is in it."""
    table = pa.Table.from_batches(read_rows(address, SCHEMA), SCHEMA)
    return table, {path: i for i, path in enumerate(table.column("path").to_pylist())}


def _row_in(address: str, path: str) -> Row | None:
    table, places = _rows_of(address)
    at = places.get(path)
    return None if at is None else table.slice(at, 1).to_pylist()[0]
