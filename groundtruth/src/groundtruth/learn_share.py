"""The body's share of the points' error, from two photos each of many bodies.

The error of an estimate is ``e = b + w``: the part ``b`` of the body is equal in both photos, the
part ``w`` of the photo is not. So ``rho = Cov(e_a, e_b) / Var(e)``, node by node, over both axes. A
correlation
over n bodies is itself uncertain by about ``(1 - rho^2) / sqrt(2 n)``; neighbouring nodes have
similar values. So the values are pooled: each is shrunk towards the mean of its group (points, back
profile) according to its own uncertainty (random-effects
shrinkage of Fisher's z, between-node variance after DerSimonian and Laird, 1986).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from posture.body.estimate.share import ShareFile, default_share
from posture.body.points import NODES, POINTS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

MOST = 0.95
"""Upper limit of a share."""

_FEWEST = 8
"""Number of bodies below which a node takes the value of its group."""

_GROUPS = (slice(0, len(POINTS)), slice(len(POINTS), len(NODES)))


def learn_share(
    errors_a: NDArray[np.float64], errors_b: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Learn the body's share of the error variance of each node.

    Parameters
    ----------
    errors_a, errors_b : ndarray, shape (n, 35, 2)
        Estimated less true positions of the same n bodies in two photos, body axes, statures; NaN
        where unknown. The photos must differ in all that differs in use (clothes, light, camera,
        pose), else the share comes out too high.

    Returns
    -------
    ndarray, shape (35,)
        Share per node of ``NODES``, [0, 0.95].

    Raises
    ------
    ValueError
        The shapes differ, or no group of nodes is known in eight bodies.

    Notes
    -----
    The mean error over all bodies is subtracted first: it belongs to the estimator, not to the
    person. In body axes a rotation of a segment between the photos counts as part of the photo,
    which makes the share smaller.
    """
    if errors_a.shape != errors_b.shape or errors_a.shape[1:] != (len(NODES), 2):
        raise ValueError(f"expected two arrays (n, {len(NODES)}, 2) of the same n")
    correlation, count = _correlations(errors_a, errors_b)
    share = np.empty(len(NODES))
    for group in _GROUPS:
        share[group] = _pooled(correlation[group], count[group])
    return np.clip(share, 0.0, MOST)


def write_share(share: NDArray[np.float64], source: str, path: Path) -> None:
    """Write the data file that the package reads.

    Parameters
    ----------
    share : ndarray, shape (35,)
        As :func:`learn_share` gives it.
    source : str
        Data, number of bodies and seed.
    path : Path
        ``posture/body/estimate/data/personal_calibration.json``.

    Notes
    -----
    The factor for photos of different sides is not learnt here; it is kept as it ships.
    """
    record = ShareFile(
        source=source,
        nodes={name: round(float(value), 3) for name, value in zip(NODES, share, strict=True)},
        other_side=default_share().other_side,
        other_side_source="assumed: bodies are nearly alike on both sides, not wholly",
    )
    path.write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")


def _correlations(
    errors_a: NDArray[np.float64], errors_b: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Correlation over the bodies, both axes together, and the number of bodies, per node."""
    both = np.asarray(np.isfinite(errors_a).all(axis=2) & np.isfinite(errors_b).all(axis=2))
    count = both.sum(axis=0)
    known = np.maximum(count, 1)[:, None]
    a, b = (np.where(both[..., None], errors, 0.0) for errors in (errors_a, errors_b))
    mean = (a.sum(axis=0) + b.sum(axis=0)) / (2 * known)
    a, b = (np.where(both[..., None], errors - mean, 0.0) for errors in (a, b))
    shared = (a * b).sum(axis=(0, 2))
    whole = ((a * a).sum(axis=(0, 2)) + (b * b).sum(axis=(0, 2))) / 2
    correlation = np.divide(shared, whole, out=np.zeros_like(shared), where=whole > 0)
    return correlation, np.where(whole > 0, count, 0)


def _pooled(correlation: NDArray[np.float64], count: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares of a group of nodes, each shrunk towards their mean by its own uncertainty."""
    known = count >= _FEWEST
    if not known.any():
        raise ValueError(f"no node of a group is known in {_FEWEST} bodies or more")
    z = np.arctanh(np.clip(correlation, -0.999, 0.999))
    # Two axes of one body count as two draws at most; errors along them are nearly independent.
    variance = 1.0 / np.maximum(2 * count - 3, 1)
    between = _between(z[known], variance[known])
    weight = 1 / (variance[known] + between)
    mean = float(np.sum(weight * z[known]) / np.sum(weight))
    keep = np.where(known, between / (between + variance), 0.0)
    return np.tanh(mean + keep * (z - mean))


def _between(z: NDArray[np.float64], variance: NDArray[np.float64]) -> float:
    """Variance between nodes beyond chance: the moment estimate of DerSimonian and Laird."""
    weight = 1 / variance
    total = float(weight.sum())
    freedom = len(z) - 1
    scale = total - float((weight**2).sum()) / total
    if freedom == 0 or scale <= 0:
        return 0.0
    mean = float((weight * z).sum()) / total
    q = float((weight * (z - mean) ** 2).sum())
    return max(0.0, (q - freedom) / scale)
