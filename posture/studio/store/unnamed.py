"""Deletes the files of photos that no visit names any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture.errors import StudioError
from posture.studio.store.photos import age_s
from posture.studio.store.records.visits import unreferenced

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from posture.studio.store.database.engine import Database
    from posture.studio.store.photos import PhotoFiles


@dataclass(frozen=True, slots=True)
class Deleted:
    """What became of files.

    Attributes
    ----------
    gone : tuple of str
        Hashes of the photos whose files were deleted.
    remaining : tuple of Path
        Files that could not be deleted; the sweep tries again.
    """

    gone: tuple[str, ...] = ()
    remaining: tuple[Path, ...] = ()


def delete_unnamed(
    database: Database,
    files: PhotoFiles,
    hashes: Collection[str],
    older_than_s: float | None = None,
) -> Deleted:
    """Delete the files of those photos that no visit names; one that fails keeps no other.

    Parameters
    ----------
    database : Database
    files : PhotoFiles
    hashes : collection of str
    older_than_s : float, optional
        Younger files stay.

    Raises
    ------
    StudioError
        The database does not tell which these are.
    """
    if not hashes:
        return Deleted()
    gone: list[str] = []
    remaining: list[Path] = []
    # Nobody saves meanwhile: a visit that is being saved may have the same photo.
    with database.deleting_files() as connection:
        for sha256 in unreferenced(connection, hashes):
            path = files.path(sha256)
            if older_than_s is not None and age_s(path) <= older_than_s:
                continue
            try:
                files.delete(sha256)
            except StudioError:
                remaining.append(path)
            else:
                gone.append(sha256)
    return Deleted(tuple(gone), tuple(remaining))


def delete_or_leave(database: Database, files: PhotoFiles, hashes: Collection[str]) -> Deleted:
    """As :func:`delete_unnamed`, but what fails is left to the sweep: no error comes of it."""
    try:
        return delete_unnamed(database, files, hashes)
    except StudioError:
        there = (sha256 for sha256 in sorted(hashes) if files.has(sha256))
        return Deleted(remaining=tuple(files.path(sha256) for sha256 in there))
