from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.body.camera.roll import HAND_HELD_SD_DEG
from posture.body.estimate.features import extract, names
from posture.body.estimate.network import NetworkEstimator, weights
from posture.body.outline.adjoining import Touch
from posture.body.points import NODES, PROFILE_SIZE
from posture.errors import InstallationError
from tests.body.estimate.test_features import evidence_of
from tests.fixtures.people import cropped, person


def test_the_weights_say_where_they_come_from():
    meta = weights().meta
    assert meta["pictures"] >= 300
    assert meta["people"] >= 150
    assert len(meta["rows_sha256"]) == 64
    assert isinstance(meta["seed"], int)
    assert len(weights().sha256) == 64


def test_shapes_fit_the_features_and_the_nodes():
    learnt = weights()
    assert learnt.feature_mean.shape == (len(names()),)
    assert learnt.nodes.skip.shape == (len(names()), 2 * len(NODES))
    assert learnt.positions(learnt.feature_mean).shape == (len(NODES), 2)


def test_the_average_row_gives_a_person_standing_upright():
    found = dict(zip(NODES, weights().positions(weights().feature_mean), strict=True))
    order = ["tragus", "c7", "acromion", "psis", "trochanter", "knee", "malleolus"]
    heights = [found[name][1] for name in order]
    assert heights == sorted(heights, reverse=True)
    assert found["asis"][0] > found["psis"][0]
    assert found["toe"][0] > found["malleolus"][0]


def test_the_back_is_smooth():
    profile = weights().positions(weights().feature_mean)[-PROFILE_SIZE:]
    across, down = np.diff(profile, axis=0).T
    bend = np.degrees(np.diff(np.arctan2(across, -down)))
    assert np.abs(bend).max() < 12


@given(st.integers(0, 2**32 - 1), st.floats(0.0, 3.0))
def test_the_covariance_is_valid_whatever_is_seen(seed: int, size: float):
    learnt = weights()
    noise = np.random.default_rng(seed).normal(0, size, len(names()))
    row = learnt.feature_mean + noise * learnt.feature_scale
    covariance = learnt.errors.covariance(learnt.standardised(row), learnt.positions(row).ravel())
    values = np.linalg.eigvalsh(covariance)
    assert np.isfinite(covariance).all()
    assert values.min() > -1e-9 * values.max()


def test_unseen_features_count_as_usual_ones():
    learnt = weights()
    row = learnt.feature_mean.copy()
    row[::7] = np.nan
    assert np.allclose(learnt.positions(row), learnt.positions(learnt.feature_mean))


@pytest.mark.parametrize("count", [217, 400])
def test_weights_for_other_features_are_refused_in_one_sentence(count: int):
    other = replace(weights(), feature_mean=np.zeros(count))
    with pytest.raises(InstallationError) as raised:
        NetworkEstimator(other)
    said = str(raised.value)
    assert f"read {count} features" in said
    assert f"computes {len(names())}" in said
    assert said.count(".") == 1


def test_every_node_of_a_whole_person_is_estimated():
    estimate = NetworkEstimator().estimate(evidence_of())
    assert np.isfinite(estimate.positions).all()
    assert estimate.covariance.shape == (2 * len(NODES), 2 * len(NODES))
    np.testing.assert_array_equal(estimate.features, extract(evidence_of()).values)


def test_a_cut_person_is_estimated_by_the_same_network():
    evidence = evidence_of(cropped(person(), 0, 690))
    estimate = NetworkEstimator().estimate(evidence)
    assert np.isfinite(estimate.positions).all()


def test_hair_over_the_nape_widens_the_neck_and_little_else():
    free = evidence_of()
    seen, hidden = (NetworkEstimator().estimate(replace(free, hair=hair)) for hair in (False, True))
    sds = [np.sqrt(np.diag(one.covariance)).reshape(-1, 2) for one in (seen, hidden)]
    wider = dict(zip(NODES, (sds[1] / sds[0])[:, 0], strict=True))
    assert wider["c7"] > 1.8
    assert wider["malleolus"] < 1.1
    assert hidden.hidden == seen.hidden


def test_what_is_beyond_the_features_is_kept_with_the_estimate():
    plain = replace(evidence_of(), face_hidden=False)
    against = replace(plain, touching=(Touch("back", 0.3, 0.9),))
    tilted = replace(plain, roll=replace(plain.roll, sd_deg=5.0))
    of = NetworkEstimator().estimate
    assert of(plain).widening is None
    touched = of(against).widening
    assert touched is not None
    assert touched.nodes[NODES.index("psis")] > 1.0
    assert touched.nodes[NODES.index("knee")] == 1.0
    assert (touched.roll_deg, touched.hides_head) == (0.0, False)
    rolled = of(tilted).widening
    assert rolled is not None
    assert rolled.roll_deg == pytest.approx((5.0**2 - HAND_HELD_SD_DEG**2) ** 0.5)
    covered = of(replace(plain, neck_hidden=True)).widening
    assert covered is not None
    assert covered.hides_head
