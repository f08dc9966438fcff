import numpy as np
import pytest

from posture.body.body import NODES
from posture.body.estimate.features import LEVELS, names
from posture.body.estimate.legs import (
    Legs,
    LegsFile,
    Likeness,
    is_head_seen,
    legs,
    share_clothed,
    share_real,
)
from posture.body.estimate.network import NetworkEstimator, weights
from posture.body.estimate.regions import REGIONS, parts_of_features
from tests.body.estimate.test_features import evidence_of

KNEE, MALLEOLUS, TOE = (NODES.index(name) for name in ("knee", "malleolus", "toe"))
BACK, FRONT = (np.array([n.startswith(f"{edge}_") for n in names()]) for edge in ("back", "front"))


def made(likeness: float, without_head: float = 0.0) -> Legs:
    """Corrections with a likeness that is the same for every picture."""
    same = [Likeness(weights=[0.0] * len(names()), constant=at) for at in (likeness, without_head)]
    return Legs(legs().data.model_copy(update={"likeness": same[0], "without_head": same[1]}))


def wide(width: float) -> np.ndarray:
    """Features of somebody whose outline has one width everywhere."""
    values = np.zeros(len(names()))
    values[BACK], values[FRONT] = -width / 2, width / 2
    return values


def test_the_file_has_a_weight_for_each_feature_and_says_where_it_comes_from():
    data = legs().data
    assert len(data.likeness.weights) == len(data.without_head.weights) == len(names())
    assert "30 photographs" in data.source
    assert 0.0 < data.knee_back.mean < 0.03
    assert 0.0 < data.malleolus_up.mean < 0.03


def test_camera_and_framing_say_nothing_of_real_people():
    first = names().index(f"front_{LEVELS[-1]:.2f}") + 1
    assert not np.any(legs().data.likeness.weights[first:])
    assert not np.any(legs().data.without_head.weights[first:])


def test_a_head_that_something_hides_says_nothing_of_the_legs():
    head = parts_of_features() // 3 <= REGIONS.index("neck")
    assert not np.any(np.array(legs().data.without_head.weights)[head])
    zeros = np.zeros(len(names()))
    assert made(0.0, 1.0).moves(zeros, wide(0.12))[0].min() > -1e-3
    assert made(0.0, 1.0).moves(zeros, wide(0.12), head_seen=False)[0].min() < -0.01
    assert is_head_seen(["arm_hides_back"])
    assert not is_head_seen(["arm_hides_back", "face_hidden"])


def test_real_people_in_trousers_have_their_knees_further_back_and_their_feet_higher():
    data = legs().data
    shift, variance = made(1.0).moves(np.zeros(len(names())), wide(0.12))
    assert shift[KNEE, 0] == pytest.approx(-data.knee_back.mean, rel=1e-3)
    assert shift[MALLEOLUS, 1] == pytest.approx(data.malleolus_up.mean, rel=1e-3)
    assert shift[TOE, 1] == pytest.approx(data.toe_up.mean, rel=1e-3)
    assert np.count_nonzero(shift) == 3
    assert variance[KNEE, 0] == pytest.approx(data.knee_back.sd**2, rel=0.05)


def test_rendered_people_in_fitted_clothes_stay_as_they_are():
    shift, variance = made(0.0).moves(np.zeros(len(names())), wide(0.12))
    assert np.abs(shift).max() < 1e-5
    assert variance.max() < 1e-7


def test_bare_knees_stay_with_the_same_doubt():
    shift, variance = made(1.0).moves(np.zeros(len(names())), wide(0.07))
    assert shift[KNEE, 0] == 0.0
    assert variance[KNEE, 0] == pytest.approx(legs().data.knee_back.sd ** 2, rel=1e-3)
    assert shift[MALLEOLUS, 1] > 0.0


def test_where_it_cannot_be_told_the_doubt_is_stated():
    certain, between = (made(at).moves(np.zeros(len(names())), wide(0.12)) for at in (1.0, 0.44))
    assert between[0][KNEE, 0] == pytest.approx(certain[0][KNEE, 0] / 2, rel=1e-3)
    assert between[1][KNEE, 0] > 1.5 * certain[1][KNEE, 0]


def test_shares_grow_with_likeness_and_width():
    likeness = np.linspace(-0.5, 1.5, 21)
    assert (np.diff(share_real(likeness)) >= 0.0).all()
    widths = [float(share_clothed(wide(width))) for width in (0.06, 0.08, 0.085, 0.1)]
    assert widths == sorted(widths)
    assert (widths[0], widths[-1]) == (0.0, 1.0)


def test_an_outline_that_is_not_known_counts_as_trousers():
    assert share_clothed(np.full(len(names()), np.nan)) == 1.0


def test_the_estimate_holds_the_moves_with_their_variance(monkeypatch: pytest.MonkeyPatch):
    def at(likeness: float):
        monkeypatch.setattr("posture.body.estimate.network.legs", lambda: made(likeness, likeness))
        return NetworkEstimator().estimate(evidence_of())

    bare, real = at(-9.0), at(9.0)
    features = real.features
    shift, variance = made(9.0).moves(weights().standardised(features), features)
    # The corrected camera may give the person another size.
    np.testing.assert_allclose(real.positions - bare.positions, shift, atol=1e-3)
    found = np.diag(real.covariance - bare.covariance)
    np.testing.assert_allclose(found, variance.ravel(), rtol=0.1, atol=1e-9)


def test_a_file_with_an_unknown_field_is_not_read():
    raw = legs().data.model_dump() | {"hip_back": 0.1}
    with pytest.raises(ValueError, match="hip_back"):
        LegsFile.model_validate(raw)
