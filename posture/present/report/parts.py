"""The parts of a report as plain records: what a page or a PDF has to show, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posture.assess.assessment import Answer, Clearance, Pattern, Standing, Tier
    from posture.body.body import Notice


@dataclass(frozen=True, slots=True)
class RangeBar:
    """A reading against the typical range, as fractions (0 to 1) of the width of a small bar."""

    low: float
    high: float
    value: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding; ``number`` and ``typical`` are empty where only words may be shown."""

    title: str
    tier: Tier
    tier_words: str
    number: str
    typical: str
    text: str
    settle: tuple[str, ...]
    evidence: str
    bar: RangeBar | None


@dataclass(frozen=True, slots=True)
class CheckCard:
    """One self-check."""

    id: str
    title: str
    steps: tuple[str, ...]
    question: str
    meaning: str
    source: str
    answer: str


@dataclass(frozen=True, slots=True)
class ImbalanceCard:
    """One pair of muscle groups."""

    id: str
    title: str
    standing: Standing
    standing_words: str
    grade: str
    summary: str
    short_side: str
    long_side: str
    arises: str
    notice: str
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...]
    checks: tuple[CheckCard, ...]
    tense_question: str
    tense_answer: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One screening question; ``advice`` only where the answer was yes."""

    question: str
    answer: Answer | None
    advice: str


@dataclass(frozen=True, slots=True)
class ExerciseCard:
    """One exercise, numbered as in the week."""

    number: int
    id: str
    title: str
    role: str
    steps: tuple[str, ...]
    dose: str
    often: str
    progression: str
    avoid: tuple[str, ...]
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day with the numbers of its exercises; empty for rest."""

    name: str
    exercises: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlanText:
    """Screening first, then what follows from it."""

    clearance: Clearance
    clearance_words: str
    screening: tuple[tuple[str, tuple[QuestionRow, ...]], ...]
    stop_text: str
    heading: str
    rationale: str
    exercises: tuple[ExerciseCard, ...]
    week: tuple[DayCell, ...]
    phases: tuple[str, ...]
    again: str
    expect: str
    footer: str


@dataclass(frozen=True, slots=True)
class ReportModel:
    """Everything that both outputs show.

    Attributes
    ----------
    photo_name, date, facing : str
        ``date`` is ISO 8601 or empty.
    picture : bytes
        Annotated picture, JPEG.
    picture_alt : str
    notices : tuple of Notice
    spoken : tuple of FindingRow
        Findings with a verdict, the strongest first.
    unsettled : tuple of FindingRow
        What the photo cannot tell.
    hints : tuple of str
        What would settle most of those.
    pattern : Pattern or None
    imbalances : tuple of ImbalanceCard
    plan : PlanText
    made_by : str
        Version and model.
    """

    photo_name: str
    date: str
    facing: str
    picture: bytes
    picture_alt: str
    notices: tuple[Notice, ...]
    spoken: tuple[FindingRow, ...]
    unsettled: tuple[FindingRow, ...]
    hints: tuple[str, ...]
    pattern: Pattern | None
    imbalances: tuple[ImbalanceCard, ...]
    plan: PlanText
    made_by: str
