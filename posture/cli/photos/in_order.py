"""Work on several cores whose results come in the order of what is worked on."""

from __future__ import annotations

import contextvars
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(
    work: Callable[[Item], Result], items: Iterable[Item], threads: int
) -> Generator[tuple[Item, Result]]:
    """Yield each item with its result; an error is raised in the place of its result.

    Parameters
    ----------
    work : callable
    items : iterable
    threads : int
        With one the work is done by the caller. With more, no more results than threads wait for
        the caller.
    """
    if threads < 2:
        for item in items:
            yield item, work(item)
        return
    begun: deque[tuple[Item, Future[Result]]] = deque()
    pool = ThreadPoolExecutor(threads, thread_name_prefix="photo")
    try:
        for item in items:
            # The reader's language is part of the context.
            context = contextvars.copy_context()
            begun.append((item, pool.submit(context.run, work, item)))
            if len(begun) > threads:
                done, future = begun.popleft()
                yield done, future.result()
        while begun:
            done, future = begun.popleft()
            yield done, future.result()
    finally:
        pool.shutdown(cancel_futures=True)
