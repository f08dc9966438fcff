"""The page "Check" with a side photo: from the photo to findings, questions and a plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis import edit, pipeline
from posture.i18n.language import tr
from posture.ui.check.analyse import analyse_queue, failed_uploads
from posture.ui.check.downloads import show_downloads
from posture.ui.check.findings import show_notices, show_pattern, show_rest, show_strongest
from posture.ui.check.imbalances import show_imbalance
from posture.ui.check.plan import show_plan
from posture.ui.check.questions import read_answers, show_goal, show_screening
from posture.ui.check.refusals import show_failed_uploads, show_photo_instructions
from posture.ui.check.series import show_series
from posture.ui.check.start_over import show_another_photo
from posture.ui.check.subject import entered_subject, show_subject, with_entered_subject
from posture.ui.check.tour import show_restart, show_tour
from posture.ui.check.uploads import show_upload
from posture.ui.check.view import show_view_choice
from posture.ui.shared import picture, state, theme
from posture.ui.shared.navigation import show_link

if TYPE_CHECKING:
    from posture.analysis.types import Analysis, Combined
    from posture.ui.shared.state import CurrentPhoto


def page() -> None:
    """Draw the page from top to bottom."""
    theme.apply_style()
    st.title(tr("How do you stand?"))
    analyse_queue(entered_subject())
    show_view_choice()
    found, faults = state.current_photo(), failed_uploads()
    if found is None and not faults:
        _start()
        return
    _head(found)
    show_failed_uploads(faults, alone=found is None)
    show_subject()
    if found is not None:
        _result(found)
    show_restart()


def _start() -> None:
    """Draw the page before the first photo."""
    st.markdown(
        tr(
            "Measures standing posture from one side photo, with an error for every number. The "
            "photo stays on this computer. For a reload, photo, result and answers are kept on it "
            "for up to a day; *Another photo* deletes them."
        )
    )
    show_upload()
    show_tour()
    show_subject()
    with st.expander(
        tr("How to take the photo"), expanded=True, icon=":material/photo_camera:", key="how_to"
    ):
        show_photo_instructions()
    show_restart()


def _head(found: CurrentPhoto | None) -> None:
    """Draw the button for another photo and the choice within a series."""
    show_another_photo()
    if found is not None and found.others:
        show_series(found)


def _result(found: CurrentPhoto) -> None:
    found = with_entered_subject(found)
    token = found.series[0].token
    found, combined = _with_answers(found, token)
    state.set_current_photo(found)
    shown = combined or found.analysis
    _top(found, shown)
    show_rest(shown.assessment.findings, shown.measurements, combined.spread if combined else None)
    st.header(tr("Muscle pairs that these findings may point to"))
    st.caption(tr("Hypotheses to test, not results: a photo cannot measure muscles."))
    show_pattern(shown.assessment.pattern)
    for imbalance in shown.assessment.imbalances:
        show_imbalance(imbalance, token)
    show_goal(shown.assessment.imbalances, token)
    show_screening(shown.assessment.plan, token)
    show_plan(shown.assessment.plan)
    st.header(tr("Take it with you"))
    show_downloads(found, found.analysis, combined)
    show_link(tr("Compare with an earlier photo"), "comparison", icon=":material/compare_arrows:")


def _top(found: CurrentPhoto, shown: Analysis | Combined) -> None:
    """Draw the picture and the strongest findings beside it."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        picture.show_annotated(found)
        # Outside of the fragment, where a link would not change the address.
        picture.show_placed_count(found)
    with right:
        st.header(tr("Findings, strongest first"))
        show_strongest(shown.assessment.findings, shown.measurements)
        show_notices(found.analysis.notices)


def _with_answers(found: CurrentPhoto, token: str) -> tuple[CurrentPhoto, Combined | None]:
    """The photo with the answers given so far; several photos also combined."""
    # The widgets are drawn further down, but their state is known already.
    answers = read_answers(found.analysis.assessment, token)
    found = replace(found, analysis=edit.set_answers(found.analysis, answers))
    if not found.others or not found.combined:
        return found, None
    analyses = [replace(one.analysis, answers=answers) for one in found.series]
    return found, pipeline.combine(analyses, stances=state.count_stances(found))
