from __future__ import annotations

from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundtruth.clothes.colours import draw_cloth, draw_hair_colour, linear, skin_material
from groundtruth.clothes.folds import draw_creases, draw_pleats, ridged
from groundtruth.clothes.outfit import draw_outfit

LOOSENESS = {
    "bare": (0.0, 0.0),
    "bra": (0.15, 0.15),
    "fitted": (0.2, 0.3),
    "t_shirt": (0.35, 0.75),
    "loose": (0.7, 1.0),
}


@settings(deadline=None)
@given(st.integers(0, 100_000), st.sampled_from(["female", "male"]))
def test_looseness_belongs_to_the_top(seed: int, sex: Literal["female", "male"]):
    outfit = draw_outfit(np.random.default_rng(seed), sex)
    low, high = LOOSENESS[outfit.top]
    assert low <= outfit.looseness <= high
    assert 0 < outfit.leg_looseness <= 1
    assert (outfit.sleeve == 0) or outfit.top in ("fitted", "t_shirt", "loose")


@settings(deadline=None)
@given(st.integers(0, 100_000))
def test_colours_are_light_between_none_and_all(seed: int):
    rng = np.random.default_rng(seed)
    for material in (draw_cloth(rng, printed=True), draw_hair_colour(rng), skin_material(0.5)):
        for colour in (material.colour, material.second or (0.0, 0.0, 0.0)):
            assert all(0.0 <= channel <= 1.0 for channel in colour)
        assert (material.second is None) == (material.pattern == "plain")


def test_all_styles_are_drawn():
    drawn = [draw_outfit(np.random.default_rng(s), "female") for s in range(300)]
    assert {o.top for o in drawn} == {"bra", "fitted", "t_shirt", "loose"}
    assert {o.bottom for o in drawn} == {"shorts", "leggings", "trousers"}
    assert {o.shoes for o in drawn} == {"barefoot", "socks", "trainers"}
    assert len({o.hair for o in drawn}) == 6


def test_linear_light_has_its_known_ends_and_middle():
    assert linear(0.0, 1.0, 0.5) == pytest.approx((0.0, 1.0, 0.21404), abs=1e-5)


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_folds_close_round_the_body(seed: int):
    rng = np.random.default_rng(seed)
    drop = np.linspace(0, 0.7, 20)[:, None]
    for folds in (draw_pleats(rng), draw_creases(rng)):
        start, end = folds(np.array([[-np.pi]]), drop), folds(np.array([[np.pi]]), drop)
        assert start == pytest.approx(end, abs=1e-4)
        relief = ridged(start)
        assert relief.min() >= 0
        assert relief.max() <= 1
