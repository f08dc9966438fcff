"""Finds photos in folders, by patterns, and at addresses of fsspec, one after another."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from posture.analysis.options import stop_on
from posture.batch.places import is_remote, remote
from posture.i18n.language import tr
from posture.json_types import clean
from posture.photo.formats import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Found:
    """A photo, unopened.

    Attributes
    ----------
    path : str
        Path or address.
    size : int or None
        Bytes; None where the file is not there.
    modified : int or None
        When it was last written, nanoseconds; or what stands for it in an object store.
    """

    path: str
    size: int | None = None
    modified: int | None = None


def find_photos(given: Iterable[str], skip: str = "") -> Iterator[Found]:
    """Find photos.

    Links are followed, also to folders, but into no folder that one is already inside of. Hidden
    files and folders are left out.

    Parameters
    ----------
    given : iterable of str
        Files, folders with everything below them, patterns such as ``day1/**/*.jpg``, addresses.
    skip : str
        A folder that is not searched: that of the results.

    Yields
    ------
    Found
        In no particular order; a file that two of ``given`` lead to comes twice.

    Raises
    ------
    InputError
        Something that was given leads to no file; all are listed before the first photo.
    """
    named = list(given)
    stop_on(
        tr("{path}: no such file or folder").format(path=one)
        for one in named
        if not is_remote(one) and not _is_there(one)
    )
    for one in named:
        for found in _remote(one) if is_remote(one) else _local(one, skip):
            # A name that is no text is not found under the one that it has in the table.
            yield replace(found, path=clean(found.path))


def look_at(path: str) -> Found:
    """What is known of one file without opening it; size None where it is not there."""
    if is_remote(path):
        files, name = remote(path)
        try:
            return _remote_found(path, files.info(name))
        except (OSError, ValueError):
            return Found(path)
    try:
        state = Path(path).stat()
    except (OSError, ValueError):
        return Found(path)
    return Found(path, state.st_size, state.st_mtime_ns)


def _is_there(one: str) -> bool:
    return os.path.lexists(one) or any(True for _ in _matching(one))


def _matching(pattern: str) -> Iterator[str]:
    # pathlib's own takes no absolute pattern.
    return glob.iglob(pattern, recursive=True)  # noqa: PTH207


def _local(one: str, skip: str) -> Iterator[Found]:
    names = [one] if os.path.lexists(one) else _matching(one)
    for name in names:
        if Path(name).is_dir():
            yield from _walk(name, os.path.realpath(skip) if skip else "")
        else:
            yield look_at(name)


def _walk(top: str, skip: str) -> Iterator[Found]:
    """Everything below a folder; an open folder per level is all that is held."""
    # Folders with the real places that lead to each, so that a link back up is not followed.
    waiting: list[tuple[str, frozenset[str]]] = [(top, frozenset())]
    while waiting:
        folder, above = waiting.pop()
        real = os.path.realpath(folder)
        if real in above or real == skip:
            continue
        try:
            entries = os.scandir(folder)
        except OSError:
            # As a row: reading it says why.
            yield Found(folder)
            continue
        with entries:
            for entry in entries:
                if entry.is_dir():
                    if not entry.name.startswith("."):
                        waiting.append((entry.path, above | {real}))
                elif _is_photo(entry.name):
                    yield look_at(entry.path)


def _is_photo(name: str) -> bool:
    """Whether a file in a folder is taken for a photo; one that is named is in any case."""
    return not name.startswith(".") and PurePath(name).suffix.lower() in ENDINGS


def _remote(address: str) -> Iterator[Found]:
    files, path = remote(address)
    if glob.has_magic(path):
        for name, info in files.glob(path, detail=True).items():
            if info["type"] == "file":
                yield _remote_found(files.unstrip_protocol(name), info)
    elif files.isdir(path):
        for _, _, named in files.walk(path, detail=True):
            for name, info in named.items():
                if _is_photo(name):
                    yield _remote_found(files.unstrip_protocol(info["name"]), info)
    else:
        yield look_at(address)


def _remote_found(address: str, info: dict[str, Any]) -> Found:
    return Found(address, info.get("size"), _changed(info))


def _changed(info: dict[str, Any]) -> int | None:
    """A number that changes with the file, from what its file system says."""
    for name in ("mtime", "LastModified", "last_modified", "updated", "created"):
        said = info.get(name)
        if isinstance(said, datetime):
            return int(said.timestamp() * 1e9)
        if isinstance(said, int | float):
            return int(said * 1e9)
    return None
