"""Everything of one client or of all in one ZIP file."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from posture.errors import StudioError
from posture.photo.formats import ending_of
from posture.studio.client_rows import every_client
from posture.studio.exchange.document import ExportedClient, document_json, export_document
from posture.studio.exchange.fhir import fhir_json
from posture.studio.exchange.tables import clients_csv, measured_csv

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import BinaryIO

    from posture.files.tables import CsvDialect
    from posture.studio.history.occasions import ReadPicture
    from posture.studio.profile import OwnExercise
    from posture.studio.store.repository import Repository


def gather(records: Repository, client_id: str | None = None) -> tuple[ExportedClient, ...]:
    """One client or all that the actor may see, archived ones among them, with all visits.

    Parameters
    ----------
    records : Repository
    client_id : str, optional
        All clients unless given.

    Raises
    ------
    NotFoundError
    """
    ids = [row.id for row in every_client(records)] if client_id is None else [client_id]
    return tuple(
        ExportedClient(records.client(one), records.visits(one, drafts=True)) for one in ids
    )


def write_archive(
    out: BinaryIO,
    clients: Iterable[ExportedClient],
    own: Iterable[OwnExercise],
    picture: ReadPicture,
    exported: datetime,
    *,
    dialect: CsvDialect = "standard",
) -> tuple[str, ...]:
    """Write everything of clients as one ZIP file: JSON, tables, FHIR and photos.

    Parameters
    ----------
    out : binary file
    clients : iterable of ExportedClient
    own : iterable of OwnExercise
    picture : callable
        As ``repository.photo``.
    exported : datetime
        UTC.
    dialect : {"standard", "excel-de"}
        Of the tables.

    Returns
    -------
    tuple of str
        Hashes of photos that could not be read and are not in the file.
    """
    entries = tuple(clients)
    missing: list[str] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        document = export_document(entries, own, exported)
        archive.writestr("studio.json", document_json(document))
        archive.writestr("clients.csv", clients_csv((one.client for one in entries), dialect))
        archive.writestr("measurements.csv", measured_csv(entries, dialect))
        archive.writestr("fhir.json", fhir_json(entries, exported))
        written: set[str] = set()
        for visit in (visit for one in entries for visit in one.visits):
            for photo in visit.photos:
                if photo.sha256 in written:
                    continue
                written.add(photo.sha256)
                try:
                    data = picture(visit.id, photo.sha256)
                except StudioError:
                    missing.append(photo.sha256)
                    continue
                # Photos are compressed already.
                name = f"photos/{photo.sha256}{_suffix(data)}"
                archive.writestr(name, data, zipfile.ZIP_STORED)
    return tuple(missing)


def _suffix(data: bytes) -> str:
    """The ending of a file by its first bytes, so that systems open it; the name is not trusted.

    An analysis that was brought in without its photo is kept in the photo's place.
    """
    return ".json" if data.startswith(b"{") else ending_of(data)
