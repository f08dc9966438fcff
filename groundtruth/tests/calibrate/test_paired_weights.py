from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from posture.body.estimate.network import weights
from posture.body.estimate.pair_weights import read_pair_weights

from groundtruth.calibrate.learn import PAIR_RECIPE
from groundtruth.calibrate.out_of_fold import write_out_of_fold
from groundtruth.calibrate.paired_errors import answers, changes
from groundtruth.calibrate.paired_weights import write_pairs
from groundtruth.calibrate.rows import Rows
from tests.calibrate.pairs_made_up import half_seen


def written(folder: Path, name: str, rows: Rows) -> Path:
    path = folder / name
    np.savez(path, **{field.name: getattr(rows, field.name) for field in fields(rows)})
    return path


def test_weights_and_report_come_from_one_call(tmp_path: Path) -> None:
    rows, met = half_seen(1200), half_seen(400, seed=1)
    out, report = tmp_path / "paired.npz", tmp_path / "paired.json"
    recipe = replace(PAIR_RECIPE, hidden=(16, 8), epochs=150)
    fast = written(tmp_path, "rows.npz", rows)
    estimates = weights().positions(rows.features)
    write_out_of_fold([fast], rows.body, estimates, weights().meta["fast_rows_sha256"])
    write_pairs(
        [fast],
        written(tmp_path, "met.npz", met),
        recipe,
        out,
        report,
        seeds=1,
    )
    details, learnt = json.loads(report.read_text()), read_pair_weights(out.read_bytes())
    assert details["single_sha256"] == learnt.meta["single_sha256"] == weights().sha256
    assert details["people"] == 600
    assert details["rows_sha256"] != details["ranges_sha256"]
    for part in details["change"].values():
        assert part["pelvic_tilt"]["n"] == 100
        assert part["pelvic_tilt"]["together"] < 0.8 * part["pelvic_tilt"]["apart"]
    # The file answers as the report says.
    off = changes(met, answers(learnt, weights(), met)) - changes(met, None)
    both = np.hypot(*(details["change"][s]["pelvic_tilt"]["together"] for s in ("wide", "life")))
    assert np.sqrt(2 * (off[:, 11] ** 2).mean()) == pytest.approx(both, rel=0.01)
    held = {name: part["cva"]["n"] for name, part in details["clothes"].items()}
    assert sum(held.values()) == 120
    # Every fourth person has another top in the second photo.
    assert held["other"] == pytest.approx(30, abs=12)
    assert details["clothes"]["same"]["pelvic_tilt"]["together"] > 0
