"""The answers given so far, as the widgets and the confirmed cards of the screening hold them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import streamlit as st

from posture.assess.assessment import Answer, Answers
from posture.i18n.language import LANGUAGES
from posture.ui.check.questions.self_checks import answer_of, widget_key
from posture.ui.shared.language_choice import key_in_language, key_of

if TYPE_CHECKING:
    from posture.assess.assessment import Assessment, Plan, ScreeningQuestion, Urgency


@dataclass(frozen=True, slots=True)
class Card:
    """The screening questions of one urgency, which are shown and confirmed together.

    Attributes
    ----------
    urgency : str
    questions : tuple of ScreeningQuestion
    marked : mapping of str to {"yes", "no"}
        Question id to the answer that is marked, confirmed or not; without what the age answers.
    confirmed_at : datetime or None
        When these answers were confirmed; None where one is missing or was changed since.
    """

    urgency: Urgency
    questions: tuple[ScreeningQuestion, ...]
    marked: Mapping[str, Answer]
    confirmed_at: datetime | None

    @property
    def open(self) -> tuple[str, ...]:
        """Ids of the questions without an answer."""
        return tuple(q.id for q in self.questions if not q.by_age and q.id not in self.marked)


@dataclass(frozen=True, slots=True)
class _Confirmation:
    answers: Mapping[str, Answer]
    moment: datetime


def read_answers(assessment: Assessment, token: str) -> Answers:
    """Read the answers given so far.

    Parameters
    ----------
    assessment : Assessment
        With the questions.
    token : str
        Hash of the picture.

    Returns
    -------
    Answers
        Of the screening those of confirmed cards alone: what is only marked does not count yet.
    """
    imbalances = assessment.imbalances
    done = [card for card in read_cards(assessment.plan, token) if card.confirmed_at is not None]
    return Answers(
        self_checks=_marked(token, "check", (c.id for i in imbalances for c in i.self_checks)),
        tense=_marked(token, "tense", (i.id for i in imbalances)),
        screening={id: answer for card in done for id, answer in card.marked.items()},
        goal=st.session_state.get(key_in_language(widget_key(token, "goal", "goal"))),
        confirmed={card.urgency: card.confirmed_at for card in done if card.confirmed_at},
    )


def read_cards(plan: Plan, token: str) -> tuple[Card, ...]:
    """The cards of the screening, the most urgent first; none without a question.

    Parameters
    ----------
    plan : Plan
        With the questions that apply to the person.
    token : str
        Hash of the picture.
    """
    grouped: dict[Urgency, list[ScreeningQuestion]] = {}
    for question in plan.screening:
        grouped.setdefault(question.urgency, []).append(question)
    return tuple(_card(urgency, questions, token) for urgency, questions in grouped.items())


def confirm(token: str, card: Card) -> None:
    """Keep the marked answers of a card as confirmed now."""
    _keep(token, card.urgency, _Confirmation(card.marked, _now()))


def restore_answers(answers: Answers, token: str) -> None:
    """Put stored answers into the widgets of a picture, in every language.

    Parameters
    ----------
    answers : Answers
        Screening answers of confirmed cards become confirmed again.
    token : str
        Hash of the picture.
    """
    parts = (
        ("check", answers.self_checks),
        ("tense", answers.tense),
        ("screen", answers.screening),
        ("goal", {} if answers.goal is None else {"goal": answers.goal}),
    )
    for part, given in parts:
        for id, value in given.items():
            for code in LANGUAGES:
                st.session_state[key_of(widget_key(token, part, id), code)] = value
    for urgency, moment in answers.confirmed.items():
        _keep(token, urgency, _Confirmation(answers.screening, moment))


def _keep(token: str, urgency: Urgency, confirmed: _Confirmation) -> None:
    # As text, so that it is kept for a reload like every other answer.
    st.session_state[_key(token, urgency)] = json.dumps(
        {"answers": dict(confirmed.answers), "moment": confirmed.moment.isoformat()}
    )


def _card(urgency: Urgency, questions: list[ScreeningQuestion], token: str) -> Card:
    marked = _marked(token, "screen", (q.id for q in questions if not q.by_age))
    card = Card(urgency, tuple(questions), marked, None)
    kept = _confirmation(token, urgency)
    # A confirmed answer may belong to a question that no longer applies, once the sex is known.
    if kept is None or card.open or not marked.items() <= kept.answers.items():
        return card
    return Card(urgency, tuple(questions), marked, kept.moment)


def _confirmation(token: str, urgency: Urgency) -> _Confirmation | None:
    kept = st.session_state.get(_key(token, urgency))
    if kept is None:
        return None
    told = json.loads(kept)
    return _Confirmation(told["answers"], datetime.fromisoformat(told["moment"]))


def _marked(token: str, part: str, ids: Iterable[str]) -> dict[str, Answer]:
    marked: dict[str, Answer] = {}
    for id in ids:
        answer = answer_of(widget_key(token, part, id))
        if answer is not None:
            marked[id] = answer
    return marked


def _now() -> datetime:
    """The time of the person's device, which may be in another zone than the server."""
    now = datetime.now().astimezone().replace(microsecond=0)
    # As JavaScript gives it: minutes behind UTC.
    behind = st.context.timezone_offset
    return now if behind is None else now.astimezone(timezone(timedelta(minutes=-behind)))


def _key(token: str, urgency: Urgency) -> str:
    return f"{token}/confirmed/{urgency}"
