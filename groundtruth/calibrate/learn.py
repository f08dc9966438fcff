"""The weights that ship: cross-validated over people, made by one command, with their seed."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from groundtruth.calibrate.camera_head import errors_of, fit_camera_head
from groundtruth.calibrate.candidates import candidates, crossed
from groundtruth.calibrate.crossval import FOLDS, folds, scores, some
from groundtruth.calibrate.errors import Seen, fit_errors
from groundtruth.calibrate.gather import read
from groundtruth.calibrate.network import Recipe, joined, predict, prepare, standard, train
from groundtruth.learn_share import learn_share, write_share
from groundtruth.sets import ROOT_SEED

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.calibrate.gather import Rows
    from groundtruth.calibrate.network import Network, Standard
    from posture.body.camera_head import CameraHead
    from posture.body.spread_of_errors import ErrorModel

RECIPE = Recipe(
    hidden=(192, 96), dropout=0.1, decay=0.01, linear_decay=0.01, noise=0.05, epochs=40, batch=128
)

PICTURE_WEIGHT = 3.0
"""A row of the real detector counts as much as this many made without it."""


def fit(
    rows: Rows, at: NDArray[np.intp], fast: Rows | None, seeds: int
) -> tuple[Standard, list[Network]]:
    """Train on some pictures, together with the fast rows where there are any."""
    base = fast or some(rows, at)
    made = standard(base.features, base.targets)
    part = some(rows, at)
    data = prepare(made, part, PICTURE_WEIGHT)
    if fast is not None:
        data = joined(data, prepare(made, fast, 1.0))
    return made, [train(data, RECIPE, ROOT_SEED + seed) for seed in range(seeds)]


def calibrate(
    files: list[Path],
    fast_files: list[Path],
    out: Path,
    share: Path,
    report: Path,
    *,
    exact_files: list[Path] | None = None,
    seeds: int = 2,
) -> None:
    """Learn, and write weights, the body's share of the errors, and a report.

    Parameters
    ----------
    files, fast_files : list of Path
        Rows of pictures; rows made without rendering.
    out : Path
        ``calibrated.npz``.
    share : Path
        ``same_body.json``.
    report : Path
        JSON: what went in, and the cross-validated errors.
    exact_files : list of Path, optional
        The first of the fast rows once more, without the detector's errors.
    seeds : int
        Networks whose mean is taken.
    """
    rows, digest = read(files)
    fast, fast_digest = read(fast_files) if fast_files else (None, "")
    fold = folds(rows.body)
    found = np.empty_like(rows.targets)
    for k in range(FOLDS):
        made, nets = fit(rows, np.flatnonzero(fold != k), fast, 1)
        found[fold == k] = predict(nets, made, rows.features[fold == k])
    made, nets = fit(rows, np.arange(len(rows.true)), fast, seeds)
    errors = _errors(made, rows, found, fast)
    head, remaining = fit_camera_head(made, rows, fast, PICTURE_WEIGHT)
    meta = {
        "name": "calibrated-1",
        "seed": ROOT_SEED,
        "rows_sha256": digest,
        "pictures": len(rows.true),
        "people": len(np.unique(rows.body)),
        "fast_rows": len(fast.true) if fast else 0,
        "fast_rows_sha256": fast_digest,
    }
    out.write_bytes(export(made, nets, errors, head, rows, meta))
    first, second = pairs(rows)
    error = found - rows.targets
    source = f"cross-validated errors of {len(first)} people in two photos each, {digest[:12]}"
    write_share(learn_share(error[first], error[second]), source, share)
    told: dict[str, Any] = {**meta, "folds": FOLDS, "cross_validated": scores(rows, found)}
    told["by_spread"] = {
        str(spread): scores(some(rows, at), found[at])
        for spread in np.unique(rows.spread)
        for at in [np.flatnonzero(rows.spread == spread)]
    }
    told["camera"] = {
        name: {"before": _rms(errors_of(rows)[:, k]), "after": _rms(remaining[:, k])}
        for k, name in enumerate(("roll_deg", "yaw_deg", "log_distance", "log_scale"))
    }
    if exact_files and fast is not None:
        told |= limits(fast, read(exact_files)[0])
    told["candidates"] = candidates(rows)
    if fast is not None:
        told["crossed"] = crossed(fast, rows)
    report.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


def _errors(
    made: Standard, rows: Rows, found: NDArray[np.float64], fast: Rows | None
) -> ErrorModel:
    """Errors of the pictures and, where there are fast rows, of each half by the other half."""
    parts = [(rows, found, PICTURE_WEIGHT)]
    if fast is not None:
        half = folds(fast.body) % 2
        crossed_over = np.empty_like(fast.targets)
        for k in (0, 1):
            learnt, nets = fit(
                rows, np.arange(len(rows.true)), some(fast, np.flatnonzero(half != k)), 1
            )
            crossed_over[half == k] = predict(nets, learnt, fast.features[half == k])
        parts.append((fast, crossed_over, 1.0))
    seen = Seen(
        z=np.concatenate([made.features(part.features) for part, _, _ in parts]),
        found=np.concatenate([nodes for _, nodes, _ in parts]),
        true=np.concatenate([part.targets for part, _, _ in parts]),
        weight=np.concatenate([np.full(len(part.true), weight) for part, _, weight in parts]),
    )
    return fit_errors(seen, np.arange(len(seen.z)) < len(rows.true))


def pairs(rows: Rows) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Numbers of the rows that show one person twice."""
    order = np.lexsort((rows.number, rows.body))
    twice = np.flatnonzero(rows.body[order][1:] == rows.body[order][:-1])
    return order[twice], order[twice + 1]


