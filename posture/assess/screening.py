"""The questions before any exercise, and which exercises their answers remove."""

from __future__ import annotations

from dataclasses import dataclass

from posture.assess.assessment import Answers, Clearance, ScreeningQuestion, Subject
from posture.assess.knowledge import knowledge
from posture.assess.knowledge.library import ROLLING
from posture.assess.knowledge.records import ExerciseRecord, ScreeningRecord
from posture.i18n.language import tr

_URGENCY = ("emergency", "urgent", "before_training", "caution")


@dataclass(frozen=True, slots=True)
class Screening:
    """Questions, answers and their effect on the plan.

    Attributes
    ----------
    questions : tuple of ScreeningQuestion
        Most urgent first, with the answers so far.
    clearance : {"not_asked", "cleared", "stopped"}
    stop_text : str
        Empty unless stopped.
    removed : frozenset of str
        Exercise ids, or ``rolling`` for all with a roller or ball.
    age : float or None
    """

    questions: tuple[ScreeningQuestion, ...]
    clearance: Clearance
    stop_text: str
    removed: frozenset[str]
    age: float | None

    def allows(self, exercise_id: str) -> bool:
        """Whether these answers allow an exercise."""
        record = knowledge().exercises[exercise_id]
        if exercise_id in self.removed or (record.rolling and ROLLING in self.removed):
            return False
        return self._questions_answered(record)

    def _questions_answered(self, record: ExerciseRecord) -> bool:
        """Whether questions that an exercise depends on, by age, are answered with no."""
        since = record.needs_no_from_age
        if since is not None and self.age is not None and self.age < since:
            return True
        answers = {question.id: question.answer for question in self.questions}
        return all(answers.get(key) == "no" for key in record.needs_no)


def screen(subject: Subject, answers: Answers) -> Screening:
    """The questions that apply to this person, and the effect of the answers so far."""
    known = knowledge()
    asked = {key: one for key, one in known.screening.items() if _applies(one, subject)}
    questions = tuple(_question(key, one, subject, answers) for key, one in asked.items())
    raised = [asked[question.id] for question in questions if question.answer == "yes"]
    stops = [record for record in raised if record.effect == "stop"]
    clearance: Clearance = "cleared"
    if stops:
        clearance = "stopped"
    elif any(question.answer is None for question in questions):
        clearance = "not_asked"
    return Screening(
        questions=tuple(sorted(questions, key=lambda q: _URGENCY.index(q.urgency))),
        clearance=clearance,
        stop_text=_stop_text(stops),
        removed=frozenset(name for record in raised for name in record.removes),
        age=subject.age,
    )


def _applies(record: ScreeningRecord, subject: Subject) -> bool:
    if record.sex is not None and subject.sex not in (None, record.sex):
        return False
    if record.age_below is None or subject.age is None:
        return True
    return subject.age < record.age_below


def _question(
    key: str, record: ScreeningRecord, subject: Subject, answers: Answers
) -> ScreeningQuestion:
    by_age = record.age_below is not None and subject.age is not None
    answer = "yes" if by_age else answers.screening.get(key)
    confirmed = None if by_age or answer is None else answers.confirmed.get(record.urgency)
    return ScreeningQuestion(
        id=key,
        question=record.question,
        urgency=record.urgency,
        advice=record.advice,
        source=knowledge().cite(record),
        answer=answer,
        by_age=by_age,
        answered_at=confirmed,
    )


def _stop_text(stops: list[ScreeningRecord]) -> str:
    if not stops:
        return ""
    ranked = sorted(stops, key=lambda record: _URGENCY.index(record.urgency))
    advice = " ".join(dict.fromkeys(record.advice for record in ranked))
    closing = tr("A professional can say which exercises fit.")
    if ranked[0].urgency == "emergency":
        # Nothing that could be read as a reason not to go today.
        closing = tr("Exercises can wait until a doctor has seen you in person.")
    elif ranked[0].urgency == "urgent":
        closing = tr("Most yes answers turn out harmless, but they need a look in person first.")
    return " ".join((tr("No exercises for now."), advice, closing))
