"""Files that are there whole or not at all, also after the power failed."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

UNFINISHED = ".new"
"""Ending of a file that is being written; one that is left over can be deleted."""

EVERYBODY, OWNER = 0o666, 0o600
"""Who may read a new file, as far as the user's settings allow."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@contextmanager
def whole_file(path: Path, mode: int = EVERYBODY) -> Generator[BinaryIO]:
    """A file to write; it replaces what is there when it is complete and on the disk.

    Parameters
    ----------
    path : Path
        In a folder that exists.
    mode : int
        Permissions.

    Raises
    ------
    OSError
        It cannot be written; what was there before is untouched.
    """
    made = path.with_name(unfinished_name(path.name))
    try:
        with os.fdopen(os.open(made, _NEW, mode), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_durably(path: Path, data: bytes) -> None:
    """Write a file as :func:`whole_file` does, for its owner alone."""
    with whole_file(path, OWNER) as file:
        file.write(data)


def unfinished_name(name: str) -> str:
    """Another name each time, under which a file is written until it is complete."""
    return f".{name}.{secrets.token_hex(8)}{UNFINISHED}"


def for_the_owner_alone(path: str, flags: int) -> int:
    """Opener of a file that nobody else may read, for ``open``."""
    return os.open(path, flags, OWNER)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
