from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from posture.body.estimate.error_model import ErrorModel
from posture.body.estimate.features import names
from posture.body.estimate.network import read_weights, weights

from groundtruth.calibrate.crossval import subset
from groundtruth.calibrate.errors import stated
from groundtruth.calibrate.ranges import fit_ranges, set_ranges
from groundtruth.calibrate.rows import Rows
from groundtruth.calibrate.sensitivity import values
from tests.calibrate.made_up import whole_rows

COUNT = 2400
ROLL = names().index("roll_sd")
INSIDE = {1.2816: 80.0, 1.96: 95.0}


def _odds(features: np.ndarray) -> np.ndarray:
    model, learnt = weights().errors, weights()
    nodes = learnt.positions(features).reshape(len(features), -1)
    return model.read(learnt.standardised(features), nodes)[1] @ model.odds


@cache
def rows() -> Rows:
    """People whose errors are twice what is stated where one edge tells the roll, and half again as
    large where the person is unusual, which is not always seen."""
    rng = np.random.default_rng(4)
    learnt = weights()
    z = rng.normal(0, 0.4, (COUNT, len(names())))
    features = learnt.feature_mean + z * learnt.feature_scale
    features[:, ROLL] = rng.choice([0.6, 1.0, 2.0], COUNT)
    odds = _odds(features)
    unusual = (odds - np.median(odds)) / odds.std() + rng.normal(0, 1, COUNT) > 0
    found = learnt.positions(features)
    size = np.where(features[:, ROLL] == 1.0, 2.0, 1.0) * np.where(unusual, 1.5, 1.0)
    root = learnt.errors.root
    error = size[:, None] * (rng.normal(size=(COUNT, root.shape[1])) @ root.T)
    return replace(
        whole_rows(COUNT),
        features=features,
        targets=found - error.reshape(found.shape),
        spread=np.where(unusual, "wide", "life"),
    )


@cache
def learnt() -> ErrorModel:
    return fit_ranges(weights(), subset(rows(), np.arange(0, COUNT, 2)))


def covered(model: ErrorModel, at: np.ndarray, within: float) -> float:
    """Per cent of the truths within so many stated errors, over all measurements."""
    part = subset(rows(), at)
    z, found = weights().standardised(part.features), weights().positions(part.features)
    error = np.abs(values(found) - values(part.targets))
    return 100 * float((error < within * stated(model, z, found)).mean())


OTHERS = np.arange(1, COUNT, 2)


@pytest.mark.parametrize("edge", [0.6, 1.0, 2.0])
def test_ranges_hold_however_much_is_seen_of_the_roll(edge: float):
    at = OTHERS[rows().features[OTHERS, ROLL] == edge]
    for within, share in INSIDE.items():
        assert covered(learnt(), at, within) == pytest.approx(share, abs=5.5)


@pytest.mark.parametrize("spread", ["wide", "life"])
def test_ranges_hold_for_usual_and_for_unusual_people(spread: str):
    at = OTHERS[rows().spread[OTHERS] == spread]
    for within, share in INSIDE.items():
        assert covered(learnt(), at, within) == pytest.approx(share, abs=5.5)


def _gathered(file: Path, part: Rows) -> Path:
    np.savez(file, **{name: getattr(part, name) for name in Rows.__dataclass_fields__})
    return file


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    file = tmp_path / "w.npz"
    file.write_bytes(files("posture.body.estimate").joinpath("data/calibrated.npz").read_bytes())
    return file


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "r.json"
    file.write_text('{"name": "kept"}', "utf-8")
    return file


def test_the_same_people_give_the_same_ranges_whoever_set_them_before(
    tmp_path: Path, shipped: Path, report: Path
):
    here, others = (
        _gathered(tmp_path / f"{k}.npz", subset(rows(), np.arange(k, COUNT, 8))) for k in (0, 1)
    )
    set_ranges(shipped, [here], report)
    first, old_report = shipped.read_bytes(), report.read_bytes()
    set_ranges(shipped, [others], report)
    assert shipped.read_bytes() != first
    set_ranges(shipped, [here], report)
    assert shipped.read_bytes() == first
    assert report.read_bytes() == old_report


def test_the_command_changes_ranges_and_nothing_else(tmp_path: Path, shipped: Path, report: Path):
    file, part = shipped, subset(rows(), np.arange(0, COUNT, 4))
    set_ranges(file, [_gathered(tmp_path / "rows.npz", part)], report)
    details, new, old = json.loads(report.read_text()), read_weights(file.read_bytes()), weights()
    assert details["name"] == "kept"
    assert details["pictures_that_range"] == new.meta["pictures_that_range"] == len(part.true)
    assert details["ranges_sha256"] == new.meta["ranges_sha256"]
    assert set(details["camera_left"]) == {"wide", "life"}
    features = part.features[:20]
    np.testing.assert_array_equal(new.positions(features), old.positions(features))
    assert not np.allclose(new.errors.by_odds, 0.0)
    z = old.standardised(features[0])
    np.testing.assert_array_equal(new.camera.errors(z), old.camera.errors(z))
    assert not np.allclose(new.camera.sd, old.camera.sd)
