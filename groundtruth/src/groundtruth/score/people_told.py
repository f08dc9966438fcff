"""Whether what a verdict tells in ten people is so: of all who are told "8 of 10", how many are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.assess.assess import assess
from posture.assess.assessment import Finding
from posture.assess.findings import by_name
from posture.assess.verdict import PEOPLE, find_verdict
from posture.measure.measurement import Measurement
from posture.measure.registry import METRICS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from posture.assess.verdict import Side
    from posture.measure.measurement import Unit

Told = tuple[int, bool]
"""In how many people of ten a side was told, and whether the person is of that side."""

AT_LEAST = 5
"""Sides that fewer people lie on are told as *the others*."""

HALF_WIDTH = 10.0
"""Target: the share, percent, is at most this far from what was told."""

_UNITS: dict[str, Unit] = {metric.name: metric.unit for metric in METRICS}


def told_of(
    values: Mapping[str, float], errors: Mapping[str, float], truth: Mapping[str, float]
) -> list[Told]:
    """What the verdict of one photo tells in people, beside the truth.

    Parameters
    ----------
    values, errors, truth : mapping of str to float
        By measurement: estimate, its 1-sigma error and the true value; without those that are NaN.

    Returns
    -------
    list of (int, bool)
        Of each line that tells probabilities: each side with at least one person.
    """
    made = {n: Measurement(n, values[n], errors[n], _UNITS[n], "estimated") for n in values}
    said = assess(made)
    findings = by_name(said.findings)
    told: list[Told] = []
    for line in find_verdict(said):
        if line.likelihood is not None:
            side = _side(findings[line.measurement], truth[line.measurement])
            told += [(n, side == one) for one, n in line.likelihood.people.items() if n]
    return told


def shares(told: Iterable[Told]) -> list[dict[str, Any]]:
    """How often what was told in so many people was so.

    Parameters
    ----------
    told : iterable of (int, bool)

    Returns
    -------
    list of dict
        ``people`` (from ``AT_LEAST`` to ten), ``told`` (how often), ``so`` (percent); without
        numbers that were never told.
    """
    of: dict[int, list[bool]] = defaultdict(list)
    for people, so in told:
        of[people].append(so)
    return [
        {"people": n, "told": len(of[n]), "so": 100.0 * float(np.mean(of[n]))}
        for n in range(AT_LEAST, PEOPLE + 1)
        if of[n]
    ]


def _side(finding: Finding, true: float) -> Side:
    if true < finding.typical_low:
        return "lower"
    return "higher" if true > finding.typical_high else "typical"
