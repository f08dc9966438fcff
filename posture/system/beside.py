"""Work on another core, beside that of the caller."""

from __future__ import annotations

import contextvars
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import cv2

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

T = TypeVar("T")

_running = 0
_callers = 1
_lock = threading.Lock()


def cores_beside() -> int:
    """Cores that this process may use beside that of the caller.

    As many as OpenCV may, so that one limit (``cv2.setNumThreads``) holds for both: a process that
    shares the machine with its like sets it to 1.
    """
    return max(cv2.getNumThreads() - 1, 0)


@contextmanager
def occupied(cores: int) -> Generator[None]:
    """Count some cores as taken: the caller works on them with threads of its own."""
    global _running, _callers
    with _lock:
        _running += cores
        _callers += cores
    try:
        yield
    finally:
        with _lock:
            _running -= cores
            _callers -= cores


def cores_each(callers: int = 0) -> int:
    """Cores for each of several threads that do the same work side by side.

    Parameters
    ----------
    callers : int
        How many there are; those of :func:`occupied` and the caller where it is not given.
    """
    return max((cores_beside() + 1) // (callers or _callers), 1)


def is_core_free() -> bool:
    """Whether something can run beside the caller now."""
    return _running < cores_beside()


class Beside(Generic[T]):
    """A result that is worked out beside the caller, or by the caller where no core is free.

    Parameters
    ----------
    work : callable
        Called once, in another thread or in that which first asks for the result.
    own_thread : bool
        Begin at once where a core is free. Otherwise it waits until somebody asks for the result.
    """

    def __init__(self, work: Callable[[], T], *, own_thread: bool = True) -> None:
        self._work: Callable[[], T] | None = work
        self._once = threading.Lock()
        self._result: list[T] = []
        self._error: BaseException | None = None
        self._thread = self._started() if own_thread else None

    def result(self) -> T:
        """Wait for the result; an error of the work is raised here."""
        self.wait()
        self.do()
        if self._error is not None:
            raise self._error
        return self._result[0]

    def wait(self) -> None:
        """Wait until a thread that works is done; work that nobody has begun stays undone."""
        if self._thread is not None:
            self._thread.join()

    def _started(self) -> threading.Thread | None:
        """A thread that works, unless all cores are taken."""
        global _running
        with _lock:
            if not is_core_free():
                return None
            _running += 1
        # The reader's language is part of the context.
        context = contextvars.copy_context()
        thread = threading.Thread(target=context.run, args=(self._run_beside,), name="beside")
        thread.start()
        return thread

    def _run_beside(self) -> None:
        global _running
        try:
            self.do()
        finally:
            with _lock:
                _running -= 1

    def do(self) -> None:
        """Do the work, unless it is done; an error is kept for who asks for the result."""
        with self._once:
            work, self._work = self._work, None
            if work is None:
                return
            try:
                self._result.append(work())
            except BaseException as error:
                self._error = error


def in_a_row(*works: Beside[Any]) -> None:
    """Begin works beside the caller, one after the other; where no core is free nothing begins.

    Each is as well done by who asks for its result before its turn has come.

    Parameters
    ----------
    *works : Beside
        Without threads of their own.
    """
    Beside(lambda: [one.do() for one in works])
