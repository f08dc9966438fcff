import numpy as np
import pytest

from posture.body.estimate.estimator import Estimate
from posture.body.framing import Framing
from posture.body.missing import FEET_CUT, HIPS_CUT, KNEES_CUT, MID_STEP, blank
from posture.body.points import SPINE
from tests.fixtures.bodies import body, point_set

MADE = body()
ESTIMATE = Estimate(
    point_set().positions,
    point_set().covariance,
    MADE.camera,
    MADE.camera_errors,
    np.zeros((70, 5)),
    np.zeros(3),
)


def test_a_whole_person_loses_nothing():
    points = blank(ESTIMATE, Framing(), False)
    assert not points.missing
    assert np.isfinite(points.positions).all()
    assert np.isfinite(points.covariance).all()


@pytest.mark.parametrize(
    ("framing", "why"),
    [
        (Framing(feet=False), {FEET_CUT: {"malleolus", "toe"}}),
        (Framing(knees=False, feet=False), {KNEES_CUT: {"knee", "malleolus", "toe"}}),
    ],
)
def test_blanking_says_why(framing: Framing, why: dict[str, set[str]]):
    points = blank(ESTIMATE, framing, False)
    found = {
        reason: {name for name, said in points.missing.items() if said == reason}
        for reason in set(points.missing.values())
    }
    assert found == why
    assert np.isnan(points["malleolus"]).all()
    assert np.isfinite(points["c7"]).all()


def test_where_the_hips_are_cut_off_head_and_shoulders_stay():
    points = blank(ESTIMATE, Framing(hips=False, knees=False, feet=False), False)
    assert points.missing["spine_12"] == points.missing["malleolus"] == HIPS_CUT
    assert not {"tragus", "canthus", "c7", "acromion"} & set(points.missing)


def test_a_step_withholds_legs_pelvis_and_lean_but_keeps_head_neck_and_upper_back():
    points = blank(ESTIMATE, Framing(), True)
    legs = {"trochanter", "asis", "psis", "knee", "malleolus", "toe"}
    assert set(points.missing) == legs | set(SPINE[18:])
    assert points.missing["knee"] == MID_STEP
