"""Work beside the caller: the same results with and without a free core, and no error is lost."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posture.i18n.language import language, use_language
from posture.photo.load import load
from posture.pose import landmarker, reading
from posture.pose.detect import find_people
from posture.system import beside
from posture.system.beside import Beside
from tests.pose.test_detect import SAMPLE

if TYPE_CHECKING:
    from posture.pose.pose import People


@pytest.fixture(params=[0, 1], ids=["no core free", "a core free"])
def cores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("cv2.getNumThreads", lambda: request.param + 1)
    return request.param


def test_work_runs_once_and_beside_where_a_core_is_free(cores: int):
    threads: list[threading.Thread] = []
    work = Beside(lambda: threads.append(threading.current_thread()) or 7)
    assert [work.result(), work.result()] == [7, 7]
    assert [one is threading.current_thread() for one in threads] == [cores == 0]


def test_work_without_a_thread_of_its_own_waits_for_who_asks(cores: int):
    threads: list[threading.Thread] = []
    work = Beside(lambda: threads.append(threading.current_thread()) or 7, own_thread=False)
    assert threads == []
    other = Beside(work.result)
    assert [work.result(), other.result()] == [7, 7]
    assert len(threads) == 1


def test_an_error_is_raised_where_the_result_is_asked_for(cores: int):
    def fail() -> None:
        raise ValueError("why")

    work = Beside(fail)
    for _ in range(2):
        with pytest.raises(ValueError, match="why"):
            work.result()


def test_work_beside_speaks_the_language_of_its_caller(cores: int):
    with use_language("de"):
        work = Beside(language)
    assert work.result() == ("de" if cores else "en")


def test_no_more_runs_at_once_than_cores_are_free(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cv2.getNumThreads", lambda: 2)
    go = threading.Event()
    threads: list[threading.Thread] = []

    def work() -> None:
        go.wait(5.0)
        threads.append(threading.current_thread())

    first, second = Beside(work), Beside(work)
    go.set()
    second.result()
    first.result()
    assert threads.count(threading.current_thread()) == 1
    assert beside._running == 0


@pytest.mark.parametrize(("cores", "callers", "each"), [(2, 1, 2), (2, 2, 1), (8, 3, 2), (1, 1, 1)])
def test_threads_side_by_side_share_the_cores(
    cores: int, callers: int, each: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("cv2.getNumThreads", lambda: cores)
    assert beside.cores_each(callers) == each
    with beside.occupied(callers - 1):
        assert beside.cores_each() == each
    assert beside.cores_each() == cores


def same(one: People, other: People) -> bool:
    pairs = zip(one.poses, other.poses, strict=True)
    return all(
        np.array_equal(a.landmarks, b.landmarks)
        and np.array_equal(a.silhouette, b.silhouette)
        and np.array_equal(a.visibility, b.visibility)
        for a, b in pairs
    )


@pytest.mark.model
@pytest.mark.parametrize("people", [1, 2])
def test_people_are_the_same_one_after_the_other_and_beside_each_other(
    people: int, monkeypatch: pytest.MonkeyPatch
):
    pixels = load(SAMPLE).pixels
    photo = load(np.concatenate([pixels] * people, axis=1))
    monkeypatch.setattr("cv2.getNumThreads", lambda: 1)
    alone = find_people(photo)
    assert len(alone.poses) == people
    monkeypatch.setattr("cv2.getNumThreads", lambda: 2)
    assert same(find_people(photo), alone)


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many the models of each new landmarker use; none is left by another test."""
    made, create = list[int](), reading.Network

    def counted(model: bytes, threads: int) -> reading.Network:
        made.append(threads)
        return create(model, threads)

    monkeypatch.setattr("cv2.getNumThreads", lambda: 2)
    monkeypatch.setattr(reading, "Network", counted)
    monkeypatch.setattr(landmarker, "_mine", threading.local())
    monkeypatch.setattr(landmarker, "_prepared", {})
    monkeypatch.setattr(landmarker, "_left", deque(maxlen=1))
    return made


@pytest.mark.model
def test_landmarkers_side_by_side_share_the_cores_and_see_the_same(
    threads: list[int], monkeypatch: pytest.MonkeyPatch
):
    photo = load(SAMPLE)
    alone = find_people(photo)
    monkeypatch.setattr(landmarker, "_mine", threading.local())
    with beside.occupied(1):
        assert same(find_people(photo), alone)
    assert threads == [2, 1]


@pytest.mark.model
@pytest.mark.parametrize(("callers", "used"), [(1, 2), (2, 1)])
def test_a_landmarker_is_prepared_for_those_that_work_side_by_side(
    callers: int, used: int, threads: list[int]
):
    landmarker.prepare("full", callers)()
    assert threads == [used]


@pytest.mark.model
def test_a_prepared_landmarker_is_the_one_that_is_used(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("cv2.getNumThreads", lambda: 2)
    made: list[object] = []
    create = landmarker.Landmarker

    def counted(path: Path, threads: int) -> landmarker.Landmarker:
        made.append(path)
        return create(path, threads=threads)

    monkeypatch.setattr(landmarker, "_mine", threading.local())
    # Another test may have prepared one that nobody asked for, or have left one.
    monkeypatch.setattr(landmarker, "_prepared", {})
    monkeypatch.setattr(landmarker, "_left", deque(maxlen=1))
    monkeypatch.setattr(landmarker, "Landmarker", counted)
    landmarker.prepare("full")
    landmarker.prepare("full")()
    used = landmarker.landmarker("full")
    assert landmarker.landmarker("full") is used
    assert len(made) == 1


@pytest.mark.model
def test_a_thread_that_ends_leaves_its_landmarker_to_the_next_one(
    monkeypatch: pytest.MonkeyPatch,
):
    made, create = list[Path](), landmarker.Landmarker

    def counted(path: Path) -> landmarker.Landmarker:
        made.append(path)
        return create(path)

    monkeypatch.setattr(landmarker, "Landmarker", counted)
    monkeypatch.setattr(landmarker, "_left", deque(maxlen=1))
    for _ in range(3):
        one = threading.Thread(target=landmarker.landmarker, args=("full",))
        one.start()
        one.join()
    assert len(made) == 1


@pytest.mark.model
def test_threads_that_run_at_once_have_a_landmarker_each(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(landmarker, "_left", deque(maxlen=1))
    both, used = threading.Barrier(2), list[landmarker.Landmarker]()

    def use() -> None:
        used.append(landmarker.landmarker("full"))
        both.wait()

    threads = [threading.Thread(target=use) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert used[0] is not used[1]
    assert len(landmarker._left) == 1


@pytest.mark.model
def test_a_landmarker_of_a_model_file_that_was_replaced_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
):
    made = landmarker.landmarker("full")
    stale = replace(landmarker.model_key("full"), changed_ns=0)
    monkeypatch.setattr(landmarker, "_left", deque([(stale, made)], maxlen=1))
    monkeypatch.setattr(landmarker, "_mine", threading.local())
    assert landmarker.landmarker("full") is not made


def test_nothing_is_prepared_for_a_model_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("POSTURE_MODEL_DIR", str(tmp_path))
    # Another test may have prepared one that nobody asked for.
    monkeypatch.setattr(landmarker, "_prepared", {})
    landmarker.prepare("heavy")()
    assert not landmarker._prepared
