"""Types of the assessment: subject, answers, findings, imbalances, plan."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Literal

from posture.json_types import Number

Tier = Literal["typical", "mild", "moderate", "marked", "cannot_tell"]
Direction = Literal["higher", "lower", "none"]
Standing = Literal["suggested", "not_suggested", "cannot_tell"]
Role = Literal["release", "stretch", "strengthen", "control"]
Clearance = Literal["not_asked", "cleared", "stopped"]
Answer = Literal["yes", "no"]
Urgency = Literal["emergency", "urgent", "before_training", "caution"]


AGE = (3.0, 110.0)
"""Years between which an age is judged."""

STATURE_CM = (100.0, 230.0)
"""Centimetres between which a stature is taken, in a record and in an analysis alike."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Age, sex and stature (cm) of the person; all optional."""

    age: float | None = None
    sex: Literal["female", "male"] | None = None
    stature_cm: float | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers of the person so far.

    Attributes
    ----------
    self_checks : mapping of str to {"yes", "no"}
        Self-check id to whether it confirmed the pattern.
    tense : mapping of str to {"yes", "no"}
        Imbalance id to "is the strong side actually tense or tender?".
    screening : mapping of str to {"yes", "no"}
        Red-flag or contraindication id to the answer. Missing = not asked yet.
    goal : str or None
        Imbalance id that the person wants to work on first.
    confirmed : mapping of str to datetime
        Urgency of a group of screening questions to when the person confirmed its answers, local
        time; with the offset from UTC where it is known. Missing = not recorded.
    """

    self_checks: Mapping[str, Answer] = field(default_factory=dict[str, Answer])
    tense: Mapping[str, Answer] = field(default_factory=dict[str, Answer])
    screening: Mapping[str, Answer] = field(default_factory=dict[str, Answer])
    goal: str | None = None
    confirmed: Mapping[Urgency, datetime] = field(default_factory=dict[Urgency, datetime])


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """Assessment of one measurement.

    Attributes
    ----------
    measurement : str
        Name of the measurement.
    tier : {"typical", "mild", "moderate", "marked", "cannot_tell"}
    direction : {"higher", "lower", "none"}
        Side of the typical range; "none" for typical and cannot_tell.
    probability : float
        Given the photo and the prior, that the true value lies on that side of the typical range,
        or within it for *typical*; of the likeliest tier where the tier is cannot_tell.
    estimate, estimate_sd : float
        Value after shrinkage to the prior, with its 1-sigma error; NaN where not measured.
    typical_low, typical_high : float
        Typical range: prior mean - 1 SD to + 1 SD.
    text : str
        One or two sentences; with value and error where the metric allows numbers.
    settle : tuple of str
        What would help to decide, if the tier is cannot_tell.
    evidence : str
        Source of the norm, one sentence with its provenance.
    """

    measurement: str
    tier: Tier
    direction: Direction
    probability: Number
    estimate: Number
    estimate_sd: Number
    typical_low: Number
    typical_high: Number
    text: str
    settle: tuple[str, ...]
    evidence: str

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Finding):
            return NotImplemented

        def plain(value: object) -> object:
            # Two findings without a value (NaN) are equal.
            return None if isinstance(value, float) and math.isnan(value) else value

        return all(
            plain(getattr(self, f.name)) == plain(getattr(other, f.name)) for f in fields(self)
        )

    def __hash__(self) -> int:
        return hash((self.measurement, self.tier, self.direction))


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """A movement that the person tries at home to test a hypothesis."""

    id: str
    title: str
    steps: tuple[str, ...]
    question: str
    confirms_if: Answer
    source: str
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Imbalance:
    """A pair of muscle groups that findings may point to: a hypothesis to test, not a result.

    Attributes
    ----------
    id : str
        ``hip``, ``chest`` or ``thigh``.
    title : str
    standing : {"suggested", "not_suggested", "cannot_tell"}
    strength : float
        0 to 1: how strongly the findings (and self-checks) point to it; for ordering only.
    summary : str
        What the findings say about it.
    short_side, long_side : tuple of str
        Muscles often described as short and tense; as long and weak.
    arises, notice : str
        How it arises; what people may notice.
    evidence_for, evidence_against : tuple of str
    grade : str
        Evidence grade, "C-" for example.
    findings : tuple of str
        Names of the measurements it rests on.
    self_checks : tuple of SelfCheck
    tense_question : str
    tense : {"yes", "no"} or None
    """

    id: str
    title: str
    standing: Standing
    strength: Number
    summary: str
    short_side: tuple[str, ...]
    long_side: tuple[str, ...]
    arises: str
    notice: str
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...]
    grade: str
    findings: tuple[str, ...]
    self_checks: tuple[SelfCheck, ...]
    tense_question: str
    tense: Answer | None


@dataclass(frozen=True, slots=True)
class ScreeningQuestion:
    """A red flag or contraindication, asked before any exercise.

    Attributes
    ----------
    id, question : str
    urgency : {"emergency", "urgent", "before_training", "caution"}
        Questions of one urgency are asked and confirmed together.
    advice, source : str
    answer : {"yes", "no"} or None
    by_age : bool
        Whether the entered age has answered it.
    answered_at : datetime or None
        When the person confirmed the answer; None where that was not recorded.
    """

    id: str
    question: str
    urgency: Urgency
    advice: str
    source: str
    answer: Answer | None = None
    by_age: bool = False
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Exercise:
    """One line of the plan.

    Attributes
    ----------
    id : str
        Id in the knowledge file; also the name of its drawing.
    title : str
    role : {"release", "stretch", "strengthen", "control"}
    imbalance : str
        Imbalance id that it serves, or "general".
    steps : tuple of str
        Plain instructions.
    dose : str
        Sets, repetitions or seconds, as one phrase.
    sets : int
    repetitions : str
    per_week : int
    progression : str
    avoid : tuple of str
        Where not to roll, when not to do it.
    why : str
        Why it is in this plan.
    source : str
    """

    id: str
    title: str
    role: Role
    imbalance: str
    steps: tuple[str, ...]
    dose: str
    sets: int
    repetitions: str
    per_week: int
    progression: str
    avoid: tuple[str, ...]
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week: the exercises to do, by id; empty for a rest day."""

    name: str
    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """At most five exercises, after the screening questions.

    Attributes
    ----------
    clearance : {"not_asked", "cleared", "stopped"}
        ``not_asked``: the questions must be shown before the exercises. ``stopped``: no exercises.
    stop_text : str
        Why it stops and whom to see; empty otherwise.
    screening : tuple of ScreeningQuestion
    exercises : tuple of Exercise
        At most five; empty where stopped.
    week : tuple of Day
        Monday to Sunday; empty where stopped.
    phases : tuple of str
        Weeks 1-2, 3-5, 6-8 in a sentence each.
    weeks : int
    rephotograph_weeks : tuple of int
    expect : str
        What change to expect, with its error; no promise.
    rationale : str
        How findings and answers led here, one or two sentences.
    footer : str
        The disclaimer shown with every plan.
    """

    clearance: Clearance
    stop_text: str
    screening: tuple[ScreeningQuestion, ...]
    exercises: tuple[Exercise, ...]
    week: tuple[Day, ...]
    phases: tuple[str, ...]
    weeks: int
    rephotograph_weeks: tuple[int, ...]
    expect: str
    rationale: str
    footer: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A whole-body pattern that the findings resemble; low confidence."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """Findings, imbalances, pattern and plan."""

    findings: tuple[Finding, ...]
    imbalances: tuple[Imbalance, ...]
    pattern: Pattern | None
    plan: Plan
