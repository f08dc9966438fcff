import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from posture.body.camera.roll import HAND_HELD_SD_DEG, find_roll, read_roll
from posture.body.side_view import turn
from tests.fixtures.people import HEIGHT, WIDTH, person, with_pixels


def room(roll_deg: float, pitch_deg: float = 0.0) -> np.ndarray:
    """A wall with a door and a shelf, photographed by a camera that is rolled, then tipped up."""
    made = person()
    wall = np.full((HEIGHT, WIDTH, 3), 225, np.uint8)
    cv2.rectangle(wall, (40, 150), (130, 900), (150, 120, 90), -1)
    cv2.rectangle(wall, (500, 250), (570, 880), (120, 130, 150), -1)
    turned = cv2.warpPerspective(
        wall, tipped(roll_deg, pitch_deg), (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE
    )
    keep = made.pose.silhouette[..., None] > 0.5
    return np.where(keep, made.photo.pixels, turned)


def tipped(roll_deg: float, pitch_deg: float) -> np.ndarray:
    """Homography from the picture of a level camera to that of a tipped one."""
    focal, roll, pitch = 1.05 * HEIGHT, np.radians(roll_deg), np.radians(pitch_deg)
    lens = np.array([[focal, 0, WIDTH / 2], [0, focal, HEIGHT / 2], [0, 0, 1.0]])
    cos, sin = np.cos(roll), np.sin(roll)
    rolled = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1.0]])
    cos, sin = np.cos(pitch), np.sin(pitch)
    up = np.array([[1.0, 0, 0], [0, cos, sin], [0, -sin, cos]])
    return lens @ rolled @ up @ np.linalg.inv(lens)


def roll_of(pixels: NDArray[np.uint8]):
    made = with_pixels(person(), pixels)
    return find_roll(made.photo.pixels, made.pose.silhouette)


@pytest.mark.parametrize("roll", [-3.0, -1.0, 0.0, 2.0, 4.0])
def test_roll_is_found_from_a_door(roll: float):
    found = roll_of(room(roll))
    assert found.source == "verticals"
    assert found.degrees == pytest.approx(roll, abs=max(0.5, 0.2 * abs(roll)))
    assert found.sd_deg < HAND_HELD_SD_DEG


def test_a_blank_wall_tells_nothing():
    found = roll_of(person().photo.pixels)
    assert (found.degrees, found.sd_deg, found.source) == (0.0, HAND_HELD_SD_DEG, "assumed")
    assert found.pitch_at(1.0)[1] == np.inf


@pytest.mark.parametrize("pitch", [-8.0, -4.0, 3.0])
def test_pitch_is_found_where_verticals_converge(pitch: float):
    found = roll_of(room(1.0, pitch))
    assert found.pitch_sd_deg < 3.0
    assert found.pitch_deg == pytest.approx(pitch, abs=2.0)
    assert found.degrees == pytest.approx(1.0, abs=0.7)


def test_a_longer_lens_makes_more_pitch_of_the_same_verticals():
    found = roll_of(room(0.0, -4.0))
    pitch, sd = found.pitch_at(2.1)
    assert (pitch, sd) == pytest.approx((2 * found.pitch_deg, 2 * found.pitch_sd_deg))


def test_a_given_roll_stays_and_the_verticals_still_show_the_pitch():
    made = with_pixels(person(), room(2.0, -6.0))
    found = read_roll(turn(made.photo, made.pose), 2.0)
    assert (found.degrees, found.source) == (2.0, "given")
    assert found.pitch_deg == pytest.approx(-6.0, abs=2.0)
