"""Processes that work side by side, one thread each."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


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
