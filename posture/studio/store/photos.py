"""Photos as files, named by the hash of what came in.

A file is written under another name, synced and renamed; the folder is synced too. A file with its
final name is therefore whole, and a row that is written afterwards never names one that a crash or
a power cut took away.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from pathlib import Path

from posture.errors import StudioError
from posture.files.durable import UNFINISHED, sync_folder, write_durably
from posture.i18n.language import tr
from posture.studio.store.database.faults import told
from posture.studio.store.database.protection import PhotoCipher

_HASH = re.compile(r"[0-9a-f]{64}")
_FOLDERS = "[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]"


class PhotoFiles:
    """The photos of a studio.

    Parameters
    ----------
    folder : Path
    cipher : PhotoCipher
    """

    def __init__(self, folder: Path, cipher: PhotoCipher) -> None:
        self.folder = folder
        self._cipher = cipher

    def path(self, sha256: str) -> Path:
        """Where a photo lies."""
        if not _HASH.fullmatch(sha256):
            raise ValueError(sha256)
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def write(self, data: bytes) -> str:
        """Keep a photo.

        Returns
        -------
        str
            Its SHA-256.

        Raises
        ------
        StudioError
            The disk is full, or cannot be written.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        with told():
            self._make_folders(path.parent)
            write_durably(path, self._cipher.seal(data, sha256))
        return sha256

    def read(self, sha256: str) -> bytes:
        """Read a photo, and check that it is what came in.

        Raises
        ------
        StudioError
            The file is missing or damaged.
        """
        remedy = tr("Restore it from a backup.")
        try:
            sealed = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise StudioError(tr("The file of this photo is missing."), remedy) from error
        except OSError as error:
            why = error.strerror or str(error)
            raise StudioError(
                tr("The file of this photo cannot be read: {why}.").format(why=why), remedy
            ) from error
        data = self._cipher.open(sealed, sha256)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StudioError(tr("The file of this photo is damaged."), remedy)
        return data

    def has(self, sha256: str) -> bool:
        """Whether there is a file of this photo."""
        return self.path(sha256).is_file()

    def delete(self, sha256: str) -> None:
        """Delete a photo, if there is one."""
        with told():
            self.path(sha256).unlink(missing_ok=True)

    def hashes(self) -> Iterator[str]:
        """Hashes of the photos that there are files of."""
        for path in self.folder.glob(f"{_FOLDERS}/*"):
            if _HASH.fullmatch(path.name):
                yield path.name

    def unfinished(self) -> Iterator[Path]:
        """Files that are being written, or were when a crash came."""
        yield from self.folder.glob(f"{_FOLDERS}/*{UNFINISHED}")

    def _make_folders(self, last: Path) -> None:
        """Make the folders of a file; each new one is synced into the one above it."""
        made = [one for one in (last, *last.parents) if not one.exists()]
        last.mkdir(mode=0o700, parents=True, exist_ok=True)
        for one in reversed(made):
            sync_folder(one.parent)


def age_s(path: Path) -> float:
    """Seconds since a file was written; 0 where it is gone."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
