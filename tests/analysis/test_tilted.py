"""Pictures of a tilted camera: read right, or with an error as large as what is not known."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posture.analysis.options import Options
from posture.analysis.pipeline import analyze
from posture.analysis.types import Analysis
from posture.photo.load import load
from tests.fixtures.shared import ROOT, SAMPLES
from tests.fixtures.warped import pitched, rolled

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.model, pytest.mark.slow]

WITH_VERTICALS = ("sway_back", "facing_left")
WITHOUT = ("standing_tall", "round_upper_back")
ANGLES = (-20, -10, -5, 5, 15)


@cache
def pixels(person: str) -> np.ndarray:
    return load(ROOT / "samples" / f"{person}.jpg").pixels


@cache
def analysed(person: str, degrees: int) -> Analysis:
    found = analyze(rolled(pixels(person), degrees) if degrees else pixels(person))
    assert isinstance(found, Analysis), found
    return found


def codes(found: Analysis) -> set[str]:
    return {one.code for one in found.body.notices}


@pytest.mark.parametrize("degrees", ANGLES)
@pytest.mark.parametrize("person", WITH_VERTICALS + WITHOUT)
def test_values_of_a_tilted_picture_are_those_of_the_upright_one(person: str, degrees: int):
    upright, tilted = analysed(person, 0), analysed(person, degrees)
    for name in ("cva", "head_tilt", "body_lean"):
        one, other = upright.measurements[name], tilted.measurements[name]
        assert abs(other.value - one.value) < 2 * other.sd, name
    roll = tilted.body.camera.roll_deg - upright.body.camera.roll_deg
    assert abs(roll - degrees) < 2 * tilted.body.camera_errors.roll_deg + 1.0


@pytest.mark.parametrize("degrees", ANGLES)
def test_verticals_tell_a_large_roll_as_well_as_a_small_one(degrees: int):
    found = analysed("sway_back", degrees)
    assert found.body.camera_errors.roll_deg < 1.0
    assert "rolled" in codes(found)


@pytest.mark.parametrize("degrees", [-20, -10, 15])
@pytest.mark.parametrize("person", WITHOUT)
def test_without_verticals_the_picture_seems_to_be_tilted(person: str, degrees: int):
    found = analysed(person, degrees)
    assert "seems_tilted" in codes(found)
    assert found.body.camera_errors.roll_deg > 2.0
    assert found.measurements["body_lean"].sd > 2.0


def test_a_tilted_picture_may_be_cut_at_the_thighs():
    upright = pixels("sway_back")
    part = upright[: int(0.6 * len(upright))]
    found = analyze(rolled(part, 12))
    assert isinstance(found, Analysis)
    assert not found.body.framing.feet
    assert found.body.camera.roll_deg == pytest.approx(12.0, abs=2.0)


def test_a_given_roll_turns_the_picture():
    found = analyze(rolled(pixels("standing_tall"), 12), Options(roll_deg=12.0))
    assert isinstance(found, Analysis)
    assert found.body.camera.roll_deg == 12.0
    value, upright = found.measurements["body_lean"], analysed("standing_tall", 0)
    assert abs(value.value - upright.measurements["body_lean"].value) < 2.0


def test_points_lie_where_they_were_in_the_picture():
    upright, tilted = analysed("sway_back", 0).body, analysed("sway_back", 15).body
    high, wide = pixels("sway_back").shape[:2]
    tall, broad = rolled(pixels("sway_back"), 15).shape[:2]
    one = upright.camera.to_picture(upright.detected.positions, upright.depths)
    other = tilted.camera.to_picture(tilted.detected.positions, tilted.depths)
    sin, cos = np.sin(np.radians(15)), np.cos(np.radians(15))
    x, y = (one - (wide / 2, high / 2)).T
    moved = np.column_stack([cos * x - sin * y + broad / 2, sin * x + cos * y + tall / 2])
    assert np.hypot(*(other - moved).T).max() < 0.02 * upright.camera.px_per_stature


@pytest.mark.parametrize("person", ["standing_tall", "sway_back"])
@pytest.mark.parametrize("degrees", [-25, -15])
def test_a_phone_held_high_that_looks_down_is_said(person: str, degrees: int):
    found = analyze(pitched(pixels(person), degrees))
    assert isinstance(found, Analysis)
    assert "tilted_camera" in codes(found)


def test_a_phone_held_low_that_looks_up_is_said_where_verticals_converge():
    found = analyze(pitched(pixels("sway_back"), 25))
    assert isinstance(found, Analysis)
    assert "tilted_camera" in codes(found)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_sample_is_strongly_tilted(path: Path):
    found = analyze(path)
    assert isinstance(found, Analysis)
    assert not codes(found) & {"tilted_camera", "seems_tilted"}
