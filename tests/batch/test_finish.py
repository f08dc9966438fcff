from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.batch.finish import finish
from posture.batch.listing.entry import Entry
from posture.batch.table import tables
from posture.batch.table.people import PEOPLE_SCHEMA, person_row
from posture.batch.table.rows import SCHEMA, Row
from posture.files.tables import unguarded
from tests.fixtures.analyses import REFUSAL
from tests.fixtures.crowd import analysis_of, measured, row


def batches(rows: list[Row], size: int = 4) -> Callable[[], Iterator[Any]]:
    made = pa.Table.from_pylist(rows, schema=SCHEMA)
    return lambda: iter(made.to_batches(max_chunksize=size))


def crowd() -> list[Row]:
    rng = np.random.default_rng(4)
    people = ["Ana", "Bo", "", "Ana", "Cy", "Bo", "Ana"]
    rows = [
        row(analysis_of(measured(rng)), Entry(f"{i}.jpg", person=name, group="A"))
        for i, name in enumerate(people)
    ]
    return [*rows, row(REFUSAL, Entry("7.jpg", person="Cy"))]


def test_every_row_is_in_both_files(tmp_path: Path):
    rows = crowd()
    made = finish(batches(rows), tmp_path)
    assert (made.photos, made.people) == (8, 3)
    assert pq.read_table(tmp_path / "results.parquet").to_pylist() == rows
    with (tmp_path / "results.csv").open(encoding="utf-8", newline="") as file:
        cells = list(csv.DictReader(file))
    assert [one["path"] for one in cells] == [one["path"] for one in rows]
    for cell, one in zip(cells, rows, strict=True):
        for name, value in one.items():
            if isinstance(value, float):
                assert float(cell[name]) == pytest.approx(value, abs=6e-5), name
            elif value is None:
                assert cell[name] == ""
            elif isinstance(value, str):
                assert unguarded(cell[name]) == value
    assert cells[0]["width"] == "768"
    assert cells[0]["framing_feet"] == "true"
    assert cells[0]["analysed_on"] == "2026-11-29"


def test_people_stand_in_the_order_of_their_first_photo(tmp_path: Path):
    rows = crowd()
    finish(batches(rows), tmp_path)
    people = pq.read_table(tmp_path / "people.parquet").to_pylist()
    assert [one["person"] for one in people] == ["Ana", "Bo", "Cy"]
    assert [one["photos"] for one in people] == [3, 2, 1]
    for one in people:
        mine = [r for r in rows if r["person"] == one["person"] and r["status"] == "analysed"]
        assert one == person_row(mine)
    assert pq.read_schema(tmp_path / "people.parquet").equals(PEOPLE_SCHEMA)


def test_without_several_photos_of_anybody_there_is_no_table_of_people(tmp_path: Path):
    rows = crowd()
    finish(batches(rows), tmp_path)
    made = finish(batches(rows[:3]), tmp_path)
    assert made.people == 0
    assert sorted(one.name for one in tmp_path.glob("*.csv")) == ["results.csv"]
    assert not list(tmp_path.glob("people*"))


def test_nothing_at_all_is_a_table_without_rows(tmp_path: Path):
    assert finish(batches([]), tmp_path).photos == 0
    assert pq.read_table(tmp_path / "results.parquet").num_rows == 0


def test_an_address_gets_the_same_bytes(tmp_path: Path):
    rows, place = crowd(), f"memory://{uuid.uuid4().hex}"
    finish(batches(rows), tmp_path)
    finish(batches(rows), place)
    for name in ("results.csv", "people.csv", "results.parquet"):
        written: Any = fsspec.filesystem("memory").cat(f"{place}/{name}")
        assert written == (tmp_path / name).read_bytes()


def test_the_tables_are_written_some_rows_at_a_time(tmp_path: Path, monkeypatch: Any):
    monkeypatch.setattr(tables, "ROWS_PER_GROUP", 8)
    one = crowd()[0]
    given, most = 0, 0

    def lazily() -> Iterator[Any]:
        nonlocal given, most
        for _ in range(10):
            given += 4
            yield pa.RecordBatch.from_pylist([one | {"person": None}] * 4, schema=SCHEMA)

    written = pq.ParquetWriter.write_table

    def counted(self: Any, table: Any, *rest: Any) -> None:
        nonlocal most
        most = max(most, table.num_rows)
        written(self, table, *rest)

    monkeypatch.setattr(pq.ParquetWriter, "write_table", counted)
    assert finish(lazily, tmp_path).photos == 40
    assert most == 8
    assert pq.ParquetFile(tmp_path / "results.parquet").num_row_groups == 5


HOSTILE = st.text(st.sampled_from("=+-@'\t\r\n;,\" a\uff1d1<"), max_size=6)


@settings(max_examples=20)
@given(text=HOSTILE, dialect=st.sampled_from(["standard", "excel-de"]))
def test_no_text_becomes_a_formula_and_every_text_comes_back(
    text: str, dialect: Any, tmp_path_factory: Any
):
    folder = tmp_path_factory.mktemp("out")
    one = row(REFUSAL, Entry(text, person=text, group=text))
    finish(batches([one]), folder, dialect=dialect)
    data = (folder / "results.csv").read_bytes().decode("utf-8-sig")
    separator = ";" if dialect == "excel-de" else ","
    (cells,) = csv.DictReader(io.StringIO(data, newline=""), delimiter=separator)
    for name in ("path", "person", "group"):
        assert not cells[name].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d"))
        assert unguarded(cells[name]) == (one[name] or "")


def test_german_excel_gets_its_dialect(tmp_path: Path):
    finish(batches(crowd()[:1]), tmp_path, dialect="excel-de")
    data = (tmp_path / "results.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf" + b"path;key;")
    assert b"0,2500" in data
