"""What a client's record and answers rule out, and the sentence that says why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posture.assess.knowledge import knowledge
from posture.assess.knowledge.library import ROLLING
from posture.assess.screening import Screening, screen
from posture.i18n.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posture.assess.assessment import Answers, ScreeningQuestion, Subject
    from posture.studio.profile import OwnExercise
    from posture.studio.records import ClientDetails


@dataclass(frozen=True, slots=True)
class Safety:
    """What a client may be given.

    Attributes
    ----------
    screening : Screening
        Of the answers, together with the client's record.
    noted : tuple of str
        Contraindications of the record in free words: nothing can be derived from them, so they
        stand beside every choice.
    """

    screening: Screening
    noted: tuple[str, ...]

    @property
    def stopped(self) -> bool:
        """Whether no exercise may be given."""
        return self.screening.clearance == "stopped"

    def why_not(self, exercise_id: str) -> str:
        """Why an exercise of the library may not be given; empty where it may.

        Parameters
        ----------
        exercise_id : str
        """
        if self.stopped:
            return self.screening.stop_text
        record = knowledge().exercises[exercise_id]
        removed = {exercise_id, ROLLING} if record.rolling else {exercise_id}
        against = [
            question
            for question in self.screening.questions
            if question.answer == "yes"
            and removed & set(knowledge().screening[question.id].removes)
        ]
        if against:
            return _left_out(against[0])
        return "" if self.screening.allows(exercise_id) else self._open(record.needs_no)

    def why_not_own(self, exercise: OwnExercise) -> str:
        """Why an own exercise may not be given; empty where it may.

        Parameters
        ----------
        exercise : OwnExercise
        """
        if self.stopped:
            return self.screening.stop_text
        against = [one for one in self._answered_yes() if one.id in exercise.avoid]
        return _left_out(against[0]) if against else ""

    def _answered_yes(self) -> Iterator[ScreeningQuestion]:
        return (one for one in self.screening.questions if one.answer == "yes")

    def _open(self, ids: tuple[str, ...]) -> str:
        asked = [one.question for one in self.screening.questions if one.id in ids]
        return tr("Left out until this is answered with no: {question}").format(
            question=" ".join(asked)
        )


def find_safety(details: ClientDetails, subject: Subject, answers: Answers) -> Safety:
    """What a client may be given, by their record and the answers of a visit.

    Parameters
    ----------
    details : ClientDetails
    subject : Subject
        See :func:`posture.studio.history.calibration.subject_of`.
    answers : Answers
        Of the visit.
    """
    known = knowledge().screening
    noted = tuple(one for one in details.contraindications if one not in known)
    return Safety(screen(subject, with_record(details, answers)), noted)


def with_record(details: ClientDetails, answers: Answers) -> Answers:
    """Answers of a visit with what the client's record says: there, a contraindication is a yes.

    Parameters
    ----------
    details : ClientDetails
    answers : Answers
    """
    known = knowledge().screening
    raised = {one: "yes" for one in details.contraindications if one in known}
    return replace(answers, screening={**answers.screening, **raised})


def _left_out(question: ScreeningQuestion) -> str:
    return tr("Left out because this was answered with yes: {question}").format(
        question=question.question
    )
