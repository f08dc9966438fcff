"""The page "Check" with a side photo: from the photo to findings, questions and a plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis import edit, pipeline
from posture.i18n.language import tr
from posture.ui.check.downloads import show_downloads
from posture.ui.check.findings import show_notices, show_pattern, show_spread
from posture.ui.check.imbalances import show_imbalances
from posture.ui.check.photo.analyse import analyse_queue, failed_uploads
from posture.ui.check.photo.refusals import show_failed_uploads, show_photo_instructions
from posture.ui.check.photo.series import show_series
from posture.ui.check.photo.uploads import show_upload
from posture.ui.check.plan import show_plan
from posture.ui.check.questions.answers import read_answers
from posture.ui.check.questions.interview import show_interview
from posture.ui.check.questions.self_checks import show_goal
from posture.ui.check.questions.subject import entered_subject, show_subject, with_entered_subject
from posture.ui.check.start_over import show_another_photo
from posture.ui.check.tour import show_restart, show_tour
from posture.ui.check.verdict import focus_result, show_behind, show_verdict
from posture.ui.check.view import show_view_choice
from posture.ui.serve.guard import show_where_photos_go
from posture.ui.shared import picture, state, theme
from posture.ui.shared.navigation import show_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.analysis.types import Analysis, Combined
    from posture.assess.assessment import Plan
    from posture.ui.shared.state import CurrentPhoto


def page() -> None:
    """Draw the page from top to bottom."""
    theme.apply_style()
    analyse_queue(entered_subject())
    found, faults = state.current_photo(), failed_uploads()
    if found is None:
        show_view_choice()
    if found is None and not faults:
        _start()
        return
    _head(found)
    show_failed_uploads(faults, alone=found is None)
    if found is not None:
        _result(found)
    show_subject()
    show_restart()


def _start() -> None:
    """Draw the page before the first photo."""
    st.title(tr("How do you stand?"))
    st.markdown(
        tr(
            "Measures standing posture from one side photo, and says how exact each number is. The "
            "photo stays on this computer. For a reload, photo, result and answers are kept on it "
            "for up to a day; *Another photo* deletes them."
        )
    )
    show_where_photos_go()
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
    found, combined = show_result(found)
    with st.expander(tr("Take it with you"), icon=":material/download:", key="downloads"):
        show_downloads(found, found.analysis, combined)
    show_link(tr("Compare with an earlier photo"), "comparison", icon=":material/compare_arrows:")


def show_result(
    found: CurrentPhoto, draw_plan: Callable[[Plan], None] = show_plan
) -> tuple[CurrentPhoto, Combined | None]:
    """Draw picture, verdict, what stands behind it, the questions and the plan.

    Parameters
    ----------
    found : CurrentPhoto
        It becomes the current photo of all pages, with the answers given so far.
    draw_plan : callable
        Draws the plan, after the questions.

    Returns
    -------
    tuple of (CurrentPhoto, Combined or None)
        The photo with these answers; the medians where several photos are combined.
    """
    found = with_entered_subject(found)
    token = found.series[0].token
    found, combined = _with_answers(found, token)
    state.set_current_photo(found)
    shown = combined or found.analysis
    _top(found, shown, token)
    focus_result(token)
    if combined:
        show_spread(shown.assessment.findings, shown.measurements, combined.spread)
    show_notices(found.analysis.notices)
    show_pattern(shown.assessment.pattern)
    show_imbalances(shown.assessment.imbalances, token)
    with st.expander(
        tr("Exercises, after a few questions"), icon=":material/fitness_center:", key="plan"
    ):
        show_goal(shown.assessment.imbalances, token)
        show_interview(shown.assessment.plan, token, draw_plan)
    return found, combined


def _top(found: CurrentPhoto, shown: Analysis | Combined, token: str) -> None:
    """Draw the picture and the verdict beside it, then what changes the picture."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        picture.show_annotated(found)
    with right, st.container(key="verdict"):
        lines = show_verdict(shown.assessment, shown.measurements)
        show_behind(lines, shown.assessment, shown.measurements, token)
    with st.container(horizontal=True, vertical_alignment="center"):
        picture.show_layers()
        picture.show_placed_count(found)
        st.caption(picture.caption(found.analysis), width="content")


def _with_answers(found: CurrentPhoto, token: str) -> tuple[CurrentPhoto, Combined | None]:
    """The photo with the answers given so far; several photos also combined."""
    # The widgets are drawn further down, but their state is known already.
    answers = read_answers(found.analysis.assessment, token)
    found = replace(found, analysis=edit.set_answers(found.analysis, answers))
    if not found.others or not found.combined:
        return found, None
    analyses = [replace(one.analysis, answers=answers) for one in found.series]
    return found, pipeline.combine(analyses, stances=state.count_stances(found))
