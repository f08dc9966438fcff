import numpy as np
import pytest

from posture.body.outline.back_edge import back_edge
from posture.body.outline.cover import find_hair, find_looseness, find_occluded, hollow_depth
from posture.body.side_view import turn
from tests.fixtures.people import CLOTH, FLOOR, SKIN, STATURE, person


def edge_and_view(top: tuple[int, int, int] = CLOTH):
    made = person(top=top)
    view = turn(made.photo, made.pose)
    return back_edge(view, 270, 520), view


def test_bare_skin_is_not_loose():
    edge, view = edge_and_view(top=SKIN)
    assert find_looseness(view, edge, STATURE) == 0.0


def test_a_top_that_follows_the_hollow_is_fitted():
    edge, view = edge_and_view()
    assert find_looseness(view, edge, STATURE) == pytest.approx(0.25)


def test_grey_cloth_does_not_pass_for_skin():
    edge, view = edge_and_view(top=(140, 140, 138))
    assert find_looseness(view, edge, STATURE) == pytest.approx(0.25)


def test_cloth_that_bridges_the_hollow_is_loose():
    edge, view = edge_and_view()
    straight = edge.copy()
    straight[:, 0] = np.interp(edge[:, 1], edge[[0, -1], 1], edge[[0, -1], 0])
    assert find_looseness(view, straight, STATURE) == pytest.approx(1.0, abs=0.05)


def test_the_hollow_of_a_known_bow():
    y = np.linspace(0, 300, 301)
    bow = np.column_stack([100 + 12 * np.sin(np.pi * np.clip((y - 100) / 200, 0, 1)), y])
    assert hollow_depth(bow) == pytest.approx(12, abs=0.1)


def test_an_elbow_behind_the_back_hides_it():
    made = person(elbow=(-0.04, 0.66), wrist=(-0.035, 0.60))
    view = turn(made.photo, made.pose)
    y = np.linspace(0.86, 0.56, 25)
    profile = np.column_stack([np.full(25, FLOOR[0] - 0.03 * STATURE), FLOOR[1] - y * STATURE])
    hidden = find_occluded(view, profile, STATURE)
    assert hidden[np.abs(y - 0.62) < 0.03].all()
    assert not hidden[y > 0.75].any()


def test_arms_in_front_hide_nothing():
    made = person()
    view = turn(made.photo, made.pose)
    profile = np.column_stack([np.full(25, FLOOR[0] - 0.04 * STATURE), np.linspace(260, 510, 25)])
    assert not find_occluded(view, profile, STATURE).any()


def test_hair_over_the_nape_is_seen():
    _, view = edge_and_view()
    whole = back_edge(view, view.middle("ear")[1], 520)
    assert not find_hair(view, whole, STATURE)
    covered = whole.copy()
    covered[covered[:, 1] < 310, 0] = FLOOR[0] - 0.06 * STATURE
    assert find_hair(view, covered, STATURE)
