"""Small videos made on the spot, with a rotation in their header where wanted."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

TURNS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def film(frames: Iterable[np.ndarray], *, rate: float = 10.0, turn: int = 0, kind: str = "mp4"):
    """Bytes of a video of these RGB frames; ``turn`` is how far a player turns it clockwise."""
    frames = list(frames)
    codec = {"mp4": "mp4v", "webm": "VP80"}[kind]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{kind}"
        size = frames[0].shape[1::-1]
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), rate, size)
        assert writer.isOpened()
        for frame in frames:
            writer.write(np.ascontiguousarray(frame[..., ::-1]))
        writer.release()
        data = path.read_bytes()
    return _turned(data, turn) if turn else data


def _turned(data: bytes, turn: int) -> bytes:
    """Write the rotation into the track header of an MP4: a phone's way to film upright."""
    start = data.index(b"tkhd") + 4
    version = data[start]
    matrix = start + 4 + (20 if version == 0 else 32) + 16
    a, b, c, d = (65536 * v for v in TURNS[turn])
    written = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    return data[:matrix] + written + data[matrix + 36 :]
