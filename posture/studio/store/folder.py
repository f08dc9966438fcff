"""Ties a folder of photos to its database.

A database that is opened with the folder of another one would take all photos in it for orphans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from posture.errors import StudioError
from posture.files.durable import write_durably
from posture.i18n.language import tr
from posture.studio.store.database.faults import told
from posture.studio.store.records.tables import photos, studio
from posture.studio.store.settings import HOME

if TYPE_CHECKING:
    from posture.studio.store.database.engine import Database
    from posture.studio.store.photos import PhotoFiles

NAME = "studio-id"


def tie(database: Database, files: PhotoFiles) -> None:
    """Check that photos and database are of one studio; remember it where the folder is new.

    Raises
    ------
    StudioError
        They are not.
    """
    with database.reading() as connection:
        own = connection.scalars(select(studio.c.id)).one()
        has_photos = connection.scalar(select(exists(select(photos.c.sha256)))) or False
    marker = files.folder / NAME
    with told():
        known = marker.read_text(encoding="ascii").strip() if marker.is_file() else None
        if known is None and not _is_foreign(database, files, has_photos):
            write_durably(marker, own.encode("ascii"))
            known = own
    if known != own:
        raise StudioError(
            tr("The folder {folder} holds the photos of another studio.").format(
                folder=files.folder
            ),
            tr("Every station of a database names the same folder: set {name}.").format(name=HOME),
        )


def _is_foreign(database: Database, files: PhotoFiles, has_photos: bool) -> bool:
    """Whether a folder that names no studio cannot be the one of a database of stations."""
    return not database.is_sqlite and has_photos != any(True for _ in files.hashes())
