"""The figures of the real photographs that have a target, one line each.

The targets are those of the project's issue on real people. As with the rendered sets none is ever
dropped or loosened, and a figure that cannot be computed is short.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from groundtruth.real.cuts import CUTS, MEASUREMENTS
from groundtruth.real.scores import NEARLY_STRAIGHT_DEG
from groundtruth.score.figures import Figure, at_least, at_most, get

if TYPE_CHECKING:
    from collections.abc import Iterator

Scores = dict[str, Any]

CVA_BIAS, CVA_SD, CVA_STATED = 1.5, 3.3, 3.0
LEAST_COVER = 90.0
FORWARD_BIAS = {
    "tragus": 0.3,
    "canthus": 0.3,
    "c7": 0.3,
    "acromion": 0.45,
    "malleolus": 0.45,
    "toe": 0.45,
}
"""Largest mean error forward, percent of stature."""

BIAS_OF_PEOPLE = ("head_tilt", "ear_shoulder_offset", "body_lean")
BIAS_SHARE = 0.25
"""Largest mean error of ``BIAS_OF_PEOPLE`` as a share of the standard deviation among people."""

LEAST_KNEES = {80: 70.0, 95: 90.0}
"""Least share of the knees within an interval of norm and stated error together, percent."""

RETEST = {"cva": 2.0, "pelvic_tilt": 2.5, "lordosis": 5.0}
"""Largest standard deviation between photographs of one person, degrees."""

LEAST_SPOKEN = 85.0

CUT_BIAS, CUT_SD, CUT_STATED = 2.0, 4.5, 4.5
"""Of the craniovertebral angle in cut copies of the photographs, degrees."""

MOST_RISE = {"ankle": 15.0, "hip": 25.0}
"""Largest rise of the error of head and shoulders by where the picture ends, percent."""


def figures(scores: Scores) -> list[Figure]:
    """Every figure that has a target.

    Parameters
    ----------
    scores : dict
        As :class:`groundtruth.real.measured.Measured` has them.

    Returns
    -------
    list of Figure
    """
    parts = (_cva, _cuts, _points, _others, _knee, _people)
    return [figure for part in parts for figure in part(scores)]


def _cva(scores: Scores) -> Iterator[Figure]:
    def cva(field: str) -> float:
        return get(scores, "measurements", "cva", field)

    yield _about_zero("cva, real, mean error", cva("bias"), "deg", CVA_BIAS)
    yield at_most("cva, real, SD", cva("sd"), "deg", CVA_SD)
    yield at_least("cva, real, 95 % intervals hold", cva("cover_95"), "%", LEAST_COVER)
    raw = "- the raters' error left in, cva, real"
    yield Figure(f"{raw}, SD", cva("sd_raw"), "deg", "-", True)
    yield Figure(f"{raw}, 95 % intervals hold", cva("cover_95_raw"), "%", "-", True)
    yield at_most("cva, real, median stated error", cva("stated"), "deg", CVA_STATED)


def _cuts(scores: Scores) -> Iterator[Figure]:
    for name in CUTS:

        def cva(field: str, name: str = name) -> float:
            return get(scores, "cuts", name, field)

        of = f"cva, real, cut at {name}"
        yield _about_zero(f"{of}, mean error", cva("bias"), "deg", CUT_BIAS)
        yield at_most(f"{of}, SD", cva("sd"), "deg", CUT_SD)
        yield at_most(f"{of}, median stated error", cva("stated"), "deg", CUT_STATED)
        yield at_least(f"{of}, 95 % intervals hold", cva("cover_95"), "%", LEAST_COVER)
    for name, most in MOST_RISE.items():
        for measurement in MEASUREMENTS:
            rise = get(scores, "cuts", name, "rise", measurement)
            yield at_most(f"{measurement}, real, cut at {name}, RMSE rises by", rise, "%", most)


def _points(scores: Scores) -> Iterator[Figure]:
    for name, most in FORWARD_BIAS.items():
        forward = get(scores, "points", name, "forward")
        bias, cover = get({"f": forward}, "f", "bias"), get({"f": forward}, "f", "cover_95")
        yield _about_zero(f"{name} forward, real, mean error", bias, "%", most)
        yield at_least(f"{name} forward, real, 95 % intervals hold", cover, "%", LEAST_COVER)


def _others(scores: Scores) -> Iterator[Figure]:
    for name in BIAS_OF_PEOPLE:
        bias = get(scores, "measurements", name, "bias")
        people = get(scores, "measurements", name, "people")
        share = bias / people if people > 0 else math.nan
        yield _about_zero(f"{name}, real, mean error / SD of people", share, "x", BIAS_SHARE)


def _knee(scores: Scores) -> Iterator[Figure]:
    median = get(scores, "knee_angle", "median")
    yield _about_zero("knee_angle, real, median of straight legs", median, "deg", 4.0)
    held = get(scores, "knee_angle", "straight_within_95")
    name = f"knee_angle, real, 95 % intervals reach 0 +- {NEARLY_STRAIGHT_DEG:g} deg"
    yield at_least(name, held, "%", LEAST_COVER)
    for level in (80, 95):
        held = get(scores, "knee_angle", f"norm_{level}")
        name = f"knee_angle, real, {level} % of norm and stated error hold"
        yield at_least(name, held, "%", LEAST_KNEES[level])
    stated = get(scores, "knee_angle", "stated")
    yield Figure("knee_angle, real, median stated error", stated, "deg", "-", True)


def _people(scores: Scores) -> Iterator[Figure]:
    false = get(scores, "false_notices", "feet_cut_off", "n")
    yield at_most("feet_cut_off though a foot is in the picture, real", false, "", 0.0)
    for name, most in RETEST.items():
        sd = get(scores, "retest", name, "sd")
        yield at_most(f"{name}, same person in another photo, SD", sd, "deg", most)
    share = get(scores, "spoken", "any")
    yield at_least("photos with a word on head or shoulders, real", share, "%", LEAST_SPOKEN)


def _about_zero(name: str, value: float, unit: str, most: float) -> Figure:
    return Figure(name, value, unit, f"+-{most:g}", abs(value) <= most)
