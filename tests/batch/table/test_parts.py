from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.batch.table import parts
from posture.batch.table.parts import list_parts, read_rows, write_part
from posture.batch.table.rows import SCHEMA, Row
from posture.errors import StorageError
from tests.fixtures.analyses import ANALYSIS, REFUSAL
from tests.fixtures.crowd import analysis_of, measured, row


def read(folder: Any, *columns: str) -> list[Row]:
    return [
        one
        for part in list_parts(folder)
        for batch in read_rows(part, SCHEMA, columns or None)
        for one in batch.to_pylist()
    ]


def places(tmp_path: Path) -> list[str]:
    return [str(tmp_path / "parts"), f"memory://{uuid.uuid4().hex}/parts"]


def test_rows_come_back_as_they_were_from_a_disk_and_from_an_address(tmp_path: Path):
    rng = np.random.default_rng(5)
    made = [row(one) for one in (ANALYSIS, REFUSAL, analysis_of(measured(rng)), ValueError("x"))]
    for place in places(tmp_path):
        write_part(made[:2], f"{place}/b.parquet")
        write_part(made[2:], f"{place}/a.parquet")
        assert [one.rpartition("/")[2] for one in list_parts(place)] == ["a.parquet", "b.parquet"]
        assert read(place) == made[2:] + made[:2]
        assert read(place, "status", "path") == [
            {"status": one["status"], "path": one["path"]} for one in made[2:] + made[:2]
        ]


def kinds() -> dict[Any, st.SearchStrategy[Any]]:
    return {
        pa.string(): st.text(st.characters(codec="utf-8"), max_size=8),
        pa.float64(): st.floats(allow_nan=False),
        pa.int32(): st.integers(0, 2**31 - 1),
        pa.int64(): st.integers(0, 2**63 - 1),
        pa.bool_(): st.booleans(),
        pa.date32(): st.dates(),
    }


@settings(max_examples=25)
@given(data=st.data())
def test_no_column_and_no_value_is_lost(data: st.DataObject, tmp_path_factory: Any):
    known = kinds()
    # One value a type, and a rotating third of the columns null: 300 draws a row would be slow.
    one = {kind: data.draw(strategy) for kind, strategy in known.items()}
    start = data.draw(st.integers(0, 2))
    made: Row = {
        field.name: None if (i + start) % 3 == 0 else one[field.type]
        for i, field in enumerate(SCHEMA)
    }
    folder = tmp_path_factory.mktemp("parts")
    write_part([made], folder / "a.parquet")
    assert read(folder) == [made]


def test_there_is_no_part_where_there_is_no_folder(tmp_path: Path):
    for place in places(tmp_path):
        assert list_parts(place) == []
        assert read(place) == []


def test_a_part_that_is_not_finished_is_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def stops(table: Any, file: Any, **options: Any) -> None:
        file.write(b"PAR1")
        raise KeyboardInterrupt

    for place in places(tmp_path):
        write_part([row(ANALYSIS)], f"{place}/a.parquet")
        with monkeypatch.context() as patch:
            patch.setattr(parts.pq, "write_table", stops)
            with pytest.raises(KeyboardInterrupt):
                write_part([row(REFUSAL)], f"{place}/a.parquet")
        assert [one["status"] for one in read(place)] == ["analysed"]
    assert [one.name for one in (tmp_path / "parts").iterdir()] == ["a.parquet"]


def test_what_a_killed_run_left_is_not_read(tmp_path: Path):
    write_part([row(ANALYSIS)], tmp_path / "a.parquet")
    (tmp_path / ".b.parquet.0123.new").write_bytes(b"PAR1")
    assert len(list_parts(tmp_path)) == 1


def test_a_part_of_an_earlier_version_lacks_columns(tmp_path: Path):
    early = pa.Table.from_pylist([{"path": "a.jpg", "cva_value": 49, "gone": 1}])
    pq.write_table(early, tmp_path / "a.parquet")
    (said,) = read(tmp_path)
    assert list(said) == SCHEMA.names
    assert (said["path"], said["cva_value"], said["status"]) == ("a.jpg", 49.0, None)


def test_reading_holds_few_rows_at_once(tmp_path: Path):
    part = tmp_path / "a.parquet"
    write_part([row(REFUSAL)] * (2 * parts.BATCH_ROWS + 1), part)
    sizes = [batch.num_rows for batch in read_rows(part, SCHEMA, ["path"])]
    assert sizes == [parts.BATCH_ROWS, parts.BATCH_ROWS, 1]


def test_a_damaged_part_is_named(tmp_path: Path):
    (tmp_path / "a.parquet").write_bytes(b"nothing of the kind")
    with pytest.raises(StorageError, match=r"a\.parquet cannot be read") as caught:
        read(tmp_path)
    assert caught.value.remedy


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be written"):
        write_part([row(ANALYSIS)], tmp_path / "file" / "a.parquet")
