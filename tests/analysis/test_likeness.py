"""Whether photos look like different people: the same rendered person twice, and others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from posture.analysis.likeness import Portrait, differing_traits
from posture.body.body import Body
from posture.body.dress import Dress, read_dress
from posture.body.points import NODES
from tests.fixtures.analysed import AFTER, BEFORE, STICKERS, analysed
from tests.fixtures.bodies import body


def portrait(name: str) -> Portrait:
    found = analysed(name)
    return Portrait(found.analysis.body, read_dress(found.photo, found.analysis.body))


@pytest.mark.model
def test_one_person_in_two_postures_looks_like_one():
    assert differing_traits([portrait(BEFORE), portrait(AFTER)]) == ()


@pytest.mark.model
def test_people_in_other_clothes_look_different():
    assert "dress" in differing_traits([portrait(BEFORE), portrait(AFTER), portrait(STICKERS)])


def with_shin(shift: float) -> Body:
    """The knee moved up by a share of the stature: a longer shin and a shorter thigh."""
    plain = body()
    positions = plain.detected.positions.copy()
    positions[NODES.index("knee"), 1] += shift
    return replace(plain, detected=replace(plain.detected, positions=positions))


def test_only_proportions_beyond_their_errors_differ():
    assert differing_traits([Portrait(body(), None), Portrait(with_shin(0.002), None)]) == ()
    assert differing_traits([Portrait(body(), None), Portrait(with_shin(0.08), None)]) == ("shape",)


def dressed(trunk: tuple[float, float, float], legs: tuple[float, float, float]) -> Portrait:
    return Portrait(body(), Dress(np.array(trunk), np.array(legs)))


def test_light_alone_is_no_other_dress_and_what_is_not_seen_tells_nothing():
    first = dressed((60.0, 10.0, 10.0), (30.0, 0.0, -20.0))
    assert differing_traits([first, dressed((40.0, 10.0, 10.0), (20.0, 0.0, -20.0))]) == ()
    assert differing_traits([first, dressed((60.0, 10.0, 40.0), (30.0, 0.0, -20.0))]) == ("dress",)
    unseen = dressed((np.nan, np.nan, np.nan), (30.0, 0.0, -20.0))
    assert differing_traits([first, unseen]) == ()
    assert differing_traits([first, Portrait(body(), None)]) == ()
