"""Learns the weights that ship, with cross-validated errors."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from groundtruth.calibrate.camera_head import errors_of, fit_camera_head
from groundtruth.calibrate.crossval import HALVES, folds, rms, scores, subset
from groundtruth.calibrate.errors import HeldOut, fit_errors
from groundtruth.calibrate.export import export
from groundtruth.calibrate.network import Recipe, nodes_of, standardisation
from groundtruth.calibrate.out_of_fold import write_out_of_fold
from groundtruth.calibrate.photo_pairs import first_and_last_rows, photo_pairs
from groundtruth.calibrate.ranges import set_ranges
from groundtruth.calibrate.regions import fit_regions
from groundtruth.calibrate.rows import PARAMETERS, PEOPLE_OF_A_SET, read
from groundtruth.calibrate.training import joined, prepare, taken, train_each
from groundtruth.learn_share import learn_share, write_share
from groundtruth.sets import ROOT_SEED

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from posture.body.estimate.error_model import ErrorModel
    from posture.body.estimate.regions import RegionModel

    from groundtruth.calibrate.network import Standardisation
    from groundtruth.calibrate.rows import Rows
    from groundtruth.calibrate.training import Data

RECIPE = Recipe(
    hidden=(640, 320), dropout=0.1, decay=0.01, linear_decay=0.01, noise=0.07, epochs=40,
    batch=512, rate=4e-3,
)  # fmt: skip

CAMERA_RECIPE = replace(RECIPE, hidden=(320, 160), epochs=16, batch=256, rate=2e-3)

PAIR_RECIPE = Recipe(
    hidden=(160, 80), dropout=0.2, decay=0.01, linear_decay=0.01, noise=0.1, epochs=10, batch=128
)
"""For the network that reads two photos jointly."""

PICTURE_WEIGHT = 3.0
"""Weight of a row of the real detector relative to a fast row."""


def training_data(rows: Rows, fast: Rows | None) -> tuple[Standardisation, Data]:
    """Training data: pictures, then fast rows if there are any."""
    most = rows if fast is None else fast
    made = standardisation(most.features, most.targets)
    pictures = prepare(made, rows, PICTURE_WEIGHT)
    return made, pictures if fast is None else joined(pictures, prepare(made, fast, 1.0))


def calibrate(
    files: list[Path],
    fast_files: list[Path],
    out: Path,
    share: Path,
    report: Path,
    *,
    level_files: list[Path] | None = None,
    ranges_files: list[Path] | None = None,
    seeds: int = 2,
) -> None:
    """Learn the weights; write them, the body's share of the errors, and a report.

    Parameters
    ----------
    files, fast_files : list of Path
        Rows of pictures; rows made without rendering. Out-of-fold estimates of the latter are
        written beside each file, for :func:`write_pairs`.
    out : Path
        ``calibrated.npz``.
    share : Path
        ``personal_calibration.json``.
    report : Path
        JSON: what went in, and the cross-validated errors.
    level_files : list of Path, optional
        Rows of pictures that were not used to fit the detector's deviation. The networks learn from
        them too. They alone set the camera errors and, without ``ranges_files``, the widths of the
        intervals, because the fast rows contain the deviations of the other pictures. Without such
        files all pictures set them.
    ranges_files : list of Path, optional
        Rows of held-out pictures that only set the widths of the intervals.
    seeds : int
        Number of networks in the mean.
    """
    rows, digest = read([*files, *(level_files or [])])
    judged = rows.body // PEOPLE_OF_A_SET >= (len(files) if level_files else 0)
    fast, fast_digest = read(fast_files) if fast_files else (None, "")
    made, data = training_data(rows, fast)
    nets = train_each([data] * seeds, RECIPE, [ROOT_SEED + seed for seed in range(seeds)])
    half = np.concatenate([folds(part.body, HALVES) for part in (rows, fast) if part is not None])
    nodes = estimates_by_halves(made, data, half)
    found = nodes[: len(rows.true)]
    parts = [(rows, found, PICTURE_WEIGHT)]
    if fast is not None:
        write_out_of_fold(fast_files, fast.body, nodes[len(found) :], fast_digest)
        single = first_and_last_rows(fast)
        parts.append((subset(fast, single), nodes[len(found) :][single], 1.0))
    errors = _errors(made, parts, judged)
    error = found - rows.targets
    head, remaining = fit_camera_head(
        made, rows, fast, PICTURE_WEIGHT, CAMERA_RECIPE, judged, error
    )
    meta = {
        "name": "calibrated-1",
        "seed": ROOT_SEED,
        "rows_sha256": digest,
        "pictures": len(rows.true),
        "pictures_that_level": int(judged.sum()),
        "people": len(np.unique(rows.body)),
        "fast_rows": len(fast.true) if fast else 0,
        "fast_rows_sha256": fast_digest,
    }
    regions = _regions(made, [(part, weight) for part, _, weight in parts])
    out.write_bytes(export(made, nets, errors, regions, head, rows, meta))
    first, second = photo_pairs(rows)
    whole = (rows.kept[first] >= 1.0) & (rows.kept[second] >= 1.0)
    first, second = first[whole], second[whole]
    source = f"cross-validated errors of {len(first)} people in two photos each, {digest[:12]}"
    write_share(learn_share(error[first], error[second]), source, share)
    details = {**meta, **_judgement(rows, found, remaining)}
    report.write_text(json.dumps(details, indent=1) + "\n", "utf-8")
    if ranges_files:
        set_ranges(out, ranges_files, report)


def _judgement(
    rows: Rows, found: NDArray[np.float64], remaining: NDArray[np.float64]
) -> dict[str, Any]:
    """Cross-validated errors of the points, by spread too, and those of the camera."""
    spreads = [(spread, np.flatnonzero(rows.spread == spread)) for spread in np.unique(rows.spread)]
    before = errors_of(rows)
    return {
        "cross_validated": scores(rows, found),
        "by_spread": {str(spread): scores(subset(rows, at), found[at]) for spread, at in spreads},
        "camera": {
            name: {"before": rms(before[:, k]), "after": rms(remaining[:, k])}
            for k, name in enumerate(PARAMETERS)
        },
    }


def estimates_by_halves(
    made: Standardisation, data: Data, half: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Two-fold cross-validated estimates: each half of the people from a network of the other half.

    Parameters
    ----------
    made : Standardisation
    data : Data
        Prepared with ``made``.
    half : ndarray, shape (N,), int
        0 or 1, the same for all rows of a person.

    Returns
    -------
    ndarray, shape (N, 35, 2)
        Nodes.
    """
    others = [taken(data, np.flatnonzero(half != k)) for k in range(HALVES)]
    found = np.empty((len(half), made.basis.shape[1] // 2, 2))
    for k, net in enumerate(train_each(others, RECIPE, [ROOT_SEED] * HALVES)):
        found[half == k] = nodes_of([net], made, data.x[torch.tensor(half == k)])
    return found


def _regions(made: Standardisation, parts: list[tuple[Rows, float]]) -> RegionModel:
    """How the regions of the body go together in all rows; each part with its weight."""
    features = np.concatenate([part.features for part, _ in parts])
    weight = np.concatenate([np.full(len(part.true), weight) for part, weight in parts])
    return fit_regions(made.features(features), np.isfinite(features), weight)


def _errors(
    made: Standardisation,
    parts: list[tuple[Rows, NDArray[np.float64], float]],
    judged: NDArray[np.bool_],
) -> ErrorModel:
    """Error model of held-out people; each part has rows, estimated nodes and a weight.

    The first part are pictures of the real detector; ``judged`` marks those that set the widths.
    """
    seen = HeldOut(
        z=np.concatenate([made.features(part.features) for part, _, _ in parts]),
        found=np.concatenate([nodes for _, nodes, _ in parts]),
        true=np.concatenate([part.targets for part, _, _ in parts]),
        weight=np.concatenate([np.full(len(part.true), weight) for part, _, weight in parts]),
        unusual=np.concatenate([part.spread != "life" for part, _, _ in parts]),
    )
    return fit_errors(seen, np.pad(judged, (0, len(seen.z) - len(judged))))
