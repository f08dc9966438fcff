from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundtruth.fast.detection import OUTLINE
from groundtruth.fast.deviation import Deviation
from groundtruth.fast.fit import fit, landmarks_px
from groundtruth.fast.rows import detected_row, stacked
from groundtruth.fast.situation import situate
from tests.fast.made_up import NOTHING, landmarks_of, mask_of, perfect, truth_file


def _row(record: dict[str, Any], deviation: Deviation, seed: int = 0) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    row = detected_row(record, mask_of(record), deviation, rng, NOTHING, lens_known=True)
    assert row is not None
    return row


@pytest.mark.parametrize("facing", ["left", "right"])
def test_landmarks_are_found_again_in_a_row(facing: str) -> None:
    record = truth_file(facing=facing, roll=1.5, yaw=-5.0, lateral=0.05)
    row = _row(record, perfect(record))
    np.testing.assert_allclose(landmarks_px(row, record), landmarks_of(record), atol=1e-6)


def test_fit_learns_from_rows_what_made_them(tmp_path: Path) -> None:
    truths: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for i in range(40):
        rng = np.random.default_rng(i)
        record = truth_file(yaw=float(rng.normal(0, 5)), lateral=float(rng.normal(0, 0.1)))
        record |= {"number": i, "body": i // 2}
        truths.append(record)
        rows.append(_row(record, perfect(record, noise=0.001), seed=i))
        (tmp_path / f"{i}.json").write_text(json.dumps(record), "utf-8")
    columns: dict[str, Any] = stacked(rows)
    np.savez(tmp_path / "rows.npz", **columns)
    fitted = fit([tmp_path / "rows.npz"])
    # A remainder of 0.001 stays; how the landmarks move with yaw and place is explained.
    assert fitted.remainder.std() < 0.0016
    assert fitted.outline.std() == pytest.approx(0.001, rel=0.15)
    assert fitted.outline.shape == (40, OUTLINE.stop - OUTLINE.start)
    drawn = fitted.draw(situate(truths[0]), np.random.default_rng(0), NOTHING, end=1024)
    assert np.abs(drawn.landmarks - landmarks_of(truths[0])).max() < 8.0
