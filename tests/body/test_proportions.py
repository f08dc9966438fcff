from posture.body.body import POINTS
from posture.body.estimate.estimator import AnthropometricEstimator
from posture.body.proportions import proportions, proportions_sha256


def test_every_number_says_where_it_comes_from():
    data = proportions()
    records = [*data.offsets.values(), *data.depths.values(), *data.facts.values()]
    assert all(len(record.source) > 10 for record in records)


def test_every_point_has_a_depth_and_every_error_is_positive():
    data = proportions()
    assert set(data.depths) == set(POINTS)
    assert all(fact.sd > 0 for fact in (*data.depths.values(), *data.facts.values()))


def test_the_weights_are_named_by_their_hash():
    estimator = AnthropometricEstimator()
    assert estimator.sha256 == proportions_sha256()
    assert len(estimator.sha256) == 64
