"""Angles between named points: one definition each.

Every function takes positions in body axes (x forward, y up, statures) with shape ``(..., 2)``,
broadcasts over the leading axes and returns degrees with shape ``(...)``. A missing point (NaN)
gives NaN, and so do two points that coincide: their line has no direction. In body axes every sign
is the same for left- and right-facing people. Norms are in ``posture/assess/knowledge``. Tags: [V]
checked in the literature, [M] convention, not checked, [D] derived here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def wrap(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bring angles into (-180, 180] degrees."""
    return _closed_above(180.0 - np.mod(180.0 - degrees, 360.0))


def _closed_above(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Replace -180 degrees, which can come from rounding, by 180."""
    return np.where(degrees <= -180.0, 180.0, degrees)


def _direction(across: NDArray[np.float64], along: NDArray[np.float64]) -> NDArray[np.float64]:
    """Angle whose sine and cosine are in the ratio of the arguments; NaN where both are 0."""
    angle = _closed_above(np.degrees(np.arctan2(across, along)))
    return np.where((across == 0.0) & (along == 0.0), np.nan, angle)


def elevation(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Angle of the line from ``start`` to ``end`` above the forward horizontal.

    Parameters
    ----------
    start, end : ndarray, shape (..., 2)
        Positions in body axes.

    Returns
    -------
    ndarray, shape (...)
        ``atan2(dy, dx)`` in degrees, (-180, 180]; + where ``end`` is higher.
    """
    line = end - start
    return _direction(line[..., 1], line[..., 0])


def lean(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    """Angle of the line from ``low`` to ``high`` against the vertical.

    Parameters
    ----------
    low, high : ndarray, shape (..., 2)
        Positions in body axes.

    Returns
    -------
    ndarray, shape (...)
        ``atan2(dx, dy)`` in degrees, (-180, 180]; + where ``high`` is further forward.
    """
    line = high - low
    return _direction(line[..., 0], line[..., 1])


def cva(c7: NDArray[np.float64], tragus: NDArray[np.float64]) -> NDArray[np.float64]:
    """Craniovertebral angle: the line C7 to tragus above the horizontal.

    Parameters
    ----------
    c7, tragus : ndarray, shape (..., 2)

    Returns
    -------
    ndarray, shape (...)
        Degrees, (-180, 180]; smaller = head further forward.

    Notes
    -----
    ``atan2(y_tragus - y_c7, x_tragus - x_c7)``. Definition and norm as in Raine and Twomey 1997,
    doi 10.1016/s0003-9993(97)90335-x [V].
    """
    return elevation(c7, tragus)


def shoulder_c7(acromion: NDArray[np.float64], c7: NDArray[np.float64]) -> NDArray[np.float64]:
    """Forward shoulder angle: the line acromion to C7 above the backward horizontal.

    Parameters
    ----------
    acromion, c7 : ndarray, shape (..., 2)

    Returns
    -------
    ndarray, shape (...)
        Degrees, (-180, 180]; smaller = shoulder further forward, above 90 where the acromion is
        behind C7.

    Notes
    -----
    ``atan2(y_c7 - y_acromion, x_acromion - x_c7)``: measured against the horizontal, not the
    vertical as in Thigpen 2010; the two conventions must not be mixed. Raine and Twomey 1997 [V].
    """
    line = c7 - acromion
    return _direction(line[..., 1], -line[..., 0])


def head_tilt(tragus: NDArray[np.float64], canthus: NDArray[np.float64]) -> NDArray[np.float64]:
    """Head tilt: the line tragus to canthus above the horizontal.

    Parameters
    ----------
    tragus, canthus : ndarray, shape (..., 2)

    Returns
    -------
    ndarray, shape (...)
        Degrees, (-180, 180]; + = nose up.

    Notes
    -----
    ``atan2(y_canthus - y_tragus, x_canthus - x_tragus)``. Ruivo 2014 [V].
    """
    return elevation(tragus, canthus)


def pelvic_tilt(psis: NDArray[np.float64], asis: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pelvic tilt: the line PSIS to ASIS below the horizontal.

    Parameters
    ----------
    psis, asis : ndarray, shape (..., 2)

    Returns
    -------
    ndarray, shape (...)
        Degrees, (-180, 180]; + = anterior (ASIS lower than PSIS).

    Notes
    -----
    ``atan2(y_psis - y_asis, x_asis - x_psis)``. Herrington 2011, doi 10.1016/j.math.2011.04.006
    [V]. Bone shape alone moves it by 13 +/- 5 degrees between people (Preece 2008) [V].
    """
    line = asis - psis
    return _direction(-line[..., 1], line[..., 0])


def trunk_lean(
    trochanter: NDArray[np.float64], acromion: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Trunk lean: the line hip to shoulder against the vertical.

    Parameters
    ----------
    trochanter, acromion : ndarray, shape (..., 2)

    Returns
    -------
    ndarray, shape (...)
        Degrees, (-180, 180]; + = forward.

    Notes
    -----
    ``atan2(x_acromion - x_trochanter, y_acromion - y_trochanter)``; the acromion is used as the
    shoulder and the greater trochanter as the hip [M].
    """
    return lean(trochanter, acromion)


def hip_angle(
    acromion: NDArray[np.float64], trochanter: NDArray[np.float64], knee: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Hip angle: shoulder, hip, knee, measured on the front of the body.

    Parameters
    ----------
    acromion, trochanter, knee : ndarray, shape (..., 2)

    Returns
    -------
    ndarray, shape (...)
        Degrees, [0, 360); 180 = straight, larger = extended, smaller = flexed.

    Notes
    -----
    ``180 - (lean of the trunk - lean of the thigh)``: the internal angle, so a roll of the camera
    cancels [D]. Landmark convention as in SAPO [M].
    """
    return 180.0 - wrap(lean(trochanter, acromion) - lean(knee, trochanter))


def knee_angle(
    trochanter: NDArray[np.float64], knee: NDArray[np.float64], malleolus: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Knee angle: hip, knee, ankle, beyond straight.

    Parameters
    ----------
    trochanter, knee, malleolus : ndarray, shape (..., 2)

    Returns
    -------
    ndarray, shape (...)
        Degrees, (-180, 180]; 0 = straight, + = hyperextended, - = flexed.

    Notes
    -----
    ``lean of the thigh - lean of the shank``: with the knee pushed back, the thigh leans forward
    and the shank backward. The 5-degree convention is Loudon 1998 [M].
    """
    return wrap(lean(knee, trochanter) - lean(malleolus, knee))


def body_lean(malleolus: NDArray[np.float64], tragus: NDArray[np.float64]) -> NDArray[np.float64]:
    """Body lean: the line ankle to ear against the vertical.

    Parameters
    ----------
    malleolus, tragus : ndarray, shape (..., 2)

    Returns
    -------
    ndarray, shape (...)
        Degrees, (-180, 180]; + = forward.

    Notes
    -----
    ``atan2(x_tragus - x_malleolus, y_tragus - y_malleolus)`` [M].
    """
    return lean(malleolus, tragus)
