"""Self-check, tension, goal and screening questions; widget state holds the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.assess.assessment import Answer, Answers
from posture.i18n.language import tr
from posture.present.wording import CLEARANCES, by_urgency
from posture.ui.shared.language_choice import key_in_language
from posture.ui.shared.markdown import escape, escape_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from posture.assess.assessment import Assessment, Imbalance, Plan, ScreeningQuestion

CHOICES: tuple[Answer, Answer] = ("yes", "no")


def widget_key(token: str, part: str, id: str) -> str:
    """Widget key of one question about one picture."""
    return f"{token}/{part}/{id}"


def read_answers(assessment: Assessment, token: str) -> Answers:
    """Read the answers given so far from the state of the widgets.

    Parameters
    ----------
    assessment : Assessment
        With the questions.
    token : str
        Hash of the picture.

    Returns
    -------
    Answers
    """
    imbalances = assessment.imbalances
    return Answers(
        self_checks=_given(token, "check", (c.id for i in imbalances for c in i.self_checks)),
        tense=_given(token, "tense", (i.id for i in imbalances)),
        screening=_given(token, "screen", (q.id for q in assessment.plan.screening)),
        goal=st.session_state.get(key_in_language(widget_key(token, "goal", "goal"))),
    )


def show_yes_no(text: str, widget: str) -> None:
    """Draw a question, at first unanswered; the answer survives a visit to another page."""
    st.radio(
        escape_label(text),
        CHOICES,
        index=None,
        key=key_in_language(widget),
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


def show_screening(plan: Plan, token: str) -> None:
    """Draw the screening questions, grouped by urgency."""
    st.header(tr("Before any exercise"))
    st.markdown(CLEARANCES[plan.clearance])
    # No form: it would hide the effect of a yes until it is sent.
    first_open = True
    for i, (heading, group) in enumerate(by_urgency(plan.screening)):
        unanswered = [question for question in group if question.answer is None]
        with st.expander(
            _with_count(heading, len(group) - len(unanswered), len(group)),
            expanded=bool(unanswered) and first_open,
            key=f"{token}/group/{i}",
            icon=":material/check_circle:" if not unanswered else ":material/checklist:",
        ):
            _group(group, token)
        # One group at a time: the groups have up to twenty questions.
        first_open = first_open and not unanswered
    if any(question.answer is None for question in plan.screening):
        st.button(
            tr("The answer to all that are still open is no"),
            on_click=_close,
            args=([widget_key(token, "screen", question.id) for question in plan.screening],),
        )


def _with_count(heading: str, answered: int, count: int) -> str:
    words = tr("{answered} of {count} answered").format(answered=answered, count=count)
    return f"{heading} ({words})"


def _group(group: Sequence[ScreeningQuestion], token: str) -> None:
    """The questions of one urgency, two beside each other where there is room."""
    for i in range(0, len(group), 2):
        for column, question in zip(st.columns(2, gap="large"), group[i : i + 2], strict=False):
            with column:
                show_yes_no(question.question, widget_key(token, "screen", question.id))
                if question.answer == "yes":
                    st.warning(escape(question.advice), icon=":material/priority_high:")


def _close(widgets: Iterable[str]) -> None:
    for widget in map(key_in_language, widgets):
        if st.session_state.get(widget) is None:
            st.session_state[widget] = "no"


def _given(token: str, part: str, ids: Iterable[str]) -> dict[str, Answer]:
    values = {id: st.session_state.get(key_in_language(widget_key(token, part, id))) for id in ids}
    return {id: value for id, value in values.items() if value is not None}
