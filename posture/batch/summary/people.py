"""What was measured in the people: distributions, groups, the four lines, who to look at first.

A person counts once, however many photos there are: the row of ``people``, or of the one photo.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from posture.assess.norms import TIERS
from posture.batch.summary.photos import TOP, numbers
from posture.batch.summary.statistics import Moments
from posture.batch.table.rows import MEASURED, REGIONS
from posture.measure.measurement import PALPATED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from numpy.typing import NDArray

BINS = np.linspace(-4.0, 4.0, 33)
"""Edges of the histogram, population SDs from the mean of each person's own norm."""

_FIRST = ("person", "path", "group", "headline", "lines_beyond", "expected_beyond")
_ODD = ("odd_photo", "odd_measurements")
_OF_EACH = ("value", "sd", "source", "tier", "typical_low", "typical_high")
_RETEST = ("photos", "retest_sd")
COLUMNS = (
    "status", *_FIRST, *(f"{region}_state" for region in REGIONS),
    *(f"{name}_{one}" for name in MEASURED for one in _OF_EACH),
)  # fmt: skip
"""Columns of ``results.parquet`` that are read."""
PEOPLE_COLUMNS = (
    *(name for name in COLUMNS if name not in ("status", "path")), "days", *_ODD,
    *(f"{name}_{one}" for name in MEASURED for one in _RETEST),
)  # fmt: skip
"""Columns of ``people.parquet`` that are read."""


@dataclass(slots=True)
class GroupTally:
    """One measurement in one group.

    Attributes
    ----------
    values : Moments
    normed : int
        People with a typical range: it is known for adults.
    judged : int
        People of whom it is said whether it stands out.
    beyond : int
        People in whom it does.
    """

    values: Moments = field(default_factory=Moments)
    normed: int = 0
    judged: int = 0
    beyond: int = 0


@dataclass(slots=True)
class Tally:
    """One measurement in all people.

    Attributes
    ----------
    all : GroupTally
    groups : dict of str to GroupTally
    error : Moments
        Of the squared errors.
    palpated : int
        People in whom every point was placed or marked by a sticker.
    bins : ndarray
        People by distance from the mean of their norm, see ``BINS``; the outermost bins hold
        whoever lies further out.
    tiers : Counter of str
    ranges : set of tuple
        Typical ranges among these people; at most two are kept.
    retest : float
        Sum of squared deviations of photos from their person's mean.
    freedom : int
        Its degrees of freedom.
    """

    all: GroupTally = field(default_factory=GroupTally)
    groups: dict[str, GroupTally] = field(default_factory=dict[str, GroupTally])
    error: Moments = field(default_factory=Moments)
    palpated: int = 0
    bins: NDArray[np.intp] = field(default_factory=lambda: np.zeros(len(BINS) - 1, np.intp))
    tiers: Counter[str] = field(default_factory=Counter[str])
    ranges: set[tuple[float, float]] = field(default_factory=set[tuple[float, float]])
    retest: float = 0.0
    freedom: int = 0


@dataclass(frozen=True, slots=True)
class First:
    """Somebody to look at first: by the number of lines that stand out, then by probability.

    Attributes
    ----------
    beyond : int
    expected : float
    name, group, headline : str
    """

    beyond: int
    expected: float
    name: str
    group: str
    headline: str


@dataclass(slots=True)
class People:
    """Counts over all people.

    Attributes
    ----------
    groups : tuple of str
        Those that are counted apart.
    count : int
    tallies : dict of str to Tally
    lines : dict of str to Counter
        Region to people by state.
    first : list of First
    odd : list of tuple
        Photos that differ from the others of their person: person, path, measurements.
    several_days : int
        People with photos of more than one day.
    nameless : int
        Photos without a name; each counts as a person.
    """

    groups: tuple[str, ...] = ()
    count: int = 0
    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in MEASURED})
    lines: dict[str, Counter[str]] = field(
        default_factory=lambda: {region: Counter[str]() for region in REGIONS}
    )
    first: list[First] = field(default_factory=list[First])
    odd: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    several_days: int = 0
    nameless: int = 0


