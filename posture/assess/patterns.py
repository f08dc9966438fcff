"""Whole-body patterns: at most one, with low confidence, only if every component holds."""

from __future__ import annotations

from collections.abc import Mapping

from posture.assess.assessment import Finding, Pattern
from posture.assess.knowledge import knowledge
from posture.assess.knowledge.records import Component, PatternRecord
from posture.assess.norms import LEAST_PROBABILITY, NormedMeasurement

SWAY_BACK = "sway_back_like"


def find_pattern(by_metric: Mapping[str, NormedMeasurement], photos: int = 1) -> Pattern | None:
    """The pattern that the measurements resemble, if exactly one.

    Each component must be measured with at least medium confidence, lie beyond its threshold with
    a probability of 0.75, and differ from the mean by more than the MDC.
    """
    held = [
        Pattern(key, record.title, record.text)
        for key, record in knowledge().patterns.items()
        if _holds_all(record, by_metric, photos)
    ]
    return held[0] if len(held) == 1 else None


def resembles_sway_back(findings: Mapping[str, Finding], pattern: Pattern | None) -> bool:
    """Whether sway-back is likely enough to give no advice for one side of the hip.

    The bar is lower than in `find_pattern`: sway-back and lordosis need opposite exercises at the
    front of the hip, so that a hint is enough to give neither.
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
    record: PatternRecord, by_metric: Mapping[str, NormedMeasurement], photos: int
) -> bool:
    return all(
        part.measurement in by_metric and _holds(part, by_metric[part.measurement], photos)
        for part in record.components
    )


def _holds(part: Component, normed: NormedMeasurement, photos: int) -> bool:
    prior, belief = normed.prior, normed.posterior
    if prior is None or belief is None or not normed.confident("medium"):
        return False
    if part.side == "not_higher":
        cuts = normed.cuts.get("higher")
        return cuts is not None and belief.below(cuts[0]) >= LEAST_PROBABILITY
    threshold = part.value if part.value is not None else prior.mean + (part.z or 0.0) * prior.sd
    sign = 1.0 if part.side == "higher" else -1.0
    distance = sign * (normed.measurement.value - prior.mean)
    probable = belief.beyond(threshold, part.side) >= LEAST_PROBABILITY
    return probable and distance > normed.mdc(photos)
