"""Record of one metric: norm, cut-offs, and phrases for both directions."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, PositiveFloat, model_validator

from posture.assess.knowledge.sourced import Record, Sentences, Sourced, Text, Texts
from posture.measure.measurement import Unit

Confidence = Literal["low", "low_medium", "medium", "high"]
CONFIDENCE_ORDER: tuple[Confidence, ...] = ("low", "low_medium", "medium", "high")


class Spread(Record):
    """Mean and standard deviation of true values among adults."""

    mean: float
    sd: PositiveFloat


class Norm(Record):
    """Distribution among all adults, and by sex where known."""

    all: Spread
    female: Spread | None = None
    male: Spread | None = None


class AgeShift(Record):
    """Shift of mean and cut-offs by age, per year beyond ``from_age``, at most ``floor``."""

    from_age: float
    per_year: float
    floor: float


class SexShift(Record):
    """Shift of the cut-offs by sex."""

    female: float
    male: float


class CutOffs(Record):
    """One direction: cut-offs from mild to marked, with a phrase each."""

    cuts: tuple[float, ...] = Field(min_length=1, max_length=3)
    phrases: Texts

    @model_validator(mode="after")
    def _match(self) -> Self:
        if len(self.cuts) != len(self.phrases):
            raise ValueError("one phrase per cut-off")
        return self


class Gate(Record):
    """Another metric that makes this one undecidable beyond ``z`` SDs."""

    measurement: str
    z: PositiveFloat
    text: Text
    settle: Text


class MetricRecord(Sourced):
    """How one metric is judged and worded."""

    title: Text
    unit: Unit
    norm: Norm | None = None
    unscreened: float = Field(default=1.0, ge=1)
    """Ratio of the SD in the general population to that of the screened sample of the norm."""
    typical_range: tuple[float, float] | None = None
    signs: tuple[Text, Text] | None = None
    age: AgeShift | None = None
    sex_shift: SexShift = SexShift(female=0, male=0)
    method_sd: float = Field(default=0.0, ge=0)
    cuts_are_z: bool = False
    lower: CutOffs | None = None
    higher: CutOffs | None = None
    p_min: float = Field(ge=0.5, lt=1)
    min_z: float = Field(default=0.0, ge=0)
    mdc: PositiveFloat | None = None
    mdc_three: PositiveFloat | None = None
    needs_mdc: bool = False
    confidence: Confidence
    confidence_placed: Confidence
    degrees: Literal["always", "placed", "never"]
    typical_phrase: Text = ""
    context: Text
    sticker: Text = ""
    gated_by: Gate | None = None
    settle_missing: Sentences = Field(min_length=1)
    settle_uncertain: Sentences = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        sides = [s for s in (self.lower, self.higher) if s is not None]
        if (self.norm is None) == bool(sides):
            raise ValueError("cut-offs need a norm, and a norm needs cut-offs")
        if self.norm is not None and (not self.typical_phrase or self.mdc is None):
            raise ValueError("a norm needs a typical phrase and an MDC")
        for side, sign in ((self.lower, -1), (self.higher, 1)):
            steps = [] if side is None else [sign * c for c in side.cuts]
            if sorted(set(steps)) != steps:
                raise ValueError("cut-offs go from mild to marked, away from the mean")
        if self.lower and self.higher and self.lower.cuts[0] >= self.higher.cuts[0]:
            raise ValueError("the mild cut-offs leave no typical range")
        return self
