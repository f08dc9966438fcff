"""Mark nodes as unknown, each with the reason in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posture.body.points import NODES, SPINE, PointSet, set_unknown
from posture.i18n.language import mark

if TYPE_CHECKING:
    from posture.body.estimate.estimator import Estimate
    from posture.body.framing import Framing

HIPS_CUT = mark("The photo is cut above or at the hips.")
KNEES_CUT = mark("The photo is cut above or at the knees.")
FEET_CUT = mark("The feet are not in the photo.")
MID_STEP = mark("The person is taking a step, so legs, pelvis and lean are not measured.")

_LUMBAR = 18
"""First node of the back profile that a step moves; those above give the slope at T12."""


def missing_nodes(framing: Framing, *, mid_step: bool = False) -> dict[str, str]:
    """Nodes that are unknown, each with its reason.

    Parameters
    ----------
    framing : Framing
    mid_step : bool

    Returns
    -------
    dict of str to str
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
    return missing


def blank(estimate: Estimate, framing: Framing, mid_step: bool) -> PointSet:
    """Set unknown nodes to NaN, each with its reason.

    Parameters
    ----------
    estimate : Estimate
    framing : Framing
    mid_step : bool

    Returns
    -------
    PointSet
    """
    missing = missing_nodes(framing, mid_step=mid_step)
    positions, covariance = estimate.positions.copy(), estimate.covariance.copy()
    lost = np.array([node in missing for node in NODES])
    positions[lost] = np.nan
    set_unknown(covariance, lost)
    return PointSet(positions, covariance, ("estimated",) * len(NODES), missing)
