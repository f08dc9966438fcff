from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")


from groundtruth.calibrate.limits import once, pairs


def rows(body: list[int], number: list[int]) -> Any:
    return SimpleNamespace(body=np.array(body), number=np.array(number))


def test_one_row_of_each_picture_is_kept():
    looks = rows([0, 0, 0, 0, 1, 1], [0, 0, 1, 1, 2, 2])
    assert once(looks).tolist() == [0, 2, 4]


def test_pictures_of_one_number_in_two_sets_are_two():
    assert once(rows([0, 1_000_000], [0, 0])).tolist() == [0, 1]


def test_pairs_are_two_pictures_of_one_person():
    first, second = pairs(rows([3, 4, 3, 5], [7, 8, 6, 9]))
    assert (first.tolist(), second.tolist()) == ([2], [0])


def test_no_look_is_paired_with_another_of_the_same_picture():
    looks = rows([0, 0, 0, 0], [0, 0, 1, 1])
    single = once(looks)
    first, second = pairs(rows(looks.body[single].tolist(), looks.number[single].tolist()))
    assert len(first) == len(second) == 1
