"""A figure, its target, and timing that a busy machine does not decide."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the result; a figure without a target always holds."""

    name: str
    value: float
    unit: str
    target: str
    holds: bool

    def line(self) -> str:
        """Write it as one line."""
        verdict = "holds" if self.holds else "short"
        return f"{self.name:<58} {self.value:8.2f} {self.unit:<3} {self.target:>8}  {verdict}"


def medians(repeats: int, *works: Callable[[], object]) -> list[float]:
    """Time works in turn, again and again, after one run each to warm up.

    Returns
    -------
    list of float
        Median seconds of each. Interleaved, so that what else the machine does hits all alike.
    """
    for work in works:
        work()
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(repeats):
        for kept, work in zip(seconds, works, strict=True):
            start = time.perf_counter()
            work()
            kept.append(time.perf_counter() - start)
    return [statistics.median(kept) for kept in seconds]
