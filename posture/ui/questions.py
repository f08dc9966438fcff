"""The questions of the page and where their answers are kept: the widgets' own state."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import streamlit as st

from posture.assess.assessment import Answer, Answers
from posture.ui.text import plain
from posture.words import CLEARANCES, by_urgency

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from posture.analysis import Analysis
    from posture.assess.assessment import Imbalance, Plan

OPEN = "not answered"
CHOICES = (OPEN, "yes", "no")


def key(token: str, part: str, id: str) -> str:
    """Widget key of one question about one picture."""
    return f"{token}/{part}/{id}"


def collect(analysis: Analysis, token: str) -> Answers:
    """Read the answers given so far out of the widgets' state.

    Parameters
    ----------
    analysis : Analysis
        Says which questions there are.
    token : str
        Short name of the picture.

    Returns
    -------
    Answers
    """
    imbalances = analysis.assessment.imbalances
    return Answers(
        self_checks=_given(token, "check", (c.id for i in imbalances for c in i.self_checks)),
        tense=_given(token, "tense", (i.id for i in imbalances)),
        screening=_given(token, "screen", (q.id for q in analysis.assessment.plan.screening)),
        goal=st.session_state.get(key(token, "goal", "goal")),
    )


def ask(text: str, widget: str) -> None:
    """One question with three choices; unanswered at first."""
    st.radio(plain(text), CHOICES, key=widget, horizontal=True, format_func=str.capitalize)


def goal(imbalances: Sequence[Imbalance], token: str) -> None:
    """What the person wants to work on first."""
    titles = {imbalance.id: imbalance.title for imbalance in imbalances}
    if titles:
        st.selectbox(
            "Work on first (optional)",
            list(titles),
            index=None,
            format_func=lambda id: titles[id],
            placeholder="Let the findings decide",
            key=key(token, "goal", "goal"),
        )


def screening(plan: Plan, token: str) -> None:
    """The questions that come before any exercise."""
    st.subheader("Before any exercise")
    st.markdown(CLEARANCES[plan.clearance])
    # A form would hide what one yes changes until it is sent; plain widgets show it at once.
    with st.expander("Questions", expanded=plan.clearance != "cleared"):
        for heading, group in by_urgency(plan.screening):
            st.markdown(f"**{heading}**")
            for question in group:
                ask(question.question, key(token, "screen", question.id))
                if question.answer == "yes":
                    st.warning(plain(question.advice))
        st.button(
            "The answer to all that are still open is no",
            on_click=_close,
            args=([key(token, "screen", question.id) for question in plan.screening],),
        )


def _close(widgets: Iterable[str]) -> None:
    for widget in widgets:
        if st.session_state.get(widget, OPEN) == OPEN:
            st.session_state[widget] = "no"


def _given(token: str, part: str, ids: Iterable[str]) -> dict[str, Answer]:
    values = {id: st.session_state.get(key(token, part, id), OPEN) for id in ids}
    return {id: cast("Answer", value) for id, value in values.items() if value != OPEN}
