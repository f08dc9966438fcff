from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from posture.body.estimate.features import names
from posture.body.points import NODES

from groundtruth.calibrate.gather import draw_cut
from groundtruth.calibrate.rows import PARAMETERS, Rows, read
from groundtruth.fast.rows import detected_row, join, stacked
from tests.fast.made_up import NOTHING, mask_of, perfect, project, truth_file


def _rows(count: int) -> dict[str, Any]:
    made: list[dict[str, Any]] = []
    for i in range(count):
        record = truth_file() | {"number": i, "body": i // 2}
        rng = np.random.default_rng(i)
        row = detected_row(record, mask_of(record), perfect(record), rng, NOTHING, lens_known=False)
        assert row is not None
        made.append(row)
    return stacked(made)


def test_rows_have_the_fields_of_rendered_ones(tmp_path: Path) -> None:
    made = _rows(2)
    assert set(made) == {f.name for f in fields(Rows)}
    assert made["features"].shape == (2, len(names()))
    assert made["targets"].shape == (2, len(NODES), 2)
    np.savez(tmp_path / "rows.npz", **made)
    rows, _ = read([tmp_path / "rows.npz"])
    assert rows.number.tolist() == [0, 1]


def test_a_scale_that_no_detector_gives_makes_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    record, off = truth_file(), float(_rows(1)["camera_errors"][0, PARAMETERS.index("log_scale")])
    monkeypatch.setattr("groundtruth.fast.rows._FARTHEST_SCALE", 0.9 * abs(off))
    rng = np.random.default_rng(0)
    assert (
        detected_row(record, mask_of(record), perfect(record), rng, NOTHING, lens_known=False)
        is None
    )


def test_what_a_cut_picture_does_not_show_is_unknown_and_its_camera_looks_higher() -> None:
    record = truth_file()
    rng = np.random.default_rng(0)
    at_the_shin = project(record, [(0.0, 0.15, 0.0)])[0, 1] / record["camera"]["height"]
    row = detected_row(
        record, mask_of(record), perfect(record), rng, NOTHING, lens_known=False, kept=at_the_shin
    )
    assert row is not None
    values = dict(zip(names(), row["features"], strict=True))
    assert np.isnan(values["near_ankle_x"])
    assert np.isfinite(values["near_knee_x"])
    assert (values["feet_seen"], values["knees_seen"]) == (0.0, 1.0)
    assert values["border"] == pytest.approx(0.38, abs=0.02)
    assert row["camera_errors"][4] < 0.0


def test_a_cut_is_between_sole_and_chest() -> None:
    record, rng = truth_file(), np.random.default_rng(0)
    rows = np.array([draw_cut(record, rng) for _ in range(300)]) * record["camera"]["height"]
    chest, sole = (project(record, [(0.0, y, 0.0)])[0, 1] for y in (0.77, -0.03))
    assert chest < rows.min() < rows.max() < sole


def test_targets_keep_true_directions() -> None:
    made, record = _rows(1), truth_file()
    true = np.array([record["nodes"][name][:2] for name in NODES])
    a, b = true[-1] - true[0], made["targets"][0, -1] - made["targets"][0, 0]
    assert np.isclose(np.arctan2(*a), np.arctan2(*b), atol=1e-9)


def test_chunks_are_joined_in_order(tmp_path: Path) -> None:
    rows = _rows(4)
    files = [tmp_path / "a.npz", tmp_path / "b.npz"]
    for file, part in zip(files, (slice(0, 2), slice(2, 4)), strict=True):
        np.savez(file, **{key: values[part] for key, values in rows.items()})
    join(files, tmp_path / "rows.npz")
    with np.load(tmp_path / "rows.npz") as joined:
        assert joined["number"].tolist() == [0, 1, 2, 3]
        np.testing.assert_array_equal(joined["features"], rows["features"])
