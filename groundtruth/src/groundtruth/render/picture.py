"""Processing of a phone camera: exposure, white balance, lens, sensor, sharpening, JPEG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class CaptureSettings:
    """Settings of the simulated phone camera.

    Attributes
    ----------
    exposure : float
        Stops, + brighter.
    warmth : float
        Log gain of red over blue that the white balance leaves.
    tint : float
        Log gain of green that it leaves.
    vignette : float
        Share of light lost in the corners.
    blur_px : float
        Standard deviation of the lens's blur.
    noise : float
        Standard deviation of the noise in mid grey, share of full scale.
    sharpen : float
        Gain of the sharpening.
    quality : int
        JPEG quality.
    """

    exposure: float
    warmth: float
    tint: float
    vignette: float
    blur_px: float
    noise: float
    sharpen: float
    quality: int


def draw_capture(rng: np.random.Generator) -> CaptureSettings:
    """Draw the settings of a phone camera."""
    return CaptureSettings(
        exposure=float(np.clip(rng.normal(0.0, 0.25), -0.7, 0.6)),
        warmth=float(rng.normal(0.0, 0.05)),
        tint=float(rng.normal(0.0, 0.015)),
        vignette=float(rng.uniform(0.0, 0.3)),
        blur_px=float(rng.choice([0.0, rng.uniform(0.3, 0.7), rng.uniform(0.7, 1.3)])),
        noise=float(np.exp(rng.uniform(np.log(0.003), np.log(0.02)))),
        sharpen=float(rng.uniform(0.0, 0.8)),
        quality=int(rng.integers(60, 96)),
    )


def captured(
    pixels: NDArray[np.uint8], capture: CaptureSettings, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Apply lens, sensor and processing, shape (H, W, 3) RGB."""
    linear = _LINEAR[pixels]
    height, width = pixels.shape[:2]
    scale = max(height, width) / 1024.0
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    shade = 1.0 - capture.vignette * ((x * x + y * y) / 2) ** 1.5
    gains = 2.0**capture.exposure * np.exp(
        np.array([capture.warmth, capture.tint, -capture.warmth], dtype=np.float32)
    )
    linear *= shade[..., None] * gains.astype(np.float32)
    if capture.blur_px > 0:
        linear = cv2.GaussianBlur(linear, (0, 0), capture.blur_px * scale)
    grain = rng.standard_normal(linear.shape, dtype=np.float32)
    # Demosaicing and noise reduction leave low-frequency colour noise, not white noise.
    soft = cv2.GaussianBlur(grain, (0, 0), 0.8 * scale)
    grey = grain.mean(axis=2, keepdims=True) * np.float32(0.8)
    linear += (soft + grey) * np.sqrt(np.maximum(linear, 0.0) * 0.2 + 0.004) * (capture.noise / 0.2)
    shown = _encoded(linear)
    if capture.sharpen > 0:
        shown += capture.sharpen * (shown - cv2.GaussianBlur(shown, (0, 0), 1.2 * scale))
    return np.clip(np.rint(shown * 255), 0, 255).astype(np.uint8)


def to_jpeg(
    pixels: NDArray[np.uint8], rng: np.random.Generator, capture: CaptureSettings | None = None
) -> bytes:
    """Encode a JPEG as a phone camera does.

    Parameters
    ----------
    pixels : ndarray, shape (H, W, 3), uint8
        RGB, sRGB-encoded, as :func:`groundtruth.render.renderer.render` gives it.
    rng : numpy.random.Generator
    capture : CaptureSettings, optional
        Drawn from ``rng`` by default.

    Returns
    -------
    bytes
    """
    capture = capture or draw_capture(rng)
    out = captured(pixels, capture, rng)
    ok, data = cv2.imencode(
        ".jpg", out[..., ::-1], [int(cv2.IMWRITE_JPEG_QUALITY), capture.quality]
    )
    if not ok:
        msg = "the picture could not be encoded as JPEG"
        raise ValueError(msg)
    return data.tobytes()


def _srgb_to_linear(value: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


_LINEAR = _srgb_to_linear(np.arange(256) / 255.0).astype(np.float32)
_STEPS = 4096
_grid = np.linspace(0.0, 1.0, _STEPS)
_CODE = np.where(_grid <= 0.0031308, _grid * 12.92, 1.055 * _grid ** (1 / 2.4) - 0.055).astype(
    np.float32
)


def _encoded(linear: NDArray[np.float32]) -> NDArray[np.float32]:
    """Linear light to sRGB; highlights are compressed, not clipped."""
    # Highlights above 0.8 roll off; a clipped channel would shift the hue.
    high = np.float32(0.8)
    over = np.maximum(linear - high, 0)
    rolled = np.minimum(linear, high) + (1 - high) * (1 - np.exp(-over / (1 - high)))
    index = np.clip(rolled * (_STEPS - 1) + 0.5, 0, _STEPS - 1).astype(np.int32)
    return _CODE[index]
