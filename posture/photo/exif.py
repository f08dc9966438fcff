"""EXIF data of a photo: orientation, focal length in pixels, date and time."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Mapping

ORIENTATION = 0x0112
EXIF_IFD = 0x8769
TAKEN = 0x9003
TAKEN_OFFSET = 0x9011
FOCAL_LENGTH = 0x920A
PIXEL_WIDTH = 0xA002
PIXEL_HEIGHT = 0xA003
FOCAL_PLANE_X_RESOLUTION = 0xA20E
FOCAL_PLANE_UNIT = 0xA210
DIGITAL_ZOOM = 0xA404
FOCAL_LENGTH_35MM = 0xA405

MM_PER_UNIT = {2: 25.4, 3: 10.0, 4: 1.0, 5: 0.001}
DIAGONAL_35MM = math.hypot(36.0, 24.0)
ASPECT_TOLERANCE = 0.01
FOCAL_RANGE = (0.3, 60.0)
"""Plausible focal length in picture diagonals: a fisheye to a long telescope lens."""

UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation to the operation that turns the picture upright; 1 needs none."""


def read(image: Image.Image) -> tuple[int, dict[int, Any]]:
    """Read orientation (1 to 8) and the EXIF sub-directory; damaged EXIF counts as none."""
    try:
        exif = image.getexif()
        orientation = exif.get(ORIENTATION, 1)
        tags = dict(exif.get_ifd(EXIF_IFD))
    except Exception:  # Pillow raises many types here; the photo is usable without its EXIF data
        return 1, {}
    return (orientation if orientation in UPRIGHT else 1), tags


def focal_px(tags: Mapping[int, Any], width: int, height: int) -> float | None:
    """Focal length in source pixels.

    The 35 mm equivalent comes first: by the CIPA definition it compares diagonals, so
    ``f_px = f_35 * diagonal_px / 43.27 mm``. Else ``f_px = f_mm * pixels per mm`` in the focal
    plane.

    Parameters
    ----------
    tags : mapping
        EXIF sub-directory.
    width, height : int
        Stored size of the picture in pixels, before it is turned upright.

    Returns
    -------
    float or None
        None where EXIF has no focal length or an implausible one, records digital zoom, or gives
        pixel dimensions of another aspect ratio: then the picture was cropped, and its focal
        length is unknown.
    """
    recorded = _number(tags, PIXEL_WIDTH), _number(tags, PIXEL_HEIGHT)
    if _cropped(recorded, width, height) or (_number(tags, DIGITAL_ZOOM) or 1.0) > 1.0:
        return None
    diagonal = math.hypot(width, height)
    found = None
    if equivalent := _number(tags, FOCAL_LENGTH_35MM):
        found = equivalent * diagonal / DIAGONAL_35MM
    else:
        focal, resolution = _number(tags, FOCAL_LENGTH), _number(tags, FOCAL_PLANE_X_RESOLUTION)
        mm = MM_PER_UNIT.get(int(_number(tags, FOCAL_PLANE_UNIT) or 2))
        if focal and resolution and mm:
            # The resolution is that of the camera; a reduced picture has fewer pixels per mm.
            resized = max(width, height) / max(recorded[0] or width, recorded[1] or height)
            found = focal * resolution / mm * resized
    if found is None or not FOCAL_RANGE[0] <= found / diagonal <= FOCAL_RANGE[1]:
        return None
    return found


def taken(tags: Mapping[int, Any]) -> datetime | None:
    """Date and time of the photo (DateTimeOriginal, with OffsetTimeOriginal if present).

    Parameters
    ----------
    tags : mapping
        EXIF sub-directory.

    Returns
    -------
    datetime or None
        Local time of the camera; timezone-aware only where EXIF gives the offset from UTC. None
        where EXIF has no valid date.
    """
    try:
        found = datetime.strptime(str(tags.get(TAKEN, ""))[:19], "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    offset = re.fullmatch(r"([+-])(\d\d):(\d\d)", str(tags.get(TAKEN_OFFSET, "")).strip("\0 "))
    if offset is None:
        return found
    ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
    if ahead >= timedelta(hours=24):
        return found
    return found.replace(tzinfo=timezone(-ahead if offset[1] == "-" else ahead))


def _cropped(recorded: tuple[float | None, float | None], width: int, height: int) -> bool:
    if not recorded[0] or not recorded[1]:
        return False
    # Some programs rotate the pixels but not these two numbers: compare long with short side.
    before = max(recorded[0], recorded[1]) / min(recorded[0], recorded[1])
    now = max(width, height) / min(width, height)
    return abs(before / now - 1.0) > ASPECT_TOLERANCE


def _number(tags: Mapping[int, Any], tag: int) -> float | None:
    try:
        value = float(tags[tag])
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None
    return value if math.isfinite(value) and value > 0 else None
