"""Freed memory is given back to the machine.

An analysis needs 100 MB for a moment. glibc keeps freed memory for the next one, in each of its
arenas, and after eight visitors at a time that is several hundred MB which nobody uses.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def give_back_memory() -> None:
    """Give back what is free; nothing to do where the C library is another one than glibc."""
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
