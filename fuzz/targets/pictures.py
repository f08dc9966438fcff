"""Pictures of any shape and cut, analysed to the end and drawn upon."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from fuzz.mutations import mutate_bytes
from fuzz.targets import refused
from posture.analysis.options import Options
from posture.analysis.pipeline import analyze_photo
from posture.body.remarks import Refusal
from posture.photo.load import load
from posture.present.overlay.overlay import draw

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from numpy.typing import NDArray

    from posture.photo.photo import Photo

_FORM = struct.Struct(">HHHHHHhBB")
"""Width and height; left, top, right and bottom of the part of the sample, of 65,535; what is added
to the brightness; pixels of blur; and by how many quarters it is turned."""

LONGEST = _FORM.size
_LONGEST_SIDE, _PIXELS = 20_000, 600_000
_FULL = 0xFFFF
_SAMPLE = Path(__file__).parents[2] / "samples" / "standing_tall.jpg"


def seeds() -> Mapping[str, bytes]:
    """The whole sample, parts of it, strips, and what is too dark, blurred or turned."""
    return {
        "whole": _FORM.pack(375, 500, 0, 0, _FULL, _FULL, 0, 0, 0),
        "portrait": _FORM.pack(500, 300, 0, 0, _FULL, _FULL // 3, 0, 0, 0),
        "legs": _FORM.pack(375, 250, 0, _FULL // 2, _FULL, _FULL, 0, 0, 0),
        "strip": _FORM.pack(1, 20_000, 0, 0, _FULL, _FULL, 0, 0, 0),
        "ribbon": _FORM.pack(20_000, 3, 0, 0, _FULL, _FULL, 0, 0, 0),
        "dark": _FORM.pack(375, 500, 0, 0, _FULL, _FULL, -200, 0, 0),
        "blurred": _FORM.pack(375, 500, 0, 0, _FULL, _FULL, 0, 40, 0),
        "lying": _FORM.pack(500, 375, 0, 0, _FULL, _FULL, 0, 0, 1),
    }


def mutate(data: bytes, dice: Random) -> bytes:
    """Another number of the form."""
    changed = bytearray(data.ljust(_FORM.size, b"\0")[: _FORM.size])
    at = dice.randrange(0, _FORM.size)
    changed[at : at + 2] = mutate_bytes(bytes(changed[at : at + 2]), dice)[:2].ljust(2, b"\0")
    return bytes(changed[: _FORM.size])


def check(data: bytes) -> bool:
    """Analyse a picture: a refusal has reasons, an analysis numbers and a drawing."""
    pictures: list[Photo] = []
    if refused(lambda: pictures.append(load(_picture(data), name="fuzzed"))):
        return False
    (photo,) = pictures
    found = analyze_photo(photo, Options(mirror=False))
    if isinstance(found, Refusal):
        assert all(str(one.text) and str(one.remedy) for one in found.reasons)
        return False
    for one in found.measurements.values():
        assert np.isfinite(one.value) == np.isfinite(one.sd)
        assert np.isfinite(one.value) or one.reason_missing
    assert draw(photo, found).dtype == np.uint8
    return True


def _picture(data: bytes) -> NDArray[np.uint8]:
    form = data.ljust(_FORM.size, b"\0")[: _FORM.size]
    wide, high, *corners, brighter, blur, turns = _FORM.unpack(form)
    wide, high = (min(max(side, 1), _LONGEST_SIDE) for side in (wide, high))
    # As many pixels as an analysis takes half a second for.
    high = min(high, max(1, _PIXELS // wide))
    sample = _sample()
    rows, columns = sample.shape[:2]
    left, top, right, bottom = (
        corner * side // _FULL for corner, side in zip(corners, (columns, rows) * 2, strict=True)
    )
    part = sample[top : max(bottom, top + 1), left : max(right, left + 1)]
    made = cv2.resize(part if part.size else sample, (wide, high), interpolation=cv2.INTER_AREA)
    if blur:
        made = cv2.blur(made, (blur, blur))
    made = np.clip(made.astype(np.int32) + brighter, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.rot90(made, turns % 4))


@cache
def _sample() -> NDArray[np.uint8]:
    return load(_SAMPLE).pixels
