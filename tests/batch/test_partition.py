"""A worker's partitions: no answer is lost or mixed up, and no process stays."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import pytest

from posture.batch import partition as partitions
from posture.batch.listing.entry import Entry
from posture.batch.partition import Partition, close_pools, work_through
from posture.batch.table.ledger import Job
from posture.batch.table.rows import Row
from posture.errors import ModelMissingError
from tests.fixtures import partition_work
from tests.fixtures.batches import children, wait_until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc"),
]

OTHER = "other run"


@pytest.fixture(autouse=True)
def parts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(partitions, "analysed_row", partition_work.analysed_row)
    monkeypatch.setattr(partitions, "get_ready", partition_work.get_ready)
    monkeypatch.setattr(partitions, "write_part", write_nothing)
    monkeypatch.setattr(partitions, "_ended", set[str]())
    yield
    close_pools("run")
    close_pools(OTHER)


def write_nothing(rows: list[Row], address: str) -> None:
    """Rows of these tests fit no table."""


def partition(folder: Path, *names: str, run: str = "run") -> Partition:
    jobs = tuple(Job(Entry(str(folder / name)), 1, 1, "") for name in names)
    return Partition("part", jobs, cast("Any", None), "", str(folder), run)


def photos_and_keys(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(Path(row["path"]).name, row["key"]) for row in rows]


def processes() -> set[int]:
    return set(children(os.getpid()))


def test_after_an_error_the_next_partition_has_its_own_rows_and_all_of_them(tmp_path: Path):
    with pytest.raises(ModelMissingError):
        work_through(partition(tmp_path, "no_model.jpg", "old1.jpg", "old2.jpg"))
    new = ["new0.jpg", "new1.jpg", "new2.jpg", "new3.jpg"]
    found = photos_and_keys(work_through(partition(tmp_path, *new)))
    assert found == [(name, name) for name in new]


def test_an_error_ends_the_process(tmp_path: Path):
    before = processes()
    with pytest.raises(ModelMissingError):
        work_through(partition(tmp_path, "no_model.jpg"))
    assert processes() == before


def test_a_process_stays_for_the_run_and_no_longer(tmp_path: Path):
    before = processes()
    work_through(partition(tmp_path, "a.jpg"))
    (first,) = processes() - before
    work_through(partition(tmp_path, "b.jpg"))
    assert processes() - before == {first}
    work_through(partition(tmp_path, "a.jpg", run=OTHER))
    (second,) = processes() - before
    assert second != first
    close_pools("run")
    assert processes() - before == {second}
    close_pools(OTHER)
    assert processes() == before


def test_a_partition_at_work_ends_before_its_process(tmp_path: Path):
    before = processes()
    with ThreadPoolExecutor(1) as thread:
        # The pool is given more photos after it was to end.
        names = ["waits.jpg", "x1.jpg", "x2.jpg", "x3.jpg"]
        found = thread.submit(work_through, partition(tmp_path, *names))
        wait_until((tmp_path / "begun").exists)
        close_pools("run")
        (tmp_path / "go").touch()
        assert photos_and_keys(found.result(60)) == sorted((name, name) for name in names)
    assert processes() == before


def test_a_partition_that_begins_after_its_run_leaves_no_process(tmp_path: Path):
    before = processes()
    close_pools("run")
    work_through(partition(tmp_path, "late.jpg"))
    assert processes() == before
