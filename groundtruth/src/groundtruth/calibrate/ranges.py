"""Sets the widths of the intervals on held-out people."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.estimate.corrections import ROLL_KNOTS
from posture.body.estimate.error_model import linear_basis
from posture.body.estimate.network import read_weights

from groundtruth.calibrate.camera_head import by_spread, with_error_sizes
from groundtruth.calibrate.error_sizes import fit_linear
from groundtruth.calibrate.errors import HeldOut, log_widening, ratio_to, stated, with_widths
from groundtruth.calibrate.export import camera_size_arrays, error_arrays, packed
from groundtruth.calibrate.rows import read
from groundtruth.calibrate.sensitivity import values

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from posture.body.estimate.error_model import ErrorModel
    from posture.body.estimate.network import Weights

    from groundtruth.calibrate.rows import Rows

_ODDS_AT = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles of the odds of being unusual that are the knots of their effect on the errors."""

_PENALTY = 0.01
"""Ridge penalty on the slopes."""

_BALANCED_SHARE = 0.7
"""Share of the difference in coverage between usual and unusual people that is removed. With 1,
intervals are too narrow where the odds are low and too wide where they are high; with 0, coverage
is too low among unusual people, many of whom have low odds."""

_ROUNDS = 6
"""Iterations; they converge quickly."""


def set_ranges(file: Path, rows_files: list[Path], report: Path) -> None:
    """Rewrite weights and report with the widths that held-out people need.

    Parameters
    ----------
    file : Path
        ``calibrated.npz``; its estimates do not change.
    rows_files : list of Path
        Rows of held-out pictures.
    report : Path
        JSON that ``calibrate`` wrote.
    """
    rows, digest = read(rows_files)
    data = file.read_bytes()
    learnt = read_weights(data)
    errors = fit_ranges(learnt, rows)
    judged = replace(learnt, errors=errors)
    camera = with_error_sizes(judged, rows)
    details = {"pictures_that_range": len(rows.true), "ranges_sha256": digest}
    with np.load(io.BytesIO(data)) as kept:
        array: dict[str, Any] = {key: kept[key] for key in kept.files}
    array |= error_arrays(errors) | camera_size_arrays(camera)
    array["meta"] = np.array(json.dumps({**learnt.meta, **details}, sort_keys=True))
    file.write_bytes(packed(array))
    old_report = json.loads(report.read_text("utf-8"))
    left = {"camera_left": by_spread(camera, judged, rows)}
    report.write_text(json.dumps({**old_report, **details, **left}, indent=1) + "\n", "utf-8")


def fit_ranges(learnt: Weights, rows: Rows) -> ErrorModel:
    """Fit the error of each measurement to held-out people.

    Fits the dependence of the errors on the roll and on the odds of being unusual, and the widths
    for a coverage of 80 and 95 %. Earlier fits are discarded, so the same rows always give the same
    intervals.

    Parameters
    ----------
    learnt : Weights
    rows : Rows

    Returns
    -------
    ErrorModel
    """
    z, found = learnt.standardised(rows.features), learnt.positions(rows.features)
    seen = HeldOut(z, found, rows.targets, np.ones(len(z)), rows.spread != "life")
    model = _with_balanced_coverage(_corrected(_with_knots(learnt, seen), seen), seen)
    return with_widths(model, seen, np.ones(len(z), dtype=bool))


def _with_knots(learnt: Weights, seen: HeldOut) -> ErrorModel:
    """The model with zero coefficients at the knots of odds and roll."""
    model = learnt.errors
    odds_at = np.quantile(model.read(seen.z, seen.nodes)[1] @ model.odds, _ODDS_AT)
    mean, scale = learnt.feature_mean[model.roll], learnt.feature_scale[model.roll]
    roll_at = (np.array(ROLL_KNOTS) - mean) / scale
    leaning, by_roll = (np.zeros((len(at), len(model.slope))) for at in (odds_at, roll_at))
    return replace(model, odds_at=odds_at, by_odds=leaning, roll_at=roll_at, by_roll=by_roll)


def _corrected(model: ErrorModel, seen: HeldOut) -> ErrorModel:
    """Fit the dependence on the odds of being unusual and on the roll by maximum likelihood."""
    odds = linear_basis(model.read(seen.z, seen.nodes)[1] @ model.odds, model.odds_at)
    roll = linear_basis(seen.z[:, model.roll], model.roll_at)
    design = np.column_stack([odds, roll, np.ones(len(odds))])
    slopes = fit_linear(design, _ratio(model, seen) ** 2, seen.weight, _PENALTY)
    knots = odds.shape[1]
    return replace(model, by_odds=slopes[:knots] + slopes[-1], by_roll=slopes[knots:-1])


def _with_balanced_coverage(model: ErrorModel, seen: HeldOut) -> ErrorModel:
    """Reduce the difference in coverage between usual and unusual people."""
    if seen.unusual.all() or not seen.unusual.any():
        return model
    hidden_units = model.read(seen.z, seen.nodes)[1]
    rising = np.linspace(-1.0, 1.0, len(model.odds_at))
    odds = linear_basis(hidden_units @ model.odds, model.odds_at) @ rising
    apart = odds[seen.unusual].mean() - odds[~seen.unusual].mean()
    ratio = _ratio(model, seen)
    lean = np.zeros(ratio.shape[1])
    for _ in range(_ROUNDS):
        now = ratio * np.exp(-odds[:, None] * lean)
        lean = lean + (log_widening(now[seen.unusual]) - log_widening(now[~seen.unusual])) / apart
    return replace(model, by_odds=model.by_odds + _BALANCED_SHARE * np.outer(rising, lean))


def _ratio(model: ErrorModel, seen: HeldOut) -> NDArray[np.float64]:
    """Errors over stated errors; 1 where a measurement has no slope."""
    error = np.abs(values(seen.found) - values(seen.true))
    return ratio_to(error, stated(model, seen.z, seen.found))
