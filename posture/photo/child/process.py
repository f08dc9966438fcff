"""The parent's side: a child that is started when needed, and killed when it takes too long."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from posture import errors
from posture.i18n.language import language, tr
from posture.photo.child.messages import NoMessageError, receive, send

if TYPE_CHECKING:
    from collections.abc import Callable

    Report = Callable[[float], None]

_START_S = 60.0
"""Longest that the child's imports may take, on a machine that does much else."""

_CREATE_NO_WINDOW = 0x08000000


class ChildDiedError(Exception):
    """The child crashed, or does not follow the protocol."""


class ChildTimeoutError(Exception):
    """The child took too long and was killed."""


class ChildMemoryError(Exception):
    """The child reached its limit of memory."""


class Child:
    """A process that does jobs, one at a time; one that died is replaced at the next request.

    Parameters
    ----------
    module : str
        That it runs; it calls :func:`posture.photo.child.serve.serve`.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()
        atexit.register(self.close)

    def ask(
        self,
        job: str,
        said: dict[str, Any],
        data: bytes = b"",
        *,
        seconds: float,
        most: int,
        report: Report | None = None,
    ) -> tuple[dict[str, Any], bytearray]:
        """Let the child do a job.

        Parameters
        ----------
        job : str
        said : dict
            Plain JSON values.
        data : bytes
        seconds : float
            After which it is killed.
        most : int
            Bytes that may come back.
        report : callable, optional
            Takes the share done, 0 to 1.

        Returns
        -------
        dict, bytearray

        Raises
        ------
        PhotoError
            The child's finding.
        ChildDiedError, ChildTimeoutError, ChildMemoryError
        """
        request = said | {"job": job, "seconds": seconds, "language": language()}
        with self._lock:
            try:
                told, answer = self._exchange(request, data, seconds, most, report)
            except BaseException:
                # Whatever it was about to say belongs to no later request.
                self._end()
                raise
            if told.get("memory"):
                # What is left of a library that ran out of memory is not relied on.
                self._end()
                raise ChildMemoryError
        if "error" in told:
            raise _error(told)
        return told, answer

    @property
    def pid(self) -> int | None:
        """Of the process; None where there is none."""
        return self._process and self._process.pid

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    def _exchange(
        self,
        request: dict[str, Any],
        data: bytes,
        seconds: float,
        most: int,
        report: Report | None,
    ) -> tuple[dict[str, Any], bytearray]:
        process = self._started()
        with _Watch(process, seconds) as watch:
            try:
                send(_pipe(process.stdin), request, data)
                while True:
                    told, answer = receive(_pipe(process.stdout), most)
                    if "progress" not in told:
                        return told, answer
                    if report is not None:
                        report(float(told["progress"]))
            except (OSError, NoMessageError) as error:
                raise (ChildTimeoutError if watch.ran_out else ChildDiedError) from error

    def _started(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():
            # After a fork the child belongs to the process before it.
            self._owner, self._process = os.getpid(), None
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        try:
            self._process = subprocess.Popen(
                # -P: a module beside the photos must not stand in for one of ours.
                [sys.executable, "-P", "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                creationflags=_CREATE_NO_WINDOW if sys.platform == "win32" else 0,
            )
        except OSError as error:
            raise errors.PhotoError(
                tr("The process that reads pictures cannot be started: {why}.").format(
                    why=error.strerror or error
                ),
                tr("Close other programs, then try again."),
            ) from error
        with _Watch(self._process, _START_S):
            try:
                receive(_pipe(self._process.stdout), 0)
            except NoMessageError as error:
                raise ChildDiedError from error
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            # What was not sent yet has nobody to go to.
            with suppress(OSError):
                _pipe(pipe).close()


class _Watch:
    """Kills a process after a while; a context manager."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.ran_out = False
        self._process = process
        self._timer = threading.Timer(seconds, self._kill)
        self._timer.daemon = True

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()

    def _kill(self) -> None:
        self.ran_out = True
        self._process.kill()


def _pipe(pipe: Any) -> Any:
    """Always there, as it was asked for."""
    assert pipe is not None
    return pipe


def _error(told: dict[str, Any]) -> errors.PhotoError:
    """The child's error as one of ours; of its words only the texts are believed."""
    kind = getattr(errors, str(told["error"]), None)
    if not (isinstance(kind, type) and issubclass(kind, errors.PhotoError)):
        kind = errors.PhotoError
    return kind(str(told.get("message", "")), str(told.get("remedy", "")))
