"""Personal calibration: placed points of a reference photo correct the estimates of another.

The error of an estimate has two parts. The *body part* comes from the shape of the body (how far
this person's hip bones lie from where outline and joints suggest them) and is the same in every
photo of that person. The *photo part* (cloth, light, the detector) is independent in each photo.
Where points were placed in a reference photo, the error of their estimates is known there. A Bayes
update gives the expected body part of **all** nodes, through their joint covariance. It corrects
the estimates of a later photo and reduces their covariance.

The model. With ``D`` the standard errors and ``P`` the correlations of a photo's estimates, their
errors are ``e = L z``, ``L = D P^(1/2)`` (symmetric root), ``z`` standard normal. Between two
photos of one person, ``z`` of the same coordinate has the correlation ``k``; all other pairs are
uncorrelated. So

- the covariance of each photo is exactly that of its estimator;
- the joint covariance of both photos is positive semidefinite for all shares, and the covariance
  after the update lies between zero and the covariance before;
- a node whose errors are correlated with those of its neighbours has a mean of their shares.

The errors of the reference's camera affect estimates and placed points alike. The common part
cancels in their difference and carries no information about the body.

``k`` is the body's share of the variance times the smaller over the larger standard error of the
two photos, because error that loose cloth adds in one photo belongs to that photo alone. See
docs/adr/0003.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posture.body.camera.depth_errors import depth_correlation, depth_covariance
from posture.body.camera.errors import add_to_placed
from posture.body.estimate.segments import segment_rotations
from posture.body.estimate.share import default_share
from posture.body.points import NODES, SPINE, PointSet, coordinates, set_unknown
from posture.body.remarks import Notice
from posture.errors import InputError
from posture.i18n.language import join_translatable, mark, tr

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.body import Body
    from posture.body.estimate.share import Share

MIDLINE = frozenset(("c7", *SPINE))
"""Nodes on the midline; all others exist on the left and on the right."""

NO_POINTS = mark("It has no placed points, so nothing can be learnt from it about this body.")
PLACE_FIRST = mark(
    "Analyse the earlier photo with --points and --json, and give that as the reference."
)

_LEAST = 1e-9
"""Eigenvalues of a correlation matrix below this share of the largest count as zero."""

_USED = mark(
    "Points placed in an earlier photo of this person were used to correct the estimated points of "
    "this one; the remaining uncertainty is included in the errors."
)
_OTHER_SIDE = mark("The earlier photo shows the other side of the body, so it has less weight.")
_REMEDY = mark(
    "Leave the earlier photo out if it shows someone else or the body has changed much since."
)


@dataclass(frozen=True, slots=True, eq=False)
class Offsets:
    """Differences between estimated and placed points in one photo.

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
    """Compute the differences between the estimates of a photo and the points placed in it.

    Parameters
    ----------
    reference : Body

    Returns
    -------
    Offsets
        Empty where no point was both placed and estimated.
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
        The later photo. Its placed points are not changed.
    reference : Body
        The photo in which points were placed.
    share : Share, optional
        The body's share of the error variance; default: that of ``data/personal_calibration.json``.

    Returns
    -------
    Body
        With corrected ``detected``, whose covariance is never larger than before, and the notice
        ``personal_calibration``. Sources stay "estimated".

    Raises
    ------
    InputError
        The reference has no placed point whose estimate is known.
    """
    found = offsets(reference)
    if not found.names:
        raise InputError(tr("The reference cannot be used:"), (tr(NO_POINTS),), tr(PLACE_FIRST))
    other_side = body.near_side != reference.near_side
    shares = _shares(share or default_share(), other_side=other_side)
    corrected = _update(body.detected, reference, found, shares)
    text = join_translatable([_USED, _OTHER_SIDE] if other_side else [_USED])
    notice = Notice("personal_calibration", text, _REMEDY)
    return replace(body, detected=corrected, notices=(*body.notices, notice))


def _shares(share: Share, *, other_side: bool) -> NDArray[np.float64]:
    """Share per node, shape (35,); smaller for left or right points seen from the other side."""
    paired = np.array([name not in MIDLINE for name in NODES])
    return share.nodes * np.where(paired & other_side, share.other_side, 1.0)


