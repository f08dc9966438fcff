"""Learns the weights for two photos and reports their gain."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.estimate.network import weights
from posture.body.estimate.pair_weights import PairWeights, read_pair_weights
from posture.measure.registry import METRICS

from groundtruth.calibrate.crossval import folds, rms, subset
from groundtruth.calibrate.export import export_pairs
from groundtruth.calibrate.out_of_fold import read_out_of_fold
from groundtruth.calibrate.paired import learn_pairs
from groundtruth.calibrate.paired_errors import answers, changes, measured, with_errors
from groundtruth.calibrate.photo_pairs import error_agreement, first_rows, photo_pairs
from groundtruth.calibrate.rows import read
from groundtruth.sets import ROOT_SEED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray
    from posture.body.estimate.network import Weights

    from groundtruth.calibrate.network import Recipe
    from groundtruth.calibrate.rows import Rows

_COUNT = len(METRICS)


def write_pairs(
    fast: list[Path], ranges: Path, recipe: Recipe, out: Path, report: Path, *, seeds: int = 2
) -> None:
    """Learn to read two photos jointly; write the weights and a report.

    Parameters
    ----------
    fast : list of Path
        ``rows.npz`` of people made without rendering, with the out-of-fold estimates that
        ``calibrate`` wrote beside them.
    ranges : Path
        ``rows.npz`` of held-out pictures that only set the errors.
    recipe : Recipe
    out : Path
        ``paired.npz``.
    report : Path
        JSON.
    seeds : int
        Number of networks in the mean.
    """
    alone = weights()
    rows, digest = read(fast)
    estimates = read_out_of_fold(fast, alone)
    met, met_digest = read([ranges])
    meta = {
        "name": "paired-1",
        "seed": ROOT_SEED,
        "single_sha256": alone.sha256,
        "rows": len(rows.true),
        "people": len(np.unique(rows.body)),
        "rows_sha256": digest,
        "ranges_sha256": met_digest,
    }
    made = _learnt(rows, estimates, alone, recipe, seeds, meta)
    out.write_bytes(export_pairs(with_errors(made, alone, met)))
    kept = read_pair_weights(out.read_bytes())
    spread = met.spread[photo_pairs(met)[0]]
    details: dict[str, Any] = {
        **meta,
        "pictures_that_range": len(met.true),
        "change": _gains(
            met,
            alone.positions(met.features),
            answers(kept, alone, met),
            {str(s): spread == s for s in np.unique(spread)},
        ),
        "clothes": _by_clothes(rows, estimates, alone, recipe, meta),
    }
    report.write_text(json.dumps(details, indent=1) + "\n", "utf-8")


def _learnt(
    rows: Rows,
    estimates: NDArray[np.float64],
    alone: Weights,
    recipe: Recipe,
    seeds: int,
    meta: dict[str, Any],
) -> PairWeights:
    reading, correction = learn_pairs(rows, estimates, alone, recipe, seeds)
    none = np.zeros(_COUNT)
    return PairWeights(reading, correction, none, np.zeros((4, _COUNT)), none, meta, "")


def _gains(
    rows: Rows,
    estimates: NDArray[np.float64],
    found: NDArray[np.float64],
    groups: Mapping[str, NDArray[np.bool_]],
) -> dict[str, dict[str, dict[str, float]]]:
    """Errors of changes by group of pairs and measurement, read separately and jointly.

    ``sd`` and ``r`` are SD and correlation of both photos' errors when read jointly; ``floor`` is
    the error of a change when the truth of the first photo is known.
    """
    first, second = photo_pairs(rows)
    true = changes(rows, None)
    apart = changes(rows, estimates) - true
    both = changes(rows, found) - true
    error = measured(rows, found) - rows.true
    return {
        group: {
            metric.name: {
                "n": int(at.sum()),
                "apart": rms(apart[at, k]),
                "together": rms(both[at, k]),
                **error_agreement(error[first[at], k], error[second[at], k]),
            }
            for k, metric in enumerate(METRICS)
        }
        for group, at in groups.items()
    }


def _by_clothes(
    rows: Rows,
    estimates: NDArray[np.float64],
    alone: Weights,
    recipe: Recipe,
    meta: dict[str, Any],
) -> dict[str, dict[str, dict[str, float]]]:
    """Errors of changes for held-out people with the same and with other clothes.

    One network is trained for this, without a fifth of the people.
    """
    held = folds(rows.body) == 0
    learnt = np.flatnonzero(~held)
    made = _learnt(subset(rows, learnt), estimates[learnt], alone, recipe, 1, meta)
    tested = np.flatnonzero(held)
    tested = tested[first_rows(subset(rows, tested))]
    part, alone_found = subset(rows, tested), estimates[tested]
    first, second = photo_pairs(part)
    other = np.any(
        [worn[first] != worn[second] for worn in (part.top, part.hair, part.looseness)], axis=0
    )
    found = answers(made, alone, part, alone_found)
    return _gains(part, alone_found, found, {"same": ~other, "other": other})
