"""The parent's side of a child process."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
    ),
    "1",
)
"""Environment in which libraries use one thread: a process per core is enough of them."""

_END_S = 5.0


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class ChildDiedError(Exception):
    """A child ended in the middle of a call.

    Parameters
    ----------
    code : int
        Its exit code; minus the number of the signal that ended it.
    too_long : bool
        Whether it was ended because the call took too long.
    """

    def __init__(self, code: int, too_long: bool) -> None:
        super().__init__(code, too_long)
        self.code = code
        self.too_long = too_long


class Child:
    """A child process; it ends when it is closed, and when its parent ends.

    Not a process of ``multiprocessing``: that would import the parent's main module, which under
    Streamlit is the page that is shown.
    """

    def __init__(self) -> None:
        # -P: a folder of photos may hold a file named like a module.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "posture.batch.pool.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **ONE_THREAD},
            # In a group of its own it does not get the terminal's Ctrl-C, which is the parent's.
            process_group=0 if os.name == "posix" else None,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._calls, self._answers = self._process.stdin, self._process.stdout
        self._too_long = False

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    def ask(self, function: Callable[..., Any], *arguments: object, most_s: float) -> Any:
        """Let the child call a function of a module.

        Parameters
        ----------
        function : callable
        *arguments
        most_s : float
            After so many seconds the child is ended.

        Returns
        -------
        object
            What the function returned.

        Raises
        ------
        ChildDiedError
            The child is gone, or took too long.
        Exception
            What the function raised.
        """
        watch = threading.Timer(most_s, self._expire)
        watch.daemon = True
        watch.start()
        try:
            self._calls.write(pickle.dumps((function, arguments)))
            self._calls.flush()
            failed, answer = pickle.load(self._answers)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            self.kill()
            raise ChildDiedError(self._process.returncode, self._too_long) from error
        finally:
            watch.cancel()
        if failed:
            raise answer
        return answer

    def _expire(self) -> None:
        self._too_long = True
        self.stop()

    def stop(self) -> None:
        """End the child at once, whatever it does; for another thread than the one that asks."""
        self._process.kill()

    def kill(self) -> None:
        """End the child at once."""
        self.stop()
        self._end()

    def close(self) -> None:
        """Let the child end; it is idle."""
        with suppress(OSError):
            self._calls.close()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._end()

    def _end(self) -> None:
        self._process.wait()
        for pipe in (self._calls, self._answers):
            with suppress(OSError):
                pipe.close()
