"""Everything of one client or of all as files: tables, JSON, FHIR, one ZIP with the photos."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from posture.errors import InputError
from posture.files.tables import readers_dialect
from posture.i18n.language import tr
from posture.studio.exchange.archive import gather, write_archive
from posture.studio.exchange.document import document_json, export_document, need_whole
from posture.studio.exchange.fhir import fhir_json
from posture.studio.exchange.tables import clients_csv, measured_csv
from posture.studio.reports.report import file_stem
from posture.ui.studio.attempt import show_error
from posture.ui.studio.current import records, today

if TYPE_CHECKING:
    from posture.studio.records import Client

_MADE = "studio_export"


def show_export(client: Client | None = None) -> None:
    """Draw the button that makes the files, and once they are made, those that save them.

    Parameters
    ----------
    client : Client, optional
        All clients unless given.
    """
    whose = "" if client is None else client.id
    if st.button(tr("Make the files"), icon=":material/archive:", key=f"export_{whose}"):
        with st.spinner(tr("Writing the files …")):
            st.session_state[_MADE] = (whose, _files(whose or None, client))
    made = st.session_state.get(_MADE)
    if made is None or made[0] != whose:
        return
    st.caption(tr("These files are not encrypted. Keep them as safe as the studio itself."))
    with st.container(horizontal=True):
        for label, name, media_type, data in made[1]:
            st.download_button(
                label, data, name, media_type, on_click="ignore", key=f"export_{whose}_{name}"
            )


def _files(client_id: str | None, client: Client | None) -> list[tuple[str, str, str, bytes]]:
    """Label, name, type and content of each file."""
    known, now, dialect = records(), datetime.now(UTC), readers_dialect()
    entries, own = gather(known, client_id), known.own_exercises()
    stem = "studio" if client is None else file_stem(client.details.name) or "client"
    stem = f"{stem}_{today().isoformat()}"
    archive = io.BytesIO()
    missing = write_archive(archive, entries, own, known.photo, now, dialect=dialect)
    if missing:
        st.warning(tr("Photos that could not be read: {count}.").format(count=len(missing)))
    try:
        need_whole(entries)
    except InputError as error:
        show_error(error)
    document = document_json(export_document(entries, own, now))
    tables = (
        (tr("Clients (CSV)"), "clients", clients_csv((one.client for one in entries), dialect)),
        (tr("Measurements (CSV)"), "measurements", measured_csv(entries, dialect)),
    )
    fhir = fhir_json(entries, now)
    return [
        (tr("Everything (ZIP)"), f"{stem}.zip", "application/zip", archive.getvalue()),
        *((label, f"{stem}_{part}.csv", "text/csv", text.encode()) for label, part, text in tables),
        (tr("Data (JSON)"), f"{stem}.json", "application/json", document.encode()),
        (
            "FHIR R4 (JSON)",
            f"{stem}_fhir.json",
            "application/json",
            fhir.encode(),
        ),
    ]
