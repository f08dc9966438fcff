from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from posture.body.body import NODES
from posture.body.estimate.features import names

from groundtruth.calibrate.gather import Rows, read
from groundtruth.fast.detection import OUTLINE
from groundtruth.fast.rows import SPARED, detected_row, join, rows_of, spared_rows, stacked
from groundtruth.sets import Drawn
from tests.fast.made_up import mask_of, perfect, truth_file


def _rows(count: int):
    made = []
    for i in range(count):
        record = truth_file() | {"number": i, "body": i // 2}
        rng = np.random.default_rng(i)
        row = detected_row(record, mask_of(record), perfect(record), rng, lens_known=False)
        assert row is not None
        made.append(row)
    return stacked(made)


def test_rows_have_the_fields_of_rendered_ones(tmp_path) -> None:
    made = _rows(2)
    assert set(made) == {f.name for f in fields(Rows)}
    assert made["features"].shape == (2, len(names()))
    assert made["targets"].shape == (2, len(NODES), 2)
    np.savez(tmp_path / "rows.npz", **made)
    rows, _ = read([tmp_path / "rows.npz"])
    assert rows.number.tolist() == [0, 1]


def test_targets_keep_true_directions() -> None:
    made, record = _rows(1), truth_file()
    true = np.array([record["nodes"][name][:2] for name in NODES])
    a, b = true[-1] - true[0], made["targets"][0, -1] - made["targets"][0, 0]
    assert np.isclose(np.arctan2(*a), np.arctan2(*b), atol=1e-9)


def test_chunks_are_joined_in_order(tmp_path) -> None:
    rows = _rows(4)
    files = [tmp_path / "a.npz", tmp_path / "b.npz"]
    for file, part in zip(files, (slice(0, 2), slice(2, 4)), strict=True):
        np.savez(file, **{key: values[part] for key, values in rows.items()})
    join(files, tmp_path / "rows.npz")
    with np.load(tmp_path / "rows.npz") as joined:
        assert joined["number"].tolist() == [0, 1, 2, 3]
        np.testing.assert_array_equal(joined["features"], rows["features"])


def test_errors_that_are_spared_are_not_in_the_row() -> None:
    pytest.importorskip("anny")
    deviation = perfect(truth_file(), noise=0.004)
    rows = {row["case"]: row for row in spared_rows(Drawn("fast", 0), deviation)}
    assert list(rows) == list(SPARED)
    off = {
        case: np.abs(row["features"] - row["features_true"])[OUTLINE] for case, row in rows.items()
    }
    assert np.nanmax(off["seen"]) > 0.002
    assert np.nanmax(off["outline"]) == np.nanmax(off["exact"]) == 0.0
    landmarks = {case: row["features"][: OUTLINE.start] for case, row in rows.items()}
    np.testing.assert_array_equal(landmarks["seen"], landmarks["outline"])
    assert np.abs(landmarks["seen"] - landmarks["exact"]).max() > 0.002


def test_a_spared_row_is_the_first_look_of_the_same_picture() -> None:
    pytest.importorskip("anny")
    deviation = perfect(truth_file(), noise=0.004)
    seen = spared_rows(Drawn("fast", 2), deviation)[0]
    look = rows_of(Drawn("fast", 2), deviation)[0]
    np.testing.assert_array_equal(seen["features"], look["features"])
