from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from posture.body.body import Body
from posture.body.camera.depth_errors import depth_correlation, depth_covariance
from posture.body.placed.entries import PlacedPoint
from posture.body.points import NODES, POINTS
from posture.measure.measure import measure
from tests.fixtures.bodies import body

LEG = ("trochanter", "knee", "malleolus")


def spread(made: Body, alike: NDArray[np.float64] | None = None):
    own = made.detected.positions, made.depths, made.depth_sds
    return depth_covariance(made.camera, *own, alike)


def test_a_wrong_depth_moves_its_own_point_alone():
    covariance = spread(body())
    a, b = 2 * NODES.index("acromion"), 2 * NODES.index("tragus")
    assert covariance[a, a] > 0
    assert covariance[a, b] == 0


def test_depths_that_go_together_move_their_points_together():
    made = body()
    alike = np.eye(len(NODES))
    a, b = NODES.index("knee"), NODES.index("malleolus")
    alike[a, b] = alike[b, a] = 1.0
    both = spread(made, alike)[np.ix_([2 * a, 2 * b], [2 * a, 2 * b])]
    assert abs(both[0, 1]) == pytest.approx(np.sqrt(both[0, 0] * both[1, 1]))
    assert np.allclose(np.diag(spread(made, alike)), np.diag(spread(made)))


def test_an_unknown_point_spoils_no_other():
    made = body()
    lost = made.detected.positions.copy()
    lost[NODES.index("canthus")] = np.nan
    covariance = depth_covariance(
        made.camera, lost, made.depths, made.depth_sds, depth_correlation(NODES)
    )
    known = np.repeat(~np.isnan(lost[:, 0]), 2)
    assert np.isfinite(covariance[np.ix_(known, known)]).all()


def test_correlations_are_those_of_people():
    found = depth_correlation(NODES)
    assert np.allclose(found, found.T)
    assert np.linalg.eigvalsh(found).min() > 0
    # The breadth of hips and the width of the stance; the midline goes with nothing.
    assert depth_correlation(("asis", "trochanter"))[0, 1] > 0.7
    assert depth_correlation(("knee", "malleolus"))[0, 1] > 0.7
    assert np.allclose(found[NODES.index("c7")], np.eye(len(NODES))[NODES.index("c7")])
    assert np.allclose(found[len(POINTS) :, : len(POINTS)], 0.0)


def test_a_stance_of_unknown_width_leaves_a_knee_with_stickers_surer(
    monkeypatch: pytest.MonkeyPatch,
):
    """Knee and ankle come nearer to the camera together: less of it is seen as a bend."""
    made = body()
    made = replace(made, camera=replace(made.camera, yaw_deg=10.0))
    at = {name: made.in_picture()[name][:2] for name in LEG}
    stickers = tuple(PlacedPoint(name, x, y, 1.0, "sticker") for name, (x, y) in at.items())
    wide = replace(made, placed=stickers, depth_sds=np.full(len(NODES), 0.03))
    now = measure(wide)["knee_angle"].sd

    def alone(names: tuple[str, ...]) -> NDArray[np.float64]:
        return np.eye(len(names))

    monkeypatch.setattr("posture.body.body.depth_correlation", alone)
    assert now < 0.95 * measure(wide)["knee_angle"].sd
