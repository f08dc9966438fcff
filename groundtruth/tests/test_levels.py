from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from posture.body.frontal.view import LINES

from groundtruth.levels import fit


def rows(view: str, slope: float, noise: float) -> list[dict[str, Any]]:
    rng = np.random.default_rng(3)
    made: list[dict[str, Any]] = []
    for body in range(60):
        true = rng.normal(0, 3, 3)
        seen = slope * true + rng.normal(0, noise, 3)
        made.append(
            {
                "body": body, "view": view, "turn": 0.0, "seen_view": view, "seen_turn": 5.0,
                "tilts": seen.tolist(), "true": true.tolist(),
            }
        )  # fmt: skip
    return made


def test_a_known_slope_and_error_are_found_again():
    found = fit([*rows("front", 0.8, 0.4), *rows("back", 0.5, 0.4)])
    for view, slope in (("front", 0.8), ("back", 0.5)):
        part = found["views"][view]
        for line in LINES:
            assert part["slope"][line] == pytest.approx(slope, abs=0.05)
            assert part["sd"][line] == pytest.approx(0.4 / slope, rel=0.3)
    assert found["provenance"]["views_told_right"] == [120, 120]


def test_what_the_program_would_refuse_teaches_nothing():
    wild = {**rows("front", 0.8, 0.4)[0], "seen_turn": 85.0, "tilts": [80.0, 80.0, 80.0]}
    found = fit([*rows("front", 0.8, 0.4), wild, *rows("back", 0.5, 0.4)])
    assert found["views"]["front"]["pictures"] == 60
    assert found["provenance"]["straight_refused"] == [1, 121]
