"""Muscle pairs as cards: evidence for and against, self-checks, tension question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import tr
from posture.present.figures.figures import body_map_svg
from posture.present.wording import NO_PAIR, STANDINGS
from posture.ui.check.questions.self_checks import show_yes_no, widget_key
from posture.ui.shared import theme
from posture.ui.shared.images import show_drawing
from posture.ui.shared.markdown import escape, numbered_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.assess.assessment import Imbalance, SelfCheck


def show_imbalances(found: Sequence[Imbalance], token: str) -> None:
    """Draw the muscle pairs that something points to; one sentence where nothing does."""
    shown = shown_imbalances(found)
    if not shown:
        st.markdown(tr(NO_PAIR))
        return
    st.subheader(tr("Muscle pairs that these findings may point to"))
    st.caption(tr("Hypotheses to test, not results: a photo cannot measure muscles."))
    for one in shown:
        show_imbalance(one, token)


def shown_imbalances(found: Sequence[Imbalance]) -> list[Imbalance]:
    """Those that something points to, and those with an answer, so that it can be changed."""
    return [
        one
        for one in found
        if one.standing == "suggested"
        or one.tense is not None
        or any(check.answer is not None for check in one.self_checks)
    ]


def show_imbalance(item: Imbalance, token: str) -> None:
    """Draw the card of one muscle pair."""
    standing = STANDINGS[item.standing]
    with st.expander(
        f"**{escape(item.title)}** · {escape(standing)}", icon=":material/accessibility_new:"
    ):
        st.caption(escape(tr("Evidence grade {grade}").format(grade=item.grade)))
        figure, words = st.columns([2, 3], gap="medium", vertical_alignment="center")
        with figure:
            st.image(
                body_map_svg(item.id, ink=theme.line_colour()),
                width="stretch",
                alt=_alt(item),
            )
        with words:
            st.markdown(escape(item.summary))
            short, long_ = st.columns(2)
            short.markdown(_side(tr("Often described as short and tense"), item.short_side))
            long_.markdown(_side(tr("Often described as long and weak"), item.long_side))
        show_yes_no(item.tense_question, widget_key(token, "tense", item.id))
        st.caption(
            tr("Tense: release it and train the other side. Not tense: train the other side alone.")
        )
        count = len(item.self_checks)
        if count:
            with st.expander(
                tr("Check it yourself ({count})").format(count=count),
                icon=":material/self_improvement:",
            ):
                _checks(item, token)
        with st.expander(
            tr("How it is said to arise, and the evidence for and against"),
            icon=":material/balance:",
        ):
            _background(item)


def _alt(item: Imbalance) -> str:
    return tr("A person from the side; one colour marks {short}, the other marks {long}.").format(
        short=", ".join(item.short_side), long=", ".join(item.long_side)
    )


def _side(heading: str, muscles: tuple[str, ...]) -> str:
    return f"{heading}\n" + "\n".join(f"- {escape(muscle)}" for muscle in muscles)


def _background(item: Imbalance) -> None:
    st.markdown(escape(item.arises))
    st.markdown(escape(item.notice))
    for_, against = st.columns(2)
    speaks_for, speaks_against = tr("For"), tr("Against")
    for_.markdown(_side(f"**{speaks_for}**", item.evidence_for))
    against.markdown(_side(f"**{speaks_against}**", item.evidence_against))


def _checks(item: Imbalance, token: str) -> None:
    for check in item.self_checks:
        show_check(check, token)


def show_check(check: SelfCheck, token: str) -> None:
    """Draw one self-check: its picture, its steps and its question."""
    picture, words = st.columns([2, 3], gap="medium")
    with picture:
        show_drawing(check.id, check.title)
    with words:
        st.markdown(f"**{escape(check.title)}**")
        st.markdown(numbered_list(check.steps))
        show_yes_no(check.question, widget_key(token, "check", check.id))
        if check.answer is not None:
            supports = check.answer == check.confirms_if
            st.caption(
                tr("This answer supports the hypothesis.")
                if supports
                else tr("This answer contradicts the hypothesis.")
            )
