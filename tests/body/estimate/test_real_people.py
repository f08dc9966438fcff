import numpy as np
import pytest
from numpy.typing import NDArray

from posture.body.estimate.features import LEVELS, names
from posture.body.estimate.heights import SHARES, heights
from posture.body.estimate.network import NetworkEstimator, weights
from posture.body.estimate.real_people import (
    Likeness,
    RealPeople,
    RealPeopleFile,
    real_people,
    share_clothed,
    share_of_legs,
    share_real,
)
from posture.body.estimate.regions import REGIONS, parts_of_features
from posture.body.points import NODES
from tests.body.estimate.test_features import evidence_of

ACROMION, KNEE, MALLEOLUS, TOE, TRAGUS = (
    NODES.index(name) for name in ("acromion", "knee", "malleolus", "toe", "tragus")
)
BACK, FRONT = (np.array([n.startswith(f"{edge}_") for n in names()]) for edge in ("back", "front"))


def moves(
    people: RealPeople,
    standardised: NDArray[np.float64],
    features: NDArray[np.float64],
    *,
    head_seen: bool = True,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return people.moves(people.share(standardised, features, head_seen=head_seen), features)


def made(likeness: float, without_head: float = 0.0) -> RealPeople:
    """Corrections with a likeness that is the same for every picture."""
    same = [Likeness(weights=[0.0] * len(names()), constant=at) for at in (likeness, without_head)]
    return RealPeople(
        real_people().data.model_copy(update={"likeness": same[0], "without_head": same[1]})
    )


def offset(point: str, axis: str) -> float:
    """Mean in the package."""
    (found,) = (m.mean for m in real_people().data.marked if (m.point, m.axis) == (point, axis))
    return found


def wide(width: float) -> np.ndarray:
    """Features of somebody whose outline has one width everywhere."""
    values = np.zeros(len(names()))
    values[BACK], values[FRONT] = -width / 2, width / 2
    return values


def test_the_file_has_a_weight_for_each_feature_and_says_where_it_comes_from():
    data = real_people().data
    assert len(data.likeness.weights) == len(data.without_head.weights) == len(names())
    assert "30 photographs" in data.source
    assert 0.0 < data.knee_back.mean < 0.03
    assert 0.0 < offset("malleolus", "up") < 0.03
    assert -0.01 < offset("tragus", "forward") < 0.0


def test_camera_and_framing_say_nothing_of_real_people():
    first = names().index(f"front_{LEVELS[-1]:.2f}") + 1
    assert not np.any(real_people().data.likeness.weights[first:])
    assert not np.any(real_people().data.without_head.weights[first:])


def test_a_head_that_something_hides_says_nothing_of_the_real_people():
    head = parts_of_features() // 3 <= REGIONS.index("neck")
    assert not np.any(np.array(real_people().data.without_head.weights)[head])
    zeros = np.zeros(len(names()))
    assert moves(made(0.0, 1.0), zeros, wide(0.12))[0].min() > -1e-3
    assert moves(made(0.0, 1.0), zeros, wide(0.12), head_seen=False)[0].min() < -0.01


def test_real_people_in_trousers_have_their_knees_further_back_and_the_rest_where_it_is_marked():
    data = real_people().data
    shift, variance = moves(made(1.0), np.zeros(len(names())), wide(0.12))
    assert shift[KNEE, 0] == pytest.approx(-data.knee_back.mean, rel=1e-3)
    assert shift[MALLEOLUS, 1] == pytest.approx(offset("malleolus", "up"), rel=1e-3)
    assert shift[TOE].tolist() == pytest.approx(
        [offset("toe", "forward"), offset("toe", "up")], rel=1e-3
    )
    assert shift[TRAGUS, 0] == pytest.approx(offset("tragus", "forward"), rel=1e-3)
    assert np.count_nonzero(shift) == 1 + sum(one.mean != 0.0 for one in data.marked)
    assert variance[KNEE, 0] == pytest.approx(data.knee_back.sd**2, rel=0.05)
    assert (variance >= 0.0).all()


def test_where_the_picture_ends_above_the_ankles_ear_and_shoulder_stay_by_and_by():
    """Marked points were compared in whole bodies; a border that moves a little moves little."""
    found: list[float] = []
    for end in LEVELS[LEVELS > 1.0]:
        features = wide(0.12)
        features[[names().index(f"back_{at:.2f}") for at in LEVELS if at > end]] = np.nan
        found.append(moves(made(1.0), np.zeros(len(names())), features)[0][TRAGUS, 0])
    assert found[0] == 0.0
    assert found[-1] == pytest.approx(offset("tragus", "forward"), rel=1e-3)
    assert np.abs(np.diff(found)).max() < 0.1 * abs(found[-1])


def test_the_spread_among_people_does_not_end_with_the_picture():
    whole, cut = wide(0.12), wide(0.12)
    cut[[names().index(f"back_{at:.2f}") for at in LEVELS if at > 1.5]] = np.nan
    spread = [moves(made(1.0), np.zeros(len(names())), one)[1] for one in (whole, cut)]
    assert spread[1][ACROMION, 0] == pytest.approx(spread[0][ACROMION, 0], rel=1e-3)
    assert spread[1][ACROMION, 0] > 0.004**2


def test_half_of_the_legs_in_the_picture_is_half_of_the_move():
    features = wide(0.12)
    features[[names().index(f"back_{at:.2f}") for at in LEVELS if at > 2.6]] = np.nan
    assert 0.3 < share_of_legs(features) < 0.5
    assert share_of_legs(wide(0.12)) == 1.0


def test_rendered_people_in_fitted_clothes_stay_as_they_are():
    shift, variance = moves(made(0.0), np.zeros(len(names())), wide(0.12))
    assert np.abs(shift).max() < 1e-5
    assert variance.max() < 1e-7


def test_bare_knees_stay_with_the_same_doubt():
    shift, variance = moves(made(1.0), np.zeros(len(names())), wide(0.07))
    assert shift[KNEE, 0] == 0.0
    assert variance[KNEE, 0] == pytest.approx(real_people().data.knee_back.sd ** 2, rel=1e-3)
    assert shift[MALLEOLUS, 1] > 0.0


def test_where_it_cannot_be_told_the_doubt_is_stated():
    certain, between = (moves(made(at), np.zeros(len(names())), wide(0.12)) for at in (1.0, 0.44))
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
        monkeypatch.setattr(
            "posture.body.estimate.network.real_people", lambda: made(likeness, likeness)
        )
        return NetworkEstimator().estimate(evidence_of())

    bare, real = at(-9.0), at(9.0)
    features = real.features
    shift, variance = moves(made(9.0), weights().standardised(features), features)
    raised = heights()
    shift[:, 1] += raised.usual(features) * SHARES
    variance[:, 1] += (raised.data.low_sd * SHARES) ** 2
    # The corrected camera may give the person another size.
    np.testing.assert_allclose(real.positions - bare.positions, shift, atol=1e-3)
    found = np.diag(real.covariance - bare.covariance)
    np.testing.assert_allclose(found, variance.ravel(), rtol=0.1, atol=1e-9)


def test_a_file_with_an_unknown_field_is_not_read():
    raw = real_people().data.model_dump() | {"hip_back": 0.1}
    with pytest.raises(ValueError, match="hip_back"):
        RealPeopleFile.model_validate(raw)
