"""Freed memory goes back to the machine."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import pytest

from posture.ui.shared import memory
from posture.ui.shared.memory import give_back_memory


@pytest.mark.skipif(memory._trim() is None, reason="the C library is another one than glibc")
def test_what_is_free_below_what_is_in_use_is_given_back():
    # Each too small for a mapping of its own; the last one keeps the heap from shrinking.
    blocks = [b"x" * 60_000 for _ in range(2_000)]
    last = blocks.pop()
    blocks.clear()
    before = _resident()
    give_back_memory()
    assert before - _resident() > 60e6
    assert len(last) == 60_000


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_nothing_is_done_where_the_c_library_knows_no_such_thing(
    platform: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys, "platform", platform)

    def library(_: object) -> object:
        return object()

    monkeypatch.setattr(ctypes, "CDLL", library)
    memory._trim.cache_clear()
    give_back_memory()
    monkeypatch.undo()
    memory._trim.cache_clear()


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
