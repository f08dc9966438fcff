"""Works through a batch with processes of this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from posture.batch.pool.pool import Pool, Task
from posture.batch.table.choices import key_of
from posture.batch.work import analysed_row, content_sha256, get_ready, outcome_row
from posture.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from posture.batch.table.choices import Choices
    from posture.batch.table.kept import Kept
    from posture.batch.table.ledger import Job
    from posture.batch.table.rows import Row


def work_here(kept: Kept, choices: Choices, workers: int, told: Callable[[], None]) -> None:
    """Analyse every photo of the ledger that is not done.

    Parameters
    ----------
    kept : Kept
    choices : Choices
    workers : int
        How many processes.
    told : callable
        Called for each photo as soon as its row is kept.

    Raises
    ------
    PostureError
        Something that every photo needs is missing.
    """
    if not kept.ledger.left():
        return
    with Pool(workers, get_ready, (choices, str(Path.cwd()))) as pool:
        run = _Run(kept, choices, pool, told)
        run.through(run.task(job) for job in kept.ledger.jobs(1))
        # Two that are in flight may have one content: the second waits for the next round.
        while kept.ledger.left():
            run.through(run.twins())
    kept.write()


class _Run:
    def __init__(self, kept: Kept, choices: Choices, pool: Pool, told: Callable[[], None]) -> None:
        self._kept, self._choices, self._pool, self._told = kept, choices, pool, told
        self._in_flight: set[str] = set()

    def task(self, job: Job, key: str = "") -> Task[tuple[Job, str]]:
        """The task of one photo."""
        return Task((job, key), analysed_row, (job.entry, self._choices))

    def through(self, tasks: Iterator[Task[tuple[Job, str]]]) -> None:
        """Work through tasks and keep their rows."""
        for (job, key), result in self._pool.results(tasks):
            self._in_flight.discard(key)
            if isinstance(result, ModelError):
                raise result
            if isinstance(result, Exception):
                result = outcome_row(result, job.entry, self._choices)
            self._keep(job, result)

    def twins(self) -> Iterator[Task[tuple[Job, str]]]:
        """Photos that have the size of another one: those of the same content are copied."""
        for job in self._kept.ledger.jobs(2):
            content = content_sha256(job.entry.path)
            key = key_of(content, job.choices) if content else ""
            row = self._kept.copy_of(key, job) if key else None
            if row is not None:
                self._keep(job, row)
            elif key not in self._in_flight:
                if key:
                    self._in_flight.add(key)
                yield self.task(job, key)

    def _keep(self, job: Job, row: Row) -> None:
        self._kept.keep(job, row)
        self._told()
