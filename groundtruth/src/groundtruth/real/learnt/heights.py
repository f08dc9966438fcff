"""Fits ``posture/body/estimate/data/heights.json``: how much too low head and neck are put."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from posture.body.estimate.cut_pictures import lowest_level
from posture.body.estimate.heights import Heights, HeightsFile, Low
from posture.body.points import NODES

from groundtruth.real.cuts import cut_results
from groundtruth.real.labels import Labels, read_labels
from groundtruth.real.learnt.cut_pictures import ENDINGS
from groundtruth.real.learnt.face import offsets
from groundtruth.real.results import results
from groundtruth.real.seen import by_people, raise_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from groundtruth.real.results import Result

_DIGITS = 4
_GROUP = ("tragus", "c7")
"""Whose heights are compared with the marked ones; the canthus is known to half as well."""

_EAR_UP, _EYE_UP = 1, 3

Pair = tuple[Labels, "Result"]


def run(labels: Path, photos: Path, store: Path, out: Path) -> None:
    """Fit and write the file; see :func:`groundtruth.real.measured.measure`."""
    given = read_labels(labels)
    by_photo = {one.photo: one for one in given}
    whole = [(by_photo[one.photo], one) for one in results(given, photos, store)]
    kept = HeightsFile.model_validate_json(out.read_text("utf-8"))
    made = fit(kept, whole, cut_results(given, photos, store))
    print(made)
    out.write_text(made.model_dump_json(indent=1) + "\n", "utf-8")


def fit(kept: HeightsFile, whole: Sequence[Pair], cut: Mapping[str, Sequence[Pair]]) -> HeightsFile:
    """Fit how much too low head and neck lie in photographs and in cut copies of them.

    Parameters
    ----------
    kept : HeightsFile
        By what the answers have been raised.
    whole : sequence of (Labels, Result)
    cut : mapping of str to sequence of (Labels, Result)
        By cut, answers to the copies.

    Returns
    -------
    HeightsFile
        ``low_sd`` and ``face_sd`` stay: they are judged on pictures of other sources
        (docs/adr/0054).
    """
    groups = [[pair for name in names for pair in cut[name]] for names in ENDINGS] + [list(whole)]
    low = [_low(Heights(kept), [pair for pair in group if _is_told(pair)]) for group in groups]
    told = [pair for pair in whole if _is_told(pair)]
    face = offsets([one for one, _ in told], [one for _, one in told])
    up = by_people(face.person, face.from_true).mean(axis=0)[[_EAR_UP, _EYE_UP]]
    people = len({one.person for one, _ in told})
    return HeightsFile(
        source=f"{len(told)} photographs of {people} people, and cut copies of them",
        low=low,
        low_sd=kept.low_sd,
        face_up=[round(float(one), _DIGITS) for one in up],
        face_sd=kept.face_sd,
    )


def _is_told(pair: Pair) -> bool:
    labels, found = pair
    return found.analysis is not None and labels.points.keys() >= set(_GROUP)


def _low(kept: Heights, pairs: Sequence[Pair]) -> Low:
    levels = [lowest_level(found.features) for _, found in pairs]
    apart = np.array([_above(kept, *pair) for pair in pairs])
    person = np.array([found.person for _, found in pairs])
    mean = by_people(person, apart).mean()
    return Low(level=round(float(np.mean(levels)), 2), mean=round(float(mean), _DIGITS))


def _above(kept: Heights, labels: Labels, found: Result) -> float:
    """Height of the marked ear and C7 over where the network puts them, statures."""
    assert found.analysis is not None
    body = found.analysis.body
    rows = np.array([NODES.index(name) for name in _GROUP])
    marked = body.camera.to_body(np.array([labels.points[n] for n in _GROUP]), body.depths[rows])
    put = (found.alone[:, 1] - raise_of(kept, found))[rows]
    return float((marked[:, 1] - put).mean())
