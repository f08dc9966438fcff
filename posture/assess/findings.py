"""Findings: the tier of each measurement if it is probable enough, else *cannot tell*."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from posture.assess.assessment import Direction, Finding, Tier
from posture.assess.finding_text import cannot_tell_text, evidence_text, settle_hints, tier_text
from posture.assess.norms import LEAST_PROBABILITY, TIERS, NormedMeasurement, cut_offs


@dataclass(frozen=True, slots=True)
class _Verdict:
    tier: Tier
    direction: Direction = "none"
    probability: float = math.nan


def judge(by_metric: Mapping[str, NormedMeasurement], photos: int = 1) -> tuple[Finding, ...]:
    """Judge each measurement.

    Parameters
    ----------
    by_metric : mapping of str to NormedMeasurement
    photos : int
        Number of photos combined into the measurements.

    Returns
    -------
    tuple of Finding
        Strongest first: beyond typical, then typical, then cannot tell.
    """
    made = (_finding(name, normed, by_metric, photos) for name, normed in by_metric.items())
    return tuple(sorted(made, key=_rank))


def by_name(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Findings by the name of their measurement."""
    return {finding.measurement: finding for finding in findings}


def _rank(finding: Finding) -> tuple[int, float]:
    order: tuple[Tier, ...] = (*reversed(TIERS), "typical", "cannot_tell")
    probability = 0.0 if math.isnan(finding.probability) else finding.probability
    return order.index(finding.tier), -probability


def _finding(
    name: str, normed: NormedMeasurement, by_metric: Mapping[str, NormedMeasurement], photos: int
) -> Finding:
    gated = _gated(normed, by_metric)
    verdict = _cannot_tell(normed) if gated else _judge(normed)
    undecided = verdict.tier == "cannot_tell"
    low, high = _typical_range(normed)
    if undecided:
        text = cannot_tell_text(normed, gated)
    else:
        text = tier_text(normed, verdict.tier, verdict.direction, (low, high))
    return Finding(
        measurement=name,
        tier=verdict.tier,
        direction=verdict.direction,
        probability=verdict.probability,
        estimate=normed.posterior.mean if normed.posterior else math.nan,
        estimate_sd=normed.posterior.sd if normed.posterior else math.nan,
        typical_low=low,
        typical_high=high,
        text=text,
        settle=settle_hints(normed, gated, photos) if undecided else (),
        evidence=evidence_text(normed),
    )


def _gated(normed: NormedMeasurement, by_metric: Mapping[str, NormedMeasurement]) -> bool:
    gate = normed.metric.gated_by
    if gate is None or normed.posterior is None or gate.measurement not in by_metric:
        return False
    return abs(by_metric[gate.measurement].z) > gate.z


def _typical_range(normed: NormedMeasurement) -> tuple[float, float]:
    if normed.prior is None:
        return math.nan, math.nan
    return cut_offs(normed.prior, "lower")[0], cut_offs(normed.prior, "higher")[0]


def _judge(normed: NormedMeasurement) -> _Verdict:
    """The tier in which the shrunk value lies, where its side is probable enough."""
    posterior, likelihood = normed.posterior, normed.likelihood
    if posterior is None or likelihood is None:
        return _cannot_tell(normed)
    within = normed.within(posterior)
    # 68 % of people lie in the typical range: what is more than that, the photo has shown.
    if normed.within_range(posterior) >= LEAST_PROBABILITY:
        return _Verdict("typical", probability=within)
    if normed.uninformative:
        return _cannot_tell(normed)
    for side, cuts in normed.cuts.items():
        probability = posterior.beyond(cuts[0], side)
        if probability >= LEAST_PROBABILITY:
            passed = sum(posterior.beyond(cut, side) >= 0.5 for cut in cuts)
            return _Verdict(TIERS[passed - 1], side, probability)
    # The measured value must lie there too: of a metric with one side of interest most people are
    # within by the norm alone.
    if within >= LEAST_PROBABILITY and normed.within(likelihood) >= 0.5:
        return _Verdict("typical", probability=within)
    return _cannot_tell(normed)


def _cannot_tell(normed: NormedMeasurement) -> _Verdict:
    """*Cannot tell*, with the probability of the most probable tier."""
    if normed.posterior is None:
        return _Verdict("cannot_tell")
    shares = [normed.within(normed.posterior)]
    for side, cuts in normed.cuts.items():
        beyond = [*(normed.posterior.beyond(cut, side) for cut in cuts), 0.0]
        shares += [outer - inner for outer, inner in pairwise(beyond)]
    return _Verdict("cannot_tell", probability=max(shares))
