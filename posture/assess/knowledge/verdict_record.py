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
    """One line; the first measurement is the main one, ``also`` is shown beneath."""

    title: Text
    also: tuple[str, ...] = ()
    imbalance: str
    measurements: dict[str, LineMetric] = Field(min_length=1)
