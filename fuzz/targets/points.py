"""Points files in JSON and CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuzz.mutations import mutate_json, mutate_lines
from fuzz.targets import refused
from posture.body.placed.entries import PointEntry
from posture.files.points import read_points, write_points

if TYPE_CHECKING:
    from random import Random

LONGEST = 4096
_SIZE = (3000, 4000)
_TOKENS = (
    *("name", "x_px", "y_px", "source", "sd_px", "points", "placed", "sticker", "x", "y"),
    *("c7", "tragus", "acromion", "ear", "1.234", "1,234", "1.234,5", "sep=;", '"', "-3", "1e5"),
)


def seeds() -> dict[str, bytes]:
    """A file of each kind."""
    entries = (PointEntry("c7", 310.5, 188.25, "placed"), PointEntry("tragus", 350, 90, "sticker"))
    return {
        "written.json": write_points(entries).encode(),
        "bare.json": b'{"c7": {"x_px": 310, "y_px": 188, "source": "sticker", "sd_px": 3}}',
        "comma.csv": b"name,x_px,y_px\nc7,310.5,188\ntragus,350,90\n",
        "semicolon.csv": b"sep=;\nname;x_px;y_px;source;sd_px\nc7;310,5;188;placed;2,5\n",
        "utf16.csv": "name\tx_px\ty_px\nc7\t310\t188\n".encode("utf-16"),
    }


def mutate(data: bytes, dice: Random) -> bytes:
    """As JSON where it is such, else as lines."""
    if data.lstrip()[:1] in (b"{", b"["):
        return mutate_json(data, dice, _TOKENS)
    return mutate_lines(data, dice, _TOKENS)


def check(data: bytes) -> bool:
    """Read points; what was accepted comes back the same after it was written."""
    found: list[PointEntry] = []
    if refused(lambda: found.extend(read_points(data, size=_SIZE))):
        return False
    assert found
    assert all(0 <= one.x_px <= _SIZE[0] and 0 <= one.y_px <= _SIZE[1] for one in found)
    assert len({one.name for one in found}) == len(found)
    assert list(read_points(write_points(found).encode(), size=_SIZE)) == found
    return True
