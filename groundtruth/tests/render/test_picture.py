from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from groundtruth.render.picture import CaptureSettings, captured, draw_capture, to_jpeg

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLEAN = CaptureSettings(
    exposure=0.0, warmth=0.0, tint=0.0, vignette=0.0, blur_px=0.0, noise=0.0, sharpen=0.0,
    quality=95,
)  # fmt: skip


def grey(value: int, shape: tuple[int, int] = (96, 72)) -> NDArray[np.uint8]:
    return np.full((*shape, 3), value, np.uint8)


def decoded(data: bytes) -> NDArray[Any]:
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    return pixels[..., ::-1]


@pytest.mark.parametrize("value", [0, 40, 128, 220])
def test_a_phone_that_adds_nothing_changes_nothing(value: int):
    out = captured(grey(value), CLEAN, np.random.default_rng(0))
    assert np.abs(out.astype(int) - value).max() <= 1


def test_the_jpeg_shows_the_picture():
    ramp = np.repeat(np.linspace(0, 200, 96).astype(np.uint8)[:, None, None], 72, 1).repeat(3, 2)
    out = decoded(to_jpeg(ramp, np.random.default_rng(0), CLEAN))
    assert out.shape == ramp.shape
    assert np.abs(out.astype(int) - ramp).mean() < 2


def test_one_stop_doubles_the_light():
    out = captured(grey(100), replace(CLEAN, exposure=1.0), np.random.default_rng(0))
    linear = [((v / 255 + 0.055) / 1.055) ** 2.4 for v in (100, int(out[0, 0, 0]))]
    assert linear[1] / linear[0] == pytest.approx(2.0, rel=0.02)


def test_warmth_is_red():
    out = captured(grey(100), replace(CLEAN, warmth=0.1), np.random.default_rng(0))
    assert out[0, 0, 0] > out[0, 0, 1] > out[0, 0, 2]


def test_the_vignette_darkens_corners_only():
    out = captured(grey(100), replace(CLEAN, vignette=0.3), np.random.default_rng(0))
    assert out[48, 36, 0] == 100
    assert out[0, 0, 0] < 90


def test_noise_has_the_asked_size_and_no_bias():
    out = captured(grey(128, (256, 256)), replace(CLEAN, noise=0.02), np.random.default_rng(0))
    assert out.mean() == pytest.approx(128, abs=0.5)
    assert 0.4 < out.std() / (0.02 * 255) < 1.6


def test_the_same_seed_is_the_same_file():
    files = [to_jpeg(grey(90), np.random.default_rng(5)) for _ in range(2)]
    assert files[0] == files[1]
    assert files[0] != to_jpeg(grey(90), np.random.default_rng(6))


def test_every_phone_compresses_as_phones_do():
    qualities = [draw_capture(np.random.default_rng(k)).quality for k in range(60)]
    assert min(qualities) >= 60
    assert max(qualities) <= 95
    assert len(set(qualities)) > 15
