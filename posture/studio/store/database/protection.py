"""How what is stored is protected: who opens the database's file and who reads a photo's bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Protocol

BUSY_S = 60.0
"""Seconds for which a station waits while another one writes."""


class PhotoCipher(Protocol):
    """Turns the bytes of a photo into those that are kept, and back."""

    def seal(self, data: bytes, sha256: str) -> bytes:
        """Bytes to be kept, from those of the photo with this hash."""
        ...

    def open(self, sealed: bytes, sha256: str) -> bytes:
        """Bytes of the photo with this hash; ``StudioError`` where they cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class Protection:
    """How the files of a studio are opened.

    Attributes
    ----------
    dbapi : module
        ``sqlite3``, or one with the same interface.
    connect : callable
        Opens the SQLite database at a path (of ``str``, for an empty file too), without implicit
        transactions, for use in any thread.
    cipher : PhotoCipher
    """

    dbapi: ModuleType
    connect: Callable[[str], Any]
    cipher: PhotoCipher


class _Plain:
    """Photos are kept as they came in."""

    def seal(self, data: bytes, sha256: str) -> bytes:
        return data

    def open(self, sealed: bytes, sha256: str) -> bytes:
        return sealed


def _connect(path: str) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)


PLAIN = Protection(sqlite3, _connect, _Plain())
"""Nothing is encrypted."""
