"""Keeps C++ log lines off the terminal while a block runs."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

_lock = threading.Lock()
_loud = threading.Condition(_lock)
_inside = 0
_kept = -1


@contextlib.contextmanager
def quiet() -> Generator[None]:
    """Send file descriptor 2 to nowhere while the block runs; Python's own ``sys.stderr`` lives on.

    LiteRT and OpenCV write to the descriptor from C++, where Python cannot catch it: the first
    interpreter of a process says which kernels it uses, a camera that does not open says why.
    The descriptor belongs to the whole process: it goes nowhere while any thread is in a block.
    Where there is no descriptor 2 (a windowed program) nothing is done.
    """
    _enter()
    try:
        yield
    finally:
        _leave()


@contextlib.contextmanager
def loud() -> Generator[None]:
    """Wait until no thread is in a block of :func:`quiet`, and let none begin one meanwhile.

    For what is written to the standard error while other threads may load a model; not inside a
    block of ``quiet``.
    """
    with _loud:
        _loud.wait_for(lambda: not _inside)
        yield


def _enter() -> None:
    global _inside, _kept
    with _lock:
        _inside += 1
        if _inside > 1:
            return
        try:
            _kept = os.dup(2)
        except OSError:
            return
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
        except OSError:
            # What is written then is a nuisance; nobody may wait for a block that never began.
            os.close(_kept)
            _kept = -1
            return
        _flush()
        os.dup2(nowhere, 2)
        os.close(nowhere)


def _leave() -> None:
    global _inside, _kept
    with _lock:
        _inside -= 1
        if _inside:
            return
        if _kept >= 0:
            _flush()
            os.dup2(_kept, 2)
            os.close(_kept)
            _kept = -1
        _loud.notify_all()


def _flush() -> None:
    # What Python has buffered was meant for the terminal: let it out before and after the switch.
    with contextlib.suppress(AttributeError, ValueError, OSError):
        sys.stderr.flush()
