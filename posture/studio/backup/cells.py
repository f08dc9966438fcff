"""Rows of tables as lines of JSON that any database writes and reads alike."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import DateTime

from posture.errors import BackupError
from posture.i18n.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Column

_BYTES, _DAY, _MOMENT = "bytes", "day", "moment"
_PLAIN = (str, int, float, bool, type(None))


def line(row: Iterable[Any]) -> bytes:
    """One row as a line of JSON: a list of its values in the order of the columns.

    Raises
    ------
    TypeError
        A column holds values of a type that backups do not know: a fault of ours.
    """
    cells = [_cell(value) for value in row]
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def values(data: bytes, columns: Sequence[Column[Any]]) -> list[dict[str, Any]]:
    """Rows from lines of JSON, as these columns take them.

    Raises
    ------
    BackupError
        The lines are no rows of these columns.
    """
    try:
        return [_row(json.loads(text), columns) for text in data.splitlines()]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BackupError(tr("The backup is damaged: its records cannot be read.")) from error


def _row(cells: Any, columns: Sequence[Column[Any]]) -> dict[str, Any]:
    if not isinstance(cells, list):
        raise TypeError(cells)
    return {column.name: _value(cell, column) for column, cell in zip(columns, cells, strict=True)}


def _cell(value: Any) -> Any:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, (bytes, memoryview)):
        return {_BYTES: base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        # SQLite forgets the offset; what is stored is UTC.
        utc = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return {_MOMENT: utc.isoformat()}
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    raise TypeError(type(value))


def _value(cell: Any, column: Column[Any]) -> Any:
    if isinstance(cell, _PLAIN):
        return cell
    if not isinstance(cell, dict):
        raise TypeError(cell)
    ((kind, text),) = cell.items()
    if kind == _BYTES:
        return base64.b64decode(text, validate=True)
    if kind == _DAY:
        return date.fromisoformat(text)
    if kind != _MOMENT:
        raise ValueError(kind)
    moment = datetime.fromisoformat(text)
    keeps_offset = isinstance(column.type, DateTime) and column.type.timezone
    return moment if keeps_offset else moment.astimezone(UTC).replace(tzinfo=None)
