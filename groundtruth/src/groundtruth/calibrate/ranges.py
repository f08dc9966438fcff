"""How wide ranges have to be, by pictures of people whom the weights have never met."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.estimate.corrections import ROLL_KNOTS
from posture.body.estimate.error_model import linear_basis
from posture.body.estimate.network import read_weights

from groundtruth.calibrate.camera_head import by_spread, with_sizes
from groundtruth.calibrate.error_sizes import fit_linear
from groundtruth.calibrate.errors import Seen, levelled, ratio_to, stated, too_narrow
from groundtruth.calibrate.export import camera_size_arrays, error_arrays, packed
from groundtruth.calibrate.gather import read
from groundtruth.calibrate.sensitivity import values

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from posture.body.estimate.error_model import ErrorModel
    from posture.body.estimate.network import Weights

    from groundtruth.calibrate.gather import Rows

_ODDS_AT = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles of the odds of being unusual at which it is learnt what they mean for the errors."""

_PENALTY = 0.01
"""On the squares of the slopes: some hundred people tell no fine detail."""

_EVENED = 0.7
"""How much of the difference between usual and unusual people is evened out. All of it, and ranges
of who looks usual are too narrow while those of who looks unusual are too wide; none of it, and
ranges hold less often among unusual people, many of whom do not look it."""

_ROUNDS = 6
"""Of the evening, which converges quickly."""


def set_ranges(file: Path, rows_files: list[Path], report: Path) -> None:
    """Write weights and report anew, with ranges as wide as people ask for who were never met.

    Parameters
    ----------
    file : Path
        ``calibrated.npz``; what it estimates stays as it is.
    rows_files : list of Path
        Rows of pictures from which nothing was learnt.
    report : Path
        JSON that ``calibrate`` wrote.
    """
    rows, digest = read(rows_files)
    data = file.read_bytes()
    learnt = read_weights(data)
    errors = fit_ranges(learnt, rows)
    judged = replace(learnt, errors=errors)
    camera = with_sizes(judged, rows)
    told = {"pictures_that_range": len(rows.true), "ranges_sha256": digest}
    with np.load(io.BytesIO(data)) as kept:
        array: dict[str, Any] = {key: kept[key] for key in kept.files}
    array |= error_arrays(errors) | camera_size_arrays(camera)
    array["meta"] = np.array(json.dumps({**learnt.meta, **told}, sort_keys=True))
    file.write_bytes(packed(array))
    said = json.loads(report.read_text("utf-8"))
    left = {"camera_left": by_spread(camera, judged, rows)}
    report.write_text(json.dumps({**said, **told, **left}, indent=1) + "\n", "utf-8")


def fit_ranges(learnt: Weights, rows: Rows) -> ErrorModel:
    """Set the error of each measurement by people from whom nothing was learnt.

    How errors go with the roll and with the odds of being unusual is learnt, and how wide a range
    has to be for 80 and 95 % of the truths. What earlier people said of that is left aside, so the
    same rows always give the same ranges.

    Parameters
    ----------
    learnt : Weights
    rows : Rows

    Returns
    -------
    ErrorModel
    """
    z, found = learnt.standardised(rows.features), learnt.positions(rows.features)
    seen = Seen(z, found, rows.targets, np.ones(len(z)), rows.spread != "life")
    model = _evened(_corrected(_with_knots(learnt, seen), seen), seen)
    return levelled(model, seen, np.ones(len(z), dtype=bool))


def _with_knots(learnt: Weights, seen: Seen) -> ErrorModel:
    """The learnt model with knots in the odds and in the roll, and nothing learnt there yet."""
    model = learnt.errors
    odds_at = np.quantile(model.read(seen.z, seen.nodes)[1] @ model.odds, _ODDS_AT)
    mean, scale = learnt.feature_mean[model.roll], learnt.feature_scale[model.roll]
    roll_at = (np.array(ROLL_KNOTS) - mean) / scale
    leaning, by_roll = (np.zeros((len(at), len(model.slope))) for at in (odds_at, roll_at))
    return replace(model, odds_at=odds_at, by_odds=leaning, roll_at=roll_at, by_roll=by_roll)


def _corrected(model: ErrorModel, seen: Seen) -> ErrorModel:
    """The likeliest dependence on the odds of being unusual and on the roll."""
    odds = linear_basis(model.read(seen.z, seen.nodes)[1] @ model.odds, model.odds_at)
    roll = linear_basis(seen.z[:, model.roll], model.roll_at)
    design = np.column_stack([odds, roll, np.ones(len(odds))])
    slopes = fit_linear(design, _ratio(model, seen) ** 2, seen.weight, _PENALTY)
    knots = odds.shape[1]
    return replace(model, by_odds=slopes[:knots] + slopes[-1], by_roll=slopes[knots:-1])


def _evened(model: ErrorModel, seen: Seen) -> ErrorModel:
    """Even out how often ranges hold among usual and unusual people, in part."""
    if seen.unusual.all() or not seen.unusual.any():
        return model
    ramps = model.read(seen.z, seen.nodes)[1]
    rising = np.linspace(-1.0, 1.0, len(model.odds_at))
    odds = linear_basis(ramps @ model.odds, model.odds_at) @ rising
    apart = odds[seen.unusual].mean() - odds[~seen.unusual].mean()
    ratio = _ratio(model, seen)
    lean = np.zeros(ratio.shape[1])
    for _ in range(_ROUNDS):
        now = ratio * np.exp(-odds[:, None] * lean)
        lean = lean + (too_narrow(now[seen.unusual]) - too_narrow(now[~seen.unusual])) / apart
    return replace(model, by_odds=model.by_odds + _EVENED * np.outer(rising, lean))


def _ratio(model: ErrorModel, seen: Seen) -> NDArray[np.float64]:
    """Errors over what is stated of them; 1 where a measurement has no slope."""
    error = np.abs(values(seen.found) - values(seen.true))
    return ratio_to(error, stated(model, seen.z, seen.found))
