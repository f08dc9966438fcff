"""Estimates two photos of one body jointly.

Both photos show the same body. What loose cloth or an arm hides in one of them may be visible in
the other, and the body's own shape must not look like a change. So a second network, learnt from
pairs of photos, takes the features of both and the estimate of each alone, and corrects the
estimate of one of them.

The errors of two such estimates are correlated and differ from those of single photos. Their size,
and that of a change, was learnt from people outside the training sets of both networks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posture.body.estimate.corrections import scale_and_shift
from posture.body.estimate.cut_pictures import cut_pictures, shift_of
from posture.body.estimate.face import ROWS
from posture.body.estimate.features import VERSION
from posture.body.estimate.heights import SHARES
from posture.body.estimate.network import weights
from posture.body.estimate.pair_weights import (
    PairWeights,
    novelty_log_odds,
    pair_weights,
    scaled_covariance,
)
from posture.body.estimate.real_people import real_people
from posture.body.estimate.regions import widen
from posture.body.points import set_unknown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.body import Body


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two photos of one body, estimated jointly.

    Attributes
    ----------
    before, after : Body
        The same bodies with jointly estimated points.
    as_learnt : tuple of Body
        Both without what widens the errors of their own photos.
    odds : ndarray, shape ()
        Novelty log odds, mean of both.
    learnt : PairWeights
    """

    before: Body
    after: Body
    as_learnt: tuple[Body, Body]
    odds: NDArray[np.float64]
    learnt: PairWeights

    def sizes(
        self, independent: NDArray[np.float64], change: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """1-sigma error of the change of each measurement; see :meth:`PairWeights.sizes`.

        ``independent`` is that of the bodies as they were learnt from.
        """
        return self.learnt.sizes(independent, change, self.odds)


def read_jointly(before: Body, after: Body) -> Pair | None:
    """Estimate two photos of one body jointly.

    Parameters
    ----------
    before, after : Body
        As the package's estimator gave them; a correction by another photo is undone.

    Returns
    -------
    Pair or None
        None where one of them was stored without features or with those of another version of
        their definition.
    """
    if before.features is None or after.features is None:
        return None
    if {before.features.version, after.features.version} != {VERSION}:
        return None
    earlier, later = before.features.values, after.features.values
    learnt, both = pair_weights(), np.stack([earlier, later])
    is_raised = before.raised is not None and after.raised is not None
    first = _corrected(before, earlier, later, learnt, is_raised=is_raised)
    second = _corrected(after, later, earlier, learnt, is_raised=is_raised)
    return Pair(
        _widened(first),
        _widened(second),
        (first, second),
        novelty_log_odds(weights(), both).mean(),
        learnt,
    )


def _corrected(
    body: Body,
    own: NDArray[np.float64],
    other: NDArray[np.float64],
    learnt: PairWeights,
    *,
    is_raised: bool,
) -> Body:
    """The body with the joint estimate in place of the single one."""
    alone = weights()
    # How far a person's points are from rendered ones is the same in both photos: its variance is
    # no part of a change.
    real = real_people().share(alone.standardised(own), own, head_seen=body.shows_head)
    moved, _ = real_people().moves(real, own)
    moved = moved + shift_of(cut_pictures().at(own))
    single = alone.positions(own) + moved
    at = learnt.positions(alone, own, other) + moved
    raised = np.zeros_like(at)
    raised[:, 1] = (body.raised or 0.0) * SHARES
    flat = body.detected.positions - raised
    scale, shift = _fit(single, flat)
    # What the face detector knows of the head is no part of the features.
    by_face = np.zeros_like(at)
    by_face[ROWS] = flat[ROWS] - (scale * single[ROWS] + shift)
    covariance = scale**2 * scaled_covariance(alone, own, learnt.single)
    # Points outside the picture stay unknown.
    lost = np.isnan(body.detected.positions)
    set_unknown(covariance, lost[:, 0])
    there = scale * at + shift + by_face
    # Against a photo that was stored before heads were raised, neither is.
    positions = np.where(lost, np.nan, there + raised if is_raised else there)
    return replace(
        body, detected=replace(body.detected, positions=positions, covariance=covariance)
    )


def _widened(body: Body) -> Body:
    """The body with the errors that its photo has beyond what was learnt."""
    more = body.widening
    if more is None:
        return body
    found = body.detected
    turn = more.roll_deg * body.camera_errors.turn(body.camera, found.positions, body.depths)
    covariance = widen(found.covariance, more.nodes) + np.outer(turn, turn)
    return replace(body, detected=replace(found, covariance=covariance))


def _fit(
    nodes: NDArray[np.float64], seen: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    """Scale and shift from nodes to their places in body axes; shape (35, 2) each.

    Tragus and canthus tell nothing of them: the face detector has moved them.
    """
    known = np.flatnonzero(np.isfinite(seen).all(axis=1))
    known = np.setdiff1d(known, ROWS)
    return scale_and_shift(nodes[known], seen[known])
