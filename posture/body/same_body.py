"""What points placed in one photo of a body teach about its other photos.

The error of an estimate has two parts. The *body part* is the body's own shape (how far this
person's hip bones lie from where outline and joints suggest them); it is the same in every photo of
that body. The *photo part* (cloth, light, the detector) is drawn anew each time. Where points were
placed in a reference photo, the estimate's error there is seen, and a Bayes update turns it into
knowledge about the body part of **all** nodes, through their joint covariance. The estimates of a
later photo are corrected by what is expected, and their covariance falls by what is explained.

The model. With ``D`` the standard errors and ``P`` the correlations of a photo's estimates, their
errors are ``e = L z``, ``L = D P^(1/2)`` (symmetric root), ``z`` standard normal. Between two
photos of one body ``z`` of the same coordinate is correlated by ``k``, else not. So

- each photo keeps exactly the covariance that its estimator gave it;
- the joint covariance of both photos is valid whatever the shares are, and what is left after the
  update lies between zero and the covariance before (no share can break it);
- a node whose errors go with its neighbours' takes on a mean of their shares.

``k`` is the body's share of the variance times the smaller over the larger standard error of the
two photos: what loose cloth adds in one of them belongs to that photo alone. See ADR 3.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posture.body.body import NODES, SPINE, Notice, PointSet
from posture.body.segments import turns
from posture.body.share import default_share
from posture.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.body import Body
    from posture.body.share import Share

MIDLINE = frozenset(("c7", *SPINE))
"""Nodes that both sides of the body share; all others come in pairs."""

NO_POINTS = "It has no placed points, so it tells nothing about the body's own shape."
PLACE_FIRST = "Analyse the earlier photo with --points and --json, and give that as the reference."

_SAID = (
    "Points placed in an earlier photo of this person were used to correct the estimated points of "
    "this one; what they could not settle is in the errors."
)
_SAID_OTHER_SIDE = " The earlier photo shows the other side of the body, so it counts less."
_REMEDY = "Leave the earlier photo out if it shows someone else or the body has changed much since."


@dataclass(frozen=True, slots=True, eq=False)
class Offsets:
    """Estimated less placed, in one photo.

    Attributes
    ----------
    names : tuple of str
        Points that were placed and also estimated, in the order of ``NODES``.
    values : ndarray, shape (K, 2)
        Estimated less placed position; body axes of that photo, statures.
    sds : ndarray, shape (K,)
        1-sigma error of placing, per coordinate, statures.
    """

    names: tuple[str, ...]
    values: NDArray[np.float64]
    sds: NDArray[np.float64]


def offsets(reference: Body) -> Offsets:
    """Find how far the estimates of a photo lie from the points placed in it.

    Parameters
    ----------
    reference : Body

    Returns
    -------
    Offsets
        Empty where no point was both placed and estimated. Errors of the camera drop out: both
        layers lie in the same picture.
    """
    estimated, layered = reference.detected, reference.layered
    placed = {point.name: point for point in reference.placed}
    names = tuple(n for n in NODES if n in placed and np.isfinite(estimated[n]).all())
    scale = reference.camera.px_per_stature
    return Offsets(
        names,
        np.array([estimated[n] - layered[n] for n in names]).reshape(-1, 2),
        np.array([placed[n].sd_px / scale for n in names]),
    )


def correct(body: Body, reference: Body, share: Share | None = None) -> Body:
    """Correct the estimates of a body by the points placed in another photo of it.

    Parameters
    ----------
    body : Body
        The later photo. Points placed in it stay as they are.
    reference : Body
        The photo in which points were placed.
    share : Share, optional
        The body's share of the error variance; default: the one of ``data/same_body.json``.

    Returns
    -------
    Body
        With ``detected`` moved and its covariance reduced (never grown), and a notice. Sources stay
        "estimated": nobody placed a point in this photo.

    Raises
    ------
    InputError
        The reference has no placed point whose estimate is known.
    """
    found = offsets(reference)
    if not found.names:
        raise InputError("The reference cannot be used:", (NO_POINTS,), PLACE_FIRST)
    other_side = body.near_side != reference.near_side
    shares = _shares(share or default_share(), other_side=other_side)
    learnt = _update(body.detected, reference.detected, found, shares)
    said = _SAID + (_SAID_OTHER_SIDE if other_side else "")
    notice = Notice("same_body", said, _REMEDY)
    return replace(body, detected=learnt, notices=(*body.notices, notice))


def _shares(share: Share, *, other_side: bool) -> NDArray[np.float64]:
    """Share per node, shape (35,), smaller for paired points seen from the other side."""
    paired = np.array([name not in MIDLINE for name in NODES])
    return share.nodes * np.where(paired & other_side, share.other_side, 1.0)


def _update(
    later: PointSet, earlier: PointSet, found: Offsets, shares: NDArray[np.float64]
) -> PointSet:
    """The Bayes update of the later estimates by the offsets found in the earlier photo."""
    # The body part sits on its segment: turn what was seen to where the segment points now.
    turn = _block_rotation(turns(earlier, later, 1 - shares))
    cov_earlier = turn @ np.nan_to_num(earlier.covariance) @ turn.T
    sd0, root0 = _root(cov_earlier)
    sd1, root1 = _root(np.nan_to_num(later.covariance))
    k = np.repeat(shares, 2) * _ratio(sd0, sd1)
    rows = np.array([2 * NODES.index(n) + axis for n in found.names for axis in range(2)])
    seen = turn[np.ix_(rows, rows)] @ found.values.ravel()
    seen_cov = root0[rows] @ root0[rows].T + np.diag(np.repeat(found.sds**2, 2))
    # In the standard normal coordinates z of the later photo.
    carried = k[:, None] * root0[rows].T
    gain = carried @ np.linalg.pinv(seen_cov, rcond=1e-10, hermitian=True)
    values, vectors = np.linalg.eigh(np.eye(len(k)) - gain @ carried.T)
    left = root1 @ (vectors * np.sqrt(np.clip(values, 0.0, 1.0)))
    covariance = left @ left.T
    covariance = (covariance + covariance.T) / 2
    unknown = np.isnan(later.positions).any(axis=1)
    covariance[np.repeat(unknown, 2), :] = np.nan
    covariance[:, np.repeat(unknown, 2)] = np.nan
    shift = (root1 @ gain @ seen).reshape(-1, 2)
    return replace(later, positions=later.positions - shift, covariance=covariance)


def _block_rotation(angles: NDArray[np.float64]) -> NDArray[np.float64]:
    """One rotation per node, shape (70, 70)."""
    made = np.zeros((2 * len(angles), 2 * len(angles)))
    x = 2 * np.arange(len(angles))
    cos, sin = np.cos(angles), np.sin(angles)
    made[x, x], made[x, x + 1], made[x + 1, x], made[x + 1, x + 1] = cos, -sin, sin, cos
    return made


def _root(
    covariance: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Standard errors ``D`` and ``L = D P^(1/2)``; rows without variance stay zero."""
    sd = np.sqrt(np.clip(np.diag(covariance), 0.0, None))
    safe = np.where(sd > 0, sd, 1.0)
    values, vectors = np.linalg.eigh(covariance / np.outer(safe, safe))
    root = (vectors * np.sqrt(np.clip(values, 0.0, None))) @ vectors.T
    return sd, sd[:, None] * root


def _ratio(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smaller over larger; 1 where either is unknown or zero, for then there is no comparison."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    return np.where(low > 0, low / np.where(high > 0, high, 1.0), 1.0)