def _update(
    later: PointSet, reference: Body, found: Offsets, shares: NDArray[np.float64]
) -> PointSet:
    """Bayes update of the later estimates, given the offsets in the reference."""
    own = np.array([NODES.index(name) for name in found.names])
    # The body part is fixed to its segment: rotate the offsets with the segment.
    angles = segment_rotations(reference.detected, later, 1 - shares)
    turn = _block_rotation(np.append(angles, angles[own]))
    joint = turn @ _both_layers(reference, found, own) @ turn.T
    seen = _block_rotation(angles[own]) @ found.values.ravel()
    count = 2 * len(NODES)
    pick = np.eye(count)[coordinates(own)]
    less = np.hstack([pick, -np.eye(2 * len(own))])
    sd0, _, whiten = _root(joint[:count, :count])
    sd1, root1, _ = _root(np.nan_to_num(later.covariance))
    # In the standard normal coordinates z: covariance of the later photo with the offsets.
    k = np.repeat(shares, 2) * _ratio(sd0, sd1)
    carried = k[:, None] * (whiten @ joint[:count] @ less.T)
    gain = carried @ np.linalg.pinv(less @ joint @ less.T, rcond=1e-10, hermitian=True)
    values, vectors = np.linalg.eigh(np.eye(len(k)) - gain @ carried.T)
    left = root1 @ (vectors * np.sqrt(np.clip(values, 0.0, 1.0)))
    covariance = left @ left.T
    covariance = (covariance + covariance.T) / 2
    set_unknown(covariance, np.isnan(later.positions[:, 0]))
    shift = (root1 @ gain @ seen).reshape(-1, 2)
    return replace(later, positions=later.positions - shift, covariance=covariance)


def _both_layers(reference: Body, found: Offsets, own: NDArray[np.intp]) -> NDArray[np.float64]:
    """Joint covariance of a photo's estimates and then its placed points; zero where unknown.

    Both layers share the errors of the camera.
    """
    detected, camera = reference.detected, reference.camera
    rows = coordinates(own)
    count = 2 * len(NODES)
    covariance = np.zeros((count + len(rows), count + len(rows)))
    covariance[:count, :count] = detected.covariance
    covariance[count:, count:] = np.diag(np.repeat(found.sds**2, 2))
    modes = reference.camera_errors.modes(camera, detected.positions, reference.depths)
    placed = np.arange(len(NODES) + len(own)) >= len(NODES)
    shared = modes if reference.shared is None else reference.shared
    total = add_to_placed(covariance, np.vstack([shared, modes[rows]]), placed)
    total[count:, count:] += depth_covariance(
        camera,
        detected.positions[own] - found.values,
        reference.depths[own],
        reference.depth_sds[own],
        depth_correlation(found.names),
    )
    return np.nan_to_num(total)


def _block_rotation(angles: NDArray[np.float64]) -> NDArray[np.float64]:
    """One rotation per node, shape (70, 70)."""
    made = np.zeros((2 * len(angles), 2 * len(angles)))
    x = 2 * np.arange(len(angles))
    cos, sin = np.cos(angles), np.sin(angles)
    made[x, x], made[x, x + 1], made[x + 1, x], made[x + 1, x + 1] = cos, -sin, sin, cos
    return made


def _root(
    covariance: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Standard errors ``D``, ``L = D P^(1/2)`` and its pseudo-inverse; no variance gives zeros."""
    sd = np.sqrt(np.clip(np.diag(covariance), 0.0, None))
    safe = np.where(sd > 0, sd, 1.0)
    values, vectors = np.linalg.eigh(covariance / np.outer(safe, safe))
    real = values > _LEAST * values[-1]
    values, vectors = values[real], vectors[:, real]
    root = (vectors * np.sqrt(values)) @ vectors.T
    inverse = (vectors / np.sqrt(values)) @ vectors.T
    return sd, sd[:, None] * root, inverse / safe


def _ratio(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smaller over larger; 1 where either is unknown or zero."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    return np.where(low > 0, low / np.where(high > 0, high, 1.0), 1.0)
