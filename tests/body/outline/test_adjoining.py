import numpy as np
import pytest

from posture.body.outline.adjoining import find_touching
from posture.body.side_view import turn
from tests.fixtures.people import (
    FLOOR,
    HEIGHT,
    STATURE,
    WALL,
    Person,
    mirrored,
    person,
    with_pixels,
)

BLUE, DARK = (40, 60, 130), (30, 30, 34)

Colour = tuple[int, int, int]


def with_box(left: float, right: float, top: float, bottom: float, colour: Colour) -> Person:
    """A person before a box; its edges in statures from the floor under the ankles."""
    made = person()
    pixels = made.photo.pixels.copy()
    rows = slice(int(FLOOR[1] - top * STATURE), int(FLOOR[1] - bottom * STATURE))
    columns = slice(int(FLOOR[0] + left * STATURE), int(FLOOR[0] + right * STATURE))
    share = made.pose.silhouette[rows, columns, None]
    pixels[rows, columns] = pixels[rows, columns] * share + np.array(colour) * (1 - share)
    return with_pixels(made, pixels)


def places(left: float, right: float, top: float, bottom: float, colour: Colour) -> list[str]:
    made = with_box(left, right, top, bottom, colour)
    return [one.place for one in find_touching(turn(made.photo, made.pose))]


def test_nothing_touches_somebody_before_a_wall():
    made = person()
    assert find_touching(turn(made.photo, made.pose)) == ()


def test_a_rucksack_touches_the_back():
    made = with_box(-0.18, 0.0, 0.8, 0.6, BLUE)
    (one,) = find_touching(turn(made.photo, made.pose))
    assert one.place == "back"
    assert one.top < 0.12
    assert one.bottom == pytest.approx((0.813 - 0.6) / (0.813 - 0.542), abs=0.08)


def test_a_console_touches_the_belly():
    assert places(0.05, 0.37, 0.66, 0.54, DARK) == ["belly"]


def test_the_mirror_image_says_the_same():
    made = mirrored(with_box(-0.18, 0.0, 0.8, 0.6, BLUE))
    assert [one.place for one in find_touching(turn(made.photo, made.pose))] == ["back"]


def test_what_is_seen_on_both_sides_is_behind_the_person():
    assert places(-0.3, 0.37, 0.72, 0.6, BLUE) == []


def test_what_is_apart_from_the_body_does_not_touch_it():
    assert places(-0.3, -0.12, 0.8, 0.6, BLUE) == []


def test_a_hand_is_too_small():
    assert places(-0.07, 0.0, 0.68, 0.64, (205, 150, 120)) == []


def test_a_door_behind_goes_on_above_and_below():
    assert places(-0.3, 0.0, 1.1, 0.2, BLUE) == []


def test_a_shadow_on_the_wall_is_no_thing():
    dim = tuple(int(0.7 * level) for level in WALL)
    assert places(-0.18, 0.0, 0.8, 0.6, (dim[0], dim[1], dim[2])) == []


def test_an_uneven_background_tells_nothing():
    made = with_box(-0.18, 0.0, 0.8, 0.6, BLUE)
    pixels = made.photo.pixels.copy()
    noise = np.random.default_rng(0).integers(0, 256, (HEIGHT // 10, 60, 3), dtype=np.uint8)
    noise = noise.repeat(10, axis=0).repeat(10, axis=1)[: len(pixels), : pixels.shape[1]]
    outside = made.pose.silhouette < 0.5
    upper_and_lower = np.ones(len(pixels), bool)
    upper_and_lower[int(FLOOR[1] - 0.8 * STATURE) : int(FLOOR[1] - 0.6 * STATURE)] = False
    where = outside & upper_and_lower[:, None]
    pixels[where] = noise[where]
    made = with_pixels(made, pixels)
    assert find_touching(turn(made.photo, made.pose)) == ()
