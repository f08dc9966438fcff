"""Schema of the knowledge files; unknown or missing fields are faults."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from posture.assess.assessment import Answer, Role, Urgency
from posture.assess.knowledge.metric_record import MetricRecord
from posture.assess.knowledge.sourced import (
    PROVENANCE_WORDS,
    Record,
    Sentence,
    Sentences,
    Source,
    Sourced,
    Tag,
    Text,
    Texts,
)
from posture.assess.knowledge.verdict_record import LineRecord, Region
from posture.i18n.language import tr

Effect = Literal["stop", "remove"]
STRENGTH_SESSIONS_MOST = 3
OWN_DERIVATION = "own_derivation"


class Trigger(Record):
    """A finding in a direction, at ``min_tier`` or beyond."""

    measurement: str
    direction: Literal["higher", "lower"]
    min_tier: Literal["mild", "moderate", "marked"] = "mild"


class Claim(Sourced):
    """One sentence of evidence."""

    text: Text


class Stretch(Record):
    """A stretch, and the self-check that must confirm the short side first."""

    exercise: str
    check: str


class ImbalanceRecord(Sourced):
    """A pair of muscle groups: triggers, evidence, exercises."""

    title: Text
    main: tuple[Trigger, ...] = Field(min_length=1)
    support: tuple[Trigger, ...] = ()
    summary: Text
    short_side: Texts = Field(min_length=1)
    long_side: Texts = Field(min_length=1)
    arises: Text
    notice: Text
    evidence_for: tuple[Claim, ...] = Field(min_length=1)
    evidence_against: tuple[Claim, ...] = Field(min_length=1)
    grade: Text
    self_checks: tuple[str, ...] = Field(min_length=1)
    tense_question: Text
    train: tuple[str, ...] = Field(min_length=2)
    head_train: tuple[str, ...] = ()
    release: tuple[str, ...] = Field(min_length=1)
    curve_release: tuple[str, ...] = ()
    neutral_release: tuple[str, ...] = ()
    sway_release: tuple[str, ...] = ()
    stretch: Stretch | None = None


class SideDifference(Sourced):
    """A difference between left and right: what is often named with it, and what to do."""

    title: Text
    measurement: str
    summary: Sentence
    high_side: Texts = Field(min_length=1)
    low_side: Texts = Field(min_length=1)
    arises: Text
    notice: Text
    evidence_for: tuple[Claim, ...] = Field(min_length=1)
    evidence_against: tuple[Claim, ...] = Field(min_length=1)
    grade: Text
    look_next: Sentences = Field(min_length=1)


class SelfCheckRecord(Sourced):
    """A test to do at home."""

    title: Text
    steps: Sentences = Field(min_length=1)
    question: Text = Field(pattern=r"\?$")
    confirms_if: Answer


class ExerciseRecord(Sourced):
    """One exercise: steps, dose, contraindications."""

    title: Text
    role: Role
    rolling: bool = False
    muscles: tuple[str, ...] = Field(min_length=1)
    steps: Sentences = Field(min_length=2)
    sets: int = Field(ge=1, le=5)
    repetitions: Text
    dose: Text
    dose_tag: Tag
    per_week: int = Field(ge=1, le=7)
    progression: Text
    avoid: Sentences = Field(min_length=1)
    needs_no: tuple[str, ...] = ()
    needs_no_from_age: float | None = None
    why: Text

    @model_validator(mode="after")
    def _rests(self) -> Self:
        if self.role == "strengthen" and self.per_week > STRENGTH_SESSIONS_MOST:
            raise ValueError("strength work needs 48 h of rest: at most three sessions a week")
        if self.rolling != (self.role == "release"):
            raise ValueError("rolling is the role release, and the other way round")
        return self


class ScreeningRecord(Sourced):
    """A question before any exercise, and what a yes does."""

    question: Text = Field(pattern=r"\?$")
    urgency: Urgency
    effect: Effect
    removes: tuple[str, ...] = ()
    sex: Literal["female", "male"] | None = None
    age_below: float | None = None
    advice: Text

    @model_validator(mode="after")
    def _effective(self) -> Self:
        if (self.effect == "remove") != bool(self.removes):
            raise ValueError("removes goes with the effect remove")
        if self.urgency in ("emergency", "urgent") and self.effect != "stop":
            raise ValueError("emergency and urgent items stop the plan")
        return self


class Component(Record):
    """One condition of a pattern."""

    measurement: str
    side: Literal["higher", "lower", "not_higher"]
    value: float | None = None
    z: float | None = None

    @model_validator(mode="after")
    def _threshold(self) -> Self:
        given = (self.value is not None) + (self.z is not None)
        if given != (0 if self.side == "not_higher" else 1):
            raise ValueError("one threshold, except for not_higher")
        return self


class PatternRecord(Sourced):
    """A whole-body pattern of several findings."""

    title: Text
    text: Text
    components: tuple[Component, ...] = Field(min_length=2)
    hint: tuple[Trigger, ...] = ()
    hint_at_least: int = Field(default=1, ge=1)


class Programme(Sourced):
    """What all plans share."""

    weeks: int
    rephotograph_weeks: tuple[int, ...]
    most_exercises: int = Field(ge=1, le=5)
    most_imbalances: int = Field(ge=1)
    general: tuple[str, ...]
    days: Texts = Field(min_length=7, max_length=7)
    rhythm: dict[int, Texts]
    phases: Sentences
    expect: Text
    footer: Text


class Knowledge(Record):
    """All files together."""

    sources: dict[str, Source]
    metrics: dict[str, MetricRecord]
    sides: dict[str, MetricRecord]
    imbalances: dict[str, ImbalanceRecord]
    side_differences: dict[str, SideDifference]
    self_checks: dict[str, SelfCheckRecord]
    exercises: dict[str, ExerciseRecord]
    screening: dict[str, ScreeningRecord]
    patterns: dict[str, PatternRecord]
    programme: Programme
    verdict: dict[Region, LineRecord]
    wording: dict[str, tuple[str, ...]]

    def metric(self, name: str) -> MetricRecord:
        """The record of a metric, sagittal or frontal.

        Raises
        ------
        KeyError
            Neither knows the name.
        """
        return self.metrics[name] if name in self.metrics else self.sides[name]

    def cite(self, record: Sourced) -> str:
        """Citations of a record in one phrase, with its provenance."""
        return tr("{citations} ({provenance})").format(
            citations=self.citations(record), provenance=PROVENANCE_WORDS[record.provenance]
        )

    def citations(self, record: Sourced) -> str:
        """Citations of a record in one phrase; own derivation only if it is the only source."""
        named = [s for s in record.sources if s != OWN_DERIVATION] or record.sources
        return "; ".join(self.sources[s].citation for s in named)
