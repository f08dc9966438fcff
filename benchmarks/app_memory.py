"""Memory and open files of the app's server over a long run (Linux)."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

WARM_UP = 0.3
"""Share of the long run after which memory is compared: caches have filled by then."""

BLOCK = 10
"""Analyses whose median stands for all of them: freed memory comes and goes within seconds."""

MOST_GROWTH_MB, MOST_FILES = 0.25, 2
"""Megabytes an analysis, and files between two moments with no visitor, that count as flat."""


@dataclass(slots=True)
class Watched:
    """The server's process with its children, looked at after every analysis and at rest."""

    pid: int
    megabytes: list[float] = field(default_factory=list[float])
    at_rest: list[tuple[float, int]] = field(default_factory=list[tuple[float, int]])
    """Memory in megabytes and open files, each time when there is no visitor."""

    def look(self) -> None:
        """Keep how much memory there is now, after an analysis."""
        self.megabytes.append(self.memory())

    def look_at_rest(self) -> None:
        """Keep how much memory and how many open files there are now, with no visitor."""
        self.at_rest.append((self.memory(), self.files()))

    def memory(self) -> float:
        """Memory now, MB."""
        return sum(_private(one) for one in self._family())

    def files(self) -> int:
        """How many files are open now."""
        return sum(_open_files(one) for one in self._family())

    def _family(self) -> list[int]:
        return [self.pid, *_children(self.pid)]

    def figures(self) -> list[Figure]:
        """What there is after the warm-up."""
        name = f"app over {len(self.megabytes)} analyses"
        blocks = _medians(self.megabytes[round(WARM_UP * len(self.megabytes)) :])
        slope, error = (one / BLOCK for one in fit(blocks))
        rest = self.at_rest[round(WARM_UP * len(self.at_rest)) :]
        (early, files_early), (late, files_late) = rest[0], rest[-1]
        more = files_late - files_early
        flat, most = slope < MOST_GROWTH_MB, f"< {MOST_GROWTH_MB}"
        few = more <= MOST_FILES
        return [
            Figure(f"{name}: memory, fitted slope, an analysis", slope, "MB", most, flat),
            Figure(f"{name}: memory, standard error of the slope", error, "MB", "-", True),
            Figure(f"{name}: memory, median", statistics.median(blocks), "MB", "-", True),
            Figure(f"{name}: memory with no visitor, early", early, "MB", "-", True),
            Figure(f"{name}: memory with no visitor, late", late, "MB", "-", True),
            Figure(
                f"{name}: open files with no visitor, late - early",
                more,
                "",
                f"<= {MOST_FILES}",
                few,
            ),
        ]


def fit(values: Sequence[float]) -> tuple[float, float]:
    """Slope of values that follow each other, by least squares, and its standard error.

    Parameters
    ----------
    values : sequence of float
        Fewer than three have no error (NaN), fewer than two no slope.
    """
    count = len(values)
    if count < 2:
        return math.nan, math.nan
    slope, start = statistics.linear_regression(range(count), values)
    if count < 3:
        return slope, math.nan
    rest = sum((value - start - slope * i) ** 2 for i, value in enumerate(values))
    spread = count * (count**2 - 1) / 12
    return slope, math.sqrt(rest / (count - 2) / spread)


def _medians(values: Sequence[float]) -> list[float]:
    return [statistics.median(values[i : i + BLOCK]) for i in range(0, len(values), BLOCK)]


def _children(pid: int) -> list[int]:
    """Processes that a process has started, and theirs."""
    found: list[int] = []
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        for task in tasks:
            for one in map(int, (task / "children").read_text().split()):
                found += [one, *_children(one)]
    except OSError:
        # It has ended meanwhile.
        pass
    return found


def _private(pid: int) -> float:
    """Memory of a process that it shares with no other, and its part of what it shares, MB."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(one.split()[1]) for one in lines if one.startswith("Pss:")) * 1024 / 1e6


def _open_files(pid: int) -> int:
    try:
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:
        return 0
