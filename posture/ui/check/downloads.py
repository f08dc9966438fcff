"""Download buttons for picture, PDF, web page and data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from posture.errors import PostureError
from posture.files.tables import readers_dialect
from posture.i18n.language import language, tr
from posture.present.report.report import combined_files, report_files
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from posture.analysis.types import Analysis, Combined
    from posture.ui.shared.state import CurrentPhoto

ENDINGS = (".png", ".pdf", ".html", ".json", ".csv")


def show_downloads(found: CurrentPhoto, analysis: Analysis, combined: Combined | None) -> None:
    """Make the files on request and offer them until an answer changes.

    Parameters
    ----------
    found : CurrentPhoto
        The photo that is shown.
    analysis : Analysis
        Its analysis with the answers.
    combined : Combined or None
        Of all photos with the answers, where there are several.
    """
    key = (language(), found.token, analysis.subject, analysis.answers, _layers(found))
    kept = st.session_state.get("check_files")
    if kept is None or kept[0] != key:
        if not st.button(tr("Make picture, report and data"), icon=":material/download:"):
            return
        with st.status(tr("Writing the report …")) as status:
            try:
                made = _files(found, analysis, combined)
            except (PostureError, OSError) as error:
                status.update(label=tr("The files could not be made."), state="error")
                st.error(escape(str(error)))
                return
            status.update(label=tr("The files are ready."), state="complete")
        kept = st.session_state["check_files"] = (key, made)
    _offer(kept[1])


def _offer(made: dict[str, bytes]) -> None:
    labels = {
        ".png": (tr("Picture (PNG)"), "image/png"),
        ".pdf": (tr("Report (PDF)"), "application/pdf"),
        ".html": (tr("Report (web page)"), "text/html"),
        ".json": (tr("Data (JSON)"), "application/json"),
        ".csv": (tr("Table (CSV)"), "text/csv"),
    }
    with st.container(horizontal=True):
        for ending in ENDINGS:
            label, mime = labels[ending]
            for name, data in made.items():
                if name.endswith(ending):
                    st.download_button(label, data, name, mime, on_click="ignore", key=f"get{name}")


def _layers(found: CurrentPhoto) -> tuple[object, ...]:
    """Placed points of each photo; a change of these needs new files."""
    return tuple((one.token, one.analysis.body.placed) for one in found.series)


def _files(found: CurrentPhoto, analysis: Analysis, combined: Combined | None) -> dict[str, bytes]:
    """File names and contents; nothing is written to disk."""
    stem = Path(analysis.photo.name).stem
    dialect = readers_dialect()
    if combined is None:
        made = report_files(found.photo, analysis, dialect=dialect)
    else:
        made = combined_files(found.photo, analysis, combined, dialect=dialect)
    return {f"{stem}-{name}": data for name, data in made.items()}
