"""The rows of a table brought together by person, with bounded memory.

Photos of one person may stand anywhere in the table. People are numbered by their first photo and
divided into buckets of neighbours; the rows of each bucket go to a file of their own on the disk,
and one bucket at a time is read. In memory are 20 bytes per photo, to number the people.
"""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from posture.batch.table.rows import Row

BUCKET_ROWS = 4096
"""Rows of a bucket, about."""
MOST_BUCKETS = 128
"""Files that are open at once."""
MOST_PHOTOS = 1000
"""Photos of one person; more under one name are not one person but a mistake in the list."""

_DIGEST = 16


class PeopleIndex:
    """Numbers of people, row by row, in the order of their first photo."""

    def __init__(self) -> None:
        self._digests: list[bytes] = []
        self._nobody = bytes(_DIGEST)

    def add(self, people: Iterable[str | None]) -> None:
        """Take the people of the next rows; None for a row that belongs to no person."""
        self._digests.append(
            b"".join(
                self._nobody
                if one is None
                else hashlib.blake2b(one.encode(), digest_size=_DIGEST).digest()
                for one in people
            )
        )

    def numbers(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Number of the person of each row, -1 for none, and how many rows each has."""
        digests = np.frombuffer(b"".join(self._digests), dtype=np.dtype([("a", "u8"), ("b", "u8")]))
        self._digests = [digests.tobytes()]
        _, first, of, counts = np.unique(
            digests, return_index=True, return_inverse=True, return_counts=True
        )
        nobody = digests[first] == np.zeros(1, digests.dtype)
        order = np.argsort(np.where(nobody, len(digests), first), kind="stable")
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        numbers = rank[of]
        counts = counts[order]
        if nobody.any():
            numbers[numbers == len(counts) - 1] = -1
            counts = counts[:-1]
        return numbers, counts.astype(np.int32)


def rows_by_person(
    batches: Iterable[Any], numbers: NDArray[np.int32], counts: NDArray[np.int32]
) -> Iterator[list[Row]]:
    """The rows of each person, people in the order of their numbers.

    Parameters
    ----------
    batches : iterable of pyarrow.RecordBatch
        The table.
    numbers, counts : ndarray
        As :class:`PeopleIndex` gives them for its rows.

    Yields
    ------
    list of dict
        In the order of the table. People with more than ``MOST_PHOTOS`` are left out.
    """
    too_many = np.isin(numbers, np.flatnonzero(counts > MOST_PHOTOS))
    wanted = (numbers >= 0) & ~too_many
    size = _people_per_bucket(counts)
    with TemporaryDirectory(prefix="posture-") as folder:
        files = _fill(batches, np.where(wanted, numbers // size, -1), numbers, Path(folder))
        for path in files:
            yield from _people_of(path)


def _people_per_bucket(counts: NDArray[np.int32]) -> int:
    rows = max(1, int(counts.sum()))
    buckets = min(MOST_BUCKETS, -(-rows // BUCKET_ROWS))
    return max(1, -(-len(counts) // buckets))


def _fill(
    batches: Iterable[Any],
    buckets: NDArray[np.int32],
    numbers: NDArray[np.int32],
    folder: Path,
) -> list[Path]:
    """Write each row with its person's number into the file of its bucket."""
    paths: dict[int, Path] = {}
    writers: dict[int, Any] = {}
    with ExitStack() as stack:
        at = 0
        for batch in batches:
            mine = slice(at, at + batch.num_rows)
            at = mine.stop
            numbered = batch.append_column("_number", pa.array(numbers[mine]))
            for bucket in np.unique(buckets[mine]):
                if bucket < 0:
                    continue
                if bucket not in writers:
                    paths[bucket] = folder / f"{bucket}.arrow"
                    made = pa.ipc.new_stream(str(paths[bucket]), numbered.schema)
                    writers[bucket] = stack.enter_context(made)
                part = numbered.filter(pa.array(buckets[mine] == bucket))
                writers[bucket].write_batch(part)
    return [paths[bucket] for bucket in sorted(paths)]


def _people_of(path: Path) -> Iterator[list[Row]]:
    people: dict[int, list[Row]] = {}
    with pa.memory_map(str(path)) as file, pa.ipc.open_stream(file) as stream:
        for batch in stream:
            for row in batch.to_pylist():
                people.setdefault(row.pop("_number"), []).append(row)
    path.unlink()
    for number in sorted(people):
        yield people[number]
