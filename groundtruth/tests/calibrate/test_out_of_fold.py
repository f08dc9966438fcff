from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

from posture.body.estimate.network import weights

from groundtruth.calibrate.out_of_fold import read_out_of_fold, write_out_of_fold
from groundtruth.calibrate.rows import PEOPLE_OF_A_SET

FILES = ("fast/rows.npz", "pairs/rows.npz")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    found = [tmp_path / name for name in FILES]
    for file in found:
        file.parent.mkdir()
    return found


def test_estimates_of_several_files_come_back_in_the_order_asked(files: list[Path]) -> None:
    body = np.array([0, 0, 1, PEOPLE_OF_A_SET, PEOPLE_OF_A_SET + 3])
    found = np.arange(5 * 70, dtype=float).reshape(5, 35, 2)
    write_out_of_fold(files, body, found, "these")
    alone = replace(weights(), meta={"fast_rows_sha256": "these"})
    np.testing.assert_array_equal(read_out_of_fold(files, alone), found)
    np.testing.assert_array_equal(read_out_of_fold(files[1:], alone), found[3:])


def test_what_is_missing_or_of_other_weights_is_told_at_once(files: list[Path]) -> None:
    write_out_of_fold(files[:1], np.array([0]), np.zeros((1, 35, 2)), "those")
    alone = replace(weights(), meta={"fast_rows_sha256": "these"})
    with pytest.raises(ValueError, match=r"fast.*other weights.*pairs.*missing.*Run 'calibrate"):
        read_out_of_fold(files, alone)