def export(
    made: Standard,
    nets: list[Network],
    errors: ErrorModel,
    head: CameraHead,
    rows: Rows,
    meta: dict[str, Any],
) -> bytes:
    """The weights' file: the mean of the networks written as one, in half precision."""
    layers = _side_by_side(nets, made.basis)
    skip = np.mean([_numpy(net.skip.weight).T for net in nets], axis=0) @ made.basis
    skip_bias = np.mean([_numpy(net.skip.bias) for net in nets], axis=0) @ made.basis
    array: dict[str, Any] = {
        "feature_mean": made.feature_mean.astype(np.float32),
        "feature_scale": made.feature_scale.astype(np.float32),
        "target_mean": (made.target_mean + skip_bias).astype(np.float32),
        "skip": skip.astype(np.float16),
        **{
            name: getattr(errors, name).astype(np.float32)
            for name in ("root", "widening", "mean", "slope", "usual", "log_size")
        },
        "conditions": errors.conditions.astype(np.int16),
        "depth_mean": rows.depths.mean(axis=0).astype(np.float32),
        "depth_sd": rows.depths.std(axis=0).astype(np.float32),
        "camera_weight": head.weight.astype(np.float16),
        "camera_sd": head.sd.astype(np.float32),
        "meta": np.array(json.dumps(meta, sort_keys=True)),
    }
    for i, (weight, bias) in enumerate(layers):
        array[f"layer{i}_weight"] = weight.astype(np.float16)
        array[f"layer{i}_bias"] = bias.astype(np.float16)
    stream = io.BytesIO()
    np.savez_compressed(stream, **array)
    return stream.getvalue()


def _side_by_side(
    nets: list[Network], basis: NDArray[np.float64]
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Layers side by side: one network that answers the mean of all."""
    found: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
    depth = len(nets[0].layers)
    for i in range(depth):
        weights = [_numpy(net.layers[i].weight).T for net in nets]
        biases = [_numpy(net.layers[i].bias) for net in nets]
        if i == depth - 1:
            last = np.concatenate(weights, axis=0) @ basis / len(nets)
            found.append((last, np.mean(biases, axis=0) @ basis))
        elif i == 0:
            found.append((np.concatenate(weights, axis=1), np.concatenate(biases)))
        else:
            rows, columns = (sum(w.shape[k] for w in weights) for k in (0, 1))
            block = np.zeros((rows, columns))
            r = c = 0
            for w in weights:
                block[r : r + w.shape[0], c : c + w.shape[1]] = w
                r, c = r + w.shape[0], c + w.shape[1]
            found.append((block, np.concatenate(biases)))
    return found


def limits(fast: Rows, exact: Rows) -> dict[str, Any]:
    """What the network gets wrong on the same people with and without the detector's errors."""
    found: dict[str, Any] = {}
    both = np.intersect1d(fast.number, exact.number)
    for label, rows in (("as the detector sees them", fast), ("without its errors", exact)):
        same = some(rows, np.flatnonzero(np.isin(rows.number, both)))
        held = folds(same.body) == 0
        made, nets = fit(some(same, np.flatnonzero(~held)), np.arange((~held).sum()), None, 1)
        part = some(same, np.flatnonzero(held))
        nodes = predict(nets, made, part.features)
        for spread in ("wide", "life"):
            at = np.flatnonzero(part.spread == spread)
            found[f"{label}, {spread}"] = scores(some(part, at), nodes[at])
    return {"limit_rows": len(both), "limits": found}


def _rms(values: NDArray[np.float64]) -> float:
    return float(np.sqrt((values**2).mean()))


def _numpy(tensor: Any) -> NDArray[np.float64]:
    return tensor.detach().numpy().astype(float)
