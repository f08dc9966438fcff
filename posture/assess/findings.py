"""Findings: the tier of each measurement if it is probable enough, else *cannot tell*."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from posture.assess.assessment import Direction, Finding, Tier
from posture.assess.finding_text import cannot_tell_text, evidence_text, settle_hints, tier_text
from posture.assess.norms import TIERS, NormedMeasurement

PHOTOS_FOR_MARKED = 3
"""Least number of photos for *marked*: the median is beyond a cut-off only if two of three are."""


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
    verdict = _cannot_tell(normed) if gated else _judge(normed, photos)
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
    if normed.metric.typical_range is not None:
        return normed.metric.typical_range
    return normed.prior.mean - normed.prior.sd, normed.prior.mean + normed.prior.sd


def _judge(normed: NormedMeasurement, photos: int) -> _Verdict:
    """The strongest tier that is probable enough."""
    if normed.posterior is None or normed.likelihood is None or normed.uninformative:
        return _cannot_tell(normed)
    p_min = normed.metric.p_min
    for side, cuts in normed.cuts.items():
        probabilities = [normed.posterior.beyond(cut, side) for cut in cuts]
        passed = sum(p >= p_min for p in probabilities)
        if passed and _passes_extra_bars(normed, cuts[0], photos):
            marked = normed.palpated or photos >= PHOTOS_FOR_MARKED
            level = min(passed, len(TIERS) if marked else len(TIERS) - 1) - 1
            return _Verdict(TIERS[level], side, probabilities[level])
    # The likelihood must pass too: by the prior alone, any uninformative photo would be typical.
    within = normed.within(normed.posterior)
    if within >= p_min and normed.within(normed.likelihood) >= p_min:
        return _Verdict("typical", probability=within)
    return _cannot_tell(normed)


def _passes_extra_bars(normed: NormedMeasurement, mild_cut: float, photos: int) -> bool:
    """Bars of some metrics against findings beyond the resolution of the method."""
    if abs(normed.z) < normed.metric.min_z:
        return False
    distance = abs(normed.measurement.value - mild_cut)
    return not normed.metric.needs_mdc or distance >= normed.mdc(photos)


def _cannot_tell(normed: NormedMeasurement) -> _Verdict:
    """*Cannot tell*, with the probability of the most probable tier."""
    if normed.posterior is None:
        return _Verdict("cannot_tell")
    shares = [normed.within(normed.posterior)]
    for side, cuts in normed.cuts.items():
        beyond = [*(normed.posterior.beyond(cut, side) for cut in cuts), 0.0]
        shares += [outer - inner for outer, inner in pairwise(beyond)]
    return _Verdict("cannot_tell", probability=max(shares))
