"""The screening questions as a short interview: one card at a time, each confirmed by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from posture.i18n.language import format_moment, tr
from posture.present.wording import CLEARANCES, URGENCIES, screening_answer
from posture.ui.check.plan import show_stop
from posture.ui.check.questions.answers import Card, confirm, read_cards
from posture.ui.check.questions.self_checks import mark, show_yes_no, widget_key
from posture.ui.shared.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from posture.assess.assessment import Plan, ScreeningQuestion

_CARD, _PLAN, _SCROLL = "screening_card", "exercise_plan", "screening_scroll"


def show_interview(plan: Plan, token: str, draw_plan: Callable[[Plan], None]) -> None:
    """Draw the current card, how many are confirmed, why an answer stops the plan; and the plan.

    Parameters
    ----------
    plan : Plan
    token : str
        Hash of the picture.
    draw_plan : callable
        Draws the plan.
    """
    goes_on = st.session_state.pop(_SCROLL, "")
    if goes_on == _PLAN and plan.clearance != "cleared":
        goes_on = _CARD
    _show_card(plan, token, scrolls=goes_on == _CARD)
    with st.container(key=_PLAN):
        draw_plan(plan)
        # After the last card, where the answers given would fill the screen, and no plan be seen.
        if goes_on == _PLAN:
            _scroll_to(_PLAN)


def _show_card(plan: Plan, token: str, *, scrolls: bool) -> None:
    st.header(tr("Before any exercise"))
    st.markdown(CLEARANCES[plan.clearance])
    cards = read_cards(plan, token)
    place = min(st.session_state.get(_place(token), 0), len(cards) - 1)
    with st.container(border=True, key=_CARD):
        # A card begins where the last one ended: nobody may confirm it from its end.
        if scrolls:
            _scroll_to(_CARD)
        # At the top, where the page stands after an answer: it may be an emergency.
        show_stop(plan)
        _progress(cards, place)
        card = cards[place]
        st.subheader(URGENCIES[card.urgency])
        _questions(card, token)
        _state(card)
        _buttons(cards, place, token)


def _progress(cards: Sequence[Card], place: int) -> None:
    done, count = sum(card.confirmed_at is not None for card in cards), len(cards)
    here = tr("Card {number} of {count}").format(number=place + 1, count=count)
    if done == count:
        state = tr("All {count} cards are confirmed.").format(count=count)
    else:
        state = tr("Not finished: {done} of {count} cards are confirmed.").format(
            done=done, count=count
        )
    st.progress(done / count, text=f"**{here}** · {state}")


def _questions(card: Card, token: str) -> None:
    """The questions of a card, two beside each other where there is room."""
    for i in range(0, len(card.questions), 2):
        pair = card.questions[i : i + 2]
        for column, question in zip(st.columns(2, gap="large"), pair, strict=False):
            with column:
                _question(question, card, token)


def _question(question: ScreeningQuestion, card: Card, token: str) -> None:
    if question.by_age:
        st.markdown(f"{escape(question.question)}  \n**{escape(screening_answer(question))}**")
        return
    show_yes_no(question.question, widget_key(token, "screen", question.id))
    # At once, and not only when the card is confirmed: it may be an emergency.
    if card.marked.get(question.id) == "yes":
        st.warning(escape(question.advice), icon=":material/priority_high:")


def _state(card: Card) -> None:
    if card.confirmed_at is not None:
        moment = format_moment(card.confirmed_at)
        st.success(tr("Confirmed on {moment}.").format(moment=moment), icon=":material/check:")
    elif card.open:
        st.caption(
            tr("Questions of this card without an answer: {count}.").format(count=len(card.open))
        )
    else:
        st.caption(tr("Please read your answers once more, then confirm them."))


def _buttons(cards: Sequence[Card], place: int, token: str) -> None:
    card = cards[place]
    if card.open:
        st.button(
            tr("None of these: no to every open question of this card"),
            on_click=_none_of_these,
            args=([widget_key(token, "screen", id) for id in card.open],),
        )
    with st.container(horizontal=True):
        if place > 0:
            st.button(
                tr("Back"),
                on_click=_go,
                args=(token, place - 1),
                icon=":material/arrow_back:",
                key="screening_back",
            )
        if card.confirmed_at is None:
            st.button(
                tr("Confirm the answers of this card"),
                type="primary",
                disabled=bool(card.open),
                on_click=_confirm,
                args=(token, card, _following(cards, place)),
                icon=":material/check:",
                key="screening_confirm",
            )
        if place + 1 < len(cards):
            st.button(
                tr("Next"),
                on_click=_go,
                args=(token, place + 1),
                icon=":material/arrow_forward:",
                key="screening_next",
            )


def _following(cards: Sequence[Card], place: int) -> int:
    """The next card that is not confirmed, from the first again after the last; else this one."""
    others = [*range(place + 1, len(cards)), *range(place)]
    return next((i for i in others if cards[i].confirmed_at is None), place)


def _none_of_these(widgets: Iterable[str]) -> None:
    for widget in widgets:
        mark(widget, "no")


def _confirm(token: str, card: Card, following: int) -> None:
    confirm(token, card)
    _go(token, following)
    st.session_state[_SCROLL] = _PLAN


def _go(token: str, place: int) -> None:
    st.session_state[_SCROLL] = _CARD
    st.session_state[_place(token)] = place


def _place(token: str) -> str:
    return f"{token}/card"


def _scroll_to(key: str) -> None:
    """Begin the screen with a container of the page."""
    script = f'document.querySelector(".st-key-{key}")?.scrollIntoView({{ block: "start" }});'
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
