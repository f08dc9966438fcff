"""Two passes over mirror images: averaged exactly, matched the same way from either side."""

from __future__ import annotations

import numpy as np
import pytest

from posture.pose.detection import Detection, combine, distinct, overlap
from posture.pose.pose import SWAPPED, Landmark

HEIGHT, WIDTH = 120, 200


def person(x: float, y: float = 10.0, size: float = 80.0, seed: int = 0, visible: float = 0.9):
    """Landmarks spread over a box a third as wide as tall, and the box as silhouette."""
    dice = np.random.default_rng(seed)
    landmarks = dice.uniform(0, 1, (33, 2))
    landmarks[:2] = (0, 0), (1, 1)
    landmarks = landmarks * (size / 3, size) + (x, y)
    silhouette = np.zeros((HEIGHT, WIDTH), np.float32)
    silhouette[int(y) : int(y + size), int(x) : int(x + size / 3)] = 1
    visibility = np.full(33, visible) + dice.uniform(0, 0.01, 33)
    return Detection(landmarks, visibility, silhouette, np.full(33, np.nan))


def same(a: Detection, b: Detection) -> bool:
    return (
        np.allclose(a.landmarks, b.landmarks, rtol=0, atol=1e-9)
        and np.array_equal(a.visibility, b.visibility)
        and np.array_equal(a.silhouette, b.silhouette)
        and np.allclose(a.gap, b.gap, equal_nan=True)
    )


def test_swapping_exchanges_left_and_right():
    assert SWAPPED[Landmark.NOSE] == Landmark.NOSE
    assert SWAPPED[Landmark.LEFT_EYE_INNER] == Landmark.RIGHT_EYE_INNER
    assert SWAPPED[Landmark.MOUTH_LEFT] == Landmark.MOUTH_RIGHT
    assert SWAPPED[Landmark.RIGHT_HEEL] == Landmark.LEFT_HEEL
    np.testing.assert_array_equal(SWAPPED[SWAPPED], np.arange(33))


def test_flipping_turns_x_about_the_picture():
    one = person(20)
    turned = one.mirrored()
    left = one.landmarks[Landmark.LEFT_HIP]
    np.testing.assert_allclose(turned.landmarks[Landmark.RIGHT_HIP], (WIDTH - left[0], left[1]))
    assert same(turned.mirrored(), one)


def test_combining_averages_and_tells_the_gap():
    a, b = person(20), person(23, y=14)
    (both,) = combine([a], [b])
    np.testing.assert_allclose(both.landmarks, (a.landmarks + b.landmarks) / 2)
    np.testing.assert_allclose(both.gap, 5)
    assert both.paired
    np.testing.assert_allclose(both.silhouette, (a.silhouette + b.silhouette) / 2)


def test_combining_is_mirror_symmetric():
    a = [person(20, seed=1), person(120, seed=2), person(60, y=60, size=40, seed=3)]
    b = [person(121, seed=2), person(22, seed=1)]
    straight = distinct(combine(a, b))
    turned = distinct(combine([s.mirrored() for s in b], [s.mirrored() for s in a]))
    assert len(straight) == 3
    assert sum(s.paired for s in straight) == 2
    for one, other in zip(straight, turned, strict=True):
        assert same(one, other.mirrored())


def test_people_far_apart_are_not_averaged():
    assert len(combine([person(10)], [person(150)])) == 2


def test_who_was_seen_twice_is_listed_once():
    assert len(distinct([person(20), person(22, seed=4)])) == 1
    assert len(distinct([person(20), person(100)])) == 2
    firm, chimera = person(25, y=50, size=40), person(20, y=5, size=100, visible=0.5)
    (kept,) = distinct([chimera, firm])
    assert kept is firm
    (paired,) = combine([chimera], [chimera])
    assert distinct([firm, paired]) == [paired]


def test_the_main_person_is_the_largest():
    small, large = person(10, size=50), person(100, size=100)
    assert distinct([small, large]) == distinct([large, small]) == [large, small]


@pytest.mark.parametrize(("x", "expected"), [(20, 1.0), (30, 0.625), (100, 0.0)])
def test_overlap(x: float, expected: float):
    assert overlap(person(20), person(x)) == pytest.approx(expected, abs=1e-6)
