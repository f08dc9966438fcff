from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from posture.body.estimate.features import LEVELS, names

from groundtruth.fast import real_shift
from groundtruth.real.learnt.landmarks import OUTLINE_END, PART_OF, head_outline


def row(ear: float, back: float, front: float) -> np.ndarray:
    """Features of which only the near ear and the outline are known."""
    values = np.full(len(names()), np.nan)
    values[names().index("near_ear_x")] = ear
    for level in LEVELS:
        values[names().index(f"back_{level:.2f}")] = back
        values[names().index(f"front_{level:.2f}")] = front
    return values


def test_the_outline_counts_from_the_ear() -> None:
    found = head_outline(row(0.02, -0.06, 0.09)[None])
    levels = int((LEVELS <= OUTLINE_END).sum())
    np.testing.assert_allclose(found, [[-0.08] * levels + [0.07] * levels])


def test_a_level_that_is_not_seen_is_filled_from_its_neighbours() -> None:
    values = row(0.0, -0.06, 0.09)
    values[names().index("back_0.00")] = np.nan
    np.testing.assert_allclose(head_outline(values[None])[0, :13], -0.06)


def test_the_committed_file_has_every_landmark_and_the_outline() -> None:
    file = Path(real_shift.__file__).parents[3] / "data" / "real_landmarks.json"
    known = json.loads(file.read_text("utf-8"))
    assert {name: one["landmark"] for name, one in known["points"].items()} == PART_OF
    assert 0.4 < known["hip"]["mean"] < 0.55
    assert len(known["outline"]["back"]) == len(known["outline"]["front"])


def test_real_heads_reach_further_forward_only_down_to_the_neck() -> None:
    everyday = np.array([True])
    shift = np.zeros((25, 2))
    found = real_shift.outline_to_real(everyday, row(0.0, -0.1, 0.04)[None], shift).reshape(2, -1)
    assert (found[1, (LEVELS > -0.5) & (LEVELS < 0.2)] > 0.0).all()
    assert (found[:, LEVELS >= OUTLINE_END] == 0.0).all()
