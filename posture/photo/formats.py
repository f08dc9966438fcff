"""The formats of photos: how their files end, and how they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMATS: Mapping[str, tuple[str, ...]] = {
    "JPEG": (".jpg", ".jpeg", ".jfif", ".mpo"),
    "PNG": (".png",),
    "WEBP": (".webp",),
    "TIFF": (".tif", ".tiff"),
    "BMP": (".bmp",),
    "GIF": (".gif",),
    "HEIF": (".heic", ".heif", ".hif"),
    "AVIF": (".avif",),
}
"""Format, by its name in Pillow, to the endings of its files, the usual one first. Others
(PostScript, ...) would add risk without need."""

ENDINGS = tuple(ending for endings in FORMATS.values() for ending in endings)
"""Of files that are taken for photos, in lower case."""

_STARTS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"BM", "BMP"),
    (b"GIF8", "GIF"),
)
_AVIF = frozenset((b"avif", b"avis"))
_HEIF = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_BRANDS_END = 256
"""Bytes after which no brands are looked for; a dozen of them are 64 bytes."""


def format_of(data: bytes | bytearray) -> str | None:
    """The format that a file has by its first bytes, a key of ``FORMATS``; None for no photo."""
    for start, name in _STARTS:
        if data.startswith(start):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    brands = _brands(data)
    # What AVIF and HEIC have in common (mif1) is a brand of both.
    if brands & _AVIF:
        return "AVIF"
    return "HEIF" if brands & _HEIF else None


def ending_of(data: bytes | bytearray) -> str:
    """The usual ending of a file with this content; empty for no photo."""
    found = format_of(data)
    return "" if found is None else FORMATS[found][0]


def _brands(data: bytes | bytearray) -> frozenset[bytes]:
    """What an ISO base media file says it is: its major brand, and those it is compatible with."""
    if data[4:8] != b"ftyp":
        return frozenset()
    end = min(int.from_bytes(data[:4], "big"), len(data), _BRANDS_END)
    return frozenset(bytes(data[at : at + 4]) for at in (8, *range(16, end, 4)))
