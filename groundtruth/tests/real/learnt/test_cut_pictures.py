"""What the end of a picture does to real people, from answers whose difference is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from posture.body.estimate.cut_pictures import MOVED, CutPicturesFile, Ending
from posture.body.estimate.features import LEVELS, names
from posture.body.points import NODES

from groundtruth.real.learnt.cut_pictures import ENDINGS, fit
from tests.real.made_up import everybody

if TYPE_CHECKING:
    from groundtruth.real.results import Result

LOWEST = {"chest": 1.3, "waist": 1.7, "hip": 2.2, "knee": 3.1}
TURN = {"chest": 8.0, "waist": 6.0, "hip": 4.0, "knee": 2.0}


def nothing() -> CutPicturesFile:
    endings = [
        Ending(level=at, yaw_deg=0.0, yaw_sd_deg=0.0, back=dict.fromkeys(MOVED, 0.0))
        for at in (1.0, 4.0)
    ]
    return CutPicturesFile(source="made up for a test", endings=endings)


def copies(whole: list[Result], name: str, kept: CutPicturesFile | None = None) -> list[Result]:
    """The same answers, turned further and with the ear further back."""
    end = name.split()[0]
    found: list[Result] = []
    for one in whole:
        assert one.analysis is not None
        body, alone = one.analysis.body, one.alone.copy()
        alone[NODES.index("tragus"), 0] -= 0.003
        features = one.features.copy()
        features[[names().index(f"back_{at:.2f}") for at in LEVELS if at > LOWEST[end]]] = np.nan
        yaw = body.camera.yaw_deg + TURN[end]
        if kept is not None:
            ending = {e.level: e for e in kept.endings}[lowest(end)]
            yaw -= ending.yaw_deg
            for point, back in ending.back.items():
                alone[NODES.index(point), 0] += back
        body = replace(body, camera=replace(body.camera, yaw_deg=yaw))
        analysis = replace(one.analysis, body=body)
        found.append(replace(one, analysis=analysis, alone=alone, features=features))
    return found


def lowest(end: str) -> float:
    return round(float(LEVELS[LOWEST[end] >= LEVELS].max()), 2)


def answers() -> list[Result]:
    return everybody()[1]


def test_turn_and_points_are_those_by_which_the_copies_differ():
    whole = answers()
    made = fit(nothing(), whole, {n: copies(whole, n) for names_ in ENDINGS for n in names_})
    assert [one.yaw_deg for one in made.endings] == pytest.approx([8.0, 6.0, 4.0, 2.0, 0.0])
    assert [one.level for one in made.endings] == [*(lowest(n[0]) for n in ENDINGS), 4.0]
    for one in made.endings[:-1]:
        assert one.back["tragus"] == pytest.approx(0.003, abs=1e-4)
        assert one.back["acromion"] == pytest.approx(0.0, abs=1e-4)
    assert made.endings[-1].back == dict.fromkeys(MOVED, 0.0)


def test_what_is_corrected_already_stays_corrected():
    whole = answers()
    cut = {n: copies(whole, n) for names_ in ENDINGS for n in names_}
    once = fit(nothing(), whole, cut)
    corrected = {n: copies(whole, n, once) for names_ in ENDINGS for n in names_}
    again = fit(once, whole, corrected)
    for one, other in zip(once.endings, again.endings, strict=True):
        assert other.yaw_deg == pytest.approx(one.yaw_deg, abs=0.1)
        assert other.back["tragus"] == pytest.approx(one.back["tragus"], abs=2e-4)


def test_refused_copies_do_not_count():
    whole = answers()
    cut = {n: copies(whole, n) for names_ in ENDINGS for n in names_}
    cut["chest"] = [*cut["chest"][1:], replace(cut["chest"][0], analysis=None)]
    assert fit(nothing(), whole, cut).endings[0].yaw_deg == pytest.approx(8.0)
