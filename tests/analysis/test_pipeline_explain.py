"""Where the faults of a refused photo lie, on real detections."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from PIL import Image

from posture.analysis import pipeline
from posture.analysis.any_view import analyze_any_view
from posture.analysis.options import Options
from posture.analysis.pipeline import (
    analyze_photo,
    explain,
)
from posture.body.fault_marks import Explanation
from posture.body.remarks import Refusal
from posture.photo.load import load
from posture.photo.photo import Photo
from tests.fixtures.shared import refuse

pytestmark = pytest.mark.model


def explained(photo: Photo) -> tuple[Refusal, Explanation]:
    result = analyze_photo(photo)
    assert isinstance(result, Refusal)
    return result, explain(photo, result)


@pytest.mark.parametrize(("path", "code"), refuse(), ids=lambda x: getattr(x, "name", x))
def test_every_reason_of_a_real_refusal_is_marked(path: Path, code: str):
    photo = load(path)
    refusal, found = explained(photo)
    assert {mark.number for mark in found.marks} == set(range(1, len(refusal.reasons) + 1))
    for mark in found.marks:
        xy = np.array(mark.points).reshape(-1, 2)
        assert np.isfinite(xy).all()
    assert found.frontal == path.name.startswith("front_")


def test_an_empty_room_has_nothing_but_its_frame():
    room = np.full((600, 450, 3), 180, np.uint8)
    room[:, 200:220] = 60
    _, found = explained(load(np.asarray(Image.fromarray(room))))
    assert {mark.kind for mark in found.marks} == {"whole"}
    assert not found.frontal


def test_a_refusal_that_is_no_turn_needs_no_second_look():
    room = load(np.full((600, 450, 3), 180, np.uint8))
    with patch.object(pipeline, "find_person", wraps=pipeline.find_person) as look:
        assert isinstance(analyze_any_view(room, Options()), Refusal)
    assert look.call_count == 1
