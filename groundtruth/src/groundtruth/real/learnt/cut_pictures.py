"""Fits ``posture/body/estimate/data/cut_pictures.json``: what the end of a picture does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from posture.body.estimate.cut_pictures import (
    MOVED,
    CutPictures,
    CutPicturesFile,
    Ending,
    lowest_level,
)
from posture.body.points import NODES

from groundtruth.real.cuts import cut_results
from groundtruth.real.labels import read_labels
from groundtruth.real.results import results
from groundtruth.real.seen import by_people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.real.results import Result

ENDINGS: tuple[tuple[str, ...], ...] = (
    ("chest",),
    ("waist", "waist and sides"),
    ("hip", "hip and sides"),
    ("knee",),
)
"""Cuts that are taken together, from above; below the last nothing is corrected."""

_DIGITS = 4
_ANKLE, _C7 = 4.0, NODES.index("c7")


def run(labels: Path, photos: Path, store: Path, out: Path) -> None:
    """Fit and write the file; see :func:`groundtruth.real.measured.measure`."""
    given = read_labels(labels)
    whole = results(given, photos, store)
    cut = {name: [r for _, r in pairs] for name, pairs in cut_results(given, photos, store).items()}
    kept = CutPicturesFile.model_validate_json(out.read_text("utf-8"))
    made = fit(kept, whole, cut)
    for one in made.endings:
        print(one)
    out.write_text(made.model_dump_json(indent=1) + "\n", "utf-8")


def fit(
    kept: CutPicturesFile, whole: Sequence[Result], cut: Mapping[str, Sequence[Result]]
) -> CutPicturesFile:
    """Fit how much cut copies differ from their photographs.

    Parameters
    ----------
    kept : CutPicturesFile
        What the answers have been corrected by.
    whole : sequence of Result
    cut : mapping of str to sequence of Result
        By cut, answers to the copies.

    Returns
    -------
    CutPicturesFile
    """
    of = partial(_read, CutPictures(kept))
    by_photo = {one.photo: of(one)[1] for one in whole if one.analysis is not None}
    person = {one.photo: one.person for one in whole}
    endings: list[Ending] = []
    for names in ENDINGS:
        there = [
            one
            for name in names
            for one in cut[name]
            if one.analysis is not None and one.photo in by_photo
        ]
        level, rows = (np.array(each) for each in zip(*map(of, there), strict=True))
        apart = rows - [by_photo[one.photo] for one in there]
        people = np.array([person[one.photo] for one in there])
        mean = by_people(people, apart).mean(axis=0)
        endings.append(
            Ending(
                level=round(float(level.mean()), 2),
                yaw_deg=round(float(mean[0]), 2),
                yaw_sd_deg=round(float(apart[:, 0].std(ddof=1)), 2),
                back={n: round(float(-mean[1 + k]), _DIGITS) for k, n in enumerate(MOVED)},
            )
        )
    nothing = Ending(level=_ANKLE, yaw_deg=0.0, yaw_sd_deg=0.0, back=dict.fromkeys(MOVED, 0.0))
    said = f"cut copies of {len(by_photo)} photographs of {len(set(person.values()))} people"
    return CutPicturesFile(source=said, endings=[*endings, nothing])


def _read(kept: CutPictures, found: Result) -> tuple[float, NDArray[np.float64]]:
    """Level, and without what ``kept`` corrects yaw and how far ``MOVED`` lie in front of C7."""
    assert found.analysis is not None
    body = found.analysis.body
    ending = kept.at(found.features)
    front = found.alone[:, 0] - found.alone[_C7, 0]
    points = [front[NODES.index(name)] - ending.back[name] for name in MOVED]
    yaw = body.camera.yaw_deg + ending.yaw_deg
    return lowest_level(found.features), np.array([yaw, *points])
