"""The same photographs cut as people cut theirs: what is left must still be measured right.

Half of the pictures that people bring end above the knees. The marked points keep their places, so
the craniovertebral angle of what is left is known as well as that of the whole photograph.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from posture.photo.load import load
from tqdm import tqdm

from groundtruth.real.by_eye import TRAGUS_ABOVE_MALLEOLUS, raters_differ
from groundtruth.real.deviation import Deviation, label_sd
from groundtruth.real.placed import MEASUREMENT, placed_scores
from groundtruth.real.results import answer
from groundtruth.real.row import Row, deviation_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from groundtruth.real.labels import Labels
    from groundtruth.real.results import Result

MEASUREMENTS = (MEASUREMENT, "head_tilt", "ear_shoulder_offset")
"""What a picture of head and shoulders still tells, and can be marked by eye."""

_MALLEOLUS = 0.04
"""Height of the malleolus over the floor, statures."""

_ABOVE_TRAGUS, _BESIDE_C7 = 0.14, 0.28
"""Where the upper border and those at the sides lie after a tight cut, statures."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a picture ends.

    Attributes
    ----------
    height : float
        Of the lower border over the floor, statures.
    tight : bool
        Sides and top are cut as well.
    """

    height: float
    tight: bool = False


CUTS: Mapping[str, Cut] = {
    "ankle": Cut(0.06),
    "knee": Cut(0.28),
    "hip": Cut(0.48),
    "waist": Cut(0.60),
    "chest": Cut(0.70),
    "hip and sides": Cut(0.48, tight=True),
    "waist and sides": Cut(0.60, tight=True),
}
"""By where the picture ends."""

_NEEDED = ("tragus", "c7", "malleolus")


def cut_scores(
    labels: Sequence[Labels], photos: Path, store: Path, results: Sequence[Result]
) -> dict[str, Any]:
    """Analyse and score cut copies of every photograph that is there.

    Parameters
    ----------
    labels : sequence of Labels
    photos, store : Path
        See :func:`cut_results`.
    results : sequence of Result
        Of the whole photographs.

    Returns
    -------
    dict
        By cut: ``pictures``; the fields of :class:`groundtruth.real.deviation.Deviation` of the
        craniovertebral angle; ``rise``, for each of ``MEASUREMENTS``: by how much the root mean
        square error exceeds that of the same photographs whole, percent, the raters' error taken
        out of both; and ``placed``, see :func:`groundtruth.real.placed.placed_scores`.
    """
    found = cut_results(labels, photos, store)
    whole = {one.photo: one for one in results}
    uncut = [(one, whole[one.photo]) for one in _there(labels, photos)]
    return {name: scored(pairs, uncut) for name, pairs in found.items()}


def cut_results(
    labels: Sequence[Labels], photos: Path, store: Path
) -> dict[str, list[tuple[Labels, Result]]]:
    """Analyse cut copies of every photograph that is there (a second each).

    Parameters
    ----------
    labels : sequence of Labels
    photos, store : Path
        See :func:`groundtruth.real.results.results`.

    Returns
    -------
    dict
        By cut: of each copy its labels and the program's answer.
    """
    there = _there(labels, photos)
    found: dict[str, list[tuple[Labels, Result]]] = {name: [] for name in CUTS}
    for one in tqdm(there, desc="cut copies", disable=not there):
        data = (photos / one.photo).read_bytes()
        for name, cut in CUTS.items():
            moved, file = cut_copy(one, data, cut)
            found[name].append((moved, answer(moved, file, store)))
    return found


def _there(labels: Sequence[Labels], photos: Path) -> list[Labels]:
    """Photographs that are there and have what a cut needs."""
    return [
        one
        for one in labels
        if set(_NEEDED) <= one.points.keys() and (photos / one.photo).is_file()
    ]


def cut_copy(labels: Labels, data: bytes, cut: Cut) -> tuple[Labels, bytes]:
    """Cut a picture.

    Parameters
    ----------
    labels : Labels
        With ``tragus``, ``c7`` and ``malleolus``.
    data : bytes
        The photograph.
    cut : Cut

    Returns
    -------
    labels : Labels
        The same points in the pixels of the copy; those that were cut off lie outside.
    data : bytes
        A PNG file.
    """
    photo = load(data, name=labels.photo)
    at = {name: photo.scale * px for name, px in labels.points.items()}
    stature = (at["malleolus"][1] - at["tragus"][1]) / TRAGUS_ABOVE_MALLEOLUS
    height, width = photo.pixels.shape[:2]
    bottom = at["malleolus"][1] + (_MALLEOLUS - cut.height) * stature
    left, top, right = 0.0, 0.0, float(width)
    if cut.tight:
        left, right = at["c7"][0] + np.array([-1.0, 1.0]) * _BESIDE_C7 * stature
        top = at["tragus"][1] - _ABOVE_TRAGUS * stature
    x, y = (max(0, round(float(corner))) for corner in (left, top))
    part = photo.pixels[y : min(height, round(float(bottom))), x : min(width, round(float(right)))]
    done, file = cv2.imencode(".png", np.ascontiguousarray(part[..., ::-1]))
    assert done
    raters = {
        rater: {name: photo.scale * px - (x, y) for name, px in marked.items()}
        for rater, marked in labels.raters.items()
    }
    return replace(labels, sha256=None, raters=raters), file.tobytes()


def scored(
    cut: Sequence[tuple[Labels, Result]], whole: Sequence[tuple[Labels, Result]]
) -> dict[str, Any]:
    """What :func:`cut_scores` gives for one kind of cut.

    Parameters
    ----------
    cut, whole : sequence of (Labels, Result)
        Of the copies, and of the photographs that they were cut from.
    """
    cut_rows, whole_rows = _rows(cut), _rows(whole)
    rows = list(cut_rows.values())
    raters = {name: _label_sd(rows, name) for name in MEASUREMENTS}
    told = deviation_of(rows, MEASUREMENT, raters[MEASUREMENT])
    same = [row for photo, row in whole_rows.items() if photo in cut_rows]
    rise = {
        name: 100 * (_rmse(deviation_of(rows, name, sd)) / _rmse(deviation_of(same, name, sd)) - 1)
        for name, sd in raters.items()
    }
    placed = placed_scores(rows, raters[MEASUREMENT])
    return {"pictures": len(cut), **asdict(told), "rise": rise, "placed": placed}


def placed_in_whole(labels: Sequence[Labels], results: Sequence[Result]) -> dict[str, Any]:
    """Scores of :func:`groundtruth.real.placed.placed_scores` in photographs that are not cut.

    Parameters
    ----------
    labels : sequence of Labels
    results : sequence of Result
        Of the same photographs.
    """
    by_photo = {one.photo: one for one in labels if set(_NEEDED) <= one.points.keys()}
    pairs = [(by_photo[one.photo], one) for one in results if one.photo in by_photo]
    rows = list(_rows(pairs).values())
    return placed_scores(rows, _label_sd(rows, MEASUREMENT))


def _rows(pairs: Sequence[tuple[Labels, Result]]) -> dict[str, Row]:
    """By photograph, those that were analysed."""
    return {
        labels.photo: Row(labels, one, one.analysis)
        for labels, one in pairs
        if one.analysis is not None
    }


def _label_sd(rows: Sequence[Row], measurement: str) -> float:
    cameras = {row.result.photo: row.analysis.body.camera for row in rows}
    _, between = raters_differ([row.labels for row in rows], cameras)
    return label_sd(between.get(measurement, []))


def _rmse(told: Deviation) -> float:
    return math.hypot(told.bias, told.sd)
