"""The questions of the page and where their answers are kept: the widgets' own state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.assess.assessment import Answer, Answers
from posture.i18n.language import tr
from posture.present.wording import CLEARANCES, by_urgency
from posture.ui.shared.text import label, plain
from posture.ui.shared.worded import worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from posture.assess.assessment import Assessment, Imbalance, Plan, ScreeningQuestion

CHOICES: tuple[Answer, Answer] = ("yes", "no")


def key(token: str, part: str, id: str) -> str:
    """Widget key of one question about one picture."""
    return f"{token}/{part}/{id}"


def collect(assessment: Assessment, token: str) -> Answers:
    """Read the answers given so far out of the widgets' state.

    Parameters
    ----------
    assessment : Assessment
        Says which questions there are.
    token : str
        Short name of the picture.

    Returns
    -------
    Answers
    """
    imbalances = assessment.imbalances
    return Answers(
        self_checks=_given(token, "check", (c.id for i in imbalances for c in i.self_checks)),
        tense=_given(token, "tense", (i.id for i in imbalances)),
        screening=_given(token, "screen", (q.id for q in assessment.plan.screening)),
        goal=st.session_state.get(worded(key(token, "goal", "goal"))),
    )


def ask(text: str, widget: str) -> None:
    """One question, unanswered at first; the answer outlives a visit to another page."""
    st.radio(
        label(text),
        CHOICES,
        index=None,
        key=worded(widget),
        horizontal=True,
        format_func=lambda one: tr("Yes") if one == "yes" else tr("No"),
        persist_state="session",
    )


def goal(imbalances: Sequence[Imbalance], token: str) -> None:
    """What the person wants to work on first."""
    titles = {imbalance.id: imbalance.title for imbalance in imbalances}
    if titles:
        st.selectbox(
            tr("Work on first (optional)"),
            list(titles),
            index=None,
            format_func=lambda id: titles[id],
            placeholder=tr("Let the findings decide"),
            key=worded(key(token, "goal", "goal")),
            persist_state="session",
        )


def screening(plan: Plan, token: str) -> None:
    """The questions that come before any exercise."""
    st.header(tr("Before any exercise"))
    st.markdown(CLEARANCES[plan.clearance])
    # Forms would hide what one yes changes until they are sent; plain widgets show it at once.
    first_open = True
    for i, (heading, group) in enumerate(by_urgency(plan.screening)):
        still = [question for question in group if question.answer is None]
        with st.expander(
            _with_count(heading, len(group) - len(still), len(group)),
            expanded=bool(still) and first_open,
            key=f"{token}/group/{i}",
            icon=":material/check_circle:" if not still else ":material/checklist:",
        ):
            _group(group, token)
        # One group at a time: nine and twenty questions at once are a wall.
        first_open = first_open and not still
    if any(question.answer is None for question in plan.screening):
        st.button(
            tr("The answer to all that are still open is no"),
            on_click=_close,
            args=([key(token, "screen", question.id) for question in plan.screening],),
        )


def _with_count(heading: str, answered: int, count: int) -> str:
    words = tr("{answered} of {count} answered").format(answered=answered, count=count)
    return f"{heading} ({words})"


def _group(group: Sequence[ScreeningQuestion], token: str) -> None:
    """The questions of one urgency, two beside each other where there is room."""
    for i in range(0, len(group), 2):
        for column, question in zip(st.columns(2, gap="large"), group[i : i + 2], strict=False):
            with column:
                ask(question.question, key(token, "screen", question.id))
                if question.answer == "yes":
                    st.warning(plain(question.advice), icon=":material/priority_high:")


def _close(widgets: Iterable[str]) -> None:
    for widget in map(worded, widgets):
        if st.session_state.get(widget) is None:
            st.session_state[widget] = "no"


def _given(token: str, part: str, ids: Iterable[str]) -> dict[str, Answer]:
    values = {id: st.session_state.get(worded(key(token, part, id))) for id in ids}
    return {id: value for id, value in values.items() if value is not None}
