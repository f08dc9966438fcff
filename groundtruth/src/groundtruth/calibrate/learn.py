"""The weights that ship: cross-validated over people, made by one command, with their seed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from groundtruth.calibrate.camera_head import PARAMETERS, errors_of, fit_camera_head
from groundtruth.calibrate.crossval import HALVES, folds, rms, scores, some
from groundtruth.calibrate.errors import Seen, fit_errors
from groundtruth.calibrate.export import export
from groundtruth.calibrate.gather import PEOPLE_OF_A_SET, read
from groundtruth.calibrate.network import Recipe, nodes_of, standard
from groundtruth.calibrate.out_of_fold import write_out_of_fold
from groundtruth.calibrate.photo_pairs import first_rows, photo_pairs
from groundtruth.calibrate.ranges import set_ranges
from groundtruth.calibrate.training import joined, prepare, taken, train_each
from groundtruth.learn_share import learn_share, write_share
from groundtruth.sets import ROOT_SEED

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from posture.body.estimate.error_model import ErrorModel

    from groundtruth.calibrate.gather import Rows
    from groundtruth.calibrate.network import Standard
    from groundtruth.calibrate.training import Data

RECIPE = Recipe(
    hidden=(640, 320), dropout=0.1, decay=0.01, linear_decay=0.01, noise=0.05, epochs=28,
    batch=512, rate=4e-3,
)  # fmt: skip

CAMERA_RECIPE = replace(RECIPE, hidden=(320, 160), epochs=12, batch=256, rate=2e-3)

PAIR_RECIPE = Recipe(
    hidden=(160, 80), dropout=0.2, decay=0.01, linear_decay=0.01, noise=0.1, epochs=10, batch=128
)
"""Where two photos are read at once: the estimates are given, each pair is met in all its looks."""

PICTURE_WEIGHT = 3.0
"""A row of the real detector counts as much as this many made without it."""


def taught(rows: Rows, fast: Rows | None) -> tuple[Standard, Data]:
    """What is learnt from: pictures, then the fast rows where there are any."""
    most = rows if fast is None else fast
    made = standard(most.features, most.targets)
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
    """Learn, and write weights, the body's share of the errors, and a report.

    Parameters
    ----------
    files, fast_files : list of Path
        Rows of pictures; rows made without rendering. Beside each of the latter the estimates of
        its people by a network that had not met them are kept, for :func:`write_pairs`.
    out : Path
        ``calibrated.npz``.
    share : Path
        ``personal_calibration.json``.
    report : Path
        JSON: what went in, and the cross-validated errors.
    level_files : list of Path, optional
        Rows of pictures from which the detector's deviations were not learnt. They are learnt from
        like the others, but they alone say how far the camera is off and, without ``ranges_files``,
        how often ranges hold: in the fast rows the others meet their own deviations again. All
        pictures say so where there are none.
    ranges_files : list of Path, optional
        Rows of pictures from which nothing at all is learnt but how wide the ranges have to be.
    seeds : int
        Networks whose mean is taken.
    """
    rows, digest = read([*files, *(level_files or [])])
    judged = rows.body // PEOPLE_OF_A_SET >= (len(files) if level_files else 0)
    fast, fast_digest = read(fast_files) if fast_files else (None, "")
    made, data = taught(rows, fast)
    nets = train_each([data] * seeds, RECIPE, [ROOT_SEED + seed for seed in range(seeds)])
    half = np.concatenate([folds(part.body, HALVES) for part in (rows, fast) if part is not None])
    nodes = by_the_other_half(made, data, half)
    found = nodes[: len(rows.true)]
    parts = [(rows, found, PICTURE_WEIGHT)]
    if fast is not None:
        write_out_of_fold(fast_files, fast.body, nodes[len(found) :], fast_digest)
        single = first_rows(fast)
        parts.append((some(fast, single), nodes[len(found) :][single], 1.0))
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
    out.write_bytes(export(made, nets, errors, head, rows, meta))
    first, second = photo_pairs(rows)
    source = f"cross-validated errors of {len(first)} people in two photos each, {digest[:12]}"
    write_share(learn_share(error[first], error[second]), source, share)
    told: dict[str, Any] = {**meta, "cross_validated": scores(rows, found)}
    told["by_spread"] = {
        str(spread): scores(some(rows, at), found[at])
        for spread in np.unique(rows.spread)
        for at in [np.flatnonzero(rows.spread == spread)]
    }
    told["camera"] = {
        name: {"before": rms(errors_of(rows)[:, k]), "after": rms(remaining[:, k])}
        for k, name in enumerate(PARAMETERS)
    }
    report.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    if ranges_files:
        set_ranges(out, ranges_files, report)


def by_the_other_half(made: Standard, data: Data, half: NDArray[np.intp]) -> NDArray[np.float64]:
    """Estimates of each half of the people by a network that learnt from the other half.

    Parameters
    ----------
    made : Standard
    data : Data
        Prepared with it.
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


def _errors(
    made: Standard,
    parts: list[tuple[Rows, NDArray[np.float64], float]],
    judged: NDArray[np.bool_],
) -> ErrorModel:
    """Errors of people not learnt from: rows, what was found, and how much a row counts.

    The first part are the pictures of the real detector; ``judged`` says which of them level.
    """
    seen = Seen(
        z=np.concatenate([made.features(part.features) for part, _, _ in parts]),
        found=np.concatenate([nodes for _, nodes, _ in parts]),
        true=np.concatenate([part.targets for part, _, _ in parts]),
        weight=np.concatenate([np.full(len(part.true), weight) for part, _, weight in parts]),
        unusual=np.concatenate([part.spread != "life" for part, _, _ in parts]),
    )
    return fit_errors(seen, np.pad(judged, (0, len(seen.z) - len(judged))))
