"""Each measurement beside its norm: prior, cut-offs and belief for this person."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from posture.assess.assessment import Subject, Tier
from posture.assess.knowledge import knowledge
from posture.assess.knowledge.metric_record import (
    CONFIDENCE_ORDER,
    Confidence,
    Metric,
    Side,
    Spread,
)
from posture.assess.shrink import Belief, shrink
from posture.errors import InputError
from posture.i18n.language import tr
from posture.measure.measurement import Measurement

_ADULT_AGE = 18.0
_LEAST_ERROR = 1e-6
_BLIND = 3.0
"""Errors of so many spreads among people leave a tenth of what is believed to the photo."""

TIERS: tuple[Tier, ...] = ("mild", "moderate", "marked")
SideName = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class NormedMeasurement:
    """A measurement with all that is needed to judge it.

    Attributes
    ----------
    metric : Metric
        Its knowledge record.
    measurement : Measurement
    prior : Belief or None
        Spread among people of this age and sex; None where no norm fits (no reference, child).
    belief : Belief or None
        After shrinkage; None where not measured or without prior.
    alone : Belief or None
        The reading with its error, before shrinkage; None where ``belief`` is.
    cuts : mapping of {"higher", "lower"} to tuple of float
        Cut-offs mild, moderate, marked for this person.
    child : bool
    """

    metric: Metric
    measurement: Measurement
    prior: Belief | None
    belief: Belief | None
    alone: Belief | None
    cuts: Mapping[SideName, tuple[float, ...]]
    child: bool

    @property
    def measured(self) -> bool:
        """Whether there is a number with an error."""
        return math.isfinite(self.measurement.value) and math.isfinite(self.measurement.sd)

    @property
    def precise(self) -> bool:
        """Whether every point was placed by touch or worn as a sticker."""
        return self.measurement.palpated

    @property
    def blind(self) -> bool:
        """Whether the error is so far beyond the spread among people that the photo says nothing.

        A value far to the harmless side would otherwise be called typical, however uncertain.
        """
        if self.prior is None or self.alone is None:
            return True
        return self.alone.sd > _BLIND * self.prior.sd

    @property
    def confidence(self) -> Confidence:
        """How far the metric can be trusted with these points."""
        return self.metric.confidence_placed if self.precise else self.metric.confidence

    def confident(self, least: Confidence) -> bool:
        """Whether the confidence reaches ``least``."""
        return CONFIDENCE_ORDER.index(self.confidence) >= CONFIDENCE_ORDER.index(least)

    @property
    def z(self) -> float:
        """Believed distance from the mean in population SDs; NaN where unknown."""
        if self.prior is None or self.belief is None:
            return math.nan
        return (self.belief.mean - self.prior.mean) / self.prior.sd

    def mdc(self, photos: int) -> float:
        """Smallest difference that the tool resolves; infinite where unknown."""
        three = self.metric.mdc_three if photos >= 3 else None
        return three or self.metric.mdc or math.inf

    def within(self, belief: Belief) -> float:
        """Probability, 0 to 1, that a believed value lies within both mild cut-offs."""
        return 1.0 - sum(belief.beyond(cuts[0], side) for side, cuts in self.cuts.items())


def compare_with_norms(
    measurements: Mapping[str, Measurement], subject: Subject
) -> dict[str, NormedMeasurement]:
    """Put each measurement beside its norm.

    Raises
    ------
    InputError
        A name that the knowledge files do not know.
    """
    metrics = {**knowledge().metrics, **knowledge().sides}
    strange = tr("unknown measurement {name!r}")
    if unknown := tuple(strange.format(name=n) for n in measurements if n not in metrics):
        raise InputError(tr("These measurements cannot be judged:"), unknown)
    return {name: _reading(metrics[name], m, subject) for name, m in measurements.items()}


def is_child(subject: Subject) -> bool:
    """Whether somebody is known to be younger than the norms hold for: then nothing is judged."""
    return subject.age is not None and subject.age < _ADULT_AGE


def _reading(metric: Metric, measurement: Measurement, subject: Subject) -> NormedMeasurement:
    child = is_child(subject)
    if metric.norm is None or child:
        return NormedMeasurement(metric, measurement, None, None, None, {}, child)
    spread = (getattr(metric.norm, subject.sex) if subject.sex else None) or metric.norm.all
    aged = _age_shift(metric, subject.age)
    prior = Belief(spread.mean + aged, spread.sd)
    sides: dict[SideName, Side | None] = {"lower": metric.lower, "higher": metric.higher}
    cuts: dict[SideName, tuple[float, ...]]
    cuts = {n: _cuts(metric, side, spread, subject, aged) for n, side in sides.items() if side}
    unread = NormedMeasurement(metric, measurement, prior, None, None, cuts, child)
    if not unread.measured:
        return unread
    # An error of exactly zero would leave no distribution to speak of.
    error = max(math.hypot(measurement.sd, metric.method_sd), _LEAST_ERROR * prior.sd)
    alone = Belief(measurement.value, error)
    people = Belief(prior.mean, prior.sd * metric.unscreened)
    return replace(unread, belief=shrink(alone, people), alone=alone)


def _age_shift(metric: Metric, age: float | None) -> float:
    if metric.age is None or age is None:
        return 0.0
    return max(metric.age.floor, metric.age.per_year * max(0.0, age - metric.age.from_age))


def _cuts(
    metric: Metric, side: Side, spread: Spread, subject: Subject, aged: float
) -> tuple[float, ...]:
    if metric.cuts_are_z:
        return tuple(spread.mean + z * spread.sd + aged for z in side.cuts)
    shift = getattr(metric.sex_shift, subject.sex) if subject.sex else 0.0
    return tuple(c + shift + aged for c in side.cuts)
