"""A trouser leg that hangs from the seat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from groundtruth.clothes.drape import Shell
    from groundtruth.clothes.folds import Folds
    from groundtruth.clothes.measured_body import MeasuredBody
    from groundtruth.clothes.outfit import Outfit

COLUMNS = 44
"""Directions of a leg's shell."""


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """A trouser leg.

    Attributes
    ----------
    shell : Shell
    hem : ndarray, shape (C,)
        Height of its lower edge in each direction of the shell.
    """

    shell: Shell
    hem: NDArray[np.float64]


class LegCutter(Protocol):
    """Makes one leg; the folds are its own."""

    def __call__(
        self, measured: MeasuredBody, outfit: Outfit, side: str, pleats: Folds, creases: Folds
    ) -> Leg:
        """Make the leg of one side."""
        ...
