"""Compares stated tiers with the tier of the true value by the same cut-offs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from posture.assess.norms import TIERS, compare_with_norms
from posture.measure.measurement import Measurement
from posture.measure.registry import METRICS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posture.assess.assessment import Subject
    from posture.measure.measurement import Unit

_UNITS: dict[str, Unit] = {metric.name: metric.unit for metric in METRICS}

TierAndDirection = tuple[str, str]
"""Tier and direction."""


@dataclass(frozen=True, slots=True)
class JudgedFinding:
    """One finding with the truth.

    Attributes
    ----------
    said : TierAndDirection
        Tier and direction from the assessment.
    true : TierAndDirection
        Tier and direction of the true value.
    """

    said: TierAndDirection
    true: TierAndDirection

    @property
    def decided(self) -> bool:
        """Whether the tier is not *cannot tell*."""
        return self.said[0] != "cannot_tell"

    @property
    def right(self) -> bool:
        """Whether the stated tier is correct.

        *Typical* is correct within both mild cut-offs, any other tier beyond its own cut-off.
        """
        if self.said[0] == "typical":
            return self.true[0] == "typical"
        return self.said[1] == self.true[1] and _level(self.true) >= _level(self.said)

    @property
    def exact(self) -> bool:
        """Whether tier and direction are those of the true value."""
        return self.said == self.true

    @property
    def flagged(self) -> bool:
        """Whether the stated tier lies beyond a mild cut-off."""
        return self.decided and self.said[0] != "typical"


@dataclass(frozen=True, slots=True)
class TierScore:
    """Correctness of the tiers of one measurement; shares in percent, NaN without findings.

    Attributes
    ----------
    n, decided : int
        Findings, and those that were not *cannot tell*.
    cannot_tell : float
        Share of all findings.
    right, exact : float
        Shares of the decided: the tier is correct; tier and direction equal the true ones.
    sensitivity, specificity, ppv : float
        Of being beyond a mild cut-off on the right side; *cannot tell* counts as not flagged.
    """

    n: int
    decided: int
    cannot_tell: float
    right: float
    exact: float
    sensitivity: float
    specificity: float
    ppv: float


def true_tier(metric: str, value: float, subject: Subject) -> TierAndDirection | None:
    """Tier and direction of a true value by the cut-offs for this subject.

    Parameters
    ----------
    metric : str
    value : float
    subject : Subject

    Returns
    -------
    tuple of str, or None
        ("typical", "none") within both mild cut-offs; None where the metric has no cut-offs.
    """
    exact = Measurement(metric, value, 0.0, _UNITS[metric], "sticker")
    reading = compare_with_norms({metric: exact}, subject)[metric]
    if not reading.cuts or not math.isfinite(value):
        return None
    for side, cuts in reading.cuts.items():
        passed = sum(value < cut if side == "lower" else value > cut for cut in cuts)
        if passed:
            return TIERS[passed - 1], side
    return "typical", "none"


def tier_score(judged: Iterable[JudgedFinding]) -> TierScore:
    """Score the findings of one measurement.

    Parameters
    ----------
    judged : iterable of JudgedFinding

    Returns
    -------
    TierScore
    """
    findings = tuple(judged)
    decided = [j for j in findings if j.decided]
    beyond = [j for j in findings if j.true[0] != "typical"]
    within = [j for j in findings if j.true[0] == "typical"]
    flagged = [j for j in findings if j.flagged]
    return TierScore(
        n=len(findings),
        decided=len(decided),
        cannot_tell=_percent(not j.decided for j in findings),
        right=_percent(j.right for j in decided),
        exact=_percent(j.exact for j in decided),
        sensitivity=_percent(j.flagged and j.said[1] == j.true[1] for j in beyond),
        specificity=_percent(not j.flagged for j in within),
        ppv=_percent(j.said[1] == j.true[1] for j in flagged),
    )


def _level(finding: TierAndDirection) -> int:
    return TIERS.index(finding[0]) if finding[0] in TIERS else -1


def _percent(hits: Iterable[bool]) -> float:
    values = list(hits)
    return 100.0 * float(np.mean(values)) if values else math.nan
