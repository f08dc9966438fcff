"""What a worker of a cluster does: a partition of photos in, one part of the table out."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from posture.batch.pool.pool import Pool, Task
from posture.batch.table.parts import write_part
from posture.batch.work import analysed_row, get_ready, outcome_row
from posture.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Generator

    from posture.batch.table.choices import Choices
    from posture.batch.table.ledger import Job
    from posture.batch.table.rows import Row

_idle: dict[int, tuple[str, Pool]] = {}
"""Pools of threads of this worker, each with its run: a detector is built once."""

_ended: set[str] = set()
"""Runs that are over: a partition of one may end later, or even begin."""

_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Partition:
    """Photos that one task analyses.

    Attributes
    ----------
    name : str
        Of the part.
    jobs : tuple of Job
    choices : Choices
    address : str
        Where the part is written.
    base : str
        Folder to which paths of photos are relative.
    run : str
        Of all partitions of a run; choices and base are the same in them.
    """

    name: str
    jobs: tuple[Job, ...]
    choices: Choices
    address: str
    base: str
    run: str


def work_through(partition: Partition) -> list[dict[str, Any]]:
    """Analyse the photos of a partition and write its part.

    A photo that kills its process kills a child of the worker, not the worker.

    Returns
    -------
    list of dict
        Path, key, status, size and modified of each row.

    Raises
    ------
    PostureError
        Something that every photo needs is missing here, or the part cannot be written.
    """
    choices = partition.choices
    tasks = (Task(job, analysed_row, (job.entry, choices)) for job in partition.jobs)
    rows: list[Row] = []
    with _pool(partition) as pool:
        for job, result in pool.results(tasks):
            if isinstance(result, ModelError):
                raise result
            failed = isinstance(result, Exception)
            row = outcome_row(result, job.entry, choices) if failed else result
            rows.append(row | {"path": job.entry.path, "size": job.size, "modified": job.modified})
    rows.sort(key=lambda row: str(row["path"]))
    write_part(rows, partition.address)
    return [
        {name: row[name] for name in ("path", "key", "status", "size", "modified")} for row in rows
    ]


def close_pools(run: str) -> None:
    """End the child processes that a run has on this worker.

    Those that work on a partition end with it: to end them earlier would leave its thread waiting.
    """
    with _lock:
        _ended.add(run)
        threads = [thread for thread, (of, _) in _idle.items() if of == run]
        pools = [_idle.pop(thread)[1] for thread in threads]
    for pool in pools:
        pool.close()


@contextmanager
def _pool(partition: Partition) -> Generator[Pool]:
    """The pool of this thread; it is ended by an error, after which answers may wait in it."""
    thread = threading.get_ident()
    with _lock:
        run, pool = _idle.pop(thread, (None, None))
    if pool is not None and run != partition.run:
        pool.close()
        pool = None
    if pool is None:
        pool = Pool(1, get_ready, (partition.choices, partition.base))
    try:
        yield pool
    except BaseException:
        pool.close(at_once=True)
        raise
    with _lock:
        ended = partition.run in _ended
        if not ended:
            _idle[thread] = (partition.run, pool)
    if ended:
        pool.close()
