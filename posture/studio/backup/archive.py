"""A ZIP archive that may be damaged or made to do harm: its entries are read, bounded, to memory.

Nothing is written by a name that the file gives. Sizes are bounded as declared and again as read.
"""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from posture.errors import BackupError
from posture.i18n.language import tr

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The others unpack without a bound."""

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


class Archive:
    """The entries of an archive.

    Attributes
    ----------
    names : frozenset of str
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())
        entries = archive.infolist()
        if len(self.names) != len(entries):
            raise not_a_backup()
        if any(info.compress_type not in _METHODS for info in entries):
            raise not_a_backup()

    def read(self, entry: str, most: int) -> bytes:
        """Read an entry of at most so many bytes.

        Raises
        ------
        BackupError
            It is larger, damaged or missing.
        """
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
def open_archive(path: Path) -> Generator[Archive]:
    """Open an archive.

    Raises
    ------
    BackupError
        It cannot be read, or is none.
    """
    try:
        file = path.open("rb")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BackupError(
            tr("There is no file {path}.").format(path=path), tr("Check its name.")
        ) from error
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
            raise not_a_backup() from error
        with archive:
            yield Archive(archive)


def inflated(data: bytes, most: int) -> bytes:
    """Unpack compressed bytes to at most so many.

    Raises
    ------
    BackupError
        They are more, or damaged.
    """
    with _told():
        inflater = zlib.decompressobj()
        found = inflater.decompress(data, most)
        if not inflater.eof:
            raise EOFError
    return found


def damaged() -> BackupError:
    """The error of a backup whose content is not what it should be."""
    return BackupError(
        tr("The backup is damaged or incomplete; nothing was changed."), tr("Use another backup.")
    )


def not_a_backup() -> BackupError:
    """The error of another file."""
    return BackupError(
        tr("This file is no backup of a studio, or it is cut off."), tr("Use another backup.")
    )


def _too_large() -> BackupError:
    return BackupError(
        tr("The backup holds more than a backup can hold; nothing was changed."),
        tr("Use another backup."),
    )


@contextmanager
def _told() -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(
            tr("The backup cannot be read: {why}.").format(why=error.strerror or error)
        ) from error
    except _FAULTS as error:
        raise damaged() from error
