"""Files on a disk, or at any address that fsspec reads (``s3://…``, ``gs://…``, ``memory://…``).

fsspec is imported only for an address with a scheme: a batch on one machine does not need it.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posture.errors import InputError, StorageError
from posture.files import durable
from posture.i18n.language import tr
from posture.installation import require

if TYPE_CHECKING:
    from collections.abc import Generator


def is_remote(address: str | Path) -> bool:
    """Whether an address has a scheme, so that fsspec reads it."""
    return "://" in str(address)


def absolute(address: str) -> str:
    """An address however it is written; a link is a file of its own."""
    return address if is_remote(address) else os.path.abspath(address)  # noqa: PTH100


def join(folder: str | Path, name: str) -> str:
    """Address of a file in a folder."""
    return f"{str(folder).rstrip('/')}/{name}" if is_remote(folder) else str(Path(folder) / name)


def remote(address: str | Path) -> tuple[Any, str]:
    """The file system of an address, and the path in it.

    Raises
    ------
    InputError
        No file system has such addresses, its adapter is not installed, or it cannot be reached.
    """
    require("cluster")
    from fsspec.core import url_to_fs

    try:
        return url_to_fs(str(address))
    except Exception as error:
        # Each adapter is a library of its own, with errors of its own.
        raise InputError(
            tr("The address {address} cannot be used: {why}.").format(
                address=address, why=str(error).rstrip(".")
            ),
            remedy=tr("Correct the address, or install what reads it (s3fs for s3://)."),
        ) from error


def list_files(folder: str | Path, suffix: str) -> list[str]:
    """Addresses of the finished files in a folder that end so, by name; none without a folder."""
    if not is_remote(folder):
        return sorted(str(path) for path in Path(folder).glob(f"[!.]*{suffix}"))
    files, path = remote(folder)
    # Object stores remember a listing; what others have written since then would be missed.
    files.invalidate_cache()
    try:
        found = [str(name) for name in files.ls(path, detail=False)]
    except FileNotFoundError:
        return []
    return sorted(files.unstrip_protocol(name) for name in found if name.endswith(suffix))


def remove(address: str | Path) -> None:
    """Delete a file if it is there."""
    if not is_remote(address):
        Path(address).unlink(missing_ok=True)
        return
    files, path = remote(address)
    if files.exists(path):
        files.rm(path)


@contextmanager
def reading(address: str | Path) -> Generator[Any]:
    """A binary file to read."""
    if is_remote(address):
        files, path = remote(address)
        with files.open(path, "rb") as file:
            yield file
    else:
        with Path(address).open("rb") as file:
            yield file


@contextmanager
def whole_file(address: str | Path) -> Generator[Any]:
    """A binary file to write; it appears under its name when it is complete, or not at all.

    Raises
    ------
    StorageError
        It cannot be written.
    """
    try:
        with _whole_remote(address) if is_remote(address) else _whole_local(Path(address)) as file:
            yield file
    except OSError as error:
        raise StorageError(
            tr("{path} cannot be written: {reason}.").format(path=address, reason=error),
            tr("Choose another folder, or make room on the disk."),
        ) from error


@contextmanager
def _whole_local(path: Path) -> Generator[Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with durable.whole_file(path) as file:
        yield file


@contextmanager
def _whole_remote(address: str | Path) -> Generator[Any]:
    files, path = remote(address)
    folder, _, name = path.rpartition("/")
    made = f"{folder}/{durable.unfinished_name(name)}"
    files.makedirs(folder, exist_ok=True)
    try:
        with files.open(made, "wb") as file:
            yield file
        files.mv(made, path)
    except BaseException:
        if files.exists(made):
            files.rm(made)
        raise
