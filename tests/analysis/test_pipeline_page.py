"""Ways on from a result that the pages need, on real detections."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from posture.analysis.options import Options
from posture.analysis.pipeline import (
    analyze_photo,
    explain,
    set_answers,
    set_points,
    set_subject,
)
from posture.assess.assessment import Answers, Subject
from posture.body.body import Refusal
from posture.body.fault_marks import Explanation
from posture.body.placed.entries import PlacedPoint
from posture.photo.load import load
from posture.photo.photo import Photo
from tests.fixtures.results import analysed
from tests.fixtures.shared import SAMPLES, refuse

pytestmark = pytest.mark.model


def test_what_is_said_later_gives_what_saying_it_first_gives():
    later = analysed(SAMPLES[0])
    subject = Subject(age=63, sex="female", stature_cm=171.0)
    first = analysed(SAMPLES[0], Options(subject=subject))
    told = set_subject(later, subject)
    assert told.subject == subject
    assert told.body.stature_cm == 171.0
    assert told.assessment == first.assessment


def test_placed_points_and_answers_outlive_what_is_said_later():
    found = analysed(SAMPLES[0])
    x, y, _ = found.body.to_px("c7")
    placed = set_points(found, [PlacedPoint("c7", x + 5, y, 2.0, "placed")])
    answered = set_answers(placed, Answers(tense={"chest": "yes"}))
    told = set_subject(answered, Subject(age=30))
    assert told.body.placed == placed.body.placed
    assert told.measurements["cva"] == placed.measurements["cva"]
    assert told.answers == answered.answers


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
