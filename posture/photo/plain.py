"""Tell which files are decoded in this process, and which in a child that may die.

Baseline JPEG and PNG of ordinary size stay here, for speed: Pillow decodes PNG with its own few
lines and zlib alone, and libjpeg-turbo's sequential decoder takes a time and memory that the pixels
bound (docs/adr/0046-hostile-input.md).
"""

from __future__ import annotations

from typing import Literal

from posture.limits import PLAIN_PIXELS

_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"

_SEQUENTIAL = (0xC0, 0xC1)
"""Markers of frames with one pass. A progressive file may have thousands of passes over all of its
pixels, in a few kilobytes."""

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = (0x01, *range(0xD0, 0xD8))
"""Markers without a length."""


def plain_format(data: bytes) -> Literal["JPEG", "PNG"] | None:
    """The format of a picture that may be decoded in this process.

    Parameters
    ----------
    data : bytes
        Content of the file.

    Returns
    -------
    str or None
        None for everything else.
    """
    if data.startswith(_PNG):
        start = len(_PNG)
        wide, high = _number(data, start, 4), _number(data, start + 4, 4)
        return "PNG" if wide * high <= PLAIN_PIXELS else None
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG" if _is_sequential(data) else None
    return None


def _is_sequential(data: bytes) -> bool:
    """Whether the first frame of a JPEG has one pass, 8 bits and an ordinary size."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _ALONE:
            at += 2
        elif marker in _FRAMES:
            high, wide = _number(data, at + 5, 2), _number(data, at + 7, 2)
            return marker in _SEQUENTIAL and data[at + 4] == 8 and wide * high <= PLAIN_PIXELS
        else:
            at += 2 + _number(data, at + 2, 2)
    return False


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big")
