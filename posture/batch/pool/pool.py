"""A pool of child processes: tasks in, results out in whatever order, a few at a time."""

from __future__ import annotations

import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from posture.batch.pool.process import Child, ChildDiedError
from posture.errors import InstallationError, PostureError
from posture.i18n.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

MOST_S = 120.0
"""Longest that a task may take. The slowest photo that is accepted takes a tenth of it."""

START_S = 300.0
"""Longest that a child may take to get ready: imports from a cold disk on a busy machine."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Task(Generic[T]):
    """A call of a function of a module.

    Attributes
    ----------
    token : object
        By which the caller knows it again; it stays in the parent.
    function : callable
    arguments : tuple
    alone : bool
        Set by the pool: it is the second attempt.
    """

    token: T
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    alone: bool = False


class LostError(PostureError):
    """The process that worked on a task died, or took too long, twice."""


class Pool:
    """Child processes, each with a thread that watches it; a context manager.

    Parameters
    ----------
    size : int
        How many processes.
    prepare : callable
        Function of a module that each child calls first, with ``arguments``.
    arguments : tuple
    most_s : float
        Longest that a task may take, seconds.
    """

    def __init__(
        self,
        size: int,
        prepare: Callable[..., Any],
        arguments: tuple[Any, ...] = (),
        most_s: float = MOST_S,
    ) -> None:
        self.size = size
        self._prepare, self._arguments, self._most_s = prepare, arguments, most_s
        self._inbox: SimpleQueue[Task[Any] | None] = SimpleQueue()
        self._outbox: SimpleQueue[tuple[Task[Any], bool, Any]] = SimpleQueue()
        self._lock = threading.Lock()
        self._children: dict[int, Child] = {}
        self._over = False
        self._threads = [
            threading.Thread(target=self._serve, args=(i,), daemon=True) for i in range(size)
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close(at_once=error is not None)

    def close(self, *, at_once: bool = False) -> None:
        """End the children.

        Parameters
        ----------
        at_once : bool
            In the middle of what they do.
        """
        with self._lock:
            self._over = True
            children = list(self._children.values())
        if at_once:
            for child in children:
                child.stop()
        for _ in self._threads:
            self._inbox.put(None)
        for thread in self._threads:
            thread.join()

    def results(self, tasks: Iterable[Task[T]]) -> Iterator[tuple[T, Any]]:
        """Work through tasks.

        A task whose process dies is done once more with nothing else running.

        Parameters
        ----------
        tasks : iterable of Task
            Drawn on as processes get free: at most two per process are in flight.

        Yields
        ------
        tuple of (token, result)
            The result is what the function returned, or the exception it raised, or
            ``LostError``.

        Raises
        ------
        PostureError
            What the preparation of a child raised, or that it died there.
        """
        coming = iter(tasks)
        suspects: deque[Task[T]] = deque()
        in_flight, more = 0, True
        while True:
            while more and not suspects and in_flight < 2 * self.size:
                task = next(coming, None)
                more = task is not None
                if task is not None:
                    self._inbox.put(task)
                    in_flight += 1
            if suspects and not in_flight:
                self._inbox.put(replace(suspects.popleft(), alone=True))
                in_flight = 1
            if not in_flight:
                return
            task, ready, answer = self._outbox.get()
            in_flight -= 1
            if not ready:
                raise answer
            if isinstance(answer, ChildDiedError) and not task.alone:
                suspects.append(task)
                continue
            yield task.token, _lost(answer) if isinstance(answer, ChildDiedError) else answer

    def _serve(self, place: int) -> None:
        """Hand tasks to one child, and to its successor where it dies."""
        child: Child | None = None
        while (task := self._inbox.get()) is not None:
            ready = True
            try:
                if child is None:
                    ready = False
                    child = self._started(place)
                    ready = True
                answer = child.ask(task.function, *task.arguments, most_s=self._most_s)
            except ChildDiedError as error:
                answer, child = error, None
            except Exception as error:
                answer = error
            self._outbox.put((task, ready, answer))
        if child is not None:
            child.close()

    def _started(self, place: int) -> Child:
        """A child that is ready; one that dies on the way is started once more."""
        # It may be killed, or lack memory while the others start.
        with suppress(ChildDiedError):
            return self._start(place)
        try:
            return self._start(place)
        except ChildDiedError as error:
            raise InstallationError(
                tr("A process for the analysis ends as soon as it starts (code {code}).").format(
                    code=error.code
                ),
                tr("Run: posture doctor. With little memory, use fewer --workers."),
            ) from error

    def _start(self, place: int) -> Child:
        with self._lock:
            if self._over:
                raise InstallationError(tr("The run has ended."))
            child = self._children[place] = Child()
        try:
            child.ask(self._prepare, *self._arguments, most_s=START_S)
        except BaseException:
            child.kill()
            raise
        return child


def _lost(error: ChildDiedError) -> LostError:
    if error.too_long:
        return LostError(
            tr("The analysis of the photo took too long, twice."),
            tr("Save the picture anew as a JPEG of ordinary size."),
        )
    return LostError(
        tr("The process that analysed the photo ended, twice (code {code}).").format(
            code=error.code
        ),
        tr("Save the picture anew as a JPEG; report it if that helps."),
    )
