"""A second person counts on clear evidence only."""

from __future__ import annotations

import numpy as np
import pytest

from posture.pose import second_person
from posture.pose.detection import Detection

PIXELS = np.full((300, 400, 3), 90, np.uint8)


def standing(x: float, top: float = 40.0, visible: float = 0.9, order: int = 1) -> Detection:
    landmarks = np.column_stack([np.full(33, x), np.linspace(top, top + 200, 33)[::order]])
    landmarks[::2, 0] += 20
    silhouette = np.zeros((300, 400), np.float32)
    silhouette[int(top) : int(top) + 200, int(x) : int(x) + 30] = 1
    return Detection(landmarks, np.full(33, visible), silhouette, np.full(33, np.nan))


def find(found: Detection) -> list[Detection]:
    shown: list[tuple[int, ...]] = []

    def detect(pixels: np.ndarray) -> list[Detection]:
        shown.append(pixels.shape)
        return [found] if len(shown) == 1 else []

    return second_person.find_second(detect, PIXELS, standing(60))


def test_a_credible_second_person_counts():
    (second,) = find(standing(300))
    np.testing.assert_allclose(second.landmarks, standing(300).landmarks)
    assert second.silhouette.shape == PIXELS.shape[:2]


@pytest.mark.parametrize(
    "false_detection",
    [
        standing(300, visible=0.6),
        standing(300, order=-1),
        standing(62),
        standing(395),
    ],
    ids=["faint", "upside down", "on the erased", "outside the picture"],
)
def test_false_detections_do_not(false_detection: Detection):
    assert find(false_detection) == []


def test_a_silhouette_too_large_for_its_landmarks_does_not():
    fat = standing(300)
    fat.silhouette[:, 200:] = 1
    assert find(fat) == []


def test_erasing_leaves_the_surroundings_and_nothing_of_the_person():
    pixels = PIXELS.copy()
    one = standing(60)
    pixels[one.silhouette > 0] = (255, 0, 0)
    rest, erased = second_person.erase(pixels, one.silhouette, one.size)
    assert erased[one.silhouette > 0].all()
    np.testing.assert_allclose(rest, 90, atol=1)
    assert not erased[:, 200:].any()


def test_small_people_are_looked_for_in_tiles_that_cover_the_picture():
    covered = np.zeros((500, 900), bool)
    tiles = list(second_person._tiles(900, 500, 60.0))
    assert tiles[0] == (0, 0, 900, 500)
    for left, top, right, bottom in tiles[1:]:
        assert 0 <= left < right <= 900
        assert 0 <= top < bottom <= 500
        covered[top:bottom, left:right] = True
    assert covered.all()
    assert list(second_person._tiles(400, 500, 400.0)) == [(0, 0, 400, 500)]
