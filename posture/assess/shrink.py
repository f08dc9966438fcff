"""Bayesian shrinkage of a measured value towards the population mean.

The larger the error of a value, the more it is drawn towards the mean (normal prior, normal
likelihood: Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.5).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Normal:
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


def shrink(value: Normal, prior: Normal) -> Normal:
    """Posterior of a measured value.

    ``mean = m + k (value - m)`` with ``k = SD^2 / (SD^2 + sd^2)``, and variance ``k sd^2``
    (normal prior m, SD and normal error sd).

    Parameters
    ----------
    value : Normal
        Measured value with its 1-sigma error.
    prior : Normal
        Distribution of true values among people, same unit.

    Returns
    -------
    Normal
        Distribution of the true value.

    Examples
    --------
    >>> shrink(Normal(20.0, 5.0), Normal(10.0, 5.0)).mean
    15.0
    """
    k = prior.sd**2 / (prior.sd**2 + value.sd**2)
    return Normal(prior.mean + k * (value.mean - prior.mean), value.sd * math.sqrt(k))
