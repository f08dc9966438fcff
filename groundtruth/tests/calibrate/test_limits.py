import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")

from groundtruth.calibrate import limits
from groundtruth.calibrate.gather import Rows
from groundtruth.calibrate.limits import once, pairs, without_the_detector
from groundtruth.calibrate.network import Recipe
from groundtruth.fast.rows import SPARED
from groundtruth.score.reach import CASES
from tests.calibrate.made_up import whole_rows


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


def test_each_case_is_learnt_and_tested_on_the_same_people(monkeypatch: pytest.MonkeyPatch):
    learnt: list[int] = []
    tested: list[tuple[int, ...]] = []

    def answers(rows: Rows, part: Rows, recipe: Any) -> Any:
        learnt.append(len(rows.number))
        tested.append(tuple(part.number))
        return np.zeros((len(part.number), 35, 2))

    monkeypatch.setattr(limits, "answers", answers)
    monkeypatch.setattr(limits, "_fewer", lambda *_: {})
    monkeypatch.setattr(limits, "scores", lambda part, nodes: {"n": len(part.number)})
    cases: Any = {"outline": whole_rows(48), "exact": whole_rows(40)}
    told = without_the_detector(whole_rows(60), cases, Recipe())
    assert told["limit_rows"] == 40
    assert len(learnt) == 4
    assert len(set(learnt)) == len(set(tested)) == 1
    assert max(tested[0]) < 40
    heads = {name.rsplit(", ", 1)[0] for name in told["limits"] if name.endswith(", life")}
    assert heads == set(CASES)


def test_without_a_case_the_others_are_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "answers", lambda rows, part, recipe: np.zeros((len(part.body), 1)))
    monkeypatch.setattr(limits, "scores", lambda part, nodes: {})
    told = without_the_detector(whole_rows(20), {"outline": whole_rows(20)}, Recipe())
    heads = {name.rsplit(", ", 1)[0] for name in told["limits"]}
    assert heads == {"as the detector sees them", "without the outline's errors"}


def test_the_cases_of_one_picture_are_compared(tmp_path, monkeypatch: pytest.MonkeyPatch):
    made = whole_rows(12)
    each = {name: np.repeat(getattr(made, name), 3, axis=0) for name in Rows.__dataclass_fields__}

    def in_one(folder: Path, count: int, make: Any, *, workers: int) -> Path:
        np.savez(folder / "rows.npz", **each, case=np.tile(list(SPARED), 12))
        return folder / "rows.npz"

    def compared(seen: Rows, spared: Any, recipe: Any) -> Any:
        numbers = [seen.number, *(rows.number for rows in spared.values())]
        assert all((n == made.number).all() for n in numbers)
        return {"limit_rows": len(seen.number), "limits": {}}

    monkeypatch.setattr(limits, "make_in_chunks", in_one)
    monkeypatch.setattr(limits, "without_the_detector", compared)
    out = tmp_path / "limits.json"
    limits.measure_limits(tmp_path, 12, tmp_path / "d.npz", out, Recipe())
    assert json.loads(out.read_text("utf-8")) == {"limit_rows": 12, "limits": {}}
