"""Two hundred damaged or hostile picture files, the same ones every time."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pillow_heif
from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = {
    "JPEG": "jpg",
    "PNG": "png",
    "WEBP": "webp",
    "TIFF": "tif",
    "BMP": "bmp",
    "GIF": "gif",
    "HEIF": "heic",
    "AVIF": "avif",
}


PEAK = """
def peak_bytes():
    import resource, sys
    from pathlib import Path
    # Linux hands ru_maxrss down from the process that forked; VmHWM is this program's own.
    status = Path("/proc/self/status")
    if status.exists():
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
"""
"""Source of a function for the child process that reads the files: its peak memory."""


def picture(size: tuple[int, int] = (240, 320)) -> Image.Image:
    """A smooth picture with some noise; made up."""
    noise = np.random.default_rng(0).integers(0, 40, (size[1], size[0], 3))
    slope = np.linspace(0, 200, size[0])[None, :, None]
    return Image.fromarray((slope + noise).astype(np.uint8))


def encoded(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    pillow_heif.register_heif_opener()
    picture().save(out, kind, **options)
    return out.getvalue()


def files() -> dict[str, bytes]:
    """File name to content."""
    sound = {ending: encoded(kind) for kind, ending in ENDINGS.items()}
    sound["prog.jpg"] = encoded("JPEG", progressive=True)
    made: dict[str, bytes] = {}
    for ending, data in sound.items():
        for percent in (1, 5, 25, 50, 75, 99):
            made[f"cut{percent}.{ending}"] = data[: len(data) * percent // 100]
        for seed in range(10):
            made[f"flipped{seed}.{ending}"] = _flipped(data, seed, len(data))
        for seed in range(3):
            made[f"header{seed}.{ending}"] = _flipped(data, seed, 64)
        made[f"magic.{ending}"] = data[:12]
    return made | _animated() | _bombs() | _impostors(sound)


def write(folder: Path) -> list[Path]:
    """Write all of them."""
    paths: list[Path] = []
    for name, data in files().items():
        paths.append(folder / name)
        paths[-1].write_bytes(data)
    return paths


def _flipped(data: bytes, seed: int, within: int) -> bytes:
    dice = random.Random(seed)
    damaged = bytearray(data)
    for _ in range(1 + seed * 3):
        damaged[dice.randrange(min(within, len(data)))] ^= 1 << dice.randrange(8)
    return bytes(damaged)


def _animated() -> dict[str, bytes]:
    made: dict[str, bytes] = {}
    frames = [picture(), picture().rotate(180)]
    for kind in ("GIF", "PNG", "WEBP", "TIFF"):
        out = io.BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:])
        made[f"animated.{ENDINGS[kind]}"] = out.getvalue()
    return made


def png(width: int, height: int, body: bytes, depth: int = 8, extra: bytes = b"") -> bytes:
    """A grey PNG with any declared size and any compressed content."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    chunks = chunk(b"IHDR", header) + (chunk(b"zTXt", extra) if extra else b"")
    return b"\x89PNG\r\n\x1a\n" + chunks + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _bombs() -> dict[str, bytes]:
    jpeg = bytearray(encoded("JPEG"))
    frame = jpeg.index(b"\xff\xc0")
    jpeg[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    gif = bytearray(encoded("GIF"))
    gif[6:10] = b"\xff\xff\xff\xff"
    bmp = bytearray(encoded("BMP"))
    bmp[18:26] = struct.pack("<ii", 60000, 60000)
    tiff = bytearray(encoded("TIFF"))
    loop = struct.unpack_from("<I", tiff, 4)[0]
    entries = struct.unpack_from("<H", tiff, loop)[0]
    struct.pack_into("<I", tiff, loop + 2 + 12 * entries, loop)
    text = b"k\0\0" + zlib.compress(bytes(80_000_000), 9)
    return {
        "declared.png": png(100_000, 100_000, zlib.compress(b"\0" * 100)),
        "bomb.png": png(20_000, 20_000, zlib.compress(bytes(20_000 * 2501), 9), depth=1),
        "largest.png": png(9_990, 9_990, zlib.compress(bytes(9_990 * 9_991), 9)),
        "short.png": png(9_000, 9_000, zlib.compress(bytes(1000))),
        "text.png": png(300, 300, zlib.compress(bytes(300 * 301)), extra=text),
        "declared.jpg": bytes(jpeg),
        "declared.gif": bytes(gif),
        "declared.bmp": bytes(bmp),
        "loop.tif": bytes(tiff),
        "negative.bmp": bytes(bmp[:18]) + struct.pack("<ii", -5, 320) + bytes(bmp[26:]),
    }


def _impostors(sound: dict[str, bytes]) -> dict[str, bytes]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a", bytes(1000))
    return {
        "empty.jpg": b"",
        "byte.png": b"\x89",
        "text.jpg": b"this is no picture\n" * 50,
        "page.png": b"<html><img src=x onerror=alert(1)></html>",
        "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        "script.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 300 300\nshowpage\n",
        "document.jpg": b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF",
        "archive.heic": archive.getvalue(),
        "polyglot.jpg": sound["jpg"] + archive.getvalue(),
        "polyglot.gif": sound["gif"] + b"<script>1</script>",
        "png.jpg": sound["png"],
        "noise.jpg": random.Random(1).randbytes(5000),
    }
