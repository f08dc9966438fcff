"""Types of columns that hold the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from posture.errors import StudioError
from posture.i18n.language import tr


def by_code_point() -> Text:
    """A text that both databases sort alike, so that an index serves beginnings of it."""
    return Text().with_variant(Text(collation="C"), "postgresql")


class Moment(TypeDecorator[datetime]):
    """A moment in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Moments without an offset from UTC are a fault of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its offset from UTC")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the offset."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class OwnClock(TypeDecorator[datetime]):
    """A date and time as it was told, with its offset from UTC only where that was told."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Written as ISO 8601."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read as it was written."""
        if value is None:
            return None
        try:
            return datetime.fromisoformat(value)
        except ValueError as error:
            raise _damaged() from error


class Json(TypeDecorator[Any]):
    """A value as JSON text, checked by pydantic when it is read.

    Parameters
    ----------
    adapter : TypeAdapter
        Of the value's type.
    """

    impl = Text
    cache_ok = True

    def __init__(self, adapter: TypeAdapter[Any]) -> None:
        super().__init__()
        # Under the name of the parameter: SQLAlchemy tells compiled statements apart by it.
        self.adapter = adapter

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """None is no value, not JSON's null."""
        return None if value is None else self.adapter.dump_json(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """A value of the adapter's type."""
        if value is None:
            return None
        try:
            return self.adapter.validate_json(value)
        except ValidationError as error:
            raise _damaged() from error


def _damaged() -> StudioError:
    return StudioError(
        tr("A record is damaged and cannot be read."), tr("Restore the last backup.")
    )
