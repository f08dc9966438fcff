"""A table as Parquet and CSV, written some rows at a time."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import chain
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from posture.batch.places import whole_file
from posture.batch.table.parts import BATCH_ROWS, COMPRESSION
from posture.files.tables import csv_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from posture.batch.table.rows import Row
    from posture.files.tables import CsvDialect

ROWS_PER_GROUP = 8 * BATCH_ROWS
"""Rows of a group of the Parquet file, held at once while it is written."""


def write_tables(
    batches: Iterable[Any], schema: Any, addresses: tuple[str, str], dialect: CsvDialect
) -> int:
    """Write a table as a Parquet file and a CSV file.

    Parameters
    ----------
    batches : iterable of pyarrow.RecordBatch
    schema : pyarrow.Schema
    addresses : tuple of str
        Of the Parquet file and the CSV file.
    dialect : {"standard", "excel-de"}
        Of the CSV file.

    Returns
    -------
    int
        How many rows.
    """
    parquet, csv = addresses
    with whole_file(parquet) as binary, whole_file(csv) as text, ExitStack() as stack:
        table = stack.enter_context(pq.ParquetWriter(binary, schema, compression=COMPRESSION))
        count = 0

        def cells() -> Iterator[tuple[Any, ...]]:
            nonlocal count
            for group in _groups(batches):
                table.write_table(pa.Table.from_batches(group, schema), ROWS_PER_GROUP)
                for batch in group:
                    count += batch.num_rows
                    yield from zip(*(one.to_pylist() for one in batch.columns), strict=True)

        for line in csv_lines(schema.names, cells(), dialect):
            text.write(line.encode())
    return count


def batches_of(rows: Iterable[Row], schema: Any) -> Iterator[Any]:
    """Rows as record batches."""
    held: list[Row] = []
    for row in chain(rows, (None,)):
        if held and (row is None or len(held) == BATCH_ROWS):
            yield pa.RecordBatch.from_pylist(held, schema=schema)
            held = []
        if row is not None:
            held.append(row)


def _groups(batches: Iterable[Any]) -> Iterator[list[Any]]:
    held: list[Any] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= ROWS_PER_GROUP:
            yield held
            held = []
    if held:
        yield held
