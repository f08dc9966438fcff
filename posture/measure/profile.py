"""Curves of the back profile: tangents at levels, and depths in front of a plumb line.

The profile has 25 nodes on the skin over the spinous line, at equal shares of its arc from C7
(share 0) to S2 (share 1), in body axes (x forward, y up, statures). All functions take shape
``(..., 25, 2)``, broadcast over the leading axes and return shape ``(...)``.

The tangent at a level is the derivative, at exactly that share of the arc, of least-squares
parabolas x(s) and y(s) through the seven nodes nearest to it (the last seven at the ends). Seven
nodes span a quarter of the arc, about 13 cm in an adult: wide enough to smooth out cloth and
pixels, narrow enough not to mix the thoracic with the lumbar curve. On a circular arc the
parabola's tangent errs by less than half a degree; a straight fit would underestimate the curve at
its end by a fifth. A node outside the windows has no influence, so an arm over the low back removes
only the lumbar measurements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posture.body.points import PROFILE_SIZE
from posture.measure.angles import lean, wrap

if TYPE_CHECKING:
    from numpy.typing import NDArray

WINDOW = 7
"""Nodes in a local fit."""

C7, T12, S2 = 0.0, 0.58, 1.0
"""Levels as shares of the arc. T12 is an anthropometric convention [M]: the thoracic part of the
skin length from C7 to S2."""

_LAST = PROFILE_SIZE - 1
_ORIGIN = np.zeros(2)


def window(share: float) -> range:
    """Nodes that the local fit at a level uses.

    Parameters
    ----------
    share : float
        Level as a share of the arc, [0, 1].

    Returns
    -------
    range
        ``WINDOW`` consecutive node numbers.
    """
    start = min(max(round(share * _LAST) - WINDOW // 2, 0), PROFILE_SIZE - WINDOW)
    return range(start, start + WINDOW)


def _weights(share: float, derivative: bool) -> NDArray[np.float64]:
    """Weights of the window's nodes that give the fitted parabola's value or slope at a level.

    Returns
    -------
    ndarray, shape (WINDOW,)
    """
    nodes = np.array(window(share), dtype=float) - share * _LAST
    inverse = np.linalg.pinv(np.vander(nodes, 3, increasing=True))
    return inverse[1 if derivative else 0]


def _smoother() -> NDArray[np.float64]:
    """Matrix that replaces each node by the value of the parabola around it, shape (25, 25)."""
    matrix = np.zeros((PROFILE_SIZE, PROFILE_SIZE))
    for node in range(PROFILE_SIZE):
        share = node / _LAST
        matrix[node, list(window(share))] = _weights(share, derivative=False)
    return matrix


_SLOPES = {share: _weights(share, derivative=True) for share in (C7, T12, S2)}
_SMOOTHER = _smoother()


def _slant(profile: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Lean of the profile's tangent at a level, in upward direction; + = upper end forward."""
    nodes = window(share)
    around = profile[..., nodes.start : nodes.stop, :]
    down = np.einsum("...nk,n->...k", around, _SLOPES[share])
    return lean(_ORIGIN, -down)


def kyphosis(profile: NDArray[np.float64]) -> NDArray[np.float64]:
    """Thoracic curve: tangent at C7 level against tangent at T12 level.

    Parameters
    ----------
    profile : ndarray, shape (..., 25, 2)

    Returns
    -------
    ndarray, shape (...)
        Degrees, (-180, 180]; + = rounded backwards, larger = rounder.

    Notes
    -----
    ``lean(tangent at C7) - lean(tangent at T12)``, tangents in upward direction. A surface angle:
    not the radiographic Cobb angle. Surface norms are a convention and depend on the method [M].
    """
    return wrap(_slant(profile, C7) - _slant(profile, T12))


def lordosis(profile: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lumbar curve: tangent at S2 level against tangent at T12 level.

    Parameters
    ----------
    profile : ndarray, shape (..., 25, 2)

    Returns
    -------
    ndarray, shape (...)
        Degrees, (-180, 180]; + = hollow, larger = deeper.

    Notes
    -----
    ``lean(tangent at S2) - lean(tangent at T12)``. Skin norm 31.6 +/- 10.0 with inclinometers,
    n = 183 (Koumantakis 2016) [V]; the radiographic angle is about 18 degrees larger [V].
    """
    return wrap(_slant(profile, S2) - _slant(profile, T12))


def sacral_slope(profile: NDArray[np.float64]) -> NDArray[np.float64]:
    """Back profile over the sacrum against the vertical.

    Parameters
    ----------
    profile : ndarray, shape (..., 25, 2)

    Returns
    -------
    ndarray, shape (...)
        Degrees, (-180, 180]; + = tilted forward: the upper end further forward than the lower, as
        in anterior pelvic tilt.

    Notes
    -----
    ``lean(tangent at S2)``. Skin norm 20.6 +/- 8.6 with inclinometers (Koumantakis 2016) [V];
    devices differ by 7 to 10 degrees [V].
    """
    return _slant(profile, S2)


def _smooth_x(profile: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Forward coordinate of the first nodes, each from the parabola around it; shape (..., count).

    Without smoothing, a search for the rearmost or deepest node would find the largest error
    instead of the largest depth.
    """
    used = window((count - 1) / _LAST).stop
    return profile[..., :used, 0] @ _SMOOTHER[:count, :used].T


THORACIC = range(int(T12 * _LAST) + 1)
"""Nodes above T12 level."""

LUMBAR = range(THORACIC.stop, PROFILE_SIZE)
"""Nodes below T12 level."""


def _share_of_trunk(
    length: NDArray[np.float64], profile: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Percent of trunk height (vertical distance C7 to S2); NaN where that is not positive."""
    height = profile[..., 0, 1] - profile[..., _LAST, 1]
    return 100.0 * length / np.where(height > 0.0, height, np.nan)


def fleche_cervicale(profile: NDArray[np.float64]) -> NDArray[np.float64]:
    """Skin at C7 level in front of the plumb line through the rearmost thoracic point.

    Parameters
    ----------
    profile : ndarray, shape (..., 25, 2)

    Returns
    -------
    ndarray, shape (...)
        Percent of trunk height (vertical C7 to S2), [0, inf); larger = deeper.

    Notes
    -----
    ``100 (x_C7 - min x over C7..T12) / (y_C7 - y_S2)``. IJERPH 2023 20(5):4131,
    doi 10.3390/ijerph20054131 [V: definition and sample, not its tables].
    """
    x = _smooth_x(profile, THORACIC.stop)
    return _share_of_trunk(x[..., 0] - x.min(axis=-1), profile)


def fleche_lombaire(profile: NDArray[np.float64]) -> NDArray[np.float64]:
    """Deepest lumbar point in front of the plumb line through the profile's rearmost point.

    Parameters
    ----------
    profile : ndarray, shape (..., 25, 2)

    Returns
    -------
    ndarray, shape (...)
        Percent of trunk height (vertical C7 to S2), [0, inf); larger = deeper. As with every plumb
        line, a backward lean of the trunk is included.

    Notes
    -----
    ``100 (max x over T12..S2 - min x over C7..S2) / (y_C7 - y_S2)``. IJERPH 2023 20(5):4131 [V:
    definition and sample, not its tables].
    """
    x = _smooth_x(profile, PROFILE_SIZE)
    return _share_of_trunk(x[..., LUMBAR.start :].max(axis=-1) - x.min(axis=-1), profile)
