"""The same command on a cluster: the same rows, whoever dies."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from posture.batch import cluster
from posture.batch.batch import Request, run_batch
from posture.errors import InputError, InstallationError
from tests.fixtures import deadly
from tests.fixtures.batches import Quiet, children, kill, rows, run_here, wait_until, write_photos

pytestmark = [
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc"),
    # Nobody waits for the sockets of a process that was killed.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

OWN = {"seconds"}
"""Columns that differ from run to run."""


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    write_photos(folder, 10)
    (folder / "text.jpg").write_bytes(b"no picture")
    return folder


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, photos: Path) -> dict[str, dict[str, Any]]:
    """Rows of a run on this machine."""
    out = tmp_path_factory.mktemp("here")
    run_here(out, photos, workers=1)
    return numbers(out)


@pytest.fixture(scope="module")
def two_workers() -> Iterator[Any]:
    with workers(2, threads=1) as made:
        yield made


@contextmanager
def workers(count: int, threads: int) -> Generator[Any]:
    import dask
    from distributed import LocalCluster

    # A busy machine takes its time to start a worker anew.
    patience = dask.config.set(  # pyright: ignore[reportPrivateImportUsage]
        {"distributed.deploy.lost-worker-timeout": "10 minutes"}
    )
    with (
        patience,
        LocalCluster(
            n_workers=count,
            threads_per_worker=threads,
            dashboard_address="127.0.0.1:0",
            memory_limit=0,
        ) as made,
    ):
        yield made


def numbers(out: Path | str) -> dict[str, dict[str, Any]]:
    return {
        name: {column: value for column, value in row.items() if column not in OWN}
        for name, row in rows(out).items()
    }


def all_of(photos: Path, out: Path, made: Any) -> Request:
    """Every photo of a folder on a cluster."""
    return Request(str(out), (str(photos),), scheduler=made.scheduler_address)


class Killer(Quiet):
    """Kills a worker of the cluster in the middle of the run."""

    def __init__(self, made: Any) -> None:
        super().__init__()
        self._cluster = made
        self.killed = 0

    def kept(self) -> None:
        super().kept()
        if self.done == 1:
            self.killed = next(iter(self._cluster.workers.values())).process.process.pid
            kill(self.killed)


def test_two_workers_one_of_them_killed_write_the_same_rows_as_this_machine(
    tmp_path: Path, photos: Path, here: dict[str, Any], two_workers: Any, monkeypatch: Any
):
    monkeypatch.setattr(cluster, "MOST_PHOTOS", 2)
    watcher = Killer(two_workers)
    request = all_of(photos, tmp_path / "out", two_workers)
    run_batch(request, watcher)
    assert watcher.killed
    assert watcher.done == len(here)
    assert numbers(tmp_path / "out") == here
    # What is done is done, here and there.
    assert run_here(tmp_path / "out", photos).done == 0


def test_a_killed_client_resumes(
    tmp_path: Path, photos: Path, here: dict[str, Any], two_workers: Any, monkeypatch: Any
):
    monkeypatch.setattr(cluster, "MOST_PHOTOS", 2)

    class Stopped(Quiet):
        def kept(self) -> None:
            super().kept()
            if self.done == 4:
                raise KeyboardInterrupt

    out = str(tmp_path / "out")
    request = Request(out, (str(photos),), scheduler=two_workers.scheduler_address)
    with pytest.raises(KeyboardInterrupt):
        run_batch(request, Stopped())
    # As on a disk that is not this machine's, where no ledger is kept.
    (tmp_path / "out" / "ledger.sqlite").unlink()
    again = Quiet()
    run_batch(request, again)
    assert again.before >= 4
    assert again.before + again.done == len(here)
    assert numbers(out) == here


def test_photos_and_results_at_an_address(
    tmp_path: Path, photos: Path, here: dict[str, Any], two_workers: Any
):
    out = f"file://{tmp_path}/out"
    request = Request(out, (f"file://{photos}",), scheduler=two_workers.scheduler_address)
    run_batch(request, Quiet())
    found = numbers(tmp_path / "out")
    changed = {"path", "modified"}
    assert {
        name: {column: value for column, value in row.items() if column not in changed}
        for name, row in found.items()
    } == {
        name: {column: value for column, value in row.items() if column not in changed}
        for name, row in here.items()
    }
    assert {one["path"] for one in found.values()} == {f"file://{photos}/{name}" for name in found}
    assert not (tmp_path / "out" / "ledger.sqlite").exists()
    again = Quiet()
    run_batch(request, again)
    assert again.done == 0


def test_a_photo_that_kills_processes_is_a_row_and_no_worker_dies(
    tmp_path: Path, photos: Path, two_workers: Any, monkeypatch: Any
):
    victim = tmp_path / "deadly.jpg"
    victim.write_bytes((photos / "000.jpg").read_bytes())
    monkeypatch.setattr(cluster, "work_through", deadly.work_through)
    before = {one.process.process.pid for one in two_workers.workers.values()}
    request = Request(
        str(tmp_path / "out"),
        (str(victim), str(photos / "001.jpg")),
        scheduler=two_workers.scheduler_address,
    )
    run_batch(request, Quiet())
    found = rows(tmp_path / "out")
    assert {name: one["status"] for name, one in found.items()} == {
        "deadly.jpg": "failed",
        "001.jpg": "analysed",
    }
    assert {one.process.process.pid for one in two_workers.workers.values()} == before


def test_a_photo_that_kills_workers_is_a_row(
    tmp_path: Path, photos: Path, two_workers: Any, monkeypatch: Any
):
    victim = tmp_path / "deadly.jpg"
    victim.write_bytes((photos / "000.jpg").read_bytes())
    monkeypatch.setattr(cluster, "work_through", deadly.kill_the_worker)
    two_workers.scheduler.allowed_failures = 1
    request = Request(
        str(tmp_path / "out"),
        (str(victim), str(photos / "001.jpg"), str(photos / "002.jpg")),
        scheduler=two_workers.scheduler_address,
    )
    run_batch(request, Quiet())
    found = rows(tmp_path / "out")
    assert {name: one["status"] for name, one in found.items()} == {
        "deadly.jpg": "failed",
        "001.jpg": "analysed",
        "002.jpg": "analysed",
    }
    assert "Several workers" in found["deadly.jpg"]["reasons_text"]


def test_photos_beside_one_that_kills_workers_are_analysed(
    tmp_path: Path, photos: Path, monkeypatch: Any
):
    victim = tmp_path / "deadly.jpg"
    victim.write_bytes((photos / "000.jpg").read_bytes())
    monkeypatch.setattr(cluster, "work_through", deadly.kill_the_worker)
    innocent = [f"{number:03}.jpg" for number in range(1, 6)]
    # All six are at one worker when it dies, and Dask blames each at once.
    with workers(1, threads=6) as made:
        made.scheduler.allowed_failures = 0
        request = Request(
            str(tmp_path / "out"),
            (str(victim), *(str(photos / name) for name in innocent)),
            scheduler=made.scheduler_address,
        )
        run_batch(request, Quiet())
    assert {name: one["status"] for name, one in rows(tmp_path / "out").items()} == {
        "deadly.jpg": "failed",
        **dict.fromkeys(innocent, "analysed"),
    }


def test_processes_of_workers_end_with_the_run(tmp_path: Path, photos: Path, two_workers: Any):
    request = Request(
        str(tmp_path / "out"), (str(photos / "000.jpg"),), scheduler=two_workers.scheduler_address
    )
    run_batch(request, Quiet())
    for worker in two_workers.workers.values():
        wait_until(lambda pid=worker.process.process.pid: not children(pid))


def test_processes_of_workers_end_with_a_run_that_fails(
    tmp_path: Path, photos: Path, two_workers: Any, monkeypatch: Any
):
    monkeypatch.setattr(cluster, "MOST_PHOTOS", 2)

    class Stopped(Quiet):
        def kept(self) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch(all_of(photos, tmp_path / "out", two_workers), Stopped())
    for worker in two_workers.workers.values():
        wait_until(lambda pid=worker.process.process.pid: not children(pid))


def test_a_run_that_lacks_rows_is_not_taken_for_complete(
    tmp_path: Path, photos: Path, two_workers: Any, monkeypatch: Any
):
    monkeypatch.setattr(cluster, "work_through", deadly.loses_a_row)
    request = Request(
        str(tmp_path / "out"), (str(photos / "000.jpg"),), scheduler=two_workers.scheduler_address
    )
    with pytest.raises(InstallationError, match=r"without a result from the cluster: 1\."):
        run_batch(request, Quiet())


def test_workers_that_do_not_see_the_files_are_told_of(
    tmp_path: Path, photos: Path, two_workers: Any, monkeypatch: Any
):
    monkeypatch.setattr(cluster, "look_at", deadly.sees_nothing)
    request = all_of(photos, tmp_path / "out", two_workers)
    with pytest.raises(InputError, match=r"2 workers do not see .*ledger.sqlite"):
        run_batch(request, Quiet())


def test_a_model_that_a_worker_lacks_is_told_as_the_workers(
    tmp_path: Path, photos: Path, two_workers: Any, monkeypatch: Any
):
    monkeypatch.setattr(cluster, "work_through", deadly.lacks_the_model)
    request = all_of(photos, tmp_path / "out", two_workers)
    with pytest.raises(InstallationError, match=r"On a worker of the cluster: .*not been fetched"):
        run_batch(request, Quiet())


def test_no_scheduler_is_told(tmp_path: Path, photos: Path, monkeypatch: Any):
    monkeypatch.setattr(cluster, "CONNECT_S", 0.5)
    request = Request(str(tmp_path / "out"), (str(photos),), scheduler="tcp://127.0.0.1:9")
    with pytest.raises(InputError, match=r"No Dask scheduler answers at tcp://127.0.0.1:9"):
        run_batch(request, Quiet())


@pytest.mark.parametrize("address", ["scheduler", "tcp://no.such.machine.invalid:8786"])
def test_what_is_no_address_is_told_before_a_client_is_made(
    tmp_path: Path, photos: Path, monkeypatch: Any, address: str
):
    monkeypatch.delattr("distributed.Client.__init__")
    request = Request(str(tmp_path / "out"), (str(photos),), scheduler=address)
    with pytest.raises(InputError, match=rf"{address} is no address of a Dask scheduler"):
        run_batch(request, Quiet())
