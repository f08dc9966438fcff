"""Reading every row of a database in one order for all of them, and putting rows into another.

The tables are taken as they are in the database, not as the program declares them today: a backup
is restored at its own schema version, and migrated then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, MetaData, Table, collate, delete, func, select, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.types import String

from posture.errors import BackupError
from posture.i18n.language import tr
from posture.studio.backup.cells import line, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Column, Connection

_NOT_RECORDS = frozenset({"alembic_version"})
"""The schema version is said by the list of contents."""

_LEFT_OUT = frozenset({"logins", "login_attempts"})
"""Nobody is signed in by restoring a backup."""

_PART_BYTES = 4 * 1024**2
_AT_ONCE = 200
"""Rows that are fetched or inserted at once."""


def all_tables(connection: Connection) -> list[Table]:
    """The tables of a database that hold records; those that others refer to come first."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in _NOT_RECORDS]


def kept_tables(connection: Connection) -> list[Table]:
    """Those tables that belong into a backup."""
    return [table for table in all_tables(connection) if table.name not in _LEFT_OUT]


def dump(connection: Connection, table: Table) -> Iterator[tuple[int, bytes]]:
    """Read the rows of a table by their primary key.

    Yields
    ------
    int
        Number of rows.
    bytes
        Their lines.
    """
    wanted = select(table).order_by(*_order(connection, table))
    found = connection.execute(wanted, execution_options={"yield_per": _AT_ONCE})
    count, part = 0, bytearray()
    for row in found:
        part += line(row)
        count += 1
        if len(part) >= _PART_BYTES:
            yield count, bytes(part)
            count, part = 0, bytearray()
    if count:
        yield count, bytes(part)


def load(
    connection: Connection, table: Table, columns: Sequence[str], parts: Iterable[bytes]
) -> int:
    """Insert rows.

    Parameters
    ----------
    connection : Connection
    table : Table
    columns : sequence of str
        In the order of the values of a line.
    parts : iterable of bytes
        Lines.

    Returns
    -------
    int
        Number of rows.

    Raises
    ------
    BackupError
        They do not fit the table.
    """
    if set(columns) != set(table.columns.keys()) or len(set(columns)) != len(columns):
        raise BackupError(
            tr("The backup is damaged: its tables are not those of its schema version.")
        )
    chosen = [table.columns[name] for name in columns]
    count = 0
    for part in parts:
        rows = values(part, chosen)
        count += len(rows)
        for start in range(0, len(rows), _AT_ONCE):
            _insert(connection, table, rows[start : start + _AT_ONCE])
    _count_on(connection, table)
    return count


def clear(connection: Connection, tables: Sequence[Table]) -> None:
    """Delete every row of every table."""
    for table in reversed(tables):
        connection.execute(delete(table))


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    try:
        connection.execute(table.insert(), rows)
    except OperationalError:
        raise  # the disk is full, or the database cannot be reached
    except (SQLAlchemyError, OverflowError, TypeError, ValueError) as error:
        raise BackupError(
            tr("The backup is damaged: its records do not fit into the database.")
        ) from error


def _order(connection: Connection, table: Table) -> list[Any]:
    """By code point on every database, so that equal tables give equal parts."""
    keys = list(table.primary_key.columns) or list(table.columns)
    if connection.dialect.name == "sqlite":
        return keys
    return [collate(key, "C") if isinstance(key.type, String) else key for key in keys]


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after the inserted ones; SQLite does so by itself."""
    if connection.dialect.name == "sqlite":
        return
    for key in table.primary_key.columns:
        if isinstance(key.type, Integer) and key.server_default is not None:
            _set_sequence(connection, table, key)


def _set_sequence(connection: Connection, table: Table, key: Column[Any]) -> None:
    last = connection.scalar(select(func.max(key)))
    connection.execute(
        text("SELECT setval(pg_get_serial_sequence(:table, :key), :next, false)"),
        {"table": f'"{table.name}"', "key": key.name, "next": (last or 0) + 1},
    )
