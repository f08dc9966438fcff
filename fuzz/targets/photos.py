"""Photos in every format, decoded in this very process."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pillow_heif
from PIL import Image

from fuzz.mutations import mutate_bytes
from fuzz.targets import refused
from posture.photo import limits
from posture.photo.decode import Decoded, decode

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

LONGEST = 32_768
_LONGEST_SIDE = 200
_PIXELS = 1_000_000
"""The limit while fuzzing: what is declared beyond it costs a second and finds nothing more."""

pillow_heif.register_heif_opener(thumbnails=False)


def prepare() -> None:
    """Lower the limit on pixels, in the process of a fuzzer alone."""
    limits.PIXELS = _PIXELS


def seeds() -> dict[str, bytes]:
    """A small picture in each format and in each kind of it that is read differently."""
    noise = np.random.default_rng(0).integers(0, 255, (72, 80, 3), np.uint8)
    colour = Image.fromarray(noise).resize((80, 72)).reduce(1)
    grey, layered = colour.convert("L"), colour.convert("RGBA")
    deep = Image.fromarray(np.linspace(0, 65535, 80 * 72).reshape(72, 80).astype(np.uint16))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8769).update({0x9003: "2026:11:29 12:00:00", 0xA405: 26, 0x920A: (5, 1)})
    out: dict[str, bytes] = {}

    def add(name: str, image: Image.Image, kind: str, **options: object) -> None:
        file = io.BytesIO()
        image.save(file, kind, **options)
        out[name] = file.getvalue()

    add("exif.jpg", colour, "JPEG", exif=exif, quality=60)
    add("progressive.jpg", colour, "JPEG", progressive=True, quality=40)
    add("cmyk.jpg", colour.convert("CMYK"), "JPEG", quality=40)
    add("grey.jpg", grey, "JPEG", quality=40)
    add("colour.png", colour.quantize(16), "PNG")
    add("layered.png", layered.reduce(2).resize((80, 72)), "PNG", exif=exif)
    add("deep.png", deep, "PNG")
    add("lossy.webp", colour, "WEBP", quality=30, exif=exif.tobytes())
    add("lossless.webp", layered.quantize(8).convert("RGBA"), "WEBP", lossless=True)
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        small = grey if compression != "jpeg" else colour
        add(f"{compression}.tif", small, "TIFF", compression=compression)
    add("deep.tif", deep, "TIFF")
    add("bits.bmp", grey.convert("1"), "BMP")
    add("grey.bmp", grey, "BMP")
    add("colours.gif", colour.quantize(16), "GIF")
    add("colour.heic", colour, "HEIF", quality=30, exif=exif.tobytes())
    add("colour.avif", colour, "AVIF", quality=30, exif=exif.tobytes())
    return out


def mutate(data: bytes, dice: Random) -> bytes:
    """Change the parts that a format is made of, so that the file still holds together."""
    if dice.random() < 0.4:
        return mutate_bytes(data, dice)
    known = ((b"\x89PNG", _mutate_png), (b"\xff\xd8", _mutate_jpeg), (b"RIFF", _mutate_riff))
    for start, change in known:
        if data.startswith(start):
            return change(data, dice)
    if data[4:8] == b"ftyp":
        return _mutate_boxes(data, dice)
    # TIFF, BMP and GIF hold their numbers near the start, or TIFF near the end.
    cut = dice.choice((64, 256))
    if data[:2] in (b"II", b"MM") and dice.random() < 0.5:
        return data[:-cut] + mutate_bytes(data[-cut:], dice)
    return mutate_bytes(data[:cut], dice) + data[cut:]


def check(data: bytes) -> bool:
    """Decode a picture; its pixels come back the same out of a file that is written of them."""
    found: list[Decoded] = []
    if refused(lambda: found.append(decode(data, "fuzzed", _LONGEST_SIDE))):
        return False
    (picture,) = found
    high, wide = picture.pixels.shape[:2]
    assert picture.pixels.dtype == np.uint8
    assert picture.pixels.shape == (high, wide, 3)
    full_wide, full_high = picture.source_size
    assert max(full_wide, full_high) >= limits.MIN_PICTURE_PX
    assert full_wide * full_high <= limits.PIXELS
    assert (wide, high) == (-(-full_wide // picture.factor), -(-full_high // picture.factor))
    assert picture.focal_px is None or 0 < picture.focal_px < 1e9
    if max(high, wide) >= limits.MIN_PICTURE_PX:
        file = io.BytesIO()
        Image.fromarray(picture.pixels).save(file, "PNG", compress_level=0)
        again = decode(file.getvalue(), "again", max(high, wide))
        assert np.array_equal(again.pixels, picture.pixels)
    return True


def _mutate_png(data: bytes, dice: Random) -> bytes:
    """Change the content of a chunk and correct its length and sum."""
    chunks: list[tuple[bytes, bytes]] = []
    at = 8
    while at + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += 12 + size
    if not chunks:
        return mutate_bytes(data, dice)
    at = dice.randrange(len(chunks))
    kind, content = chunks[at]
    if kind == b"IDAT" and dice.random() < 0.7:
        content = _inflated(content, lambda raw: mutate_bytes(raw, dice))
    else:
        content = mutate_bytes(content, dice)
    chunks[at] = (kind, content)
    if dice.random() < 0.2:
        extra = dice.choice((b"tRNS", b"PLTE", b"acTL", b"eXIf", b"iCCP", b"zTXt", b"gAMA"))
        chunks.insert(dice.randrange(1, len(chunks) + 1), (extra, dice.randbytes(12)))
    return data[:8] + b"".join(
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


def _inflated(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    try:
        return zlib.compress(change(zlib.decompress(content)))
    except zlib.error:
        return change(content)


def _mutate_jpeg(data: bytes, dice: Random) -> bytes:
    """Change a segment before the compressed pixels and correct its length."""
    ends = [2]
    while ends[-1] + 4 <= len(data) and data[ends[-1]] == 0xFF and data[ends[-1] + 1] != 0xDA:
        ends.append(ends[-1] + 2 + int.from_bytes(data[ends[-1] + 2 : ends[-1] + 4], "big"))
    at = dice.randrange(len(ends))
    start = ends[at]
    end = ends[at + 1] if at + 1 < len(ends) else len(data)
    if end == len(data):
        return data[:start] + mutate_bytes(data[start:], dice)
    content = mutate_bytes(data[start + 4 : end], dice)
    size = min(len(content) + 2, 0xFFFF).to_bytes(2, "big")
    copies = dice.choice((1, 1, 1, 0, 2))
    return data[:start] + (data[start : start + 2] + size + content) * copies + data[end:]


def _mutate_riff(data: bytes, dice: Random) -> bytes:
    """Change what a WebP file holds and correct the length of the whole."""
    body = data[:12] + mutate_bytes(data[12:], dice)
    return body[:4] + max(0, len(body) - 8).to_bytes(4, "little") + body[8:]


def _mutate_boxes(data: bytes, dice: Random) -> bytes:
    """Change a box of HEIC or AVIF, keeping the length of each."""
    names = (b"ispe", b"iloc", b"irot", b"imir", b"hvcC", b"av1C", b"pixi", b"iinf", b"ipma")
    found = [at for name in names if (at := data.find(name)) > 0]
    if not found or dice.random() < 0.3:
        start = data.find(b"mdat")
        changed = bytearray(data)
        for _ in range(4):
            changed[dice.randrange(max(start, 0), len(data))] = dice.randrange(256)
        return bytes(changed)
    at = dice.choice(found) + 4
    part = bytearray(data[at : at + 48])
    if not part:
        return mutate_bytes(data, dice)
    for _ in range(dice.choice((1, 2, 4))):
        part[dice.randrange(len(part))] = dice.choice((0, 1, 2, 3, 0x7F, 0x80, 0xFF))
    return data[:at] + bytes(part) + data[at + len(part) :]
