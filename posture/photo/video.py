"""Videos, read in a process of their own that may die: the best frames, or one after the other."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from posture.errors import VideoError
from posture.i18n.language import tr
from posture.limits import (
    FRAME_SECONDS,
    MEDIA_BYTES,
    VIDEO_PIXELS,
    VIDEO_SECONDS,
)
from posture.photo import limits
from posture.photo.child.process import (
    Child,
    ChildDiedError,
    ChildMemoryError,
    ChildTimeoutError,
)
from posture.photo.video_frames import REMEDY, VideoFrame, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_CHANNELS = 3


def best_frames(
    data: bytes,
    *,
    name: str,
    most: int = 60,
    progress: Callable[[float], None] | None = None,
    seconds: float = VIDEO_SECONDS,
    module: str = "posture.photo.child",
) -> tuple[VideoFrame, ...]:
    """Read a video once and keep the best frame of each time interval.

    Parameters
    ----------
    data : bytes
        Content of an MP4, MOV or WebM file; a copy in the temporary folder is removed at once.
    name : str
        For messages.
    most : int
        Number of time intervals.
    progress : callable, optional
        Called with the share that is done, 0 to 1.
    seconds : float
        After which reading is given up.
    module : str
        That the process runs.

    Returns
    -------
    tuple of VideoFrame
        In order of time, at most ``most``, rotated upright by the file's orientation.

    Raises
    ------
    VideoError
        The video cannot be read, has no frame or more than 200 MB, or reading it takes far too
        much time or memory.
    """
    if len(data) > MEDIA_BYTES:
        raise VideoError(
            limits.many_bytes(len(data), name),
            tr("Cut it to the seconds that show the person from the side."),
        )
    # A process for each video: pictures are read meanwhile.
    child = Child(module)
    try:
        # OpenCV can read from memory too, but it does not own the buffer and may crash.
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "video"
            path.write_bytes(data)
            told, jpegs = child.ask(
                "video",
                {"path": str(path), "name": name, "frames": most},
                seconds=seconds,
                most=MEDIA_BYTES,
                report=progress,
            )
        return _frames(told["frames"], memoryview(jpegs))
    except ChildTimeoutError as error:
        raise VideoError(limits.long_reading(name, seconds), tr(REMEDY)) from error
    except ChildMemoryError as error:
        raise VideoError(
            tr("Reading {name} takes more memory than a video may.").format(name=name), tr(REMEDY)
        ) from error
    except (ChildDiedError, ValueError, KeyError, TypeError) as error:
        raise unreadable(name) from error
    finally:
        child.close()


class PlayedVideo:
    """A video file from which frames are taken one after the other.

    Parameters
    ----------
    path : Path
    seconds : float
        Longest that a frame may take.

    Attributes
    ----------
    rate : float
        Frames a second.

    Raises
    ------
    VideoError
        It is no video that can be read.
    """

    def __init__(self, path: Path, seconds: float = FRAME_SECONDS) -> None:
        self._name, self._seconds = str(path), seconds
        self._child = Child("posture.photo.child")
        try:
            self.rate = float(self._ask("play", {"path": str(path.absolute())})[0]["rate"])
        except BaseException:
            self._child.close()
            raise

    def next(self, grabs: int) -> NDArray[np.uint8] | None:
        """The frame that is so many further on, RGB; None after the last one.

        Raises
        ------
        VideoError
            It is damaged from here on.
        """
        told, data = self._ask("frame", {"grabs": grabs})
        if told.get("end"):
            return None
        try:
            high, wide = told["shape"]
            return np.frombuffer(data, np.uint8).reshape(high, wide, _CHANNELS)
        except (ValueError, KeyError, TypeError) as error:
            raise unreadable(self._name) from error

    def close(self) -> None:
        """End the process that reads it."""
        self._child.close()

    def _ask(self, job: str, said: dict[str, Any]) -> tuple[dict[str, Any], bytearray]:
        try:
            return self._child.ask(
                job,
                said | {"name": self._name},
                seconds=self._seconds,
                most=VIDEO_PIXELS * _CHANNELS,
            )
        except (ChildDiedError, ChildTimeoutError, ChildMemoryError) as error:
            raise unreadable(self._name) from error


def _frames(told: list[dict[str, float]], jpegs: memoryview) -> tuple[VideoFrame, ...]:
    frames: list[VideoFrame] = []
    at = 0
    for one in told:
        end = at + int(one["size"])
        values = float(one["time_s"]), float(one["sharpness"]), float(one["motion"])
        frames.append(VideoFrame(values[0], bytes(jpegs[at:end]), values[1], values[2]))
        at = end
    return tuple(frames)
