"""Photos of a visit from the front and the back: left and right compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis import frontal
from posture.analysis.options import Options
from posture.body.remarks import Refusal
from posture.errors import PhotoError, StudioError
from posture.i18n.language import tr
from posture.photo.load import load
from posture.studio.history.calibration import subject_of
from posture.studio.visits import stored_frontal
from posture.ui.check.findings import show_finding
from posture.ui.frontal import frontal_png
from posture.ui.shared.images import show_zoomable
from posture.ui.studio.attempt import show_error
from posture.ui.studio.current import records
from posture.ui.studio.visit.views import view_name

if TYPE_CHECKING:
    from posture.errors import PostureError
    from posture.studio.records import VisitPhoto
    from posture.ui.studio.visit.open_visit import OpenVisit

_READ = "studio_frontal"


def show_frontal_views(opened: OpenVisit) -> None:
    """Draw the photos from the front and the back, each folded."""
    for photo in opened.visit.photos:
        if photo.view == "side":
            continue
        with st.expander(
            view_name(photo.view), icon=":material/accessibility:", key=f"view_{photo.view}"
        ):
            _view(opened, photo)


def _view(opened: OpenVisit, photo: VisitPhoto) -> None:
    try:
        result, png = _read(opened, photo)
    except (PhotoError, StudioError) as error:
        _stored_numbers(photo, error)
        return
    if isinstance(result, Refusal):
        st.warning(tr("Left and right cannot be compared in this photo. Take a new one:"))
        return
    left, right = st.columns([2, 3], gap="large")
    with left:
        shown = tr("The photo with a level line for each of head, shoulders and pelvis.")
        show_zoomable(png, shown, key=f"frontal_{photo.sha256}", fit=True)
    with right:
        for finding in result.assessment.findings:
            with st.container(border=True):
                show_finding(finding, result.measurements[finding.measurement])


def _stored_numbers(photo: VisitPhoto, error: PostureError) -> None:
    """What was measured once, where there is no photo to measure anew."""
    document = stored_frontal(photo)
    if document is None:
        show_error(error)
        return
    st.caption(tr("This analysis has no photo that can be read; its stored numbers are shown."))
    for finding in document.findings:
        with st.container(border=True):
            show_finding(finding, document.measurements[finding.measurement])


def _read(opened: OpenVisit, photo: VisitPhoto) -> tuple[frontal.FrontalAnalysis | Refusal, bytes]:
    """The analysis in the current language, and its picture; measured once a session."""
    subject = subject_of(opened.client.details, opened.visit.on)
    kept = st.session_state.setdefault(_READ, {})
    if photo.sha256 not in kept:
        read = load(records().photo(opened.visit.id, photo.sha256), name=photo.name)
        view = None if photo.view == "side" else photo.view
        result = frontal.analyze_frontal_photo(read, Options(subject=subject, view=view))
        png = b"" if isinstance(result, Refusal) else frontal_png(read, result)
        kept[photo.sha256] = (result, png)
    result, png = kept[photo.sha256]
    return frontal.reassessed(result, subject), png
