"""Processes that work side by side, one thread each."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


def processes(workers: int) -> ProcessPoolExecutor:
    """Fresh processes that keep to one thread each.

    Left to themselves torch, NumPy and the detector start a thread for every core in every
    process; on two cores that makes a body cost four times as much.

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
    """Do the same with each of several things, in their order.

    Parameters
    ----------
    work : callable
        Goes to other processes, as what it is given does.
    *each : sequence
        Arguments, of one length.
    workers : int

    Returns
    -------
    list
    """
    with processes(min(workers, len(each[0]))) as pool:
        return list(pool.map(work, *each))
