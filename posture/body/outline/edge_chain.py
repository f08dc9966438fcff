"""Position of the edge on each normal, by a hidden Markov model along a closed outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PIECE = 96
"""Samples per piece: all pieces are processed in parallel, which shortens the loop."""

_RUN_UP = 32
"""Samples processed before and after a piece, after which the start has no influence."""

_NORMALISED = 8
"""Samples after which messages are normalised: until then they fall to no less than 1e-130."""


def marginals(
    evidence: NDArray[np.float64], offsets: NDArray[np.float64], wander: float
) -> NDArray[np.float64]:
    """Probability of each offset at each sample of a closed line (forward-backward).

    Parameters
    ----------
    evidence : ndarray, shape (N, K)
        Logarithm of the evidence for each offset, prior included.
    offsets : ndarray, shape (K,)
        Pixels, evenly spaced.
    wander : float
        How far the offset drifts from one sample to the next, standard deviation, pixels.

    Returns
    -------
    ndarray, shape (N, K)
        Rows sum to one.
    """
    count = len(evidence)
    likely = np.exp(evidence - evidence.max(axis=1, keepdims=True)) + 1e-12
    apart = offsets[:, None] - offsets[None]
    # A small probability of jumps, so that a step of the true outline is not smoothed away.
    step = np.exp(-0.5 * (apart / wander) ** 2) + 1e-4
    step /= step.sum(axis=1, keepdims=True)
    pieces = max(1, -(-count // _PIECE))
    starts = (np.arange(pieces) * count) // pieces
    length = int(np.diff(np.append(starts, count)).max())
    ring = np.arange(-_RUN_UP, length + _RUN_UP)
    index = (starts[:, None] + ring) % count
    walked = likely[index].transpose(1, 0, 2)
    # Both ways at once: the loop takes longer than what it computes.
    both = _walk(np.concatenate([walked, walked[::-1]], axis=1), step)
    forward, backward = both[:, :pieces], both[::-1, pieces:]
    # Both messages contain the evidence of the sample itself; count it once.
    joint = forward * backward / walked
    joint = joint[_RUN_UP : _RUN_UP + length]
    result = np.empty_like(likely)
    result[index[:, _RUN_UP : _RUN_UP + length].T.ravel()] = joint.reshape(-1, len(offsets))
    return result / result.sum(axis=1, keepdims=True)


def _walk(likely: NDArray[np.float64], step: NDArray[np.float64]) -> NDArray[np.float64]:
    """Messages along the chain, for all pieces at once, each up to a factor."""
    messages = np.empty_like(likely)
    message = likely[0] / likely[0].sum(axis=1, keepdims=True)
    messages[0] = message
    for t in range(1, len(likely)):
        message = np.matmul(message, step, out=messages[t])
        message *= likely[t]
        if t % _NORMALISED == 0:
            message /= message.sum(axis=1, keepdims=True)
    return messages
