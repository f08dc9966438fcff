"""Reading the file of a backup: entries are asked for by number, and there may be no others."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from posture.errors import StudioError
from posture.limits import (
    BACKUP_CONTENTS_BYTES,
    BACKUP_HEADER_BYTES,
    BACKUP_PART_BYTES,
    BACKUP_PHOTO_BYTES,
)
from posture.studio.backup.archive import damaged, inflated, not_a_backup, open_archive
from posture.studio.backup.contents import (
    CONTENTS,
    HEADER,
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

    from posture.studio.backup.archive import Archive
    from posture.studio.backup.contents import Part, TableContents

_OVERHEAD = 1024
"""Bytes that encryption may add to an entry."""


class BackupReader:
    """An open backup, whose list of contents has been read and fits the entries.

    Attributes
    ----------
    header : Header
    contents : Contents
    """

    def __init__(self, archive: Archive, passphrase: str | None) -> None:
        self._archive = archive
        self.header = _header(archive)
        keys = self.header.keys
        self._cipher = None if keys is None else unlock(keys, passphrase).backups
        listed = self._opened(CONTENTS, BACKUP_CONTENTS_BYTES, compressed=True)
        self.contents = parse(Contents, listed)
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
            yield self._checked(part, self._opened(entry, BACKUP_PART_BYTES, compressed=True))

    def photo(self, number: int) -> bytes:
        """A photo by its place in the contents, checked.

        Raises
        ------
        BackupError
        """
        data = self._opened(photo_entry(number), BACKUP_PHOTO_BYTES, compressed=False)
        return self._checked(self.contents.photos[number], data)

    def photos(self) -> Iterator[bytes]:
        """The photos in the order of the contents, each checked.

        Raises
        ------
        BackupError
        """
        return map(self.photo, range(len(self.contents.photos)))

    def _check_entries(self) -> None:
        parts = sum(len(table.parts) for table in self.contents.tables)
        expected = {HEADER, CONTENTS}
        expected.update(rows_entry(number) for number in range(parts))
        expected.update(photo_entry(number) for number in range(len(self.contents.photos)))
        if expected ^ self._archive.names:
            raise damaged()

    def _checked(self, part: Part, data: bytes) -> bytes:
        if len(data) != part.size or hashlib.sha256(data).hexdigest() != part.sha256:
            raise damaged()
        return data

    def _opened(self, entry: str, most: int, *, compressed: bool) -> bytes:
        if self._cipher is None:
            return self._archive.read(entry, most)
        sealed = self._archive.read(entry, most + _OVERHEAD)
        try:
            data = self._cipher.open(sealed, f"{self.header.id}/{entry}")
        except StudioError as error:
            raise damaged() from error
        return inflated(data, most) if compressed else data


def read_header(path: Path) -> Header:
    """What a backup says of itself to everybody: whether it is encrypted, and with which key.

    Raises
    ------
    BackupError
        It is no backup, or cut off.
    """
    with open_archive(path) as archive:
        return _header(archive)


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
    with open_archive(path) as archive:
        yield BackupReader(archive, passphrase)


def _header(archive: Archive) -> Header:
    if HEADER not in archive.names:
        raise not_a_backup()
    return parse(Header, archive.read(HEADER, BACKUP_HEADER_BYTES))
