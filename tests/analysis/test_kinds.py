"""Kinds of pictures that people bring, made from samples: what is refused, and what must not be."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from posture.analysis.pipeline import analyze
from posture.analysis.types import Analysis
from posture.body.remarks import Refusal
from posture.photo.load import load
from tests.fixtures.hiding import Drawing, drawing
from tests.fixtures.shared import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

pytestmark = [pytest.mark.model, pytest.mark.slow]

PEOPLE = ("sway_back", "facing_left", "loose_shirt")


@cache
def sample(name: str) -> Drawing:
    pixels = load(ROOT / "samples" / f"{name}.jpg").pixels
    found = analyze(pixels)
    assert isinstance(found, Analysis)
    return drawing(pixels, found)


def rows(on: Drawing, top: float, bottom: float) -> Pixels:
    """Between two rows of the picture."""
    high = len(on.pixels)
    return np.ascontiguousarray(on.pixels[max(0, int(top)) : min(high, int(bottom))])


def behind(on: Drawing, point: str, forward: float) -> Pixels:
    """What lies before a place, seen in the direction in which the person looks."""
    x = int(on.at(point, forward, 0.0)[0])
    return np.ascontiguousarray(on.pixels[:, x:] if on.sign > 0 else on.pixels[:, :x])


def before(on: Drawing, point: str, forward: float) -> Pixels:
    """What lies behind a place, seen in the direction in which the person looks."""
    x = int(on.at(point, forward, 0.0)[0])
    return np.ascontiguousarray(on.pixels[:, :x] if on.sign > 0 else on.pixels[:, x:])


def crown_cut(on: Drawing) -> Pixels:
    return rows(on, on.at("tragus", 0, 0.03)[1], len(on.pixels))


def head_missing(on: Drawing) -> Pixels:
    return rows(on, on.at("c7", 0, 0.0)[1], len(on.pixels))


def lower_half(on: Drawing) -> Pixels:
    return rows(on, on.at("asis", 0, 0.0)[1], len(on.pixels))


def chin_and_chest(on: Drawing) -> Pixels:
    return rows(on, on.at("tragus", 0, -0.05)[1], on.at("asis", 0, 0.1)[1])


def face_alone(on: Drawing) -> Pixels:
    return rows(on, 0, on.at("c7", 0, 0.02)[1])


def back_outside(on: Drawing) -> Pixels:
    return behind(on, "acromion", -0.01)


def chest_outside(on: Drawing) -> Pixels:
    return before(on, "acromion", 0.01)


def broad(on: Drawing) -> Pixels:
    return np.asarray(cv2.resize(on.pixels, None, fx=1.5, fy=1.0), np.uint8)


def narrow(on: Drawing) -> Pixels:
    return np.asarray(cv2.resize(on.pixels, None, fx=0.6, fy=1.0), np.uint8)


def two_figures(on: Drawing) -> Pixels:
    return np.hstack([on.pixels, on.pixels])


def before_and_after(on: Drawing) -> Pixels:
    """Somebody and their mirror image, as in pictures of what exercises change."""
    return np.hstack([on.pixels, on.pixels[:, ::-1]])


def few_colours(on: Drawing) -> Pixels:
    """A drawing: outlines filled with one colour each."""
    smooth = cv2.medianBlur(on.pixels, 15)
    return (smooth // 64 * 64 + 32).astype(np.uint8)


def on_its_side(on: Drawing) -> Pixels:
    return np.ascontiguousarray(np.rot90(on.pixels))


def upside_down(on: Drawing) -> Pixels:
    return np.ascontiguousarray(on.pixels[::-1, ::-1])


REFUSED: dict[Callable[[Drawing], Pixels], set[str]] = {
    crown_cut: {"head_cut_off"},
    head_missing: {"head_cut_off", "nobody"},
    lower_half: {"head_cut_off", "nobody", "lying", "arms_raised"},
    chin_and_chest: {"head_cut_off", "nobody"},
    face_alone: {"shoulders_cut_off", "nobody"},
    back_outside: {"back_cut_off"},
    chest_outside: {"chest_cut_off", "head_cut_off"},
    broad: {"stretched"},
    narrow: {"stretched"},
    two_figures: {"more_than_one_person"},
    before_and_after: {"more_than_one_person"},
    few_colours: {"not_a_photo"},
    on_its_side: {"lying"},
    upside_down: {"lying", "nobody", "head_cut_off"},
}
"""What is made of a sample, and the reasons of which one must be given."""


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("made", REFUSED, ids=lambda made: made.__name__)
def test_what_cannot_be_read_is_refused_with_its_reason(
    made: Callable[[Drawing], Pixels], person: str
):
    found = analyze(made(sample(person)))
    assert isinstance(found, Refusal)
    assert {one.code for one in found.reasons} & REFUSED[made]


@pytest.mark.parametrize("name", ["front", "back"])
def test_views_from_the_front_and_from_behind_are_refused(name: str):
    found = analyze(ROOT / "samples" / "sides" / f"{name}.jpg")
    assert isinstance(found, Refusal)
    assert {one.code for one in found.reasons} & {"not_side_on", "unclear_person"}


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(
    ("point", "up", "notice"),
    [
        ("malleolus", 0.06, "feet_cut_off"),
        ("knee", 0.02, "knees_cut_off"),
        ("trochanter", -0.06, "knees_cut_off"),
        ("trochanter", 0.05, "hips_cut_off"),
        ("asis", 0.1, "hips_cut_off"),
    ],
    ids=["ankles", "knees", "thighs", "hips", "waist"],
)
def test_a_picture_that_ends_below_the_shoulders_is_analysed(
    point: str, up: float, notice: str, person: str
):
    on = sample(person)
    found = analyze(rows(on, 0, on.at(point, 0, up)[1]))
    assert isinstance(found, Analysis)
    assert notice in {one.code for one in found.body.notices}
    assert {"cva", "head_tilt"} <= {
        name for name, one in found.measurements.items() if np.isfinite(one.value)
    }
