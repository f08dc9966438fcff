"""The process that decodes: ``python -m posture.photo.child``, started by ``process.Child``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from posture.limits import DECODER_MEMORY, MEDIA_BYTES
from posture.photo.child.serve import serve
from posture.photo.decode import decode

if TYPE_CHECKING:
    from posture.photo.child.serve import Answer, Report


def picture(said: dict[str, Any], data: bytearray, report: Report) -> Answer:
    """Decode a picture."""
    found = decode(data, said["name"], said["longest"])
    told = {
        "source_size": found.source_size,
        "factor": found.factor,
        "focal_px": found.focal_px,
        "taken": None if found.taken is None else found.taken.isoformat(),
    }
    return told, found.pixels.data.cast("B")


def video(said: dict[str, Any], data: bytearray, report: Report) -> Answer:
    """Choose frames of a video."""
    # Only now: pictures need no OpenCV, which takes a while to import.
    from posture.photo.video_frames import best_frames

    found = best_frames(Path(said["path"]), said["name"], said["frames"], report)
    told = [
        {
            "time_s": one.time_s,
            "sharpness": one.sharpness,
            "motion": one.motion,
            "size": len(one.jpeg),
        }
        for one in found
    ]
    return {"frames": told}, b"".join(one.jpeg for one in found)


def play(said: dict[str, Any], data: bytearray, report: Report) -> Answer:
    """Open a video, whose frames are asked for one by one."""
    import cv2

    from posture.photo.video_frames import check_frame_size, frame_rate, unreadable

    capture = cv2.VideoCapture(said["path"], cv2.CAP_FFMPEG)
    check_frame_size(capture, said["name"])
    if not capture.grab():
        raise unreadable(said["name"])
    _played[:] = [capture]
    return {"rate": frame_rate(capture)}, b""


def frame(said: dict[str, Any], data: bytearray, report: Report) -> Answer:
    """The frame that is so many further on."""
    import cv2

    (capture,) = _played
    if not all(capture.grab() for _ in range(said["grabs"])):
        return {"end": True}, b""
    there, picture = capture.retrieve()
    if not there:
        return {"end": True}, b""
    pixels = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
    return {"shape": pixels.shape[:2]}, pixels.data.cast("B")


_played: list[Any] = []
"""The video that is played, if there is one."""


if __name__ == "__main__":
    jobs = {"picture": picture, "video": video, "play": play, "frame": frame}
    serve(jobs, DECODER_MEMORY, MEDIA_BYTES)
