"""Orientation of HEIC and AVIF files, whose container may turn the picture itself."""

from __future__ import annotations

import struct

from posture.photo import exif

FORMATS = frozenset({"HEIF", "AVIF"})
"""Names of these formats in Pillow."""

_TRANSFORMS = (b"irot", b"imir")
"""Boxes that rotate and mirror; decoders apply them."""


def left_to_turn(data: bytes | bytearray) -> int | None:
    """Orientation that decoders do not apply: EXIF or XMP alone names it.

    Where the container has a box for it, that box counts and EXIF repeats it (ISO/IEC 23000-22).
    Some programs write EXIF alone; Pillow and pillow-heif then drop it.

    Parameters
    ----------
    data : bytes
        Content of a HEIC or AVIF file.

    Returns
    -------
    int or None
        1 to 8 as in EXIF; None where a box in the container turns the picture.
    """
    # The names are searched for in the description of the pictures alone: compressed pixels may
    # hold any bytes.
    described = _box(data, b"meta")
    if any(name in described for name in _TRANSFORMS):
        return None
    import pillow_heif

    try:
        found = pillow_heif.set_orientation(pillow_heif.open_heif(data).info)
    except Exception:  # as in `exif.read`: the photo is usable without its EXIF data
        return 1
    return found if found in exif.UPRIGHT else 1


def _box(data: bytes | bytearray, wanted: bytes) -> bytes | bytearray:
    """Content of the first box of that name on the outermost level; empty where there is none."""
    at = 0
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1 and at + 16 <= len(data):
            (size,) = struct.unpack_from(">Q", data, at + 8)
            head = 16
        end = at + size if size else len(data)
        if name == wanted:
            return data[at + head : end]
        if size < head:
            break
        at = end
    return b""
