"""People with their rows, as columns of numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from groundtruth.score.statistics import Accuracy, accuracy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from groundtruth.score.people import Person
    from groundtruth.score.row import Estimate, Row

Pass = Literal[
    "readings",
    "placed",
    "true_camera",
    "with_stickers",
    "true_roll",
    "personal",
    "change",
    "change_calibrated",
]
_NOTHING: Estimate = (math.nan, math.nan, "estimated")


@dataclass(frozen=True, slots=True)
class Table:
    """One group of pictures.

    Attributes
    ----------
    people : tuple of Person
    rows : tuple of Row
        One per person, in the same order.
    """

    people: tuple[Person, ...]
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, people: Sequence[Person], rows: Mapping[str, Row]) -> Table:
        """Match people with their rows."""
        return cls(tuple(people), tuple(rows[p.name] for p in people))

    @property
    def bodies(self) -> NDArray[np.int64]:
        """Number of the body in each picture."""
        return np.array([p.body for p in self.people], dtype=np.int64)

    def pairs(self) -> Iterator[tuple[Person, Row]]:
        """People with their rows."""
        return zip(self.people, self.rows, strict=True)

    def where(self, wanted: Callable[[Person], bool]) -> Table:
        """Select people."""
        kept = [(p, r) for p, r in self.pairs() if wanted(p)]
        return Table(tuple(p for p, _ in kept), tuple(r for _, r in kept))

    def knows(self, metric: str) -> bool:
        """Whether the truth of a measurement is known for at least one person."""
        return any(metric in p.truth for p in self.people)

    def truth(self, metric: str) -> NDArray[np.float64]:
        """True values; NaN where not known."""
        return np.array([p.truth.get(metric, math.nan) for p in self.people], dtype=float)

    def values(self, metric: str, which: Pass) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Estimates of one pass and their stated errors; NaN where missing."""
        found = [getattr(r, which).get(metric, _NOTHING) for r in self.rows]
        return (
            np.array([v for v, _, _ in found], dtype=float),
            np.array([sd for _, sd, _ in found], dtype=float),
        )

    def accuracy(
        self, metric: str, which: Pass, *, only: NDArray[np.bool_] | None = None
    ) -> Accuracy:
        """Accuracy of one pass, over all pictures or some."""
        kept = np.ones(len(self.people), bool) if only is None else only
        values, sd = self.values(metric, which)
        return accuracy(self.truth(metric)[kept], values[kept], sd[kept], self.bodies[kept])

    def mirror_rms(self, metric: str) -> float:
        """RMS difference between a picture and its mirror image, unit of the measurement."""
        values, _ = self.values(metric, "readings")
        mirrored = np.array([r.mirrored.get(metric, math.nan) for r in self.rows], dtype=float)
        gap = (values - mirrored)[np.isfinite(values) & np.isfinite(mirrored)]
        return float(np.sqrt(np.mean(gap**2))) if gap.size else math.nan

    def points(self, metric: str) -> list[tuple[float, float, float]]:
        """Truth, estimate and stated error of every picture that has all three, for plots."""
        values, sd = self.values(metric, "readings")
        columns = np.column_stack([self.truth(metric), values, sd])
        kept = columns[np.isfinite(columns).all(axis=1)]
        return [(float(t), float(e), float(s)) for t, e, s in np.round(kept, 3)]
