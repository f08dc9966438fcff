"""Parts of the table: one Parquet file per partition, which is there whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from posture.batch.places import list_files, reading, whole_file
from posture.batch.table.rows import SCHEMA
from posture.errors import StorageError
from posture.i18n.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from posture.batch.table.rows import Row

SUFFIX = ".parquet"
BATCH_ROWS = 1024
"""Rows that a reader holds at once."""
COMPRESSION = "zstd"


def write_part(rows: Iterable[Row], address: str | Path) -> None:
    """Write the rows of one partition.

    Parameters
    ----------
    rows : iterable of dict
        As :func:`posture.batch.table.rows.row_of` gives them.
    address : str or Path
        A path that ends in ``.parquet``, or an address that fsspec reads. Its folder is made; a
        part of that name is replaced.

    Raises
    ------
    StorageError
        It cannot be written.
    """
    table = pa.Table.from_pylist(list(rows), schema=SCHEMA)
    with whole_file(address) as file:
        pq.write_table(table, file, compression=COMPRESSION)


def list_parts(folder: str | Path) -> list[str]:
    """Addresses of the parts in a folder, by name; none where there is no such folder."""
    return list_files(folder, SUFFIX)


def read_rows(
    address: str | Path, schema: Any, columns: Sequence[str] | None = None
) -> Iterator[Any]:
    """Read the rows of one Parquet file, some at a time.

    Parameters
    ----------
    address : str or Path
    schema : pyarrow.Schema
    columns : sequence of str, optional
        Only these are read; default all of the schema.

    Yields
    ------
    pyarrow.RecordBatch
        At most ``BATCH_ROWS`` rows, the columns in the order wanted. What a part that an earlier
        version of the program wrote has not is null.

    Raises
    ------
    StorageError
        The file is damaged; the message names it.
    """
    wanted = schema if columns is None else pa.schema([schema.field(name) for name in columns])
    try:
        with reading(address) as file, pq.ParquetFile(file) as table:
            there = [name for name in wanted.names if name in table.schema_arrow.names]
            for batch in table.iter_batches(BATCH_ROWS, columns=there):
                yield _conformed(batch, wanted)
    except pa.ArrowInvalid as error:
        raise StorageError(
            tr("{path} cannot be read: {reason}.").format(path=address, reason=error),
            tr("Delete the file; its photos are analysed again."),
        ) from error


def _conformed(batch: Any, schema: Any) -> Any:
    """The columns of a schema; those that are missing are null."""
    names = batch.schema.names
    columns = [
        batch.column(one.name).cast(one.type)
        if one.name in names
        else pa.nulls(batch.num_rows, one.type)
        for one in schema
    ]
    return pa.record_batch(columns, schema=schema)