def add_people(made: People, batches: Iterable[Any]) -> None:
    """Take rows of ``people``, or rows of ``results`` whose photo is the only one of its person.

    Parameters
    ----------
    made : People
    batches : iterable of pyarrow.RecordBatch
        With at least ``PEOPLE_COLUMNS``, or ``COLUMNS`` of analysed photos.
    """
    for batch in batches:
        there = set(batch.schema.names)
        groups = np.array([one or "" for one in batch.column("group").to_pylist()], dtype=object)
        made.count += batch.num_rows
        made.nameless += sum(not one for one in batch.column("person").to_pylist())
        for region, states in made.lines.items():
            states.update(filter(None, batch.column(f"{region}_state").to_pylist()))
        made.first = nlargest(
            TOP, chain(made.first, _first(batch, there)), key=lambda one: (one.beyond, one.expected)
        )
        for name, tally in made.tallies.items():
            _add(tally, batch, name, {one: groups == one for one in made.groups})
        if "days" in there:
            several = numbers(batch, "days") > 1
            made.several_days += int(several.sum())
            _add_odd(made, batch)
            for name, tally in made.tallies.items():
                _add_retest(tally, batch, name, ~several)


def _first(batch: Any, there: Collection[str]) -> Iterable[First]:
    rows = batch.select([name for name in _FIRST if name in there]).to_pylist()
    for row in rows:
        if row["lines_beyond"]:
            yield First(
                row["lines_beyond"],
                row["expected_beyond"],
                row["person"] or row["path"],
                row["group"] or "",
                row["headline"],
            )


def _add(tally: Tally, batch: Any, name: str, groups: Mapping[str, NDArray[np.bool_]]) -> None:
    value, sd = numbers(batch, f"{name}_value"), numbers(batch, f"{name}_sd")
    known = np.isfinite(value)
    if not known.any():
        return
    tiers = np.array(batch.column(f"{name}_tier").to_pylist(), dtype=object)
    sources = np.array(batch.column(f"{name}_source").to_pylist(), dtype=object)
    low, high = numbers(batch, f"{name}_typical_low"), numbers(batch, f"{name}_typical_high")
    normed = np.isfinite(low)
    beyond, judged = np.isin(tiers, TIERS), known & (tiers != "cannot_tell")
    tally.error.add(sd[known] ** 2)
    tally.palpated += int(np.isin(sources[known], PALPATED).sum())
    tally.tiers.update(tiers[known].tolist())
    z = ((value - (low + high) / 2) / ((high - low) / 2))[known & normed]
    tally.bins += np.histogram(np.clip(z, BINS[0], BINS[-1]), BINS)[0]
    for one in zip(low[normed], high[normed], strict=True):
        if len(tally.ranges) < 2:
            tally.ranges.add((round(float(one[0]), 6), round(float(one[1]), 6)))
    flags = {"normed": normed, "judged": judged, "beyond": beyond}
    _count(tally.all, value, flags, known)
    for group, members in groups.items():
        if (mine := known & members).any():
            _count(tally.groups.setdefault(group, GroupTally()), value, flags, mine)


def _count(
    into: GroupTally,
    value: NDArray[np.float64],
    flags: Mapping[str, NDArray[np.bool_]],
    mine: NDArray[np.bool_],
) -> None:
    into.values.add(value[mine])
    for name, flag in flags.items():
        setattr(into, name, getattr(into, name) + int((flag & mine).sum()))


def _add_odd(made: People, batch: Any) -> None:
    for row in batch.select(["person", *_ODD]).to_pylist():
        if row["odd_photo"] and len(made.odd) < TOP:
            made.odd.append((row["person"], row["odd_photo"], row["odd_measurements"]))


def _add_retest(tally: Tally, batch: Any, name: str, same_day: NDArray[np.bool_]) -> None:
    photos, sd = numbers(batch, f"{name}_photos"), numbers(batch, f"{name}_retest_sd")
    known = same_day & np.isfinite(sd)
    tally.freedom += int((photos[known] - 1).sum())
    tally.retest += float(((photos[known] - 1) * sd[known] ** 2).sum())
