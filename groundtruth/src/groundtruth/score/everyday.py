"""Scores the shipped weights on rendered people in everyday clothes, by wardrobe and garment.

The rows are moved as :mod:`groundtruth.fast.as_real` moves those that are learnt from, since the
weights expect landmarks where the detector puts those of real people. Pictures that are cut at a
random height are compared with the same pictures as a whole.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.estimate.features import names
from posture.body.estimate.network import Weights, weights
from posture.body.framing import Framing
from posture.body.missing import missing_nodes
from posture.body.points import NODES
from posture.measure.registry import METRICS

from groundtruth.calibrate.errors import stated
from groundtruth.calibrate.rows import Rows
from groundtruth.calibrate.sensitivity import values
from groundtruth.fast.as_real import as_real
from groundtruth.fast.deviation import load
from groundtruth.score.figures import COVERAGE
from groundtruth.score.pages.everyday_section import CROPPED, SCORED, Block, figures
from groundtruth.score.pages.page import check_files, rewrite
from groundtruth.score.pages.published import plain
from groundtruth.score.people_told import shares, told_of
from groundtruth.score.statistics import Z

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.fast.deviation import Deviation
    from groundtruth.score.people_told import Told

_SEEN = ("feet_seen", "knees_seen", "hips_seen")
"""Features that tell what is in the picture, from below."""

FEWEST = 12
"""Pictures below which a garment has no line of its own."""

GARMENTS = ("garment", "legs", "shoes")
"""Kinds of garment in the ``clothing`` block of a truth file."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Errors of one set.

    Attributes
    ----------
    rows : Rows
        As if of real people.
    error, sd : ndarray, shape (N, 17)
        Estimate less truth and stated 1-sigma error; NaN where the program gives no value.
    clothing : list of dict
        Block ``clothing`` of the truth file of each row.
    """

    rows: Rows
    error: NDArray[np.float64]
    sd: NDArray[np.float64]
    clothing: list[dict[str, Any]]

    @property
    def whole(self) -> NDArray[np.bool_]:
        """Rows of whole pictures."""
        return self.rows.kept >= 1.0


def score_set(folder: Path, deviation: Deviation, learnt: Weights) -> Scored:
    """Estimate every row of a set.

    Parameters
    ----------
    folder : Path
        With ``rows.npz`` and the truth files.
    deviation : Deviation
    learnt : Weights

    Returns
    -------
    Scored
    """
    with np.load(folder / "rows.npz") as kept:
        data = as_real({key: kept[key] for key in kept.files}, deviation)
    rows = Rows(**{name: data[name] for name in Rows.__slots__})
    z = learnt.standardised(rows.features)
    found = learnt.positions(rows.features)
    sd = stated(learnt.errors, z, found)
    error = values(_without_missing(rows, found)) - rows.true
    clothing = [
        json.loads((folder / f"{n}.json").read_text("utf-8"))["clothing"] for n in rows.number
    ]
    return Scored(rows, error, np.where(np.isfinite(error), sd, np.nan), clothing)


def _without_missing(rows: Rows, found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Estimated nodes, NaN where the program gives none."""
    column = names().index
    seen = rows.features[:, [column(f"{part}_seen") for part in ("hips", "knees", "feet")]] > 0.5
    left = found + rows.origin[:, None, :]
    for i, (hips, knees, feet) in enumerate(seen.tolist()):
        lost = missing_nodes(Framing(hips=hips, knees=knees, feet=feet))
        left[i, [NODES.index(node) for node in lost]] = np.nan
    return left


def measure_sets(folders: Sequence[Path], deviation: Path, date: str) -> Block:
    """Score sets of people in everyday clothes.

    Parameters
    ----------
    folders : sequence of Path
        Each with its rows and truth files.
    deviation : Path
        File of :meth:`Deviation.save`.
    date : str

    Returns
    -------
    dict
        Block ``everyday`` of ``accuracy.json``: by set the number of pictures, ``metrics`` with
        ``rmse``, ``cover_80`` and ``cover_95``, ``cropped`` with the increase of the RMSE in
        percent, and ``garments`` with the RMSE by garment; ``told``, of all sets together, as
        :func:`groundtruth.score.people_told.shares` gives it.
    """
    model, learnt = load(deviation), weights()
    scored = {folder.name: score_set(folder, model, learnt) for folder in folders}
    return {
        "date": date,
        "estimator_sha256": learnt.sha256,
        "sets": {name: _measured(one) for name, one in scored.items()},
        "told": shares(chain.from_iterable(map(_told, scored.values()))),
    }


