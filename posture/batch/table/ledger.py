"""The ledger of a run: which photos are asked for, which are done, and rows not yet in a part.

An SQLite file, so that memory does not grow with the number of photos and a row is kept the moment
it is there. It can be made anew from the parts.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self, cast

import pyarrow as pa

from posture.assess.assessment import Subject
from posture.batch.listing.entry import Entry
from posture.batch.places import absolute
from posture.batch.table.choices import choices_in
from posture.batch.table.ledger_file import ledger_fault, open_ledger
from posture.batch.table.rows import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from posture.batch.listing.find import Found
    from posture.batch.table.rows import Row

# A photo that was not there or that failed is tried again.
_VALID = """
UPDATE asked SET todo = 0 WHERE size IS NOT NULL AND EXISTS (
    SELECT 1 FROM done WHERE done.path = asked.path AND done.size = asked.size
    AND done.modified IS asked.modified AND done.choices = asked.choices
    AND done.status <> 'failed'
)
"""
_TWINS = """
UPDATE asked SET todo = 2 WHERE todo = 1 AND size IS NOT NULL AND (
    EXISTS (SELECT 1 FROM done WHERE done.size = asked.size AND done.key NOT LIKE '-%')
    OR EXISTS (SELECT 1 FROM asked AS other WHERE other.size = asked.size AND other.todo > 0
               AND (other.line, other.path) < (asked.line, asked.path))
)
"""
_DAYS = tuple(field.name for field in SCHEMA if field.type == pa.date32())

_PAGE = 200
"""Photos that are read from the file at once."""


@dataclass(frozen=True, slots=True)
class Job:
    """A photo that is to be analysed.

    Attributes
    ----------
    entry : Entry
    size, modified : int or None
        See :class:`posture.batch.listing.find.Found`.
    choices : str
        Digest of the choices.
    """

    entry: Entry
    size: int | None
    modified: int | None
    choices: str


class Ledger:
    """The ledger; a context manager. One run at a time has it.

    Parameters
    ----------
    path : Path
        Of the file; made where it is not there, made anew where it is damaged.

    Raises
    ------
    StorageError
        Another run has it, or it cannot be written.

    Attributes
    ----------
    waiting : int
        How many rows are not in a part yet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = open_ledger(path)
        self.waiting = self._count_waiting()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()

    # What is asked for.

    def ask(self, entry: Entry, found: Found, choices: str, line: int = 0) -> int | None:
        """Note a photo that is to be in the table, once however its path is written.

        Parameters
        ----------
        entry : Entry
        found : Found
        choices : str
        line : int
            Of the manifest; 0 for a photo that was found.

        Returns
        -------
        int or None
            The line at which the photo was asked for before; it stays as it was. None where it is
            new.
        """
        subject = entry.subject
        file = absolute(entry.path)
        added = self._db.execute(
            "INSERT OR IGNORE INTO asked VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)",
            (
                entry.path, found.size, found.modified, choices, line, entry.person,
                entry.date.isoformat() if entry.date else None, entry.view, entry.group,
                subject.age, subject.sex, subject.stature_cm, file,
            ),
        )  # fmt: skip
        if added.rowcount:
            return None
        return self._one("SELECT line FROM asked WHERE file = ?", file)

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing; also the quick way to ask for many photos.

        Raises
        ------
        StorageError
            The disk is full, for example.
        """
        try:
            self._db.execute("BEGIN")
            with self._db:
                yield
        except sqlite3.OperationalError as error:
            raise ledger_fault(self._path, error) from error

    def settle(self, *, twins: bool) -> None:
        """Find out which of the photos that are asked for are done already.

        Parameters
        ----------
        twins : bool
            Set those apart that have the size of another photo and may have its content.
        """
        with self.transaction():
            self._db.execute(_VALID)
            if twins:
                self._db.execute(_TWINS)

    def asked(self) -> int:
        """How many photos are asked for."""
        return self._one("SELECT count(*) FROM asked")

    def left(self) -> int:
        """How many of them are not done."""
        return self._one("SELECT count(*) FROM asked WHERE todo > 0")

    def jobs(self, todo: int) -> Iterator[Job]:
        """The photos that are not done, in order; what is done meanwhile is left out.

        Parameters
        ----------
        todo : {1, 2}
            2: those that may have the content of another photo.
        """
        line, path = -1, ""
        while True:
            page = self._db.execute(
                "SELECT path, person, day, view, team, age, sex, stature_cm, size, modified, "
                "choices, line FROM asked WHERE todo = ? AND (line, path) > (?, ?) "
                "ORDER BY line, path LIMIT ?",
                (todo, line, path, _PAGE),
            ).fetchall()
            if not page:
                return
            for row in page:
                path, line = row[0], row[11]
                yield Job(_entry(row), row[8], row[9], row[10])

    def entries(self, paths: Iterable[str], part: str) -> Mapping[str, Entry]:
        """The entries of those paths that are asked for and whose row is in this part.

        Parameters
        ----------
        paths : iterable of str
        part : str
            Name of a part.
        """
        found: dict[str, Entry] = {}
        for path in paths:
            row = self._db.execute(
                "SELECT asked.path, person, day, view, team, age, sex, stature_cm FROM asked "
                "JOIN done USING (path) WHERE asked.path = ? AND done.part = ?",
                (path, part),
            ).fetchone()
            if row is not None:
                found[path] = _entry(row)
        return found

    # What is done.

    def keep(self, job: Job, row: Row) -> None:
        """Keep the row of a photo until it is in a part; from now on it is done."""
        row = row | {"path": job.entry.path, "size": job.size, "modified": job.modified}
        with self.transaction():
            self._done(row, None, json.dumps(row, default=date.isoformat))
        self.waiting += 1

    def waiting_rows(self) -> list[Row]:
        """The rows that are not in a part yet."""
        kept = self._db.execute("SELECT content FROM done WHERE content IS NOT NULL ORDER BY path")
        return [_row(content) for (content,) in kept]

    def find(self, key: str) -> tuple[str, str | None, Row | None] | None:
        """A row of that key: its path, and its part or else the row; None where there is none."""
        found = self._db.execute(
            "SELECT path, part, content FROM done WHERE key = ? AND status <> 'failed' LIMIT 1",
            (key,),
        ).fetchone()
        if found is None:
            return None
        path, part, content = found
        return path, part, None if content is None else _row(content)

    def knows(self, part: str) -> bool:
        """Whether the rows of a part are in the ledger."""
        return bool(self._one("SELECT count(*) FROM parts WHERE name = ?", part))

    def add_part(self, part: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Note that a part is written.

        Parameters
        ----------
        part : str
            Its name.
        rows : iterable of mapping
            With path, key, status, size and modified.
        """
        with self.transaction():
            for row in rows:
                self._done(row, part, None)
            self._db.execute("INSERT OR REPLACE INTO parts VALUES (?)", (part,))
        self.waiting = self._count_waiting()

    def forget_parts(self, there: Iterable[str]) -> None:
        """Forget what is in parts that are no longer there."""
        with self.transaction():
            known = {name for (name,) in self._db.execute("SELECT name FROM parts")}
            for gone in known - set(there):
                self._db.execute("DELETE FROM done WHERE part = ?", (gone,))
                self._db.execute("DELETE FROM parts WHERE name = ?", (gone,))

    def counts(self) -> dict[str, int]:
        """How many of the photos that are asked for have each status."""
        return dict(
            self._db.execute("SELECT status, count(*) FROM asked JOIN done USING (path) GROUP BY 1")
        )

    def select(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query, see :mod:`posture.batch.table.doubts`."""
        return self._db.execute(query).fetchall()

    def _done(self, row: Mapping[str, Any], part: str | None, content: str | None) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                row["path"], row["size"], row["modified"], row["key"], choices_in(row["key"]),
                row["status"], part, content,
            ),
        )  # fmt: skip
        self._db.execute("UPDATE asked SET todo = 0 WHERE path = ?", (row["path"],))

    def _count_waiting(self) -> int:
        return self._one("SELECT count(*) FROM done WHERE content IS NOT NULL")

    def _one(self, query: str, *values: object) -> Any:
        return self._db.execute(query, values).fetchone()[0]


def _entry(row: tuple[Any, ...]) -> Entry:
    path, person, day, view, team, age, sex, stature = row[:8]
    on = None if day is None else date.fromisoformat(day)
    return Entry(path, person, on, view, team, Subject(age, sex, stature))


def _row(content: str) -> Row:
    row = cast("Row", json.loads(content))
    days = {name: row[name] for name in _DAYS if row.get(name) is not None}
    return row | {name: date.fromisoformat(str(day)) for name, day in days.items()}
