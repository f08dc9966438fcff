"""The figures with targets: one line each, as ``make truth`` prints them.

The targets are those of the project's ground-truth issue. None is dropped or loosened. A figure
without pictures counts as missed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from groundtruth.score.people import METRIC_NAMES
from groundtruth.score.summary import CONCERNED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Scores = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; without a target (``-``) it always holds."""

    name: str
    value: float
    unit: str
    target: str
    holds: bool

    def line(self) -> str:
        """Write it as one line."""
        verdict = "holds" if self.holds else "short"
        return f"{self.name:<58} {self.value:8.2f} {self.unit:<3} {self.target:>8}  {verdict}"


WIDE_RMSE = {
    "cva": 3.0,
    "shoulder_c7": 8.0,
    "pelvic_tilt": 4.5,
    "kyphosis": 6.0,
    "lordosis": 6.0,
    "trunk_lean": 1.5,
    "body_lean": 1.5,
    "knee_angle": 3.5,
}
"""Wide spreads: at most this RMSE, degrees."""

LIFE_SKILL = {
    "cva": 0.65,
    "shoulder_c7": 0.4,
    "pelvic_tilt": 0.4,
    "kyphosis": 0.5,
    "lordosis": 0.45,
    "knee_angle": 0.5,
}
"""Spreads as in life: at least this skill."""

LIFE_SKILL_FITTED_TILT = 0.5
CHANGE_OF_TILT = {"wide": 4.5, "life": 2.5}
"""RMSE of the change of pelvic tilt, degrees; in life with personal calibration."""

WITH_STICKERS = 2.5
"""RMSE of every angle with stickers on the points concerned, degrees."""

COVERAGE = {95: (92.0, 98.0), 80: (76.0, 84.0)}
"""Percent of truths inside the intervals of that level."""

LEAST_CORRECT_TIERS = 80.0
MIRROR_DEG = 0.5
SPREADS = ("wide", "life")
STICKER_ANGLES = (
    "cva",
    "shoulder_c7",
    "pelvic_tilt",
    "trunk_lean",
    "hip_angle",
    "knee_angle",
    "body_lean",
)
"""Angles with at least one point that can have a sticker."""


def figures(scores: Scores) -> list[Figure]:
    """Compute every figure that has a target.

    Parameters
    ----------
    scores : dict
        As ``summarise`` gives them.

    Returns
    -------
    list of Figure
    """
    return [
        *_headline(scores),
        *_changes(scores),
        *_stickers(scores),
        *_coverage(scores),
        *_tiers(scores),
        *_mirror(scores),
        *_peers(scores),
    ]


def get(scores: Mapping[str, Any], *path: str | int) -> Any:
    """Follow a path of keys; NaN where it ends early."""
    here: Any = scores
    for step in path:
        if not isinstance(here, dict) or step not in here:
            return math.nan
        here = here[step]
    return here


def at_most(name: str, value: float, unit: str, most: float) -> Figure:
    """Figure that holds where the value is not above ``most``; NaN is short."""
    return Figure(name, value, unit, f"<= {most:g}", value <= most)


def at_least(name: str, value: float, unit: str, least: float) -> Figure:
    """Figure that holds where the value is not below ``least``; NaN is short."""
    return Figure(name, value, unit, f">= {least:g}", value >= least)


def _headline(scores: Scores) -> Iterator[Figure]:
    for metric, most in WIDE_RMSE.items():
        value = get(scores, "groups", "wide", "metrics", metric, "rmse")
        yield at_most(f"{metric}, wide, RMSE", value, "deg", most)
    for metric, least in LIFE_SKILL.items():
        value = get(scores, "groups", "life", "metrics", metric, "skill")
        yield at_least(f"{metric}, life, skill", value, "", least)
    fitted = get(scores, "groups", "life", "fitted_top", "skill")
    name = "pelvic_tilt, life, bare, bra or fitted top, skill"
    yield at_least(name, fitted, "", LIFE_SKILL_FITTED_TILT)


