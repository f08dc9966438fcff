"""From readings to findings: a tier where its probability passes the bar, else *cannot tell*."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from posture.assess.assessment import Direction, Finding, Tier
from posture.assess.phrases import cannot_tell_text, evidence_text, settle_hints, spoken_text
from posture.assess.readings import TIERS, NormedMeasurement

PHOTOS_FOR_MARKED = 3
"""The median of three lies beyond a cut only if two of three do (evidence.md 6)."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    tier: Tier
    direction: Direction = "none"
    probability: float = math.nan


def find(readings: Mapping[str, NormedMeasurement], photos: int = 1) -> tuple[Finding, ...]:
    """Judge every reading.

    Parameters
    ----------
    readings : mapping of str to Reading
    photos : int
        How many photos were combined into the readings.

    Returns
    -------
    tuple of Finding
        Strongest first: spoken and not typical, then typical, then cannot tell.
    """
    made = (_finding(name, reading, readings, photos) for name, reading in readings.items())
    return tuple(sorted(made, key=_rank))


def by_name(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Findings by the name of their measurement."""
    return {finding.measurement: finding for finding in findings}


def _rank(finding: Finding) -> tuple[int, float]:
    order: tuple[Tier, ...] = (*reversed(TIERS), "typical", "cannot_tell")
    probability = 0.0 if math.isnan(finding.probability) else finding.probability
    return order.index(finding.tier), -probability


def _finding(
    name: str, reading: NormedMeasurement, readings: Mapping[str, NormedMeasurement], photos: int
) -> Finding:
    gated = _gated(reading, readings)
    verdict = _likeliest(reading) if gated else _judge(reading, photos)
    silent = verdict.tier == "cannot_tell"
    low, high = _typical_range(reading)
    if silent:
        text = cannot_tell_text(reading, gated)
    else:
        text = spoken_text(reading, verdict.tier, verdict.direction, (low, high))
    return Finding(
        measurement=name,
        tier=verdict.tier,
        direction=verdict.direction,
        probability=verdict.probability,
        estimate=reading.belief.mean if reading.belief else math.nan,
        estimate_sd=reading.belief.sd if reading.belief else math.nan,
        typical_low=low,
        typical_high=high,
        text=text,
        settle=settle_hints(reading, gated, photos) if silent else (),
        evidence=evidence_text(reading),
    )


def _gated(reading: NormedMeasurement, readings: Mapping[str, NormedMeasurement]) -> bool:
    gate = reading.metric.gated_by
    if gate is None or reading.belief is None or gate.measurement not in readings:
        return False
    return abs(readings[gate.measurement].z) > gate.z


def _typical_range(reading: NormedMeasurement) -> tuple[float, float]:
    if reading.prior is None:
        return math.nan, math.nan
    if reading.metric.typical_range is not None:
        return reading.metric.typical_range
    return reading.prior.mean - reading.prior.sd, reading.prior.mean + reading.prior.sd


def _judge(reading: NormedMeasurement, photos: int) -> _Verdict:
    """The strongest tier whose probability passes the bar."""
    if reading.belief is None or reading.alone is None or reading.blind:
        return _likeliest(reading)
    p_min = reading.metric.p_min
    for side, cuts in reading.cuts.items():
        probabilities = [reading.belief.beyond(cut, side) for cut in cuts]
        passed = sum(p >= p_min for p in probabilities)
        if passed and _speaks(reading, cuts[0], photos):
            marked = reading.precise or photos >= PHOTOS_FOR_MARKED
            level = min(passed, len(TIERS) if marked else len(TIERS) - 1) - 1
            return _Verdict(TIERS[level], side, probabilities[level])
    # The reading must pass on its own too: most people are typical, so that by the prior alone a
    # photo that shows nothing would be.
    within = reading.within(reading.belief)
    if within >= p_min and reading.within(reading.alone) >= p_min:
        return _Verdict("typical", probability=within)
    return _likeliest(reading)


def _speaks(reading: NormedMeasurement, mild_cut: float, photos: int) -> bool:
    """Extra bars of some metrics, against flags that the method cannot carry."""
    if abs(reading.z) < reading.metric.min_z:
        return False
    distance = abs(reading.measurement.value - mild_cut)
    return not reading.metric.needs_mdc or distance >= reading.mdc(photos)


def _likeliest(reading: NormedMeasurement) -> _Verdict:
    """Cannot tell, with the probability of the likeliest single tier."""
    if reading.belief is None:
        return _Verdict("cannot_tell")
    shares = [reading.within(reading.belief)]
    for side, cuts in reading.cuts.items():
        beyond = [*(reading.belief.beyond(cut, side) for cut in cuts), 0.0]
        shares += [outer - inner for outer, inner in pairwise(beyond)]
    return _Verdict("cannot_tell", probability=max(shares))
