"""Work on several cores keeps the order, the errors and a bound on what waits."""

from __future__ import annotations

import threading
import time

import pytest

from posture.cli.photos.in_order import in_order
from posture.i18n.language import language, use_language


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(threads: int):
    def work(item: int) -> int:
        time.sleep(0.002 * (item % 3))
        return item * item

    items = list(range(12))
    assert list(in_order(work, items, threads)) == [(item, item * item) for item in items]


@pytest.mark.parametrize("threads", [1, 2])
def test_an_error_comes_in_the_place_of_its_result(threads: int):
    def work(item: int) -> int:
        if item == 2:
            raise ValueError(item)
        return item

    results = in_order(work, range(9), threads)
    assert [next(results)[0], next(results)[0]] == [0, 1]
    with pytest.raises(ValueError, match="2"):
        next(results)


def test_work_keeps_the_language_and_runs_no_further_ahead_than_it_may():
    begun: list[int] = []

    def work(item: int) -> str:
        begun.append(item)
        return language()

    with use_language("de"):
        results = in_order(work, range(20), 2)
        assert next(results) == (0, "de")
        time.sleep(0.05)
        assert len(begun) <= 3
        assert {said for _, said in results} == {"de"}
    assert sorted(begun) == list(range(20))
    assert not [one for one in threading.enumerate() if one.name.startswith("photo")]
