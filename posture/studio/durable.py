"""Files that are there whole or not at all, also after the power failed."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

UNFINISHED = ".new"
"""Ending of a file that is being written; one that is left over can be deleted."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_durably(path: Path, data: bytes) -> None:
    """Write a file in one step, for its owner alone, and wait until it is on the disk.

    Parameters
    ----------
    path : Path
        In a folder that exists; what is there is replaced.
    data : bytes

    Raises
    ------
    OSError
        It cannot be written; what was there before is untouched.
    """
    made = path.with_name(f"{path.name}.{secrets.token_hex(8)}{UNFINISHED}")
    try:
        with os.fdopen(os.open(made, _NEW, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def for_the_owner_alone(path: str, flags: int) -> int:
    """Opener of a file that nobody else may read, for ``open``."""
    return os.open(path, flags, 0o600)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
