"""Rows go through lines of JSON into another database without a difference."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Engine,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    select,
)

from posture.errors import BackupError
from posture.studio.backup import rows

metadata = MetaData()
people = Table("people", metadata, Column("id", String(8), primary_key=True))
notes = Table(
    "notes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("text", Text),
    Column("height", Float),
    Column("draft", Boolean),
    Column("on", Date),
    Column("at", DateTime(timezone=True)),
    Column("logo", LargeBinary),
)
PEOPLE = [{"id": id} for id in ("a", "B", "b", "Ä", "ä", "😀")]
ODD = 'line\nend\r\u2028tab\t"quotes" \\ =1+1 <b>\u202eright to left Ü 😀'
NOTES: list[dict[str, Any]] = [
    {
        "number": 7,
        "person": "ä",
        "text": ODD,
        "height": 0.1 + 0.2,
        "draft": True,
        "on": date(2026, 2, 28),
        "at": datetime(2026, 11, 29, 12, 34, 56, 789012, tzinfo=UTC),
        "logo": bytes(range(256)),
    },
    dict.fromkeys(("text", "height", "draft", "on", "at", "logo")) | {"number": 9, "person": "B"},
    {
        "number": 8,
        "person": "😀",
        "text": "",
        "height": 1e-300,
        "draft": False,
        "on": date(1, 1, 1),
        "at": datetime(1969, 12, 31, tzinfo=UTC),
        "logo": b"",
    },
]


def _engine() -> Engine:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    return engine


def _dumped(engine: Engine) -> dict[str, list[tuple[int, bytes]]]:
    with engine.connect() as connection:
        return {
            table.name: list(rows.dump(connection, table)) for table in rows.all_tables(connection)
        }


@pytest.fixture
def filled() -> Engine:
    engine = _engine()
    with engine.begin() as connection:
        connection.execute(people.insert(), PEOPLE)
        for note in NOTES:
            connection.execute(notes.insert(), note)
    return engine


def test_every_value_comes_back_equal(filled: Engine):
    other = _engine()
    dumped = _dumped(filled)
    assert list(dumped) == ["people", "notes"]
    assert [count for count, _ in dumped["notes"]] == [3]
    with other.begin() as connection:
        for table in rows.all_tables(connection):
            parts = [part for _, part in dumped[table.name]]
            rows.load(connection, table, tuple(table.columns.keys()), parts)
    for table in (people, notes):
        with filled.connect() as one, other.connect() as two:
            query = select(table).order_by(*table.primary_key.columns)
            assert one.execute(query).all() == two.execute(query).all()
    assert _dumped(other) == dumped


def test_large_tables_come_in_parts(filled: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rows, "_PART_BYTES", 10)
    assert [count for count, _ in _dumped(filled)["people"]] == [2, 2, 2]


def test_all_rows_are_deleted_in_an_order_that_references_allow(filled: Engine):
    with filled.begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        rows.clear(connection, rows.all_tables(connection))
        assert connection.execute(select(people)).all() == []


@pytest.mark.parametrize(
    ("columns", "part"),
    [
        (("id", "more"), b'["a", 1]'),
        (("id", "id"), b'["a", "a"]'),
        ((), b"[]"),
        (("id",), b"[]"),
        (("id",), b'["a", "b"]'),
        (("id",), b'{"id": "a"}'),
        (("id",), b'[{"day": "2026-13-01"}]'),
        (("id",), b'[{"bytes": "%%%"}]'),
        (("id",), b'[{"other": "1"}]'),
        (("id",), b"[{}]"),
        (("id",), b'[["nested"]]'),
        (("id",), b"\xff"),
        (("id",), b"[" * 100_000),
        (("id",), b"[null]"),
        (("id",), b'["a"]\n["a"]'),
        (("id",), b'[{"bytes": "AAAA"}, 1]'),
    ],
)
def test_lines_that_do_not_fit_are_one_clear_error(columns: tuple[str, ...], part: bytes):
    with _engine().begin() as connection, pytest.raises(BackupError, match="damaged"):
        rows.load(connection, rows.all_tables(connection)[0], columns, [part])
