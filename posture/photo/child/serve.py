"""The child's side: limits itself, then answers requests one by one until its input ends."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO

from posture import errors
from posture.i18n.language import use_language
from posture.photo.child.messages import NoMessageError, receive, send

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Answer = tuple[dict[str, Any], bytes | memoryview]
    Report = Callable[[float], None]
    Job = Callable[[dict[str, Any], bytearray, Report], Answer]
    """Takes what was asked, the bytes that came with it, and a function that tells of progress."""

_SPARE_S = 10
"""Processor time beyond the limit of a request, after which a child whose parent died ends."""


def serve(jobs: Mapping[str, Job], memory: int, most: int) -> None:
    """Answer requests.

    Parameters
    ----------
    jobs : mapping of str to callable
        By the name under which they are asked for.
    memory : int
        Bytes of address space, where the platform has a limit.
    most : int
        Bytes that may come with a request.
    """
    # Ctrl-C reaches the whole group; the parent decides what becomes of its child.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, out = _own_pipes()
    _limit_memory(memory)
    # Says that everything is imported: the time of the first request begins now.
    send(out, {"ready": True})
    while True:
        try:
            said, data = receive(asked, most)
        except NoMessageError:
            return
        _limit_time(float(said["seconds"]))
        with use_language(said["language"]):
            told, answer = _answer(jobs[said["job"]], said, data, out)
        del data
        send(out, told, answer)


def _answer(job: Job, said: dict[str, Any], data: bytearray, out: BinaryIO) -> Answer:
    try:
        return job(said, data, lambda share: send(out, {"progress": share}))
    except errors.PhotoError as error:
        kind = type(error).__name__
        return {"error": kind, "message": error.message, "remedy": error.remedy}, b""
    except MemoryError:
        return {"memory": True}, b""


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Input and output; what a library prints goes nowhere instead of among the answers."""
    asked, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nowhere, standard)
    return asked, out


def _limit_memory(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    # macOS refuses a limit below what the process has reserved already.
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # A dump of the memory would hold a photo.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    # Several threads of a decoder count together.
    threads = os.cpu_count() or 1
    soft = int(time.process_time() + seconds * threads) + _SPARE_S
    if hard == resource.RLIM_INFINITY or soft <= hard:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
