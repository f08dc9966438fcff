"""Record of one line of the verdict: what it judges and how it is worded."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from posture.assess.knowledge.sourced import Record, Text

Region = Literal["head", "shoulders", "pelvis", "legs"]


class Likely(Record):
    """How a true value may lie: as in most people, and on either side."""

    typical: Text
    lower: Text
    higher: Text


class Brief(Record):
    """A side of the typical range in a few words."""

    lower: Text
    higher: Text


class Short(Record):
    """Words of a side in the headline; a side without words is of no concern."""

    lower: Text | None = None
    higher: Text | None = None


class LineMetric(Record):
    """One measurement of a line."""

    likely: Likely
    brief: Brief
    short: Short


class LineRecord(Record):
    """One line; the first of ``measurements`` is the main one.

    ``secondary`` ones speak where they alone have a finding; ``also`` ones are only shown beneath.
    """

    title: Text
    also: tuple[str, ...] = ()
    imbalance: str
    measurements: dict[str, LineMetric] = Field(min_length=1)
    secondary: dict[str, LineMetric] = Field(default_factory=dict[str, LineMetric])

    @property
    def spoken(self) -> dict[str, LineMetric]:
        """Every measurement that the line may speak of."""
        return self.measurements | self.secondary
