"""Self-check, tension and goal questions; widget state holds the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import tr
from posture.ui.shared.language_choice import key_in_language
from posture.ui.shared.markdown import escape_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.assess.assessment import Answer, Imbalance

CHOICES: tuple[Answer, Answer] = ("yes", "no")


def widget_key(token: str, part: str, id: str) -> str:
    """Widget key of one question about one picture."""
    return f"{token}/{part}/{id}"


def answer_of(widget: str) -> Answer | None:
    """The last answer to a question; None only where none was ever given.

    Nobody can take an answer back, only change it. So a radio that comes back empty was not emptied
    by a person: the browser sends the state of all with each click, also in the midst of drawing.
    """
    marked = st.session_state.get(key_in_language(widget))
    if marked is not None:
        st.session_state[_given(widget)] = marked
    return st.session_state.get(_given(widget))


def mark(widget: str, answer: Answer) -> None:
    """Answer a question in place of the person who pressed one button for several."""
    st.session_state[key_in_language(widget)] = st.session_state[_given(widget)] = answer


def show_yes_no(text: str, widget: str) -> None:
    """Draw a question, at first unanswered; the answer survives a visit to another page."""
    key, answer = key_in_language(widget), answer_of(widget)
    if answer is not None and st.session_state.get(key) is None:
        mark(widget, answer)
    st.radio(
        escape_label(text),
        CHOICES,
        index=None,
        key=key,
        horizontal=True,
        format_func=lambda one: tr("Yes") if one == "yes" else tr("No"),
        persist_state="session",
    )


def show_goal(imbalances: Sequence[Imbalance], token: str) -> None:
    """Draw the choice of the imbalance to work on first."""
    titles = {imbalance.id: imbalance.title for imbalance in imbalances}
    if titles:
        st.selectbox(
            tr("Work on first (optional)"),
            list(titles),
            index=None,
            format_func=lambda id: titles[id],
            placeholder=tr("Let the findings decide"),
            key=key_in_language(widget_key(token, "goal", "goal")),
            persist_state="session",
        )


def _given(widget: str) -> str:
    return f"{widget}/given"
