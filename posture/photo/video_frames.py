"""Select upright frames from a video: the sharpest and stillest of each time interval.

FFmpeg reads whatever a file claims to be, and has had memory bugs in many of its decoders: only the
child that may die calls this (:mod:`posture.photo.video`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.errors import VideoError
from posture.i18n.language import mark, tr
from posture.limits import VIDEO_PIXELS, VIDEO_S

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

LONGEST_PX = 1920
PER_SECOND = 8.0
_SMALL = 128
_JPEG_QUALITY = 95
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
REMEDY = mark("Save it as MP4, MOV or WebM and try again, or take a photo.")


@dataclass(frozen=True, slots=True)
class VideoFrame:
    """One frame.

    Attributes
    ----------
    time_s : float
        From the start of the video.
    jpeg : bytes
        Upright, at most 1920 pixels on its longer side.
    sharpness : float
        SD of the Laplacian over SD of the grey levels, of a reduced copy; larger = sharper.
    motion : float
        Mean absolute difference of grey levels to the neighbouring frames (the larger of both), 0
        to 1; smaller = stiller.
    """

    time_s: float
    jpeg: bytes
    sharpness: float
    motion: float


@dataclass(slots=True)
class _Sample:
    time_s: float
    pixels: NDArray[np.uint8]
    small: NDArray[np.float32]
    before: float
    after: float = math.nan

    @property
    def motion(self) -> float:
        return float(np.nanmax([self.before, self.after, 0.0]))

    @property
    def sharpness(self) -> float:
        return float(cv2.Laplacian(self.small, cv2.CV_32F).std() / (self.small.std() + 0.02))

    @property
    def merit(self) -> float:
        # The sway of quiet standing changes grey levels by about 0.01 between samples.
        return self.sharpness / (1.0 + self.motion / 0.01)


def best_frames(
    path: Path, name: str, most: int, progress: Callable[[float], None]
) -> tuple[VideoFrame, ...]:
    """Read a video once and keep the best frame of each time interval.

    Parameters
    ----------
    path : Path
        Of an MP4, MOV or WebM file.
    name : str
        For messages.
    most : int
        Number of time intervals.
    progress : callable
        Called with the share that is done, 0 to 1.

    Returns
    -------
    tuple of VideoFrame
        In order of time, at most ``most``, rotated upright by the file's orientation.

    Raises
    ------
    VideoError
        The video cannot be read, has no frame, or far too large ones.
    """
    video = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    # Some versions of OpenCV rotate the wrong way, so rotation is done here.
    video.set(cv2.CAP_PROP_ORIENTATION_AUTO, 0)
    try:
        if not video.isOpened():
            raise unreadable(name)
        check_frame_size(video, name)
        frames = tuple(_best(video, most, progress))
    finally:
        video.release()
    if not frames:
        raise VideoError(
            tr("{name} holds no picture that can be read.").format(name=name), tr(REMEDY)
        )
    return frames


def unreadable(name: str) -> VideoError:
    """The error of a file that is no video."""
    return VideoError(tr("{name} is not a video that can be read.").format(name=name), tr(REMEDY))


def check_frame_size(video: cv2.VideoCapture, name: str) -> None:
    """Refuse frames of more than 40 megapixels before the first is decoded.

    Raises
    ------
    VideoError
    """
    wide, high = (
        video.get(cv2.CAP_PROP_FRAME_WIDTH),
        video.get(cv2.CAP_PROP_FRAME_HEIGHT),
    )
    if wide * high > VIDEO_PIXELS:
        raise VideoError(
            tr(
                "{name} has {width} x {height} pixels; at most {most:.0f} megapixels are read."
            ).format(name=name, width=int(wide), height=int(high), most=VIDEO_PIXELS / 1e6),
            tr("Save it at a smaller size."),
        )


def _best(
    video: cv2.VideoCapture, most: int, progress: Callable[[float], None]
) -> Iterator[VideoFrame]:
    length = _length_s(video)
    stretch = length / most
    best: _Sample | None = None
    bin_ = -1
    for sample in _samples(video, length):
        number = min(int(sample.time_s / stretch), most - 1)
        if number != bin_ and best is not None:
            yield _as_frame(best)
            best = None
        bin_ = number
        if best is None or sample.merit > best.merit:
            best = sample
        progress(min(sample.time_s / length, 1.0))
    if best is not None:
        yield _as_frame(best)


def _samples(video: cv2.VideoCapture, length: float) -> Iterator[_Sample]:
    """Yield up to eight frames a second, each after the next one was read."""
    turn = round(video.get(cv2.CAP_PROP_ORIENTATION_META)) % 360
    rate = frame_rate(video)
    step = max(1, round(rate / PER_SECOND))
    last: _Sample | None = None
    index = 0
    while index / rate <= length and video.grab():
        if index % step == 0:
            decoded, picture = video.retrieve()
            if decoded:
                pixels = _upright(np.asarray(picture, dtype=np.uint8), turn)
                small = _shrunk(pixels)
                change = math.nan if last is None else float(np.abs(small - last.small).mean())
                if last is not None:
                    last.after = change
                    yield last
                last = _Sample(index / rate, pixels, small, change)
        index += 1
    if last is not None:
        yield last


def frame_rate(video: cv2.VideoCapture) -> float:
    """Frames a second."""
    rate = video.get(cv2.CAP_PROP_FPS)
    # Browsers write WebM without a rate; OpenCV then gives 1000 or 0.
    return rate if 1.0 <= rate <= 240.0 else 30.0


def _length_s(video: cv2.VideoCapture) -> float:
    count = video.get(cv2.CAP_PROP_FRAME_COUNT)
    seconds = count / frame_rate(video)
    return min(seconds, VIDEO_S) if seconds > 0 and math.isfinite(seconds) else VIDEO_S


def _upright(picture: NDArray[np.uint8], turn: int) -> NDArray[np.uint8]:
    shrink = LONGEST_PX / max(picture.shape[:2])
    if shrink < 1:
        small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        picture = np.asarray(small, dtype=np.uint8)
    if turn in _TURNS:
        picture = np.asarray(cv2.rotate(picture, _TURNS[turn]), dtype=np.uint8)
    return picture


def _shrunk(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    shrink = _SMALL / max(grey.shape)
    # Twice the size that motion needs, so that one copy serves sharpness and motion.
    small = cv2.resize(grey, None, fx=2 * shrink, fy=2 * shrink, interpolation=cv2.INTER_AREA)
    return small.astype(np.float32) / 255.0


def _as_frame(sample: _Sample) -> VideoFrame:
    made, jpeg = cv2.imencode(".jpg", sample.pixels, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    if not made:
        raise VideoError(tr("A frame of the video cannot be kept as a picture."), tr(REMEDY))
    return VideoFrame(sample.time_s, jpeg.tobytes(), sample.sharpness, sample.motion)
