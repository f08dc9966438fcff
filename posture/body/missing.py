"""Mark nodes as unknown, each with the reason in a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from posture.body.body import NODES, POINTS, SPINE, PointSet
from posture.i18n.language import mark

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.estimate.estimator import Estimate
    from posture.body.framing import Framing

HIPS_CUT = mark("The photo is cut above or at the hips.")
KNEES_CUT = mark("The photo is cut above or at the knees.")
FEET_CUT = mark("The feet are not in the photo.")
MID_STEP = mark("The person is taking a step, so legs, pelvis and lean are not measured.")
ARM = mark("An arm hides this part of the back.")
NO_EDGE = mark("The outline of the back was not found.")

_LUMBAR = 18
"""First node of the back profile that a step moves; those above give the slope at T12."""

_LONGEST_BRIDGE = 4
"""Profile nodes (a sixth of C7-S2) that may be bridged behind an arm."""

_BRIDGE_SD = 0.008
"""Extra error in the middle of a bridge, statures (engineering assumption)."""


def bridge(estimate: Estimate, occluded: NDArray[np.bool_]) -> tuple[Estimate, NDArray[np.bool_]]:
    """Interpolate the profile across short gaps behind an arm, with a larger error.

    Parameters
    ----------
    estimate : Estimate
    occluded : ndarray of bool, shape (25,)

    Returns
    -------
    estimate : Estimate
        With interpolated nodes and their larger errors.
    hidden : ndarray of bool, shape (25,)
        Nodes that stay hidden: gaps that are long or touch an end.
    """
    hidden = occluded.copy()
    positions, covariance = estimate.positions.copy(), estimate.covariance.copy()
    profile = positions[len(POINTS) :]
    for first, last in _runs(occluded):
        if first < 2 or last > len(occluded) - 3 or last - first + 1 > _LONGEST_BRIDGE:
            continue
        around = [i for i in range(first - 2, last + 3) if not occluded[i]]
        if len(around) < 4:
            continue
        gap = np.arange(first, last + 1)
        for axis in range(2):
            fit = np.polyfit(around, profile[around, axis], 3 if axis == 0 else 1)
            profile[gap, axis] = np.polyval(fit, gap)
        hidden[gap] = False
        extra = _BRIDGE_SD * np.sin(np.pi * (gap - first + 1) / (len(gap) + 1))
        at = 2 * (len(POINTS) + gap)
        covariance[np.ix_(at, at)] += np.outer(extra, extra)
    return replace(estimate, positions=positions, covariance=covariance), hidden


def blank(
    estimate: Estimate, framing: Framing, hidden: NDArray[np.bool_], mid_step: bool
) -> PointSet:
    """Set unknown nodes to NaN, each with its reason.

    Parameters
    ----------
    estimate : Estimate
    framing : Framing
    hidden : ndarray of bool, shape (25,)
    mid_step : bool

    Returns
    -------
    PointSet
    """
    missing: dict[str, str] = {}

    def lose(why: str, *nodes: str) -> None:
        for node in nodes:
            missing.setdefault(node, why)

    if not framing.hips:
        lose(HIPS_CUT, "trochanter", "asis", "psis", "knee", "malleolus", "toe", *SPINE)
    if not framing.knees:
        lose(KNEES_CUT, "knee", "malleolus", "toe")
    if not framing.feet:
        lose(FEET_CUT, "malleolus", "toe")
    if mid_step:
        lose(MID_STEP, "trochanter", "asis", "psis", "knee", "malleolus", "toe", *SPINE[_LUMBAR:])
    for i in np.flatnonzero(hidden):
        lose(ARM, SPINE[i])
    if hidden[-1]:
        lose(ARM, "psis", "asis")
    if hidden[0]:
        lose(ARM, "c7")
    for node, position in zip(NODES, estimate.positions, strict=True):
        if np.isnan(position).any():
            lose(NO_EDGE, node)
    positions, covariance = estimate.positions.copy(), estimate.covariance.copy()
    lost = np.array([node in missing for node in NODES])
    positions[lost] = np.nan
    covariance[np.repeat(lost, 2), :] = np.nan
    covariance[:, np.repeat(lost, 2)] = np.nan
    return PointSet(positions, covariance, ("estimated",) * len(NODES), missing)


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last index of each run of True."""
    padded = np.concatenate([[False], flags, [False]]).astype(int)
    starts = np.flatnonzero(np.diff(padded) == 1)
    ends = np.flatnonzero(np.diff(padded) == -1) - 1
    return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]
