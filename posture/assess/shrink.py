"""Bayesian shrinkage of a reading towards what is known of people; plain mathematics.

A photo with a large error says little, and what it says is pulled towards the mean of people in
proportion (evidence.md 2.2: unshrunk readings are wrong more often than right).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Belief:
    """A normal distribution.

    Attributes
    ----------
    mean, sd : float
        Same unit; ``sd`` is positive.
    """

    mean: float
    sd: float

    def above(self, cut: float) -> float:
        """Probability, 0 to 1, that the true value is greater than ``cut``."""
        return 0.5 * math.erfc((cut - self.mean) / (self.sd * math.sqrt(2.0)))

    def below(self, cut: float) -> float:
        """Probability, 0 to 1, that the true value is less than ``cut``."""
        return 0.5 * math.erfc((self.mean - cut) / (self.sd * math.sqrt(2.0)))

    def beyond(self, cut: float, side: Literal["higher", "lower"]) -> float:
        """Probability, 0 to 1, that the true value lies beyond ``cut`` on that side."""
        return self.above(cut) if side == "higher" else self.below(cut)


def shrink(reading: Belief, prior: Belief) -> Belief:
    """Combine a reading with the prior.

    ``mean = m + k (value - m)`` with ``k = SD^2 / (SD^2 + sd^2)``, and variance ``k sd^2``
    (normal prior m, SD and normal error sd).

    Parameters
    ----------
    reading : Belief
        The value read and its 1-sigma error.
    prior : Belief
        Spread of true values among people, same unit.

    Returns
    -------
    Belief
        What is believed of the true value.

    Examples
    --------
    >>> shrink(Belief(20.0, 5.0), Belief(10.0, 5.0)).mean
    15.0
    """
    k = prior.sd**2 / (prior.sd**2 + reading.sd**2)
    return Belief(prior.mean + k * (reading.mean - prior.mean), reading.sd * math.sqrt(k))
