"""Points that people marked by eye on photographs: ``points.csv`` and ``photos.tsv``."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from posture.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

MARKED = ("tragus", "canthus", "c7", "acromion", "knee", "malleolus", "toe", "heel")
"""Points that are scored, by the name that the program gives them; it has no heel."""

_RENAMED = {"ankle": "malleolus"}
"""Their names to ours."""


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """What was marked on one photograph.

    Attributes
    ----------
    photo : str
        File name.
    person : str
        The same name is the same person.
    sha256 : str or None
        Of the photograph, where ``photos.tsv`` has it.
    raters : mapping of str to (mapping of str to ndarray, shape (2,))
        By rater, then by point: x right, y down, source pixels.
    """

    photo: str
    person: str
    sha256: str | None
    raters: Mapping[str, Mapping[str, NDArray[np.float64]]]

    @property
    def points(self) -> dict[str, NDArray[np.float64]]:
        """Each point, shape (2,): the mean of all raters who marked it."""
        by_point: dict[str, list[NDArray[np.float64]]] = defaultdict(list)
        for points in self.raters.values():
            for name, at in points.items():
                by_point[name].append(at)
        return {name: np.mean(places, axis=0) for name, places in by_point.items()}

    def readings(self, *points: str) -> int:
        """How many raters marked all of these points."""
        return sum(all(name in marked for name in points) for marked in self.raters.values())


def read_labels(folder: Path) -> list[Labels]:
    """Read a folder of labels.

    Parameters
    ----------
    folder : Path
        Holds ``points.csv`` (columns photo, point, x, y, rater) and perhaps ``photos.tsv`` (name,
        person, sha256). Without ``photos.tsv`` each photograph is a person of its own.

    Returns
    -------
    list of Labels
        In the order of the photographs' names.

    Raises
    ------
    InputError
        ``points.csv`` cannot be read, a column is missing, or a coordinate is not a number.
    """
    raters: dict[str, dict[str, dict[str, NDArray[np.float64]]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for line, row in enumerate(_rows(folder / "points.csv", ",", ("photo", "point", "x", "y")), 2):
        name = _RENAMED.get(row["point"], row["point"])
        raters[row["photo"]][row.get("rater") or "1"][name] = _position(row, line)
    known: dict[str, dict[str, str]] = {}
    if (folder / "photos.tsv").exists():
        known = {row["name"]: row for row in _rows(folder / "photos.tsv", "\t", ("name",))}
    return [
        Labels(
            photo=photo,
            person=known.get(photo, {}).get("person") or photo,
            sha256=known.get(photo, {}).get("sha256") or None,
            raters={rater: dict(points) for rater, points in raters[photo].items()},
        )
        for photo in sorted(raters)
    ]


def _rows(path: Path, delimiter: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=delimiter))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.") from error
    missing = [name for name in columns if rows and name not in rows[0]]
    if missing or not rows:
        raise InputError(f"{path} has no rows with the columns {', '.join(missing or columns)}.")
    return rows


def _position(row: dict[str, str], line: int) -> NDArray[np.float64]:
    try:
        at = np.array([float(row["x"]), float(row["y"])])
    except (TypeError, ValueError):
        at = np.array([math.nan, math.nan])
    if not np.isfinite(at).all():
        raise InputError(f"points.csv, line {line}: the coordinates are not numbers.")
    return at
