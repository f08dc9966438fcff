"""Writing the file of a backup."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Self

from posture.studio.backup.contents import (
    CONTENTS,
    HEADER,
    PhotoPart,
    TablePart,
    photo_entry,
    rows_entry,
)

if TYPE_CHECKING:
    from types import TracebackType

    from posture.studio.backup.contents import Contents, Header
    from posture.studio.encryption.cipher import Cipher

# The earliest date that a ZIP can hold: the entries tell nothing of when they were made.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


class BackupWriter:
    """Writes the entries of a backup, one after the other; a context manager.

    Parameters
    ----------
    file : binary file
        Open for writing.
    header : Header
    cipher : Cipher or None
        Encrypts every entry but the header.
    """

    def __init__(self, file: IO[bytes], header: Header, cipher: Cipher | None) -> None:
        self._archive = zipfile.ZipFile(file, "w", allowZip64=True)
        self._header, self._cipher = header, cipher
        self._rows = self._photos = 0
        self._store(HEADER, header.model_dump_json(indent=1).encode(), compressed=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # After an error the file is thrown away; its end cannot be written where the disk is full.
        with suppress(*(() if error is None else (OSError,))):
            self._archive.close()

    def add_rows(self, lines: bytes) -> TablePart:
        """Add rows of a table."""
        self._add(rows_entry(self._rows), lines, compressed=True)
        self._rows += 1
        return TablePart(sha256=hashlib.sha256(lines).hexdigest(), size=len(lines))

    def add_photo(self, data: bytes) -> PhotoPart:
        """Add a photo, as it is: pictures do not become smaller."""
        self._add(photo_entry(self._photos), data, compressed=False)
        self._photos += 1
        return PhotoPart(sha256=hashlib.sha256(data).hexdigest(), size=len(data))

    def finish(self, contents: Contents) -> None:
        """Add the list of contents, after everything else."""
        self._add(CONTENTS, contents.model_dump_json().encode(), compressed=True)

    def _add(self, entry: str, data: bytes, *, compressed: bool) -> None:
        if self._cipher is None:
            self._store(entry, data, compressed=compressed)
            return
        # Nothing can be compressed after it was encrypted.
        small = zlib.compress(data) if compressed else data
        sealed = self._cipher.seal(small, f"{self._header.id}/{entry}")
        self._store(entry, sealed, compressed=False)

    def _store(self, entry: str, data: bytes, *, compressed: bool) -> None:
        info = zipfile.ZipInfo(entry, _NO_DATE)
        info.external_attr = 0o600 << 16
        info.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
        self._archive.writestr(info, data)
