"""Clients and what was measured as tables for a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.files.tables import STANDARD, csv_table
from posture.i18n.language import tr
from posture.studio.exchange.measured import measured_photos

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from posture.files.tables import CsvDialect
    from posture.studio.exchange.document import ExportedClient
    from posture.studio.records import Client

SEPARATOR = "; "
"""Between the entries of a list in one cell."""

CLIENT_COLUMNS = (
    "name",
    "year_of_birth",
    "sex",
    "stature_cm",
    "notes",
    "goals",
    "contraindications",
    "language",
    "id",
    "archived",
)
MEASURED_COLUMNS = (
    "client_id",
    "client",
    "visit_id",
    "visit_on",
    "view",
    "measurement",
    "value",
    "sd",
    "unit",
    "source",
    "reason_missing",
)


def clients_csv(clients: Iterable[Client], dialect: CsvDialect = STANDARD) -> str:
    """Write one row per client; the import of clients reads it again.

    Parameters
    ----------
    clients : iterable of Client
    dialect : {"standard", "excel-de"}

    Returns
    -------
    str
        Encode it as UTF-8.
    """
    rows = (_client(one, dialect) for one in clients)
    return csv_table(CLIENT_COLUMNS, rows, dialect)


def measured_csv(clients: Iterable[ExportedClient], dialect: CsvDialect = STANDARD) -> str:
    """Write one row per client, confirmed visit, photo and measurement.

    Parameters
    ----------
    clients : iterable of ExportedClient
    dialect : {"standard", "excel-de"}

    Returns
    -------
    str
        Encode it as UTF-8.
    """
    rows = (row for one in clients for row in _measured(one))
    return csv_table(MEASURED_COLUMNS, rows, dialect)


def _client(client: Client, dialect: CsvDialect) -> tuple[str, ...]:
    details = client.details
    stature = "" if details.stature_cm is None else f"{details.stature_cm:g}"
    if dialect == "excel-de":
        stature = stature.replace(".", ",")
    return (
        details.name,
        "" if details.year_of_birth is None else str(details.year_of_birth),
        details.sex or "",
        stature,
        details.notes,
        details.goals,
        SEPARATOR.join(details.contraindications),
        details.language,
        client.id,
        "yes" if client.archived else "no",
    )


def _measured(entry: ExportedClient) -> Iterator[tuple[str | float, ...]]:
    client = entry.client
    for visit in entry.visits:
        if visit.draft:
            continue
        for found in measured_photos(visit):
            for one in found.measurements.values():
                missing = tr(one.reason_missing) if one.reason_missing else ""
                yield (
                    client.id,
                    client.details.name,
                    visit.id,
                    visit.on.isoformat(),
                    found.photo.view,
                    one.name,
                    one.value,
                    one.sd,
                    one.unit,
                    one.source,
                    missing,
                )
