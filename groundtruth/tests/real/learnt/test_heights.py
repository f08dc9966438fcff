"""How much too low head and neck are put, from answers whose difference is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from posture.body.estimate.features import LEVELS, names
from posture.body.estimate.heights import SHARES, Heights, HeightsFile, Low

from groundtruth.real.learnt.cut_pictures import ENDINGS
from groundtruth.real.learnt.heights import fit
from groundtruth.real.seen import raise_of
from tests.real.made_up import everybody

if TYPE_CHECKING:
    from groundtruth.real.labels import Labels
    from groundtruth.real.results import Result

WHOLE = 0.008
LOWEST = {"chest": 1.3, "waist": 1.7, "hip": 2.2, "knee": 3.1}
LOW = {"chest": 0.02, "waist": 0.018, "hip": 0.015, "knee": 0.01}
NOTHING = HeightsFile(
    source="made up for a test",
    low=[Low(level=at, mean=0.0) for at in (1.0, 4.0)],
    low_sd=0.006,
    face_up=[0.0, 0.0],
    face_sd=0.002,
)


def put_lower(by: float, kept: HeightsFile, end: float = 4.0) -> list[tuple[Labels, Result]]:
    """Answers whose head and neck lie lower than they are marked, then raised as ``kept`` says."""
    found: list[tuple[Labels, Result]] = []
    for labels, one in zip(*everybody(), strict=True):
        features = np.zeros(len(names()))
        features[[names().index(f"back_{at:.2f}") for at in LEVELS if at > end]] = np.nan
        made = replace(one, features=features)
        alone = one.alone.copy()
        alone[:, 1] += raise_of(Heights(kept), made) - by * SHARES
        found.append((labels, replace(made, alone=alone)))
    return found


def cut_copies(kept: HeightsFile) -> dict[str, list[tuple[Labels, Result]]]:
    ends = {name: name.split()[0] for group in ENDINGS for name in group}
    return {name: put_lower(LOW[end], kept, LOWEST[end]) for name, end in ends.items()}


def test_heights_are_those_by_which_the_answers_are_too_low():
    made = fit(NOTHING, put_lower(WHOLE, NOTHING), cut_copies(NOTHING))
    found = [one.mean for one in made.low]
    assert found == pytest.approx([*LOW.values(), WHOLE], abs=2e-4)
    assert (made.low_sd, made.face_sd) == (NOTHING.low_sd, NOTHING.face_sd)


def test_what_is_raised_already_stays_raised():
    once = fit(NOTHING, put_lower(WHOLE, NOTHING), cut_copies(NOTHING))
    again = fit(once, put_lower(WHOLE, once), cut_copies(once))
    for one, other in zip(once.low, again.low, strict=True):
        assert other.mean == pytest.approx(one.mean, abs=2e-4)
