"""Works through a batch with the workers of a Dask scheduler."""

from __future__ import annotations

import socket
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from posture.batch.listing.find import look_at
from posture.batch.partition import Partition, close_pools, work_through
from posture.batch.places import is_remote, join
from posture.batch.pool.pool import LostError
from posture.batch.table.kept import part_name
from posture.batch.table.ledger_file import LEDGER
from posture.batch.work import outcome_row
from posture.errors import InputError, InstallationError, PostureError
from posture.i18n.language import tr
from posture.installation import wheel

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from distributed import Client

    from posture.batch.table.choices import Choices
    from posture.batch.table.kept import Kept
    from posture.batch.table.ledger import Job

MOST_PHOTOS = 64
"""Of a partition: some ten seconds of work, and a file of some 100 kB."""

CONNECT_S, WORKERS_S = 20.0, 120.0
ATTEMPTS = 3
"""Of a partition that fails for no reason of its own: a disk or a network that is away."""


def work_there(kept: Kept, choices: Choices, scheduler: str, told: Callable[[], None]) -> None:
    """Analyse every photo of the ledger that is not done.

    Parameters
    ----------
    kept : Kept
    choices : Choices
    scheduler : str
        Address of the Dask scheduler.
    told : callable
        Called for each photo as soon as its row is kept.

    Raises
    ------
    PostureError
        The scheduler cannot be reached or has no workers, they do not see the files, or something
        that every photo needs is missing there.
    """
    if not kept.ledger.left():
        return
    with _connected(scheduler) as client:
        folder = kept.folder if is_remote(kept.folder) else str(Path.cwd() / kept.folder)
        _check_files(client, kept, folder)
        _Run(client, kept, choices, folder, told).through()
    kept.write()
    left = kept.ledger.left()
    if left:
        raise InstallationError(
            tr("Photos without a result from the cluster: {count}.").format(count=left),
            tr("Look at the logs of its workers, then give the same command again."),
        )


@contextmanager
def _connected(scheduler: str) -> Generator[Client]:
    """A client that has workers."""
    from distributed import Client
    from distributed.comm.addressing import get_address_host

    try:
        # A client that is made with no address prints a traceback a minute later.
        socket.getaddrinfo(get_address_host(scheduler), None)
    except (OSError, ValueError) as error:
        raise InputError(
            tr("{address} is no address of a Dask scheduler.").format(address=scheduler),
            remedy=tr("Write it as the scheduler prints it, such as tcp://HOST:8786."),
        ) from error
    try:
        client = Client(scheduler, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            tr("No Dask scheduler answers at {address}.").format(address=scheduler),
            remedy=tr("Start one: dask scheduler. See docs/cluster.md."),
        ) from error
    with client, client.as_current():
        try:
            client.wait_for_workers(1, timeout=WORKERS_S)
        except TimeoutError as error:
            raise InstallationError(
                tr("The scheduler at {address} has no workers.").format(address=scheduler),
                tr("Start some: dask worker {address} --nthreads 1.").format(address=scheduler),
            ) from error
        yield client


def _check_files(client: Client, kept: Kept, folder: str) -> None:
    """Stop where workers see another disk than this process: every photo would be missing."""
    job = next(kept.ledger.jobs(1))
    wanted = [] if is_remote(folder) else [str(Path(folder).parent / LEDGER)]
    if job.size is not None and not is_remote(job.entry.path):
        wanted.append(str(Path.cwd() / job.entry.path))
    for path in wanted:
        try:
            seen: Any = client.run(look_at, path)
        except ImportError as error:
            raise _other_program(error) from error
        blind = [worker for worker, found in seen.items() if found.size is None]
        if blind:
            raise InputError(
                tr("{count} workers do not see {path}.").format(count=len(blind), path=path),
                remedy=tr("Use a disk that all share, or an address such as s3://bucket/photos."),
            )


def _other_program(error: Exception) -> InstallationError:
    return InstallationError(
        tr("A worker cannot run this program ({error}).").format(error=error),
        tr("Install the same version on every machine: {command}").format(
            command=f"pip install {wheel('cluster')}"
        ),
    )


