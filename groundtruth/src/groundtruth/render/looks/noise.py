"""Tileable random noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def noise(
    rng: np.random.Generator,
    size: int,
    slope: float = 1.0,
    *,
    stretch: tuple[float, float] = (1.0, 1.0),
    low: float = 1.0,
    high: float = 1e9,
) -> NDArray[np.float64]:
    """Gaussian noise of mean 0 and standard deviation 1 that tiles.

    Parameters
    ----------
    rng : numpy.random.Generator
    size : int
        Pixels of a side.
    slope : float
        Amplitude falls as 1/f**slope: 0 white, 1 cloudy, 2 smooth.
    stretch : tuple of float
        Features are this much longer along the columns (x) and the rows (y).
    low, high : float
        Band in cycles per side.

    Returns
    -------
    ndarray, shape (size, size)
    """
    fy = np.fft.fftfreq(size, 1 / size)[:, None] * stretch[1]
    fx = np.fft.rfftfreq(size, 1 / size)[None, :] * stretch[0]
    f = np.hypot(fx, fy)
    gain = np.where((f >= low) & (f <= high), 1.0 / np.maximum(f, 1.0) ** slope, 0.0)
    field = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((size, size))) * gain, s=(size, size))
    return (field - field.mean()) / max(field.std(), 1e-12)
