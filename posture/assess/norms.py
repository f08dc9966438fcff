"""Each measurement beside its norm: prior, posterior and cut-offs for this person."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from posture.assess.assessment import Subject, Tier
from posture.assess.knowledge import knowledge
from posture.assess.knowledge.metric_record import CONFIDENCE_ORDER, Confidence, MetricRecord
from posture.assess.shrink import Normal, shrink
from posture.errors import InputError
from posture.i18n.language import tr
from posture.measure.measurement import Measurement

_ADULT_AGE = 18.0
_LEAST_ERROR = 1e-6
UNINFORMATIVE = 1.5
"""At an error of one and a half population SDs the photo has a third of the weight."""

TIERS: tuple[Tier, ...] = ("mild", "moderate", "marked")
TIER_Z = (1.0, 1.5, 2.0)
"""Where the tiers begin, population SDs from the mean: the one scale of all metrics."""
LEAST_PROBABILITY = 0.75
"""With which a tier is said (*probably*)."""
SideName = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class NormedMeasurement:
    """A measurement with its prior, posterior and cut-offs.

    Attributes
    ----------
    metric : MetricRecord
        Its knowledge record.
    measurement : Measurement
    prior : Normal or None
        Distribution among people of this age and sex; None without a norm, or for a child.
    posterior : Normal or None
        After shrinkage to the prior; None if not measured or without prior.
    likelihood : Normal or None
        Value with its error, before shrinkage; None where ``posterior`` is.
    cuts : mapping of {"higher", "lower"} to tuple of float
        Cut-offs mild, moderate, marked for this age and sex, of each side of interest.
    child : bool
    """

    metric: MetricRecord
    measurement: Measurement
    prior: Normal | None
    posterior: Normal | None
    likelihood: Normal | None
    cuts: Mapping[SideName, tuple[float, ...]]
    child: bool

    @property
    def measured(self) -> bool:
        """Whether there is a number with an error."""
        return math.isfinite(self.measurement.value) and math.isfinite(self.measurement.sd)

    @property
    def palpated(self) -> bool:
        """Whether every point was placed by touch or marked by a sticker."""
        return self.measurement.palpated

    @property
    def uninformative(self) -> bool:
        """Whether the error is so large against the population SD that the photo tells nothing.

        Without this bar, an uncertain value far on the harmless side would be called typical.
        """
        if self.prior is None or self.likelihood is None:
            return True
        return self.likelihood.sd > UNINFORMATIVE * self.prior.sd

    @property
    def confidence(self) -> Confidence:
        """Confidence in the metric with these points."""
        return self.metric.confidence_placed if self.palpated else self.metric.confidence

    def confident(self, least: Confidence) -> bool:
        """Whether the confidence reaches ``least``."""
        return CONFIDENCE_ORDER.index(self.confidence) >= CONFIDENCE_ORDER.index(least)

    @property
    def z(self) -> float:
        """Distance of the posterior mean from the prior mean in population SDs; NaN if unknown."""
        if self.prior is None or self.posterior is None:
            return math.nan
        return (self.posterior.mean - self.prior.mean) / self.prior.sd

    def mdc(self, photos: int) -> float:
        """Minimal detectable change (MDC95); infinite if unknown."""
        three = self.metric.mdc_three if photos >= 3 else None
        return three or self.metric.mdc or math.inf

    def zone(self, value: float) -> int:
        """Zone of the scale in which a value lies: 0 typical, + above and - below it.

        A side of interest has three zones, the other one; without a norm all is zone 0.
        """
        if self.prior is None:
            return 0
        sides: tuple[tuple[SideName, int], ...] = (("lower", -1), ("higher", 1))
        for side, sign in sides:
            cuts = self.cuts.get(side) or cut_offs(self.prior, side)[:1]
            passed = sum(sign * (value - cut) > 0 for cut in cuts)
            if passed:
                return sign * passed
        return 0

    def within(self, value: Normal) -> float:
        """Probability, 0 to 1, that the value lies within the mild cut-offs of its sides."""
        return 1.0 - sum(value.beyond(cuts[0], side) for side, cuts in self.cuts.items())

    def within_range(self, value: Normal) -> float:
        """Probability, 0 to 1, that the value lies in the typical range, sides of no interest too.

        NaN without a norm.
        """
        if self.prior is None:
            return math.nan
        low, high = (cut_offs(self.prior, side)[0] for side in ("lower", "higher"))
        return 1.0 - value.below(low) - value.above(high)


def compare_with_norms(
    measurements: Mapping[str, Measurement], subject: Subject
) -> dict[str, NormedMeasurement]:
    """Compare each measurement with its norm.

    Raises
    ------
    InputError
        A name that is not in the knowledge files.
    """
    metrics = {**knowledge().metrics, **knowledge().sides}
    strange = tr("unknown measurement {name!r}")
    if unknown := tuple(strange.format(name=n) for n in measurements if n not in metrics):
        raise InputError(tr("These measurements cannot be judged:"), unknown)
    return {name: _with_norm(metrics[name], m, subject) for name, m in measurements.items()}


def is_child(subject: Subject) -> bool:
    """Whether the subject is known to be under 18, where the norms do not hold."""
    return subject.age is not None and subject.age < _ADULT_AGE


def _with_norm(
    metric: MetricRecord, measurement: Measurement, subject: Subject
) -> NormedMeasurement:
    child = is_child(subject)
    if metric.norm is None or child:
        return NormedMeasurement(metric, measurement, None, None, None, {}, child)
    spread = (getattr(metric.norm, subject.sex) if subject.sex else None) or metric.norm.all
    aged = _age_shift(metric, subject.age)
    prior = Normal(spread.mean + aged, spread.sd)
    cuts: dict[SideName, tuple[float, ...]]
    cuts = {side: cut_offs(prior, side) for side in sides_of_interest(metric)}
    unmeasured = NormedMeasurement(metric, measurement, prior, None, None, cuts, child)
    if not unmeasured.measured:
        return unmeasured
    # The distribution needs a positive error.
    error = max(math.hypot(measurement.sd, metric.method_sd), _LEAST_ERROR * prior.sd)
    likelihood = Normal(measurement.value, error)
    people = Normal(prior.mean, prior.sd * metric.unscreened)
    return replace(unmeasured, posterior=shrink(likelihood, people), likelihood=likelihood)


def _age_shift(metric: MetricRecord, age: float | None) -> float:
    if metric.age is None or age is None:
        return 0.0
    return max(metric.age.floor, metric.age.per_year * max(0.0, age - metric.age.from_age))


def sides_of_interest(metric: MetricRecord) -> tuple[SideName, ...]:
    """Sides on which a metric has tiers."""
    phrases: dict[SideName, object] = {"lower": metric.lower, "higher": metric.higher}
    return tuple(side for side, words in phrases.items() if words)


def cut_offs(prior: Normal, side: SideName) -> tuple[float, ...]:
    """Cut-offs mild, moderate, marked on one side of a norm."""
    sign = 1.0 if side == "higher" else -1.0
    return tuple(prior.mean + sign * z * prior.sd for z in TIER_Z)
