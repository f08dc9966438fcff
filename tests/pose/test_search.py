"""People who are small in a large picture; with the real detector."""

from collections.abc import Iterator

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from posture.analysis.pipeline import analyze_photo
from posture.body.remarks import Refusal
from posture.photo.load import load
from posture.photo.part import Box
from posture.pose.pose import Landmark
from posture.pose.search import find_main_person
from posture.pose.second_person import tiles
from tests.fixtures.shared import ROOT

SAMPLE = load(ROOT / "samples" / "standing_tall.jpg").pixels


def far(size: tuple[int, int], person_px: int, left: int) -> NDArray[np.uint8]:
    """The sample, with its person that tall, on the floor of a large even room."""
    wide, high = size
    share = person_px / (0.78 * SAMPLE.shape[0])
    small = cv2.resize(SAMPLE, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    room = np.empty((high, wide, 3), np.uint8)
    room[:] = SAMPLE[:40, :40].mean(axis=(0, 1)).astype(np.uint8)
    noise = np.random.default_rng(0).integers(-3, 4, (high, wide, 1))
    room = np.clip(room.astype(np.int16) + noise, 0, 255).astype(np.uint8)
    tall, broad = small.shape[:2]
    room[high - tall - 100 : high - 100, left : left + broad] = small
    return room


@pytest.mark.parametrize(("size", "left"), [((4000, 3000), 700), ((6000, 1500), 4200)])
def test_somebody_far_away_is_read_with_all_pixels(size: tuple[int, int], left: int):
    photo = load(far(size, 600, left))
    part, people = find_main_person(photo)
    assert len(people.poses) == 1
    assert part.scale == 1.0
    assert part.source_size == photo.source_size
    # As tall as in the sample alone, at the place where they were put.
    alone = find_main_person(load(SAMPLE))[1].poses[0].landmarks
    share = 600 / (0.78 * SAMPLE.shape[0])
    top = size[1] - round(SAMPLE.shape[0] * share) - 100
    found = people.poses[0].landmarks / part.scale + part.corner
    for landmark in (Landmark.NOSE, Landmark.LEFT_HIP, Landmark.RIGHT_ANKLE):
        assert found[landmark] == pytest.approx(alone[landmark] * share + (left, top), abs=12)


@pytest.mark.parametrize("apart", [500, 2500])
def test_two_people_far_away_are_two(apart: int):
    room = far((6000, 1500), 600, 1000)
    body = room[:, 1000:1500].copy()
    room[:, 1000 + apart : 1500 + apart] = body
    found = analyze_photo(load(room))
    assert isinstance(found, Refusal)
    assert "more_than_one_person" in [reason.code for reason in found.reasons]


def test_somebody_who_fills_the_picture_is_read_as_it_is():
    photo = load(SAMPLE)
    part, people = find_main_person(photo)
    assert part is photo
    assert len(people.poses) == 1


def test_nobody_is_found_in_an_empty_picture():
    photo = load(np.random.default_rng(0).integers(90, 110, (600, 800, 3)).astype(np.uint8))
    part, people = find_main_person(photo)
    assert part is photo
    assert not people.poses


@pytest.mark.parametrize("shape", [(20_000, 1), (3, 20_000)])
def test_a_strip_is_not_searched_for_people_who_cannot_be_made_out(
    shape: tuple[int, int], monkeypatch: pytest.MonkeyPatch
):
    looked: list[int] = []

    def look(wide: int, high: int, side: int) -> Iterator[Box]:
        looked.append(side)
        return tiles(wide, high, side)

    monkeypatch.setattr("posture.pose.search.tiles", look)
    strip = np.random.default_rng(0).integers(90, 110, (*shape, 3)).astype(np.uint8)
    assert not find_main_person(load(strip))[1].poses
    assert not looked


def test_tiles_cover_a_picture():
    seen = np.zeros((375, 1500), bool)
    for left, top, right, bottom in tiles(1500, 375, 600):
        seen[top:bottom, left:right] = True
    assert seen.all()
