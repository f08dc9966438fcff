"""No cliff: a small change of the picture moves no value by more than half its stated error.

The pictures are the samples and, where they stand on this machine, real photographs: those in the
folder that ``POSTURE_REAL_PHOTOS`` names, else those in ``realphotos`` beside the checkout.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.analysis.pipeline import analyze
from posture.analysis.types import Analysis
from posture.photo.load import load
from tests.fixtures.shared import ROOT, SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from _pytest.mark import ParameterSet
    from numpy.typing import NDArray

pytestmark = [pytest.mark.model, pytest.mark.slow]

REAL = Path(os.environ.get("POSTURE_REAL_PHOTOS", ROOT.parent / "realphotos"))
SUFFIXES = {".jpg", ".jpeg", ".png"}
PICTURES = [*SAMPLES, *(p for p in sorted(REAL.glob("*")) if p.suffix.lower() in SUFFIXES)]

STEP = 0.01
"""How far a border is moved, statures."""

MOST = 0.5
"""Largest move of a value, stated standard errors."""


def resaved(pixels: NDArray[np.uint8], _: int) -> NDArray[np.uint8]:
    """Through a JPEG file of quality 85."""
    done, file = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])
    assert done
    return load(file.tobytes()).pixels


def halved(pixels: NDArray[np.uint8], _: int) -> NDArray[np.uint8]:
    """Half as many pixels each way."""
    size = (pixels.shape[1] // 2, pixels.shape[0] // 2)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


CHANGES: dict[str, Callable[[NDArray[np.uint8], int], NDArray[np.uint8]]] = {
    "top": lambda pixels, step: pixels[step:],
    "bottom": lambda pixels, step: pixels[:-step],
    "left": lambda pixels, step: pixels[:, step:],
    "right": lambda pixels, step: pixels[:, :-step],
    "resaved": resaved,
    "halved": halved,
}
"""By name: the picture after a change, given its pixels and ``STEP`` in pixels."""

SHORT = {
    "top": "arched_low_back knees_back long_hair",
    "bottom": "arched_low_back knees_back",
    "left": "head_forward long_hair",
    "right": "knees_back loose_shirt",
    "resaved": "arched_low_back",
    "halved": "arched_low_back head_forward knees_back shoulders_forward",
}
"""Changes of samples that move a value too far today: a border through the crown moves the head by
up to four stated errors. Whoever mends one takes it off this list, or its test fails."""


def case(change: str, path: Path) -> ParameterSet:
    """One change of one picture; of real photographs it is not known which fall short."""
    marks: list[pytest.MarkDecorator] = []
    if path not in SAMPLES or path.stem in SHORT[change].split():
        known = path in SAMPLES
        why = "falls short" if known else "not measured on real photographs"
        marks.append(pytest.mark.xfail(strict=known, raises=AssertionError, reason=why))
    return pytest.param(change, path, marks=marks, id=f"{change}-{path.stem}")


@cache
def original(path: Path) -> tuple[NDArray[np.uint8], Analysis | None]:
    """Pixels of a picture, and its analysis unless it is refused."""
    pixels = load(path).pixels
    return pixels, analysed(pixels)


def analysed(pixels: NDArray[np.uint8]) -> Analysis | None:
    """None where the picture is refused."""
    found = analyze(np.ascontiguousarray(pixels))
    return found if isinstance(found, Analysis) else None


def moves(before: Analysis, after: Analysis) -> dict[str, float]:
    """Move of every value that both have, in stated standard errors of the first."""
    pairs = {name: (one, after.measurements[name]) for name, one in before.measurements.items()}
    found = {name: abs(other.value - one.value) / one.sd for name, (one, other) in pairs.items()}
    return {name: move for name, move in found.items() if np.isfinite(move)}


def cliffs(before: Analysis, after: Analysis) -> dict[str, float]:
    """Values that move too far, with their moves in stated standard errors."""
    return {name: round(move, 2) for name, move in moves(before, after).items() if move > MOST}


@pytest.mark.parametrize(
    ("change", "path"), [case(change, path) for change in CHANGES for path in PICTURES]
)
def test_a_small_change_of_the_picture_moves_no_value_far(change: str, path: Path):
    pixels, before = original(path)
    if before is None:
        pytest.skip("the picture is refused")
    step = max(1, round(STEP * before.body.camera.px_per_stature))
    after = analysed(CHANGES[change](pixels, step))
    if after is None:
        pytest.skip("the picture is refused after the change")
    assert len(moves(before, after)) >= 3
    assert cliffs(before, after) == {}


@pytest.mark.xfail(strict=True, raises=AssertionError, reason="falls short on most samples")
@settings(max_examples=60, derandomize=True)
@given(st.sampled_from(PICTURES), st.floats(0.0, 0.75))
def test_a_lower_border_anywhere_on_the_body_is_no_cliff(path: Path, height: float):
    """``height`` over the soles, statures: from the feet to the chest."""
    pixels, whole = original(path)
    if whole is None:
        return
    camera = whole.body.camera
    rows = [round(camera.origin[1] - (height + up) * camera.px_per_stature) for up in (0.0, STEP)]
    before, after = (analysed(pixels[:row]) for row in rows)
    if before is not None and after is not None:
        assert cliffs(before, after) == {}, f"{path.name} cut {height:.3f} statures over the soles"


def test_a_move_is_told_in_stated_errors():
    """The yardstick itself: a picture of the same person a little bent is a cliff."""
    path = ROOT / "samples" / "change"
    before, after = (original(path / name)[1] for name in ("before.jpg", "after.jpg"))
    assert before is not None
    assert after is not None
    assert "cva" in cliffs(before, after)
    assert cliffs(before, before) == {}
