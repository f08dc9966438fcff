import numpy as np

from posture.body.points import NODES, POINTS, PROFILE_SIZE, SPINE, coordinates, set_unknown


def test_nodes_are_the_points_and_then_the_profile():
    assert (*POINTS, *SPINE) == NODES
    assert len(SPINE) == PROFILE_SIZE
    assert len(set(NODES)) == len(NODES)


def test_coordinates_are_x_and_y_of_each_node():
    assert coordinates(np.array([0, 3], dtype=np.intp)).tolist() == [0, 1, 6, 7]
    assert coordinates(np.array([], dtype=np.intp)).size == 0


def test_of_an_unknown_node_no_covariance_is_known():
    covariance = np.eye(6)
    set_unknown(covariance, np.array([False, True, False]))
    known = np.isfinite(covariance)
    assert known[np.ix_([0, 1, 4, 5], [0, 1, 4, 5])].all()
    assert not known[2:4].any()
    assert not known[:, 2:4].any()
