"""Whole-body looks: at most one, low confidence, only if every component carries it."""

from __future__ import annotations

from collections.abc import Mapping

from posture.assess.assessment import Finding, Pattern
from posture.assess.knowledge import knowledge
from posture.assess.knowledge.records import Component, PatternRecord
from posture.assess.readings import NormedMeasurement

SWAY_BACK = "sway_back_like"


def resembling(readings: Mapping[str, NormedMeasurement], photos: int = 1) -> Pattern | None:
    """The pattern that the readings resemble, or None.

    Every component must be measured, of at least medium confidence, beyond its threshold with
    the metric's own probability, and beyond the mean by more than the tool's MDC. Where two
    patterns hold, neither is shown: the picture does not tell them apart.
    """
    held = [
        Pattern(key, record.title, record.text)
        for key, record in knowledge().patterns.items()
        if _holds_all(record, readings, photos)
    ]
    return held[0] if len(held) == 1 else None


def sway_back_hinted(findings: Mapping[str, Finding], pattern: Pattern | None) -> bool:
    """Whether the look is near enough to sway-back to rule out one-sided hip advice.

    A lower bar than `resembling`: sway-back and lordotic looks ask for opposite advice at the
    front of the hip, so a mere hint is enough to give neither.
    """
    if pattern is not None and pattern.id == SWAY_BACK:
        return True
    record = knowledge().patterns[SWAY_BACK]
    hints = (
        t.measurement in findings and findings[t.measurement].direction == t.direction
        for t in record.hint
    )
    return sum(hints) >= record.hint_at_least


def _holds_all(
    record: PatternRecord, readings: Mapping[str, NormedMeasurement], photos: int
) -> bool:
    return all(
        part.measurement in readings and _holds(part, readings[part.measurement], photos)
        for part in record.components
    )


def _holds(part: Component, reading: NormedMeasurement, photos: int) -> bool:
    prior, belief = reading.prior, reading.belief
    if prior is None or belief is None or not reading.confident("medium"):
        return False
    if part.side == "not_higher":
        cuts = reading.cuts.get("higher")
        return cuts is not None and belief.below(cuts[0]) >= reading.metric.p_min
    threshold = part.value if part.value is not None else prior.mean + (part.z or 0.0) * prior.sd
    sign = 1.0 if part.side == "higher" else -1.0
    distance = sign * (reading.measurement.value - prior.mean)
    probable = belief.beyond(threshold, part.side) >= reading.metric.p_min
    return probable and distance > reading.mdc(photos)