def _changes(scores: Scores) -> Iterator[Figure]:
    wide = get(scores, "groups", "wide", "change", "pelvic_tilt", "rmse")
    yield at_most("change of pelvic_tilt, wide, RMSE", wide, "deg", CHANGE_OF_TILT["wide"])
    life = get(scores, "groups", "life", "personal", "pelvic_tilt", "change", "rmse")
    name = "change of pelvic_tilt, life, personal calibration, RMSE"
    yield at_most(name, life, "deg", CHANGE_OF_TILT["life"])


def _stickers(scores: Scores) -> Iterator[Figure]:
    for spread in SPREADS:
        for metric in STICKER_ANGLES:
            value = get(scores, "stickers", spread, "metrics", metric, "rmse")
            yield at_most(f"{metric}, {spread}, stickers, RMSE", value, "deg", WITH_STICKERS)
        yield Figure(f"visible stickers found, {spread}", _found(scores, spread), "%", "-", True)


def _found(scores: Scores, spread: str) -> float:
    """Share of the visible stickers that were found at the right position, percent."""
    finding = get(scores, "stickers", spread, "finding")
    if not isinstance(finding, dict):
        return math.nan
    worn = sum(point["worn"] for point in finding.values())
    return 100.0 * sum(p["right"] for p in finding.values()) / worn if worn else math.nan


def _coverage(scores: Scores) -> Iterator[Figure]:
    for part, what in (("groups", ""), ("stickers", ", stickers")):
        for spread in SPREADS:
            measured = get(scores, part, spread, "metrics")
            names = METRIC_NAMES if part == "groups" else tuple(CONCERNED)
            for level, (low, high) in COVERAGE.items():
                shares = [get({"m": measured}, "m", m, f"cover_{level}") for m in names]
                yield _within(f"{level} % intervals, {spread}{what}", shares, low, high)


def _within(name: str, shares: list[float], low: float, high: float) -> Figure:
    """Share of the measurements whose coverage lies in the band; holds where all do."""
    inside = sum(low <= share <= high for share in shares)
    known = any(math.isfinite(share) for share in shares)
    value = 100.0 * inside / len(shares) if known else math.nan
    title = f"{name}: measurements in {low:g}-{high:g} %"
    return Figure(title, value, "%", "= 100", inside == len(shares))


def _tiers(scores: Scores) -> Iterator[Figure]:
    for spread in SPREADS:
        right = get(scores, "groups", spread, "tiers", "all", "right")
        yield at_least(f"spoken tiers that hold, {spread}", right, "%", LEAST_CORRECT_TIERS)
        silent = get(scores, "groups", spread, "tiers", "all", "cannot_tell")
        yield Figure(f"share of cannot tell, {spread}", silent, "%", "-", True)


def _mirror(scores: Scores) -> Iterator[Figure]:
    for spread in SPREADS:
        gaps = [get(scores, "groups", spread, "mirror", metric) for metric in METRIC_NAMES]
        known = [gap for gap in gaps if math.isfinite(gap)]
        worst = max(known) if known else math.nan
        yield at_most(f"mirror image, {spread}, largest RMS difference", worst, "deg", MIRROR_DEG)


def _peers(scores: Scores) -> Iterator[Figure]:
    """Smallest RMSE of any peer over ours (above 1, ours is better), and without its bias."""
    for spread in SPREADS:
        found = get(scores, "groups", spread, "peers")
        if not isinstance(found, dict):
            yield Figure(f"best peer's RMSE / ours, {spread}", math.nan, "x", "> 1", False)
            continue
        for metric, both in found.items():
            ratio = best(both, lambda f: f["rmse"]) / both["ours"]["rmse"]
            name = f"best peer's RMSE / ours, {metric}, {spread}"
            yield Figure(name, ratio, "x", "> 1", ratio > 1)
            kind = best(both, lambda f: f["rmse_unbiased"]) / both["ours"]["rmse"]
            yield Figure(f"- its constant bias taken out, {metric}, {spread}", kind, "x", "-", True)


def best(both: Scores, error: Callable[[Scores], float]) -> float:
    """Smallest error of any formula; NaN where none has a value."""
    errors = [error(formula) for formula in both["formulas"]]
    known = [e for e in errors if math.isfinite(e)]
    return min(known) if known else math.nan
