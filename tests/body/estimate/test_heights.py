"""How high head and neck of real people lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.estimate.face import ROWS
from posture.body.estimate.features import LEVELS, names
from posture.body.estimate.heights import SHARES, heights
from posture.body.estimate.network import NetworkEstimator
from posture.body.points import NODES
from posture.measure.registry import METRICS
from tests.body.estimate.test_features import evidence_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.estimate.estimator import Estimate

ALONE = NetworkEstimator(read_face=False)
DEPTHS = ALONE.depths()[0]
DATA = heights().data
UP = 2 * ROWS[0] + 1


def alone() -> Estimate:
    return ALONE.estimate(evidence_of())


def face_at(estimate: Estimate, above: float) -> NDArray[np.float64]:
    """Ear and eye of the face detector where head and neck lie so far above the estimate."""
    at = estimate.positions[ROWS].copy()
    at[:, 1] += above + np.array(DATA.face_up)
    return estimate.camera.to_picture(at, DEPTHS[ROWS])


def raised_by(estimate: Estimate, above: float | None, real: float = 1.0) -> float:
    """How far the ear is raised, statures."""
    px = None if above is None else face_at(estimate, above)
    after = heights().raised(estimate, px, DEPTHS, real)
    return float((after.positions - estimate.positions)[ROWS[0], 1])


def ending_at(level: float) -> NDArray[np.float64]:
    features = np.zeros(len(names()))
    features[[names().index(f"back_{at:.2f}") for at in LEVELS if at > level]] = np.nan
    return features


def test_the_numbers_say_where_they_come_from():
    assert "30 photographs" in DATA.source
    assert [one.level for one in DATA.low] == sorted(one.level for one in DATA.low)
    assert all(0.005 < one.mean < 0.03 for one in DATA.low)


def test_without_a_face_real_people_are_raised_by_the_usual():
    estimate = alone()
    usual = heights().usual(estimate.features)
    assert raised_by(estimate, None) == pytest.approx(usual)
    after = heights().raised(estimate, None, DEPTHS, 1.0)
    more = np.diag(after.covariance - estimate.covariance)
    assert more[UP] == pytest.approx(DATA.low_sd**2)
    assert not more[::2].any(), "nothing forward"
    assert after.raised == pytest.approx(usual), "two photos read jointly need it"


def test_a_picture_that_ends_higher_is_raised_further():
    usual = [heights().usual(ending_at(level)) for level in (4.0, 3.0, 2.2)]
    assert usual == sorted(usual)
    assert usual[0] < usual[-1]


def test_a_face_tells_most_of_it_and_leaves_a_smaller_error():
    estimate = alone()
    usual = heights().usual(estimate.features)
    assert raised_by(estimate, usual) == pytest.approx(usual, abs=1e-6)
    assert usual < raised_by(estimate, usual + 0.005) < usual + 0.005
    assert raised_by(estimate, usual + 0.005) > usual + 0.004
    after = heights().raised(estimate, face_at(estimate, usual), DEPTHS, 1.0)
    left = np.diag(after.covariance - estimate.covariance)[UP] ** 0.5
    assert 0.9 * DATA.face_sd < left < DATA.face_sd


def test_a_face_that_is_far_away_is_somebody_elses():
    estimate = alone()
    usual = heights().usual(estimate.features)
    assert raised_by(estimate, 0.3) == pytest.approx(usual, abs=0.002)


@pytest.mark.parametrize("above", [None, 0.0, 0.02])
def test_rendered_people_stay(above: float | None):
    estimate = alone()
    assert raised_by(estimate, above, real=0.0) == 0.0


@given(above=st.floats(-0.02, 0.04), real=st.floats(0.0, 1.0))
def test_no_angle_between_head_and_neck_changes(above: float, real: float):
    estimate = alone()
    after = heights().raised(estimate, face_at(estimate, above), DEPTHS, real)
    of = {one.name: one for one in METRICS}
    for name in ("cva", "head_tilt", "ear_shoulder_offset", "shoulder_protraction"):
        before, now = (of[name].value(one.positions) for one in (estimate, after))
        assert now == pytest.approx(before, abs=1e-6), name


def test_the_spine_follows_less_and_less():
    spine = SHARES[NODES.index("spine_00") :]
    assert spine[0] == 1.0
    assert (np.diff(spine) <= 0.0).all()
    assert np.abs(np.diff(spine)).max() < 0.1
    assert not spine[14:].any()
    assert SHARES[NODES.index("acromion")] == 0.0
