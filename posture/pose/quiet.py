"""Keeps C++ log lines off the terminal while a block runs."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

_lock = threading.RLock()
_depth = 0


@contextlib.contextmanager
def quiet() -> Generator[None]:
    """Send file descriptor 2 to nowhere while the block runs; Python's own ``sys.stderr`` lives on.

    MediaPipe and TensorFlow Lite write to the descriptor from C++, where Python cannot catch it.
    The descriptor belongs to the whole process, so one thread at a time may hold it: others wait.
    Where there is no descriptor 2 (a windowed program) nothing is done.
    """
    global _depth
    with _lock:
        if _depth:
            yield
            return
        try:
            kept = os.dup(2)
        except OSError:
            yield
            return
        _flush()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        _depth += 1
        try:
            yield
        finally:
            _depth -= 1
            _flush()
            os.dup2(kept, 2)
            os.close(kept)


def _flush() -> None:
    # What Python has buffered was meant for the terminal: let it out before and after the switch.
    with contextlib.suppress(AttributeError, ValueError, OSError):
        sys.stderr.flush()
