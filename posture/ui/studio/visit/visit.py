"""A visit: from the camera to the verdict, the questions, the plan and *Save*."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import format_day, tr
from posture.studio.history.calibration import subject_of
from posture.studio.visits import side_analysis, without_photo
from posture.ui.check.page import show_result
from posture.ui.check.verdict import show_verdict
from posture.ui.live.cameras import release_cameras
from posture.ui.shared import state
from posture.ui.shared.markdown import escape
from posture.ui.studio import where
from posture.ui.studio.attempt import attempt
from posture.ui.studio.clients.clients import show_marks
from posture.ui.studio.clients.give_consent import ask_consent
from posture.ui.studio.history.hand_out import show_reports
from posture.ui.studio.visit.frontal_views import show_frontal_views
from posture.ui.studio.visit.open_visit import choose, open_visit, store
from posture.ui.studio.visit.plan_editor import show_given_plan
from posture.ui.studio.visit.take import (
    show_camera_and_files,
    show_faults,
    show_files,
    take_waiting,
)
from posture.ui.studio.visit.views import FRONTAL, take_next, view_name, view_to_take
from posture.ui.studio.visit.visit_notes import show_conditions, show_notes

if TYPE_CHECKING:
    from posture.studio.records import Visit
    from posture.ui.studio.visit.open_visit import OpenVisit


def show() -> None:
    """Draw the visit that the address names."""
    opened = open_visit()
    if opened.client.may_store_photos:
        opened = take_waiting(opened)
    _head(opened)
    if opened.other is not None:
        _conflict(opened, opened.other)
        return
    show_conditions(opened)
    found = state.current_photo()
    if not opened.client.may_store_photos and not opened.visit.photos:
        release_cameras()
        ask_consent(opened.client)
        return
    if not opened.client.may_store_answers:
        st.caption(
            tr(
                "The client has not agreed that answers about health are kept: they count for the "
                "plan as long as the visit is open, and are not stored."
            )
        )
    show_faults()
    view = view_to_take(opened.visit)
    if view is not None:
        show_camera_and_files(opened, view)
    elif found is None:
        release_cameras()
        _numbers_alone(opened)
        _other_photo(opened)
    else:
        release_cameras()
        show_result(found, lambda _plan: _plan_of(opened))
        _other_photo(opened)
    show_frontal_views(opened)
    show_notes(opened)
    if not opened.visit.draft:
        with st.expander(tr("Report"), icon=":material/description:", key="visit_report"):
            show_reports(opened.client, (opened.visit,))


def _numbers_alone(opened: OpenVisit) -> None:
    """The verdict of an analysis that was brought in without its photo."""
    st.info(tr("This analysis was brought in without its photo."), icon=":material/no_photography:")
    visit = opened.visit
    analysis = side_analysis(visit, subject_of(opened.client.details, visit.on))
    if analysis is not None:
        with st.container(key="verdict"):
            show_verdict(analysis.assessment, analysis.measurements)


def _plan_of(opened: OpenVisit) -> None:
    """The plan with the answers of this run of the page."""
    found = state.current_photo()
    if found is not None:
        show_given_plan(opened, found.analysis)


def _head(opened: OpenVisit) -> None:
    """Draw name, day and what can be done with the visit."""
    client, visit = opened.client, opened.visit
    st.title(escape(client.details.name), anchor="client")
    marks = show_marks(made_up=client.details.made_up, archived=client.archived)
    st.caption(f"{escape(_state(visit))} {marks}")
    with st.container(horizontal=True, key="visit_bar"):
        if visit.draft:
            st.button(
                tr("Save"),
                type="primary",
                icon=":material/check:",
                key="visit_save",
                disabled=not visit.photos,
                on_click=attempt,
                args=(_save,),
            )
        st.button(
            tr("Next client"),
            icon=":material/skip_next:",
            key="visit_next",
            type="secondary" if visit.draft else "primary",
            on_click=where.leave,
        )
        where.show_way(
            tr("To the client"), icon=":material/person:", key="visit_client", client=client.id
        )
        where.show_way_to_the_group()


def _state(visit: Visit) -> str:
    day = format_day(visit.on)
    if not visit.draft:
        return tr("Visit of {day}, saved").format(day=day)
    if visit.version == 0:
        return tr("New visit, {day}").format(day=day)
    return tr("Visit of {day}, not confirmed yet: kept as a draft").format(day=day)


def _save() -> None:
    opened = open_visit()
    store(opened, replace(opened.visit, draft=False))


def _other_photo(opened: OpenVisit) -> None:
    with st.expander(tr("Another photo for this visit"), icon=":material/add_photo_alternate:"):
        show_files(opened)
        st.markdown(tr("Or with the camera, by voice:"))
        with st.container(horizontal=True):
            for view in FRONTAL:
                st.button(
                    view_name(view),
                    icon=":material/photo_camera:",
                    key=f"visit_take_{view}",
                    on_click=take_next,
                    args=(opened.visit, (view,)),
                )
            st.button(
                tr("Take the side photo again"),
                icon=":material/replay:",
                key="visit_again",
                on_click=attempt,
                args=(_again,),
            )


def _again() -> None:
    """Drop the side photo, so that the camera is shown; the draft keeps the rest."""
    opened = open_visit()
    store(opened, without_photo(opened.visit, "side"))
    state.clear_current_photo()


def _conflict(opened: OpenVisit, other: Visit) -> None:
    release_cameras()
    st.warning(
        tr("Another station has changed this visit meanwhile. Choose which one to keep:"),
        icon=":material/sync_problem:",
    )
    named = (
        (tr("From here"), tr("Keep this one"), opened.visit, True),
        (tr("From the other station"), tr("Keep the other one"), other, False),
    )
    for column, (title, label, visit, mine) in zip(st.columns(2), named, strict=True):
        with column, st.container(border=True):
            st.markdown(f"**{title}**")
            _summary(visit)
            st.button(
                label,
                key=f"visit_keep_{mine}",
                on_click=attempt,
                args=(choose, opened),
                kwargs={"mine": mine},
            )


def _summary(visit: Visit) -> None:
    answered = len(visit.answers.self_checks) + len(visit.answers.screening)
    st.markdown(
        escape(
            tr("Photos: {photos}. Answers: {answers}. {state}.").format(
                photos=len(visit.photos), answers=answered, state=_state(visit)
            )
        )
    )
    if visit.notes:
        st.markdown(escape(visit.notes))
