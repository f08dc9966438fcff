"""Frames from a camera of this machine or from a video file."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import cv2
import numpy as np

from posture.errors import CameraError, VideoError
from posture.i18n.language import mark, tr
from posture.photo.video import PlayedVideo
from posture.system.quiet import quiet

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

SIZE = (640, 480)

_NO_CAMERA = mark(
    "Connect one, close other programs that use it, or give a video file: "
    "posture live --source FILE"
)


@dataclass(frozen=True, slots=True, eq=False)
class CameraFrame:
    """One frame and the time at which it was taken.

    Attributes
    ----------
    pixels : ndarray, shape (H, W, 3), uint8
        RGB, upright.
    time : float
        Seconds on a clock that never goes back, with an arbitrary zero.
    """

    pixels: NDArray[np.uint8]
    time: float


class FrameSource(Protocol):
    """A source of frames."""

    def read(self) -> CameraFrame | None:
        """Wait for the next frame; None once there are no more."""
        ...

    def close(self) -> None:
        """Release the device."""
        ...


def open_source(
    name: str,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> FrameSource:
    """Open a camera by its number, or a video file.

    Parameters
    ----------
    name : str
        "0", "1", ... or a path.
    clock, sleep : callable
        Clock in seconds that never goes back, and waiting.

    Raises
    ------
    CameraError
        There is no such camera, or it gives no pictures.
    VideoError
        There is no such file, or it is no video.
    """
    if name.isdecimal():
        return CameraDevice(int(name), clock=clock)
    return VideoFile(Path(name), clock=clock, sleep=sleep)


class CameraDevice:
    """A camera of this machine, read by OpenCV without any network.

    Parameters
    ----------
    number : int
        0 is the first.
    clock : callable
        Seconds.
    """

    def __init__(self, number: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._capture = _open_quietly(number)
        if not self._capture.isOpened():
            self._capture.release()
            raise CameraError(
                tr("No camera answers at number {number}.").format(number=number), tr(_NO_CAMERA)
            )
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, SIZE[0])
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, SIZE[1])
        # Frames in the queue of the driver are old: keep one.
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)

    def read(self) -> CameraFrame | None:
        """Wait for the next frame; None once the camera is gone."""
        there, picture = self._capture.read()
        return _frame(picture, self._clock()) if there else None

    def close(self) -> None:
        """Release the camera."""
        self._capture.release()


class VideoFile:
    """A video file read at its own frame rate; frames that are late are skipped.

    Parameters
    ----------
    path : Path
    clock, sleep : callable
        Seconds, and waiting.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not path.is_file():
            raise VideoError(
                tr("There is no file {path}.").format(path=path),
                tr("Give a camera's number or a video file."),
            )
        self._clock, self._sleep = clock, sleep
        try:
            self._video = PlayedVideo(path)
        except VideoError as error:
            raise VideoError(error.message, tr("Give an MP4 or WebM file.")) from error
        self._at = 0
        self._began: float | None = None

    def read(self) -> CameraFrame | None:
        """Wait for the frame that is due next; None after the last."""
        if self._began is None:
            self._began = self._clock()
            return self._taken(0)
        rate = self._video.rate
        due = int((self._clock() - self._began) * rate)
        if due <= self._at:
            due = self._at + 1
            self._sleep(max(self._began + due / rate - self._clock(), 0.0))
        return self._taken(due - self._at)

    def close(self) -> None:
        """Close the file."""
        self._video.close()

    def _taken(self, further: int) -> CameraFrame | None:
        try:
            pixels = self._video.next(further)
        except VideoError:
            # Damaged from here on: what was shown before it stands.
            return None
        self._at += further
        now = (self._began or 0.0) + self._at / self._video.rate
        return None if pixels is None else CameraFrame(pixels, now)


def _frame(picture: object, now: float) -> CameraFrame:
    pixels = cv2.cvtColor(np.asarray(picture), cv2.COLOR_BGR2RGB)
    return CameraFrame(pixels.astype(np.uint8, copy=False), now)


def _open_quietly(device: int) -> cv2.VideoCapture:
    """Open without messages of the libraries on the terminal."""
    with quiet():
        return cv2.VideoCapture(device)
