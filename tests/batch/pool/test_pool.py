"""The pool: processes that die, hang or cannot start."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from posture.batch.pool.pool import LostError, Pool, Task
from posture.errors import InstallationError, ModelMissingError, PhotoFormatError
from tests.fixtures import pool_work

pytestmark = pytest.mark.slow


def call(function: Any, *arguments: Any, token: object = None) -> Task[Any]:
    return Task(token, function, arguments)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except FileNotFoundError:
        return False
    return state != "Z"


def meetings(folder: Path, count: int) -> list[Task[Any]]:
    """A task for each process, which gives its id."""
    folder.mkdir()
    return [call(pool_work.met, str(folder), i, count) for i in range(count)]


def test_every_task_has_its_result_and_the_processes_stay(tmp_path: Path):
    with Pool(2, pool_work.ready) as pool:
        before = {pid for _, pid in pool.results(meetings(tmp_path / "before", 2))}
        assert len(before) == 2
        tasks = (call(pool_work.double, i, token=i) for i in range(50))
        assert sorted(pool.results(tasks)) == [(i, 2 * i) for i in range(50)]
        after = {pid for _, pid in pool.results(meetings(tmp_path / "after", 2))}
        assert after == before
    assert not any(map(is_alive, before))


def test_no_more_tasks_are_drawn_than_are_in_flight():
    drawn = 0

    def tasks() -> Iterator[Task[int]]:
        nonlocal drawn
        for i in range(30):
            drawn += 1
            yield call(pool_work.double, i, token=i)

    with Pool(2, pool_work.ready) as pool:
        for done, _ in enumerate(pool.results(tasks())):
            assert drawn <= done + 1 + 2 * 2


def test_a_task_whose_process_dies_is_done_once_more_and_then_given_up(tmp_path: Path):
    with Pool(2, pool_work.ready) as pool:
        tasks = (call(pool_work.deadly, str(tmp_path), i, 5, token=i) for i in range(12))
        results = dict(pool.results(tasks))
    lost = results.pop(5)
    assert isinstance(lost, LostError)
    assert "code -9" in str(lost)
    assert results == {i: i for i in range(12) if i != 5}
    calls = {int(path.name): path.read_text().count("\n") for path in tmp_path.iterdir()}
    assert calls == {i: 2 if i == 5 else 1 for i in range(12)}


def test_a_task_whose_process_dies_once_has_a_result(tmp_path: Path):
    with Pool(2, pool_work.ready) as pool:
        tasks = (call(pool_work.deadly_once, str(tmp_path), i, 0, token=i) for i in range(6))
        assert dict(pool.results(tasks)) == {i: i for i in range(6)}


def test_a_task_that_hangs_is_given_up():
    with Pool(1, pool_work.ready, most_s=0.5) as pool:
        tasks = [call(pool_work.slow, 60.0, token="slow"), call(pool_work.double, 1, token="next")]
        results = dict(pool.results(tasks))
    assert "too long" in str(results["slow"])
    assert results["next"] == 2


def test_what_a_task_raises_is_its_result():
    with Pool(1, pool_work.ready) as pool:
        tasks = [call(pool_work.refuse, "No picture."), call(pool_work.odd)]
        (_, refused), (_, odd) = pool.results(tasks)
    assert isinstance(refused, PhotoFormatError)
    assert (refused.message, refused.remedy) == ("No picture.", "Remedy.")
    assert isinstance(odd, RuntimeError)
    assert "OddError: ab" in str(odd)


def test_what_libraries_print_does_not_get_between_answers(capfd: pytest.CaptureFixture[str]):
    with Pool(1, pool_work.ready) as pool:
        assert [one for _, one in pool.results([call(pool_work.chatter)] * 3)] == ["answer"] * 3
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_libraries_use_one_thread():
    with Pool(1, pool_work.ready) as pool:
        assert [one for _, one in pool.results([call(pool_work.threads)])] == [("1", 1)]


def test_a_run_whose_processes_cannot_get_ready_says_why():
    with Pool(2, pool_work.no_model) as pool, pytest.raises(ModelMissingError, match="Fetch it"):
        list(pool.results([call(pool_work.double, 1)]))
    with Pool(2, pool_work.die_at_once) as pool, pytest.raises(InstallationError, match="code 3"):
        list(pool.results([call(pool_work.double, 1)]))


def test_an_interrupted_run_leaves_no_process(tmp_path: Path):
    began = time.monotonic()
    pids: list[int] = []

    def interrupted() -> None:
        with Pool(2, pool_work.ready) as pool:
            tasks = meetings(tmp_path / "met", 2) + [call(pool_work.slow, 60.0)] * 4
            for _, pid in pool.results(tasks):
                pids.append(pid)
                if len(pids) == 2:
                    raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert time.monotonic() - began < 60
    assert len(set(pids)) == 2
    assert not any(map(is_alive, pids))


def test_a_child_does_not_import_from_the_folder_it_runs_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "pickle.py").write_text("raise SystemExit(7)")
    root = str(Path(pool_work.__file__).parents[2])
    monkeypatch.setenv("PYTHONPATH", root)
    monkeypatch.chdir(tmp_path)
    with Pool(1, pool_work.ready) as pool:
        assert list(pool.results([call(pool_work.double, 1)])) == [(None, 2)]
