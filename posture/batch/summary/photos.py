"""What became of the photos: how many were analysed, why others were not, which to take again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from posture.assess.norms import UNINFORMATIVE
from posture.batch.table.rows import STATUSES
from posture.measure.registry import METRICS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from numpy.typing import NDArray

TOP = 20
"""Lines of a list on the page; the tables have all."""

_TEXTS = (
    "path", "person", "status", "view", "reasons", "reasons_text", "reasons_remedy",
    "notices_remedy",
)  # fmt: skip
_NUMBERS = ("value", "sd", "typical_low", "typical_high")
MADE_WITH = ("version", "model", "estimator", "estimator_sha256", "knowledge_sha256", "settings")
"""Columns that say what made a row."""

COLUMNS = (
    *_TEXTS,
    "date",
    *MADE_WITH,
    *(f"{metric.name}_{name}" for metric in METRICS for name in _NUMBERS),
)
"""Columns of ``results.parquet`` that are read."""


@dataclass(frozen=True, slots=True)
class Retake:
    """A photo that is worth taking again.

    Attributes
    ----------
    lost : int
        Measurements that it does not have, or so roughly that they tell nothing.
    path, why : str
    """

    lost: int
    path: str
    why: str


@dataclass(slots=True)
class Photos:
    """Counts over all photos.

    Attributes
    ----------
    states : Counter of str
        By status.
    views : Counter of str
        Of the analysed photos.
    reasons : Counter of str
        By the code of the gravest reason of a photo that was not analysed.
    words : dict of str to tuple
        The sentences of the first photo with that reason alone, else of the first with it, and
        what to do.
    failed : list of tuple
        The first photos that were not analysed: path and reasons.
    retakes : list of Retake
        Analysed photos that lost most, the most first.
    days : tuple of date, or None
        Of the first and of the last analysed photo whose date is known.
    made_with : set of tuple of str
        What made the analyses: values of ``MADE_WITH``.
    """

    states: Counter[str] = field(default_factory=Counter[str])
    views: Counter[str] = field(default_factory=Counter[str])
    reasons: Counter[str] = field(default_factory=Counter[str])
    words: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    failed: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    retakes: list[Retake] = field(default_factory=list[Retake])
    days: tuple[date, date] | None = None
    made_with: set[tuple[str, ...]] = field(default_factory=set[tuple[str, ...]])

    @property
    def total(self) -> int:
        """All photos."""
        return self.states.total()


def read_photos(batches: Iterable[Any]) -> Photos:
    """Count the photos of a table.

    Parameters
    ----------
    batches : iterable of pyarrow.RecordBatch
        With at least ``COLUMNS``.
    """
    made = Photos(states=Counter(dict.fromkeys(STATUSES, 0)))
    for batch in batches:
        texts = {name: batch.column(name).to_pylist() for name in _TEXTS}
        lost = _lost(batch)
        rows = [dict(zip(texts, row, strict=True)) for row in zip(*texts.values(), strict=True)]
        made.states.update(row["status"] for row in rows)
        made.views.update(row["view"] for row in rows if row["status"] == "analysed")
        for row in rows:
            if row["status"] != "analysed":
                _count_reason(made, row)
        _count_origin(made, batch)
        made.retakes = nlargest(
            TOP, chain(made.retakes, _retakes(rows, lost)), key=lambda one: one.lost
        )
    return made


def _count_origin(made: Photos, batch: Any) -> None:
    """Days and programs of the analysed photos of a batch."""
    columns = (batch.column(name).to_pylist() for name in ("status", "date", *MADE_WITH))
    analysed = [row[1:] for row in zip(*columns, strict=True) if row[0] == "analysed"]
    made.made_with.update(row[1:] for row in analysed)
    days = [row[0] for row in analysed if row[0] is not None] + list(made.days or ())
    if days:
        made.days = min(days), max(days)


def _count_reason(made: Photos, row: dict[str, str]) -> None:
    codes = (row["reasons"] or "").split()
    first = codes[0] if codes else row["status"]
    made.reasons[first] += 1
    said = (row["reasons_text"] or "", row["reasons_remedy"] or "")
    if first not in made.words or (len(codes) == 1 and len(said[0]) < len(made.words[first][0])):
        made.words[first] = said
    if len(made.failed) < TOP:
        made.failed.append((row["path"], *said))


def _retakes(rows: list[dict[str, str]], lost: NDArray[np.intp]) -> Iterator[Retake]:
    for row, count in zip(rows, lost, strict=True):
        side = row["status"] == "analysed" and row["view"] == "side"
        if side and count and row["notices_remedy"]:
            yield Retake(int(count), row["path"], row["notices_remedy"])


def _lost(batch: Any) -> NDArray[np.intp]:
    """How many side measurements each row lacks, or has so roughly that they tell nothing."""
    lost = np.zeros(batch.num_rows, np.intp)
    for metric in METRICS:
        value, sd, low, high = (numbers(batch, f"{metric.name}_{name}") for name in _NUMBERS)
        lost += np.isnan(value) | (sd > UNINFORMATIVE * (high - low) / 2)
    return lost


def numbers(batch: Any, name: str) -> NDArray[np.float64]:
    """A column of numbers, NaN where it is null."""
    made: NDArray[np.float64] = batch.column(name).to_numpy(zero_copy_only=False)
    return made.astype(np.float64)
