import cv2
import numpy as np
import pytest

from posture.body.roll import HAND_HELD_SD_DEG, find_roll
from posture.body.side_view import turn
from tests.people import HEIGHT, WIDTH, person, with_pixels


def room(roll_deg: float) -> np.ndarray:
    """A wall with a door, the camera rolled: verticals lean clockwise by ``roll_deg``."""
    made = person()
    wall = np.full((HEIGHT, WIDTH, 3), 225, np.uint8)
    cv2.rectangle(wall, (40, 150), (130, 900), (150, 120, 90), -1)
    cv2.rectangle(wall, (500, 250), (570, 880), (120, 130, 150), -1)
    turned = cv2.warpAffine(
        wall,
        cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), -roll_deg, 1.0),
        (WIDTH, HEIGHT),
        borderMode=cv2.BORDER_REPLICATE,
    )
    keep = made.pose.silhouette[..., None] > 0.5
    return np.where(keep, made.photo.pixels, turned)


def roll_of(pixels):
    made = with_pixels(person(), pixels)
    return find_roll(turn(made.photo, made.pose))


@pytest.mark.parametrize("roll", [-3.0, -1.0, 0.0, 2.0, 4.0])
def test_roll_is_found_from_a_door(roll):
    found = roll_of(room(roll))
    assert found.source == "verticals"
    assert found.degrees == pytest.approx(roll, abs=max(0.5, 0.2 * abs(roll)))
    assert found.sd_deg < HAND_HELD_SD_DEG


def test_a_blank_wall_tells_nothing():
    found = roll_of(person().photo.pixels)
    assert (found.degrees, found.sd_deg, found.source) == (0.0, HAND_HELD_SD_DEG, "assumed")
