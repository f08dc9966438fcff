"""The rendered visitor of ``tests/data/visit.webm``, strung together to a whole run."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

CLIP = Path(__file__).parent / "data" / "visit.webm"
TOLD = json.loads(CLIP.with_suffix(".json").read_text())
FPS: int = TOLD["fps"]
_STAND = ("standing",) * 14
VISIT = ("turning", *_STAND, *(("stepping", *_STAND) * 4), *_STAND)
"""Turn to the side, stand, and step on the spot between stands; a stand lasts 0.8 s."""


@cache
def pictures() -> tuple[NDArray[np.uint8], ...]:
    """Every picture of the clip once, RGB, (480, 640, 3)."""
    video = cv2.VideoCapture(str(CLIP))
    found: list[NDArray[np.uint8]] = []
    while True:
        there, picture = video.read()
        if not there:
            break
        found.append(np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)))
    video.release()
    return tuple(found)


def visit(parts: tuple[str, ...] = VISIT) -> list[NDArray[np.uint8]]:
    """The pictures of a run in order, ``FPS`` to the second."""
    known = pictures()
    return [known[i] for part in parts for i in TOLD["parts"][part]]


def write_mjpeg(path: Path, parts: tuple[str, ...] = VISIT, *, repeat: int = 1) -> Path:
    """The run as bare JPEGs one after the other: what chromium takes for a camera."""
    encoded = [
        cv2.imencode(".jpg", known[..., ::-1], [int(cv2.IMWRITE_JPEG_QUALITY), 88])[1].tobytes()
        for known in pictures()
    ]
    order = [i for part in parts for i in TOLD["parts"][part]]
    with path.open("wb") as out:
        for i in order:
            # Chromium plays a file at 30 pictures a second, whatever it was made for.
            out.write(encoded[i] * repeat)
    return path


def write_avi(path: Path, parts: tuple[str, ...] = VISIT) -> Path:
    """The run as a video file at its own pace."""
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), FPS, (640, 480))
    for picture in visit(parts):
        video.write(np.ascontiguousarray(picture[..., ::-1]))
    video.release()
    return path
