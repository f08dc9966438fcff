from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from groundtruth.calibrate.photo_pairs import (
    error_agreement,
    first_and_last_rows,
    first_rows,
    photo_pairs,
)


def rows(body: list[int], number: list[int]) -> Any:
    return SimpleNamespace(body=np.array(body), number=np.array(number))


def test_one_row_of_each_picture_is_kept():
    repeated = rows([0, 0, 0, 0, 1, 1], [0, 0, 1, 1, 2, 2])
    assert first_rows(repeated).tolist() == [0, 2, 4]


def test_the_first_and_the_last_row_of_each_picture_are_kept_once():
    repeated = rows([0, 0, 0, 0, 1], [0, 0, 0, 1, 2])
    assert first_and_last_rows(repeated).tolist() == [0, 2, 3, 4]


def test_pictures_of_one_number_in_two_sets_are_two():
    assert first_rows(rows([0, 1_000_000], [0, 0])).tolist() == [0, 1]


def test_pairs_are_two_pictures_of_one_person():
    first, second = photo_pairs(rows([3, 4, 3, 5], [7, 8, 6, 9]))
    assert (first.tolist(), second.tolist()) == ([2], [0])


def test_no_row_is_paired_with_another_of_the_same_picture():
    repeated = rows([0, 0, 0, 0], [0, 0, 1, 1])
    single = first_rows(repeated)
    first, second = photo_pairs(
        rows(repeated.body[single].tolist(), repeated.number[single].tolist())
    )
    assert len(first) == len(second) == 1


def test_what_both_photos_share_can_be_corrected():
    rng = np.random.default_rng(0)
    shared, own = rng.normal(size=(2, 50_000)), rng.normal(size=(2, 50_000))
    found = error_agreement(shared[0] + own[0], shared[0] + own[1])
    assert found["r"] == pytest.approx(0.5, abs=0.02)
    assert found["sd"] == pytest.approx(2**0.5, abs=0.02)
    assert found["floor"] == pytest.approx(1.5**0.5, abs=0.02)
