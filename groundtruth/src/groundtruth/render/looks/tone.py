"""Exposure metering and tone curve of a phone camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEPS = 8192


def _curve() -> NDArray[np.uint8]:
    """Tone curve from light in [0, 4) (1 = a well lit white wall) to 8-bit sRGB."""
    x = np.linspace(0.0, 4.0, _STEPS)
    knee = 0.62
    over = np.maximum(x - knee, 0.0)
    y = np.minimum(x, knee) + (1 - knee) * (1 - np.exp(-over / (1 - knee) * 0.9))
    code = np.where(y <= 0.0031308, 12.92 * y, 1.055 * y ** (1 / 2.4) - 0.055)
    code = code + 0.035 * np.sin(2 * np.pi * (code - 0.5)) * 0.9
    return np.rint(np.clip(code, 0, 1) * 255).astype(np.uint8)


_CODES = _curve()


def expose(
    light: NDArray[np.float32], person: NDArray[np.float32], stops: float
) -> NDArray[np.uint8]:
    """Meter a picture and encode it.

    Parameters
    ----------
    light : ndarray, shape (H, W, 3)
        Linear RGB.
    person : ndarray, shape (H, W)
        Share of each pixel that shows the person.
    stops : float
        Exposure relative to the meter.

    Returns
    -------
    ndarray, shape (H, W, 3), uint8
    """
    small = light[::8, ::8]
    luma = np.log(np.maximum(small @ np.array([0.25, 0.65, 0.1], dtype=np.float32), 2e-3))
    weight = 0.35 + 1.6 * person[::8, ::8]
    mean = float((luma * weight).sum() / weight.sum())
    # Phone cameras keep dark scenes slightly dark and bright ones slightly bright.
    gain = 0.19 * np.exp(-mean) * (np.exp(mean) / 0.3) ** 0.22 * 2.0**stops
    # Phone cameras protect highlights: bright clothes keep their folds.
    shown = small[person[::8, ::8] > 0.9]
    if len(shown) > 20:
        gain = min(gain, 1.05 / max(float(np.percentile(shown.max(axis=1), 97)), 1e-3))
    index = np.minimum(light * np.float32(gain * _STEPS / 4.0), _STEPS - 1)
    return _CODES[np.maximum(index, 0).astype(np.int32)]
