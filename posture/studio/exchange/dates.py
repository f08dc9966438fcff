"""The day of a photo: from its own data, its name, or the folder that it lies in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import PurePosixPath

Origin = Literal["exif", "name", "folder"]

_FIRST = date(1990, 1, 1)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-_. ]?(\d{2})[-_. ]?(\d{2})(?!\d{1,3}(?!\d))")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class PhotoDay:
    """The day of a photo, and where it was read.

    Attributes
    ----------
    on : date
    origin : {"exif", "name", "folder"}
    """

    on: date
    origin: Origin


def find_day(path: PurePosixPath, taken: datetime | None, today: date) -> PhotoDay | None:
    """The day of a photo; None where nothing tells.

    Parameters
    ----------
    path : PurePosixPath
        Its name, and the folders that it lies in.
    taken : datetime or None
        What its own data (EXIF) say.
    today : date
        A day after it is a mistake and is not taken.
    """
    if taken is not None and _FIRST <= taken.date() <= today:
        return PhotoDay(taken.date(), "exif")
    for origin, text in _texts(path):
        for found in days_in(text):
            if _FIRST <= found <= today:
                return PhotoDay(found, origin)
    return None


def days_in(text: str) -> Iterator[date]:
    """Days that a text names, like 2026-03-01, 20260301 or 1.3.2026.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> next(days_in("IMG_20260301_101500"))
    datetime.date(2026, 3, 1)
    """
    numbers = [tuple(map(int, one)) for one in _YEAR_FIRST.findall(text)]
    numbers += [tuple(map(int, one))[::-1] for one in _DAY_FIRST.findall(text)]
    for year, month, day in numbers:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _texts(path: PurePosixPath) -> Iterator[tuple[Origin, str]]:
    yield "name", path.stem
    for folder in reversed(path.parts[:-1]):
        yield "folder", folder