@dataclass(frozen=True, slots=True)
class _Sent:
    partition: Partition
    attempt: int
    alone: bool = False
    """Whether nothing else was with the workers."""


class _Run:
    """Partitions in flight, at most two per thread of the cluster."""

    def __init__(
        self,
        client: Client,
        kept: Kept,
        choices: Choices,
        folder: str,
        told: Callable[[], None],
    ) -> None:
        self._client, self._kept, self._choices = client, kept, choices
        self._folder, self._told = folder, told
        self._jobs = kept.ledger.jobs(1)
        self._again: deque[_Sent] = deque()
        self._suspects: deque[_Sent] = deque()
        self._flying: dict[Any, _Sent] = {}
        self._name = uuid4().hex

    def through(self) -> None:
        """Work until every photo has a row."""
        from distributed import wait

        try:
            while self._send():
                with suppress(TimeoutError):
                    wait(list(self._flying), timeout=5, return_when="FIRST_COMPLETED")
                for future in [one for one in self._flying if one.done()]:
                    self._take(future, self._flying.pop(future))
        finally:
            self._client.cancel(list(self._flying))
            with suppress(Exception):
                # A worker may be gone; its processes are too.
                self._client.run(close_pools, self._name)

    def _send(self) -> bool:
        """Send partitions while there is room; whether any is in flight."""
        workers: Any = self._client.nthreads()
        threads = max(1, sum(workers.values()))
        while len(self._flying) < 2 * threads:
            sent = self._again.popleft() if self._again else self._next(threads)
            if sent is None:
                break
            self._submit(sent)
        if self._suspects and not self._flying:
            self._submit(self._suspects.popleft())
        return bool(self._flying)

    def _submit(self, sent: _Sent) -> None:
        future = self._client.submit(
            work_through, sent.partition, pure=False, key=f"{sent.partition.name}-{id(sent)}"
        )
        self._flying[future] = sent

    def _next(self, threads: int) -> _Sent | None:
        """The next photos: fewer than usual where few are left, so that all have some."""
        share = self._kept.ledger.left() // (4 * threads)
        jobs = tuple(islice(self._jobs, min(MOST_PHOTOS, max(1, share))))
        return _Sent(self._partition(jobs), 1) if jobs else None

    def _partition(self, jobs: tuple[Job, ...]) -> Partition:
        name = part_name((job.entry.path, job.choices) for job in jobs)
        address = join(self._folder, name)
        return Partition(name, jobs, self._choices, address, str(Path.cwd()), self._name)

    def _take(self, future: Any, sent: _Sent) -> None:
        """Note what came of a partition."""
        from distributed import KilledWorker

        if future.status == "finished":
            noted = future.result()
            self._kept.ledger.add_part(sent.partition.name, noted)
            for _ in noted:
                self._told()
            return
        error = future.exception() if future.status == "error" else None
        if isinstance(error, KilledWorker):
            self._divide(sent)
        elif isinstance(error, PostureError):
            # Else one would look for the fault on this machine.
            raise InstallationError(
                tr("On a worker of the cluster: {error}").format(error=error.message), error.remedy
            ) from error
        elif isinstance(error, ImportError):
            raise _other_program(error)
        elif sent.attempt < ATTEMPTS:
            self._again.append(_Sent(sent.partition, sent.attempt + 1))
        else:
            raise InstallationError(
                tr("The cluster cannot do its work ({error}).").format(error=error),
                tr("Look at the logs of its workers, then give the same command again."),
            )

    def _divide(self, sent: _Sent) -> None:
        """After several workers died: photos one by one, and the one that it is gets a row.

        Whatever waited at a worker that dies counts as its killer, so that a photo is held for it
        only after it was there alone.
        """
        job, *others = sent.partition.jobs
        if others:
            self._again += (_Sent(self._partition((one,)), 1) for one in sent.partition.jobs)
            return
        if not sent.alone:
            self._suspects.append(_Sent(sent.partition, 1, alone=True))
            return
        error = LostError(
            tr("Several workers of the cluster ended while they analysed the photo."),
            tr("Save the picture anew as a JPEG; give the workers more memory."),
        )
        row = outcome_row(error, job.entry, self._choices)
        self._kept.keep(job, row)
        self._told()
