import io

import cv2
import numpy as np
import pytest
from PIL import Image

from posture.errors import VideoError
from posture.limits import VIDEO_S
from posture.photo.video import best_frames
from tests.photo.films import film

RNG = np.random.default_rng(4)
NOISE = cv2.resize(RNG.integers(0, 255, (40, 30), np.uint8), (240, 320), interpolation=0)


def sharp(shift: int = 0) -> np.ndarray:
    return np.repeat(np.roll(NOISE, shift, axis=1)[..., None], 3, axis=2)


def blurred() -> np.ndarray:
    return cv2.GaussianBlur(sharp(), (0, 0), 9)


def quarters() -> np.ndarray:
    """Red above left, green above right, blue below."""
    picture = np.zeros((160, 240, 3), np.uint8)
    picture[:80, :120, 0] = picture[:80, 120:, 1] = picture[80:, :, 2] = 230
    return picture


def pixels(jpeg: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(jpeg)))


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_frames_come_in_order_and_no_more_than_asked_for(kind: str):
    frames = best_frames(film([sharp()] * 40, kind=kind), name="a", most=5)
    times = [frame.time_s for frame in frames]
    assert times == sorted(times)
    assert 3 <= len(frames) <= 5
    assert times[-1] <= 4.0


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_frame_is_upright_whatever_the_header_says(turn: int):
    (frame, *_) = best_frames(film([quarters()] * 5, turn=turn), name="a")
    found = pixels(frame.jpeg)
    expected = np.rot90(quarters(), -turn // 90)
    assert found.shape == expected.shape
    assert np.abs(found.astype(int) - expected).mean() < 12


def test_the_sharp_frame_of_a_stretch_is_kept():
    frames = [blurred()] * 6 + [sharp()] * 3 + [blurred()] * 6
    (frame,) = best_frames(film(frames), name="a", most=1)
    assert 0.5 <= frame.time_s <= 0.9


def test_the_still_frames_are_preferred_to_the_moving_ones():
    frames = [sharp(17 * i) for i in range(10)] + [sharp()] * 10
    (frame,) = best_frames(film(frames), name="a", most=1)
    assert frame.time_s >= 1.0
    assert frame.motion < 0.02


def test_large_frames_are_reduced():
    large = cv2.resize(sharp(), (1200, 2400))
    (frame, *_) = best_frames(film([large] * 2), name="a")
    assert max(pixels(frame.jpeg).shape) == 1920


def test_progress_grows_to_the_end():
    told: list[float] = []
    best_frames(film([sharp()] * 30), name="a", progress=told.append)
    assert told == sorted(told)
    assert 0.8 < told[-1] <= 1.0


def test_no_more_than_the_first_minute_is_looked_at():
    frames = best_frames(film([quarters()] * 70, rate=1.0), name="a", most=200)
    assert frames[-1].time_s <= VIDEO_S


@pytest.mark.parametrize("data", [b"", b"no video at all", film([quarters()] * 3)[:200]])
def test_what_is_no_video_is_one_plain_error(data: bytes):
    with pytest.raises(VideoError, match=r"me\.mp4") as error:
        best_frames(data, name="me.mp4")
    assert "MP4" in error.value.remedy
