"""What a worker of a cluster does: a partition of photos in, one part of the table out."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from posture.batch.pool.pool import Pool, Task
from posture.batch.table.parts import write_part
from posture.batch.work import analysed_row, failed_row, get_ready
from posture.errors import ModelError

if TYPE_CHECKING:
    from posture.batch.table.choices import Choices
    from posture.batch.table.ledger import Job
    from posture.batch.table.rows import Row

_pools: dict[int, tuple[object, Pool]] = {}
"""Of each thread of this worker, with what it was made for: a detector is built once."""

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
    """

    name: str
    jobs: tuple[Job, ...]
    choices: Choices
    address: str
    base: str


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
    for job, result in _pool(choices, partition.base).results(tasks):
        if isinstance(result, ModelError):
            raise result
        row = failed_row(result, job.entry, choices) if isinstance(result, Exception) else result
        rows.append(row | {"path": job.entry.path, "size": job.size, "modified": job.modified})
    rows.sort(key=lambda row: str(row["path"]))
    write_part(rows, partition.address)
    return [
        {name: row[name] for name in ("path", "key", "status", "size", "modified")} for row in rows
    ]


def close_pools() -> None:
    """End the child processes of this worker."""
    with _lock:
        pools = [pool for _, pool in _pools.values()]
        _pools.clear()
    for pool in pools:
        pool.close()


def _pool(choices: Choices, base: str) -> Pool:
    thread, made_for = threading.get_ident(), (choices.digest(), base)
    with _lock:
        before, pool = _pools.get(thread, (None, None))
        if pool is not None and before == made_for:
            return pool
        if pool is not None:
            pool.close()
        pool = Pool(1, get_ready, (choices, base))
        _pools[thread] = (made_for, pool)
        return pool
