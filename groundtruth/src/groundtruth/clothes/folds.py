"""Folds of cloth: smooth random relief, periodic in azimuth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Folds:
    """A sum of cosine waves over azimuth and height, drawn once per garment.

    Attributes
    ----------
    round, down, phase, weight : ndarray, shape (W,)
        Waves per turn (integer), radians per metre downwards, radians, amplitude.
    """

    round: NDArray[np.float64]
    down: NDArray[np.float64]
    phase: NDArray[np.float64]
    weight: NDArray[np.float64]

    def __call__(
        self, azimuths: NDArray[np.float64], drop: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Height of the relief, about -1 to 1.

        Parameters
        ----------
        azimuths, drop : ndarray, shape (N, M)
            Azimuth, radians; distance below the top of the cloth, metres.
        """
        total = np.zeros(np.broadcast_shapes(azimuths.shape, drop.shape), dtype=np.float32)
        a, d = azimuths.astype(np.float32), drop.astype(np.float32)
        for k, w, p, s in zip(self.round, self.down, self.phase, self.weight, strict=True):
            total += np.float32(s) * np.cos(np.float32(k) * a + np.float32(w) * d + np.float32(p))
        return total.astype(float)


def draw_pleats(rng: np.random.Generator, waves: int = 6) -> Folds:
    """Draw vertical folds, as of free cloth below an overhang."""
    return _folds(rng, rng.integers(3, 11, waves), rng.normal(0, 3.5, waves))


def draw_creases(rng: np.random.Generator, waves: int = 9) -> Folds:
    """Draw horizontal and oblique folds, as of compressed cloth at the waist or the knee."""
    slant = rng.choice([-1.0, 1.0], waves) * rng.uniform(25, 75, waves)
    return _folds(rng, rng.integers(0, 6, waves), slant)


def _folds(rng: np.random.Generator, round_: NDArray[np.int64], down: NDArray[np.float64]) -> Folds:
    weight = rng.uniform(0.4, 1.0, len(down))
    return Folds(
        round_.astype(float),
        down,
        rng.uniform(0, 2 * np.pi, len(down)),
        weight / np.sqrt((weight**2).sum() / 2) / 2,
    )


def ridged(relief: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sharpen a relief to narrow ridges between broad valleys, 0 to 1."""
    return np.clip(1.0 - np.abs(relief), 0.0, 1.0) ** 1.6
