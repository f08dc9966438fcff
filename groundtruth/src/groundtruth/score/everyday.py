"""Scores the shipped weights on rendered people in everyday clothes, by wardrobe and garment.

The rows are moved as :mod:`groundtruth.fast.as_real` moves those that are learnt from, since the
weights expect landmarks where the detector puts those of real people. Pictures that are cut at a
random height are compared with the same pictures as a whole.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.body import NODES
from posture.body.estimate.features import names
from posture.body.estimate.network import Weights, weights
from posture.body.framing import Framing
from posture.body.missing import missing_nodes
from posture.measure.registry import METRICS

from groundtruth.calibrate.errors import stated
from groundtruth.calibrate.gather import Rows
from groundtruth.calibrate.sensitivity import values
from groundtruth.fast.as_real import as_real
from groundtruth.fast.deviation import load
from groundtruth.score.figures import COVERAGE, Figure
from groundtruth.score.statistics import Z

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.fast.deviation import Deviation

FEWEST = 12
"""Pictures below which a garment has no line of its own."""

GARMENTS = ("garment", "legs", "shoes")
"""Kinds of garment in the ``clothing`` block of a truth file."""

SCORED = ("cva", "head_tilt", "ear_shoulder_offset", "shoulder_protraction", "kyphosis", "lordosis",
          "pelvic_tilt", "trunk_lean", "body_lean", "knee_angle")  # fmt: skip
"""Measurements with a line."""

HEAD = ("cva", "head_tilt", "ear_shoulder_offset")

CROPPED = {
    "at the ankle": (
        "feet_seen",
        (*HEAD, "shoulder_protraction", "kyphosis", "lordosis", "pelvic_tilt"),
        15.0,
    ),
    "at the hip": ("knees_seen", HEAD, 25.0),
}
"""Where a picture ends: the feature that is 0 from there on, what must still hold, and the largest
increase of its RMSE, percent."""


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


def report(folders: Sequence[Path], deviation: Path) -> tuple[list[Figure], list[str]]:
    """Figures with targets, and a table of RMSE by garment.

    Parameters
    ----------
    folders : sequence of Path
        Sets of people in everyday clothes, each with its rows.
    deviation : Path
        File of :meth:`Deviation.save`.

    Returns
    -------
    figures : list of Figure
    lines : list of str
    """
    model, learnt = load(deviation), weights()
    figures: list[Figure] = []
    lines: list[str] = []
    for folder in folders:
        scored = score_set(folder, model, learnt)
        figures += [*_coverage(folder.name, scored), *_cropped(folder.name, scored)]
        lines += [f"RMSE, {folder.name}, whole pictures", *_by_garment(scored)]
    return figures, lines


def _coverage(name: str, scored: Scored) -> list[Figure]:
    """One figure a measurement and level, over whole and cut pictures."""
    found: list[Figure] = []
    for metric in SCORED:
        k = [one.name for one in METRICS].index(metric)
        over = np.abs(scored.error[:, k]) / scored.sd[:, k]
        for level, (low, high) in COVERAGE.items():
            share = 100.0 * float((over[np.isfinite(over)] <= Z[level]).mean())
            target = f"{low:.0f}-{high:.0f}"
            title = f"{metric}, {name}, {level} % intervals hold"
            found.append(Figure(title, share, "%", target, low <= share <= high))
    return found


def _cropped(name: str, scored: Scored) -> list[Figure]:
    """How much larger the RMSE is in pictures that are cut, against the same pictures whole."""
    found: list[Figure] = []
    whole = dict(
        zip(scored.rows.number[scored.whole].tolist(), np.flatnonzero(scored.whole), strict=True)
    )
    order = ("feet_seen", "knees_seen", "hips_seen")
    for place, (feature, metrics, most) in CROPPED.items():
        ends = scored.rows.features[:, names().index(feature)] < 0.5
        above = order.index(feature) + 1
        if above < len(order):
            ends &= scored.rows.features[:, names().index(order[above])] > 0.5
        cut = np.array(
            [i for i in np.flatnonzero(ends & ~scored.whole) if scored.rows.number[i] in whole],
            dtype=int,
        )
        same = np.array([whole[int(n)] for n in scored.rows.number[cut]], dtype=int)
        for metric in metrics:
            k = [one.name for one in METRICS].index(metric)
            both = [_rms(scored.error[at, k]) for at in (cut, same)]
            more = 100.0 * (both[0] / both[1] - 1.0)
            title = f"{metric}, {name}, cut {place}, RMSE rises ({len(cut)})"
            found.append(Figure(title, more, "%", f"<= {most:.0f}", more <= most))
    return found


def _by_garment(scored: Scored) -> list[str]:
    """Lines of a table: measurement columns, a row for each garment with enough pictures."""
    known = [one.name for one in METRICS]
    at = [known.index(metric) for metric in SCORED]
    lines = [f"{'':<22}{'n':>5}" + "".join(f"{metric[:11]:>12}" for metric in SCORED)]

    def line(title: str, chosen: NDArray[np.bool_]) -> str:
        cells = "".join(f"{_rms(scored.error[chosen, k]):>12.2f}" for k in at)
        return f"{title:<22}{int(chosen.sum()):>5}{cells}"

    lines.append(line("all", scored.whole))
    for kind in GARMENTS:
        worn = np.array([str(one.get(kind, "none")) for one in scored.clothing])
        for garment in np.unique(worn):
            chosen = scored.whole & (worn == garment)
            if chosen.sum() >= FEWEST:
                lines.append(line(str(garment), chosen))
    return lines


def _rms(errors: NDArray[np.float64]) -> float:
    known = errors[np.isfinite(errors)]
    return float(np.sqrt((known**2).mean())) if known.size else float("nan")
