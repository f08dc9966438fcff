"""Parallel processes with one thread each."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


def processes(workers: int) -> ProcessPoolExecutor:
    """Pool of new processes with one thread each.

    By default torch, NumPy and the detector start one thread per core in every process; on two
    cores that makes a body take four times as long.

    Parameters
    ----------
    workers : int

    Returns
    -------
    ProcessPoolExecutor
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def side_by_side(work: Callable[..., T], *each: Sequence[Any], workers: int = 2) -> list[T]:
    """Apply a function to several arguments in parallel; the order is kept.

    Parameters
    ----------
    work : callable
        Function and arguments must be picklable.
    *each : sequence
        Arguments, all of the same length.
    workers : int

    Returns
    -------
    list
    """
    with processes(min(workers, len(each[0]))) as pool:
        return list(pool.map(work, *each))
