"""Reading the file of a backup, which may be damaged or made to do harm.

Nothing is written by a name that the file gives: entries are asked for by number, and there may be
no others. Sizes are bounded as declared and again as read.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from posture.errors import BackupError, StudioError
from posture.i18n.language import tr
from posture.studio.backup.contents import (
    CONTENTS,
    HEADER,
    LARGEST_CONTENTS,
    LARGEST_HEADER,
    LARGEST_PART,
    LARGEST_PHOTO,
    Contents,
    Header,
    parse,
    photo_entry,
    rows_entry,
)
from posture.studio.encryption.unlock import unlock

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from posture.studio.backup.contents import Part, TableContents

_OVERHEAD = 1024
"""Bytes that encryption may add to an entry."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    UnicodeError,
    ValueError,
)


class BackupReader:
    """An open backup, whose list of contents has been read and fits the entries.

    Attributes
    ----------
    header : Header
    contents : Contents
    """

    def __init__(self, archive: zipfile.ZipFile, passphrase: str | None) -> None:
        self._archive = archive
        self._check_names()
        self.header = parse(Header, self._entry(HEADER, LARGEST_HEADER))
        keys = self.header.keys
        self._cipher = None if keys is None else unlock(keys, passphrase).backups
        self.contents = parse(Contents, self._opened(CONTENTS, LARGEST_CONTENTS, compressed=True))
        self._check_entries()

    @property
    def size(self) -> int:
        """Bytes that records and photos take when they are unpacked."""
        parts = (part for table in self.contents.tables for part in table.parts)
        return sum(part.size for part in (*parts, *self.contents.photos))

    def rows(self, wanted: TableContents) -> Iterator[bytes]:
        """Lines of the parts of a table, each checked.

        Raises
        ------
        BackupError
        """
        number = 0
        for table in self.contents.tables:
            if table is wanted:
                break
            number += len(table.parts)
        for offset, part in enumerate(wanted.parts):
            entry = rows_entry(number + offset)
            yield self._checked(part, self._opened(entry, LARGEST_PART, compressed=True))

    def photo(self, number: int) -> bytes:
        """A photo by its place in the contents, checked.

        Raises
        ------
        BackupError
        """
        data = self._opened(photo_entry(number), LARGEST_PHOTO, compressed=False)
        return self._checked(self.contents.photos[number], data)

    def photos(self) -> Iterator[bytes]:
        """The photos in the order of the contents, each checked.

        Raises
        ------
        BackupError
        """
        return map(self.photo, range(len(self.contents.photos)))

    def _check_names(self) -> None:
        names = self._archive.namelist()
        if HEADER not in names or len(set(names)) != len(names):
            raise _not_a_backup()
        # Other methods unpack without a bound.
        if any(info.compress_type not in _METHODS for info in self._archive.infolist()):
            raise _not_a_backup()

    def _check_entries(self) -> None:
        parts = sum(len(table.parts) for table in self.contents.tables)
        expected = {HEADER, CONTENTS}
        expected.update(rows_entry(number) for number in range(parts))
        expected.update(photo_entry(number) for number in range(len(self.contents.photos)))
        if expected != set(self._archive.namelist()):
            raise _damaged()

    def _checked(self, part: Part, data: bytes) -> bytes:
        if len(data) != part.size or hashlib.sha256(data).hexdigest() != part.sha256:
            raise _damaged()
        return data

    def _opened(self, entry: str, most: int, *, compressed: bool) -> bytes:
        if self._cipher is None:
            return self._entry(entry, most)
        sealed = self._entry(entry, most + _OVERHEAD)
        try:
            data = self._cipher.open(sealed, f"{self.header.id}/{entry}")
        except StudioError as error:
            raise _damaged() from error
        return _inflated(data, most) if compressed else data

    def _entry(self, entry: str, most: int) -> bytes:
        with _told():
            info = self._archive.getinfo(entry)
            if info.file_size > most:
                raise _too_large()
            with self._archive.open(info) as file:
                data = file.read(most + 1)
        if len(data) > most:
            raise _too_large()
        return data


@contextmanager
def open_backup(path: Path, passphrase: str | None = None) -> Generator[BackupReader]:
    """Open the file of a backup.

    Parameters
    ----------
    path : Path
    passphrase : str, optional
        Or the recovery code, of the studio as it was then; the system's keyring is asked where none
        is given.

    Raises
    ------
    BackupError
        It is no backup, or damaged.
    StudioLockedError
        It is encrypted, and what was given does not unlock it.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupError(
            tr("The file {path} cannot be read: {why}.").format(
                path=path, why=error.strerror or error
            )
        ) from error
    with file:
        try:
            archive = zipfile.ZipFile(file)
        except _FAULTS as error:
            raise _not_a_backup() from error
        with archive:
            yield BackupReader(archive, passphrase)


@contextmanager
def _told() -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(
            tr("The backup cannot be read: {why}.").format(why=error.strerror or error)
        ) from error
    except _FAULTS as error:
        raise _damaged() from error


def _inflated(data: bytes, most: int) -> bytes:
    with _told():
        inflater = zlib.decompressobj()
        found = inflater.decompress(data, most)
        if not inflater.eof:
            raise EOFError
    return found


def _damaged() -> BackupError:
    return BackupError(
        tr("The backup is damaged or incomplete; nothing was changed."), tr("Use another backup.")
    )


def _too_large() -> BackupError:
    return BackupError(
        tr("The backup holds more than a backup can hold; nothing was changed."),
        tr("Use another backup."),
    )


def _not_a_backup() -> BackupError:
    return BackupError(
        tr("This file is no backup of a studio, or it is cut off."), tr("Use another backup.")
    )
