"""Bring clients and dated photos in, with a preview; take everything out."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import streamlit as st

from posture.errors import PostureError
from posture.i18n.language import format_short_day, tr
from posture.studio.exchange.analyse import document_of
from posture.studio.exchange.archive import gather
from posture.studio.exchange.clients_in import (
    fault_sentence,
    import_clients,
    known_clients,
    preview_clients,
)
from posture.studio.exchange.photos_in import (
    ORIGINS,
    PhotoSource,
    import_photos,
    preview_photos,
)
from posture.ui.shared.markdown import escape
from posture.ui.studio import where
from posture.ui.studio.attempt import attempt, show_error
from posture.ui.studio.clients.export import show_export
from posture.ui.studio.current import records, today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.studio.exchange.clients_in import ClientPreview
    from posture.studio.exchange.photos_in import PhotoPreview

_ROUND, _DONE = "exchange_round", "exchange_done"
_MOST_FAULTS = 20


def show() -> None:
    """Draw the room."""
    st.title(tr("Import and export"))
    where.show_way(tr("All clients"), icon=":material/arrow_back:", key="exchange_back")
    done = st.session_state.pop(_DONE, "")
    if done:
        st.success(escape(done), icon=":material/check:")
    st.subheader(tr("Clients from a table"))
    _clients()
    st.subheader(tr("Dated photos from a folder"))
    _photos()
    st.subheader(tr("All clients as files"))
    show_export()


def _clients() -> None:
    file = st.file_uploader(
        tr("CSV with a column “name”; year of birth, sex, height, notes, goals may follow"),
        ["csv", "tsv", "txt"],
        key=f"exchange_csv_{_round()}",
    )
    if file is None:
        return
    try:
        preview = preview_clients(file.getvalue(), known_clients(records()))
    except PostureError as error:
        show_error(error)
        return
    _faults([fault_sentence(one) for one in preview.faults])
    if preview.left_out:
        left = ", ".join(preview.left_out)
        st.caption(escape(tr("Columns that are left out: {names}").format(names=left)))
    st.dataframe(
        {
            tr("Name"): [one.details.name for one in preview.found],
            tr("Year of birth"): [one.details.year_of_birth for one in preview.found],
            tr("State"): [tr("known already") if one.known else tr("new") for one in preview.found],
        },
        hide_index=True,
    )
    st.button(
        tr("Add {count} clients").format(count=len(preview.new)),
        type="primary",
        key="exchange_add",
        disabled=bool(preview.faults) or not preview.new,
        on_click=attempt,
        args=(_add, preview),
    )


def _add(preview: ClientPreview) -> None:
    added = import_clients(records(), preview)
    _finish(tr("Added: {count} clients.").format(count=len(added)))


def _photos() -> None:
    files = st.file_uploader(
        tr("A folder with a folder for each client, called by their name"),
        accept_multiple_files="directory",
        key=f"exchange_photos_{_round()}",
    )
    if not files:
        return
    sources = [PhotoSource(PurePosixPath(one.name), one.getvalue) for one in files]
    entries = gather(records())
    known = {photo.sha256 for one in entries for visit in one.visits for photo in visit.photos}
    names = {one.client.id: one.client.details.name for one in entries}
    try:
        preview = preview_photos(sources, [one.client for one in entries], today(), known=known)
    except PostureError as error:
        show_error(error)
        return
    _faults([f"{one.path}: {one.text}" for one in preview.faults])
    if preview.passed_over:
        count = len(preview.passed_over)
        st.caption(tr("Files that are no photos, or there already: {count}.").format(count=count))
    st.dataframe(
        {
            tr("Name"): [names[one.client_id] for one in preview.found],
            tr("Day"): [format_short_day(one.on) for one in preview.found],
            tr("Day read from"): [ORIGINS[one.origin] for one in preview.found],
            tr("File"): [str(one.source.path) for one in preview.found],
        },
        hide_index=True,
    )
    st.button(
        tr("Import {count} visits").format(count=len(preview.visits)),
        type="primary",
        key="exchange_import",
        disabled=bool(preview.faults) or not preview.found,
        on_click=attempt,
        args=(_import, preview),
    )


def _import(preview: PhotoPreview) -> None:
    with st.spinner(tr("Looking at the picture …")):
        saved = import_photos(records(), preview, document_of)
    _finish(tr("Imported: {count} visits.").format(count=len(saved)))


def _faults(lines: Sequence[str]) -> None:
    if lines:
        listed = "\n".join(f"- {escape(one)}" for one in lines[:_MOST_FAULTS])
        words = tr("Nothing is added as long as there are faults ({count}):").format(
            count=len(lines)
        )
        st.error(f"{escape(words)}\n{listed}")


def _round() -> int:
    return st.session_state.get(_ROUND, 0)


def _finish(said: str) -> None:
    st.session_state[_DONE] = said
    st.session_state[_ROUND] = _round() + 1
