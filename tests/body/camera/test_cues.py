import numpy as np
import pytest

from posture.body.camera.cues import find_yaw
from posture.body.side_view import turn
from tests.fixtures.people import person


def view_of(yaw: int, sideways: float = 0.0):
    made = person(yaw_deg=yaw)
    seen = turn(made.photo, made.pose)
    return find_yaw(seen, sideways)


@pytest.mark.parametrize("yaw", [-12, -5, 0, 5, 12])
def test_yaw_is_read_with_its_sign(yaw: int):
    assert view_of(yaw).seen_deg == pytest.approx(yaw, abs=1.5)


def test_what_is_corrected_is_shrunk_towards_the_profile():
    view = view_of(10)
    assert 0 < view.yaw_deg < view.seen_deg


@pytest.mark.parametrize(("yaw", "refused"), [(0, False), (15, False), (-20, False), (40, True)])
def test_only_a_yaw_clearly_beyond_the_limit_is_refused(yaw: int, refused: bool):
    assert view_of(yaw).refused is refused


def test_a_person_beside_the_axis_is_not_taken_for_turned():
    """Seen 10 deg from the side by position alone: the gap and the ray cancel."""
    assert view_of(-10, sideways=np.sin(np.radians(10))).seen_deg == pytest.approx(0, abs=1.5)
