"""Record of one metric: norm, cut-offs, and phrases for both directions."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, PositiveFloat, model_validator

from posture.assess.knowledge.sourced import Record, Sentence, Sentences, Sourced, Text
from posture.measure.measurement import Unit

Confidence = Literal["low", "low_medium", "medium", "high"]
Phrases = tuple[Text, Text, Text]
"""Of one side of interest: mild, moderate, marked."""
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


class Mark(Record):
    """A convention of the field on the scale, with one sentence of context; it judges nothing."""

    at: float
    text: Sentence


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
    signs: tuple[Text, Text] | None = None
    age: AgeShift | None = None
    method_sd: float = Field(default=0.0, ge=0)
    marks: tuple[Mark, ...] = ()
    lower: Phrases | None = None
    higher: Phrases | None = None
    mdc: PositiveFloat | None = None
    mdc_three: PositiveFloat | None = None
    confidence: Confidence
    confidence_placed: Confidence
    degrees: Literal["always", "placed", "never"]
    degrees_sd: PositiveFloat | None = None
    """Largest 1-sigma error at which degrees are shown of points that nobody placed."""
    typical_phrase: Text = ""
    context: Text
    sticker: Text = ""
    gated_by: Gate | None = None
    settle_missing: Sentences = Field(min_length=1)
    settle_uncertain: Sentences = Field(min_length=1)

    def shows_degrees(self, *, palpated: bool, sd: float) -> bool:
        """Whether a value may be shown in numbers.

        Parameters
        ----------
        palpated : bool
            Whether every point was placed by touch or marked by a sticker.
        sd : float
            1-sigma error of the value.
        """
        if self.degrees == "placed":
            return palpated or (self.degrees_sd is not None and sd <= self.degrees_sd)
        return self.degrees == "always"

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.norm is None) == bool(self.lower or self.higher):
            raise ValueError("a side of interest needs a norm, and a norm needs such a side")
        if self.norm is not None and (not self.typical_phrase or self.mdc is None):
            raise ValueError("a norm needs a typical phrase and an MDC")
        return self
