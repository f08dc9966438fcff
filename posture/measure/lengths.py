"""Forward distances between named points, in percent of stature.

Every function takes positions in body axes (x forward, y up, statures) with shape ``(..., 2)``,
broadcasts over the leading axes and returns percent of stature with shape ``(...)``, positive
forward, unbounded in principle. A missing point (NaN) gives NaN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def _forward(back: NDArray[np.float64], front: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far ``front`` lies in front of ``back``, percent of stature."""
    return 100.0 * (front[..., 0] - back[..., 0])


def shoulder_protraction(
    c7: NDArray[np.float64], acromion: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Acromion in front of C7 along the body's forward axis.

    Parameters
    ----------
    c7, acromion : ndarray, shape (..., 2)

    Returns
    -------
    ndarray, shape (...)
        ``100 (x_acromion - x_c7)``, percent of stature; + forward.

    Notes
    -----
    The horizontal leg of the forward shoulder angle: unlike the angle, it hardly depends on the
    height of the shoulder or of the camera [D].
    """
    return _forward(c7, acromion)


def ear_shoulder_offset(
    acromion: NDArray[np.float64], tragus: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Tragus in front of the acromion.

    Parameters
    ----------
    acromion, tragus : ndarray, shape (..., 2)

    Returns
    -------
    ndarray, shape (...)
        ``100 (x_tragus - x_acromion)``, percent of stature; + forward.

    Notes
    -----
    Kendall's plumb line puts the two above one another [V2]; most people stand 1 to 4 % forward
    of it [M].
    """
    return _forward(acromion, tragus)


def shoulder_hip_offset(
    trochanter: NDArray[np.float64], acromion: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Acromion in front of the plumb line through the hip (greater trochanter).

    Parameters
    ----------
    trochanter, acromion : ndarray, shape (..., 2)

    Returns
    -------
    ndarray, shape (...)
        ``100 (x_acromion - x_trochanter)``, percent of stature; + forward.

    Notes
    -----
    Kendall's plumb line through shoulder and trochanter [V2].
    """
    return _forward(trochanter, acromion)


def hip_ankle_offset(
    malleolus: NDArray[np.float64], trochanter: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Hip (greater trochanter) in front of the ankle (malleolus).

    Parameters
    ----------
    malleolus, trochanter : ndarray, shape (..., 2)

    Returns
    -------
    ndarray, shape (...)
        ``100 (x_trochanter - x_malleolus)``, percent of stature; + forward.

    Notes
    -----
    Kendall's plumb line passes slightly in front of the malleolus [V2]; usual values of 2.5 to
    4 % are a convention [M].
    """
    return _forward(malleolus, trochanter)
