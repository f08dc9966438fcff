"""A client's course: every measurement at every visit, and its change since the first."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from posture.analysis.comparison import Change, Comparison, compare
from posture.analysis.likeness import Portrait, differing_traits
from posture.analysis.reference import mismatch_faults
from posture.assess.verdict import find_verdict
from posture.measure.measurement import Measurement
from posture.measure.registry import METRICS
from posture.studio.history.obstacles import Obstacle, find_obstacles
from posture.studio.history.occasions import Occasion, Occasions, read_occasions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posture.assess.knowledge.verdict_record import Region
    from posture.measure.measurement import Unit
    from posture.studio.history.occasions import ReadPicture
    from posture.studio.records import Visit

Outcome = Literal["changed", "not_distinguishable", "cannot_compare"]


@dataclass(frozen=True, slots=True)
class Step:
    """What can be said of one measurement between two visits.

    Attributes
    ----------
    measurement : str
    earlier, later : str
        Ids of the visits.
    outcome : {"changed", "not_distinguishable", "cannot_compare"}
    change : Change or None
        Later less earlier, with its error; None where the photos do not belong together.
    obstacles : tuple of Obstacle
        Why it cannot be compared; empty otherwise.
    """

    measurement: str
    earlier: str
    later: str
    outcome: Outcome
    change: Change | None
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class ComparedVisits:
    """Two visits of a client.

    Attributes
    ----------
    earlier, later : Occasion
    comparison : Comparison or None
        None where the photos do not belong together.
    steps : mapping of str to Step
        By measurement, in display order.
    """

    earlier: Occasion
    later: Occasion
    comparison: Comparison | None
    steps: Mapping[str, Step]


@dataclass(frozen=True, slots=True)
class Entry:
    """One measurement at one visit.

    Attributes
    ----------
    occasion : Occasion
    measurement : Measurement
        As measured in that visit's photo.
    step : Step or None
        Since the first visit that has a value; None for that one and those before it.
    """

    occasion: Occasion
    measurement: Measurement
    step: Step | None


@dataclass(frozen=True, slots=True)
class Series:
    """One measurement over all visits, the earliest first."""

    measurement: str
    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry | None:
        """The visit against which the others are held; None where it was never measured."""
        return next((one for one in self.entries if math.isfinite(one.measurement.value)), None)

    @property
    def latest(self) -> Step | None:
        """The step to the last visit."""
        return self.entries[-1].step if self.entries else None


@dataclass(frozen=True, slots=True)
class Course:
    """All visits of a client.

    Attributes
    ----------
    occasions : Occasions
    series : mapping of str to Series
        By measurement, in display order.
    lines : mapping of str to Series
        By region: the measurement that the verdict of the last visit speaks of.
    unlike : tuple of Occasion
        Visits whose photo does not look like the client of the first, by the proportions of the
        body.
    """

    occasions: Occasions
    series: Mapping[str, Series]
    lines: Mapping[Region, Series]
    unlike: tuple[Occasion, ...]


def find_course(visits: Iterable[Visit], picture: ReadPicture | None = None) -> Course:
    """The course of a client over their visits.

    Parameters
    ----------
    visits : iterable of Visit
        In any order; drafts are left out.
    picture : callable, optional
        See :func:`posture.studio.history.occasions.read_occasions`.

    Returns
    -------
    Course
    """
    found = read_occasions(visits, picture)
    pairs: dict[tuple[int, int], ComparedVisits] = {}

    def step(name: str, first: int, later: int) -> Step:
        if (first, later) not in pairs:
            pairs[first, later] = compare_visits(found.kept[first], found.kept[later])
        return pairs[first, later].steps[name]

    series: dict[str, Series] = {}
    for name in _names(found.kept):
        values = [one.analysis.measurements.get(name) or _unknown(name) for one in found.kept]
        first = next((i for i, one in enumerate(values) if math.isfinite(one.value)), len(values))
        series[name] = Series(
            name,
            tuple(
                Entry(occasion, value, step(name, first, i) if i > first else None)
                for i, (occasion, value) in enumerate(zip(found.kept, values, strict=True))
            ),
        )
    return Course(found, series, _lines(found.kept, series), _unlike(found.kept))


def compare_visits(earlier: Occasion, later: Occasion) -> ComparedVisits:
    """Compare two visits of one client, reading their photos jointly where possible.

    Parameters
    ----------
    earlier, later : Occasion

    Returns
    -------
    ComparedVisits
        With a step for every measurement of either visit.
    """
    faults = mismatch_faults(
        earlier.analysis, later.analysis.subject, model=later.analysis.provenance.model
    )
    names = _names((earlier, later))
    ids = (earlier.visit.id, later.visit.id)
    if faults:
        why = tuple(Obstacle("model", text) for text in faults)
        steps = {name: Step(name, *ids, "cannot_compare", None, why) for name in names}
        return ComparedVisits(earlier, later, None, steps)
    made = compare(earlier.analysis, later.analysis)
    steps = {name: _step(name, earlier, later, made) for name in names}
    return ComparedVisits(earlier, later, made, steps)


def other_changes(
    steps: Iterable[Step | None], lines: Mapping[Region, Step | None]
) -> tuple[Step, ...]:
    """Changes larger than the smallest detectable one of which no line of the verdict speaks.

    Parameters
    ----------
    steps : iterable of Step or None
        Of all measurements.
    lines : mapping of str to Step or None
        By region, as the lines speak of them.
    """
    told = {step.measurement for step in lines.values() if step}
    changed = (step for step in steps if step and step.outcome == "changed")
    return tuple(step for step in changed if step.measurement not in told)


def _step(name: str, earlier: Occasion, later: Occasion, made: Comparison) -> Step:
    change = made.changes.get(name) or Change(
        name, math.nan, math.nan, _unknown(name).unit, "estimated"
    )
    obstacles = find_obstacles(earlier, later, change, judged=made.judged)
    outcome: Outcome = "changed" if change.exceeds_mdc else "not_distinguishable"
    if obstacles:
        outcome = "cannot_compare"
    return Step(name, earlier.visit.id, later.visit.id, outcome, change, obstacles)


def _names(occasions: Iterable[Occasion]) -> list[str]:
    """Measurements of any of these visits, in display order."""
    there = set(itertools.chain.from_iterable(one.analysis.measurements for one in occasions))
    return [one.name for one in METRICS if one.name in there]


def _unknown(name: str) -> Measurement:
    """A measurement that there was not when a photo was analysed."""
    unit: Unit = next(one.unit for one in METRICS if one.name == name)
    return Measurement(name, math.nan, math.nan, unit, "estimated")


def _lines(occasions: tuple[Occasion, ...], series: Mapping[str, Series]) -> dict[Region, Series]:
    if not occasions:
        return {}
    verdict = find_verdict(occasions[-1].analysis.assessment)
    return {line.region: series[line.measurement] for line in verdict if line.measurement in series}


def _unlike(occasions: tuple[Occasion, ...]) -> tuple[Occasion, ...]:
    return tuple(one for one in occasions[1:] if not looks_alike(occasions[0], one))


def looks_alike(known: Occasion, other: Occasion) -> bool:
    """Whether two photos may show one person, by the proportions of the body.

    Clothes change between visits, so their colours tell nothing here.
    """
    portraits = [Portrait(one.analysis.body, None) for one in (known, other)]
    return not differing_traits(portraits)
