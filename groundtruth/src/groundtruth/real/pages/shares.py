"""What photographs get besides values: answers, notices, findings, and the same person twice."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.measure.registry import METRICS

from groundtruth.real.by_eye import ANGLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from groundtruth.real.labels import Labels
    from groundtruth.real.results import Result

HEAD_AND_SHOULDERS = (
    "cva",
    "head_tilt",
    "ear_shoulder_offset",
    "shoulder_c7",
    "shoulder_protraction",
)
"""Measurements of which a photograph should say something."""

RETESTED = ("cva", "pelvic_tilt", "lordosis")
"""Measurements compared between two photographs of one person."""

_LEG = ("knee", "malleolus", "toe", "heel")
REFUTED_BY = {"feet_cut_off": ("toe", "heel"), "knees_cut_off": _LEG, "hips_cut_off": _LEG}
"""A notice is false where one of these points was marked inside the picture."""


def answers(results: Sequence[Result]) -> dict[str, float]:
    """Share of all photographs that get a value, by measurement, percent."""
    return {
        metric.name: _percent(
            [
                one.analysis is not None
                and math.isfinite(one.analysis.measurements[metric.name].value)
                for one in results
            ]
        )
        for metric in METRICS
    }


def refusals(results: Sequence[Result]) -> dict[str, int]:
    """Refused photographs by the code of the reason; one may have several."""
    codes = Counter(code for one in results for code in one.refused)
    return dict(sorted(codes.items()))


def false_notices(results: Sequence[Result], labels: Mapping[str, Labels]) -> dict[str, Any]:
    """Notices that marked points refute.

    Returns
    -------
    dict
        By the code of the notice: ``n``, how many are false, ``of``, in how many photographs they
        would be, and ``photographs``, the names of those where they are.
    """
    found: dict[str, Any] = {}
    for code, points in REFUTED_BY.items():
        refuting = [one for one in results if _inside(labels[one.photo], one.size, points)]
        false = [
            one.photo
            for one in refuting
            if one.analysis is not None and code in {n.code for n in one.analysis.notices}
        ]
        found[code] = {"n": len(false), "of": len(refuting), "photographs": false}
    return found


def _inside(labels: Labels, size: tuple[int, int], points: tuple[str, ...]) -> bool:
    width, height = size
    return any(
        0 <= x < width and 0 <= y < height
        for name, (x, y) in labels.points.items()
        if name in points
    )


def spoken(results: Sequence[Result]) -> dict[str, float]:
    """Share of all photographs with a finding that says more than *cannot tell*, percent.

    Returns
    -------
    dict of str to float
        ``any``: of head or shoulders at all; then by measurement.
    """
    said = [
        {
            finding.measurement
            for finding in one.analysis.assessment.findings
            if finding.tier != "cannot_tell"
        }
        if one.analysis is not None
        else set[str]()
        for one in results
    ]
    return {
        "any": _percent([bool(each & set(HEAD_AND_SHOULDERS)) for each in said]),
        **{name: _percent([name in each for each in said]) for name in HEAD_AND_SHOULDERS},
    }


def retest(
    results: Sequence[Result], by_eye: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """How much the values of one person differ between photographs.

    Parameters
    ----------
    results : sequence of Result
    by_eye : mapping of str to (mapping of str to float)
        Marked values by photograph and measurement: how much the person moved.

    Returns
    -------
    dict of str to dict
        By measurement: ``people`` with two photographs or more, ``sd``, the standard deviation
        within a person (of two photographs: root mean square of the difference over the square
        root of 2), and ``by_eye``, the same of the marked values.
    """
    found: dict[str, dict[str, float]] = {}
    for name in RETESTED:
        groups: dict[str, list[float]] = defaultdict(list)
        marked: dict[str, list[float]] = defaultdict(list)
        for one in results:
            value = one.analysis.measurements[name].value if one.analysis else math.nan
            if math.isfinite(value):
                groups[one.person].append(value)
            seen = by_eye.get(one.photo, {}).get(name, math.nan)
            if math.isfinite(seen):
                marked[one.person].append(seen)
        people = sum(len(values) > 1 for values in groups.values())
        found[name] = {
            "people": people,
            "sd": _within(groups),
            "by_eye": _within(marked) if name in ANGLES else math.nan,
        }
    return found


def _within(groups: Mapping[str, list[float]]) -> float:
    """Pooled standard deviation within groups; NaN where no group has two values."""
    several = [np.array(values) for values in groups.values() if len(values) > 1]
    if not several:
        return math.nan
    squares = sum(float(((values - values.mean()) ** 2).sum()) for values in several)
    return math.sqrt(squares / sum(values.size - 1 for values in several))


def _percent(held: Sequence[bool]) -> float:
    return 100.0 * sum(held) / len(held) if held else math.nan
