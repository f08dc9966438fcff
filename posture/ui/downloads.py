"""Picture, PDF, web page and data for the reader to keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from posture.errors import PostureError
from posture.present.report import report_files
from posture.ui.text import plain

if TYPE_CHECKING:
    from posture.analysis import Analysis
    from posture.photo.photo import Photo

FILES = {
    ".png": ("Picture", "image/png"),
    ".pdf": ("Report (PDF)", "application/pdf"),
    ".html": ("Report (web page)", "text/html"),
    ".json": ("Data (JSON)", "application/json"),
}


def show(photo: Photo, analysis: Analysis) -> None:
    """Make the files when asked to, then offer them until an answer changes."""
    key = (analysis.photo.sha256, analysis.subject, analysis.answers)
    kept = st.session_state.get("files")
    if kept is None or kept[0] != key:
        if not st.button("Make picture, report and data"):
            return
        try:
            with st.spinner("Writing the report …"):
                kept = (key, _files(photo, analysis))
        except (PostureError, OSError) as error:
            st.error(f"The files could not be made: {plain(str(error))}")
            return
        st.session_state["files"] = kept
    made: dict[str, bytes] = kept[1]
    columns = st.columns(len(FILES))
    for column, (ending, (label, mime)) in zip(columns, FILES.items(), strict=True):
        for name, data in made.items():
            if name.endswith(ending):
                column.download_button(label, data, name, mime, on_click="ignore")


def _files(photo: Photo, analysis: Analysis) -> dict[str, bytes]:
    """File names and contents; nothing touches the disk."""
    stem = Path(analysis.photo.name).stem
    return {f"{stem}-{name}": data for name, data in report_files(photo, analysis).items()}
