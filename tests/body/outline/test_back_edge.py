import numpy as np

from posture.body.outline.back_edge import back_edge
from posture.body.side_view import turn
from tests.fixtures.people import BACK, FLOOR, STATURE, person


def test_the_back_edge_is_found_to_a_fraction_of_a_pixel():
    made = person()
    edge = back_edge(turn(made.photo, made.pose), 270, 480)
    back = np.array(BACK)[::-1]
    true = FLOOR[0] + STATURE * np.interp((FLOOR[1] - edge[:, 1]) / STATURE, back[:, 1], back[:, 0])
    assert np.abs(edge[:, 0] - true).mean() < 0.3
    assert len(edge) > 200
