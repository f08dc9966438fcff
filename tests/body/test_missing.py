import numpy as np
from numpy.typing import NDArray

from posture.body.body import NODES, POINTS, SPINE
from posture.body.estimate.estimator import Estimate
from posture.body.framing import Framing
from posture.body.missing import ARM, FEET_CUT, MID_STEP, blank, bridge
from tests.fixtures.bodies import point_set


def estimate():
    points = point_set()
    return Estimate(points.positions, points.covariance)


def flags(*nodes: int) -> NDArray[np.bool_]:
    hidden = np.zeros(len(SPINE), dtype=bool)
    hidden[list(nodes)] = True
    return hidden


WHOLE = Framing(True, True, True)


def test_a_short_gap_is_bridged_with_a_wider_error():
    before = estimate()
    broken = Estimate(before.positions.copy(), before.covariance)
    broken.positions[len(POINTS) + 11 : len(POINTS) + 14, 0] += 0.05
    after, hidden = bridge(broken, flags(11, 12, 13))
    assert not hidden.any()
    np.testing.assert_allclose(after.positions, before.positions, atol=0.004)
    i = 2 * NODES.index("spine_12")
    assert after.covariance[i, i] > 2 * before.covariance[i, i]


def test_a_long_gap_and_an_open_end_stay_hidden():
    _, hidden = bridge(estimate(), flags(8, 9, 10, 11, 12, 13))
    assert hidden.sum() == 6
    _, hidden = bridge(estimate(), flags(0, 1))
    assert hidden.sum() == 2


def test_blanking_says_why():
    points = blank(estimate(), Framing(True, True, False), flags(), False)
    assert dict(points.missing) == {"malleolus": FEET_CUT, "toe": FEET_CUT}
    assert np.isnan(points["malleolus"]).all()
    stepping = blank(estimate(), WHOLE, flags(), True)
    assert stepping.missing["knee"] == MID_STEP
    hidden = blank(estimate(), WHOLE, flags(24), False)
    assert {"spine_24", "psis", "asis"} == set(hidden.missing)
    assert set(hidden.missing.values()) == {ARM}


def test_a_hidden_neck_hides_c7():
    assert "c7" in blank(estimate(), WHOLE, flags(0), False).missing


def test_a_step_withholds_legs_pelvis_and_lean_but_keeps_head_neck_and_upper_back():
    points = blank(estimate(), WHOLE, flags(), mid_step=True)
    assert {"trochanter", "asis", "psis", "knee", "malleolus", "toe", SPINE[-1]} <= set(
        points.missing
    )
    assert not {"tragus", "canthus", "c7", "acromion", *SPINE[:18]} & set(points.missing)
