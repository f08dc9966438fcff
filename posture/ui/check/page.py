"""The page "Check a photo": a picture in; findings, questions and a plan out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from posture.analysis import pipeline
from posture.i18n.language import tr
from posture.ui.check import analysing as looking
from posture.ui.check import cards, intake, plan, questions, refused, tour
from posture.ui.check import imbalances as pairs
from posture.ui.check import subject as about
from posture.ui.check.downloads import show as show_downloads
from posture.ui.shared import links, picture, state, theme

if TYPE_CHECKING:
    from posture.analysis.types import Analysis, Combined
    from posture.ui.shared.state import Current


def page() -> None:
    """Draw the page from top to bottom."""
    theme.style()
    st.title(tr("How do you stand?"))
    looking.look(about.said())
    found, faults = state.current(), looking.faults()
    if found is None and not faults:
        _start()
        return
    _head(found)
    refused.show(faults, alone=found is None)
    about.show()
    if found is not None:
        _result(found)
    tour.again()


def _start() -> None:
    """Nothing came in yet."""
    st.markdown(
        tr(
            "One photo from the side in, an honest reading out: every number comes with its error. "
            "The picture stays on this machine."
        )
    )
    tour.show()
    intake.show()
    about.show()
    with st.expander(
        tr("How to take the photo"), expanded=True, icon=":material/photo_camera:", key="how_to"
    ):
        refused.how_to()
    tour.again()


def _head(found: Current | None) -> None:
    """What is looked at, and the way back to the start."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(tr("Another photo"), on_click=_start_over, icon=":material/add_photo_alternate:")
        if found is not None and found.others:
            st.segmented_control(
                tr("Photo shown"),
                [one.place for one in found.series],
                default=found.place,
                required=True,
                format_func=lambda place: str(place + 1),
                key=f"shown_{found.series[0].token}",
                on_change=_turn,
                args=(f"shown_{found.series[0].token}",),
                label_visibility="collapsed",
                persist_state="session",
            )
            st.markdown(
                tr("{count} photos of one person: the numbers are medians.").format(
                    count=len(found.series)
                ),
                width="content",
            )


def _start_over() -> None:
    looking.forget()
    intake.again()


def _turn(key: str) -> None:
    found = state.current()
    if found is not None:
        state.keep(state.turn_to(found, st.session_state[key]))


def _result(found: Current) -> None:
    found = about.described(found)
    token = found.series[0].token
    found, combined = _answered(found, token)
    state.keep(found)
    shown = combined or found.analysis
    _top(found, shown)
    cards.rest(shown.assessment.findings, shown.measurements, combined.spread if combined else None)
    st.header(tr("Muscle pairs that these findings may point to"))
    st.caption(tr("Hypotheses to test, not results: a photo cannot measure muscles."))
    cards.pattern(shown.assessment.pattern)
    for imbalance in shown.assessment.imbalances:
        pairs.show(imbalance, token)
    questions.goal(shown.assessment.imbalances, token)
    questions.screening(shown.assessment.plan, token)
    plan.show(shown.assessment.plan)
    st.header(tr("Take it with you"))
    show_downloads(found, found.analysis, combined)
    links.link(tr("Compare with an earlier photo"), "change", icon=":material/compare_arrows:")


def _top(found: Current, shown: Analysis | Combined) -> None:
    """The first meaningful result: the picture and the strongest findings beside it."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        picture.show(found)
        # Outside of the fragment: from within, a link would leave the address as it is.
        picture.placed(found)
    with right:
        st.header(tr("Findings, strongest first"))
        cards.strongest(shown.assessment.findings, shown.measurements)
        cards.notices(found.analysis.body.notices)


def _answered(found: Current, token: str) -> tuple[Current, Combined | None]:
    """The same with the answers given so far, and all photos together where there are several."""
    # Answers live in the widgets further down; their state is known before they are drawn.
    answers = questions.collect(found.analysis.assessment, token)
    found = replace(found, analysis=pipeline.set_answers(found.analysis, answers))
    if not found.others:
        return found, None
    analyses = [replace(one.analysis, answers=answers) for one in found.series]
    return found, pipeline.combine(analyses, stands=state.stands(found))