def _measured(scored: Scored) -> Block:
    return {
        "pictures": int(scored.whole.sum()),
        "people": len(np.unique(scored.rows.body)),
        "metrics": {metric: _metric(scored, _index(metric)) for metric in SCORED},
        "cropped": [one for place in CROPPED for one in _cropped(scored, place)],
        "garments": _garments(scored),
    }


def _told(scored: Scored) -> Iterator[Told]:
    """What the verdicts of whole pictures tell in people."""
    for i in np.flatnonzero(scored.whole).tolist():
        known = [(m, _index(m)) for m in SCORED if np.isfinite(scored.error[i, _index(m)])]
        truth = {m: float(scored.rows.true[i, k]) for m, k in known}
        values_of = {m: truth[m] + float(scored.error[i, k]) for m, k in known}
        yield from told_of(values_of, {m: float(scored.sd[i, k]) for m, k in known}, truth)


def _metric(scored: Scored, k: int) -> dict[str, float]:
    """RMSE of whole pictures; coverage of whole and cut ones."""
    over = np.abs(scored.error[:, k]) / scored.sd[:, k]
    over = over[np.isfinite(over)]
    covers = {f"cover_{level}": 100.0 * float((over <= Z[level]).mean()) for level in COVERAGE}
    return {"rmse": _rms(scored.error[scored.whole, k]), **covers}


def _cropped(scored: Scored, place: str) -> list[Block]:
    """How much larger the RMSE is in pictures that are cut, against the same pictures whole."""
    feature, metrics, most = CROPPED[place]
    whole = np.flatnonzero(scored.whole)
    of = dict(zip(scored.rows.number[whole].tolist(), whole.tolist(), strict=True))
    ends = scored.rows.features[:, names().index(feature)] < 0.5
    above = _SEEN[_SEEN.index(feature) + 1]
    ends &= scored.rows.features[:, names().index(above)] > 0.5
    both = [
        (i, of[int(scored.rows.number[i])])
        for i in np.flatnonzero(ends & ~scored.whole).tolist()
        if int(scored.rows.number[i]) in of
    ]
    cut, same = np.array(both, dtype=np.intp).reshape(-1, 2).T
    return [
        {
            "place": place,
            "metric": metric,
            "pictures": len(both),
            "rises": 100.0 * (_rms(scored.error[cut, k]) / _rms(scored.error[same, k]) - 1.0),
            "most": most,
        }
        for metric in metrics
        for k in [_index(metric)]
    ]


def _garments(scored: Scored) -> list[Block]:
    found: list[Block] = []
    for kind in GARMENTS:
        worn = np.array([str(one.get(kind, "none")) for one in scored.clothing])
        for garment in np.unique(worn):
            chosen = scored.whole & (worn == garment)
            # A dress, and a suit of MakeHuman's, is both garment and legs.
            known = {one["garment"] for one in found}
            if chosen.sum() >= FEWEST and str(garment) not in known:
                errors = {m: _rms(scored.error[chosen, _index(m)]) for m in SCORED}
                found.append({"garment": str(garment), "pictures": int(chosen.sum()), **errors})
    return found


def _index(metric: str) -> int:
    return [one.name for one in METRICS].index(metric)


def _rms(errors: NDArray[np.float64]) -> float:
    known = errors[np.isfinite(errors)]
    return float(np.sqrt((known**2).mean())) if known.size else float("nan")


def run(
    folders: Sequence[Path], deviation: Path, json_file: Path | None, page: Path | None, date: str
) -> None:
    """Print a line a figure; write the block into ``accuracy.json`` and the page anew.

    Parameters
    ----------
    folders : sequence of Path
    deviation : Path
    json_file, page : Path, optional
    date : str
    """
    check_files(json_file, page)
    block = measure_sets(folders, deviation, date)
    for figure in figures(block):
        print(figure.line())
    rewrite(json_file, page, {"everyday": plain(block)})
