"""One picture of a running camera."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class CameraFrame:
    """One picture with the moment at which it was taken.

    Attributes
    ----------
    pixels : ndarray, shape (H, W, 3), uint8
        RGB, upright.
    time : float
        Seconds on a clock that never goes back; its zero has no meaning.
    """

    pixels: NDArray[np.uint8]
    time: float
