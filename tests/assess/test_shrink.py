import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.assess.shrink import Normal, shrink

numbers = st.floats(-200, 200)
errors = st.floats(0.01, 100)


def test_half_way_where_error_equals_spread():
    belief = shrink(Normal(20.0, 5.0), Normal(10.0, 5.0))
    assert belief.mean == pytest.approx(15.0)
    assert belief.sd == pytest.approx(5.0 / math.sqrt(2.0))


def test_known_answer_of_the_evidence_formula():
    # k = 25 / (25 + 9) for a spread of 5 and an error of 3.
    belief = shrink(Normal(22.0, 3.0), Normal(10.0, 5.0))
    assert belief.mean == pytest.approx(10.0 + 25 / 34 * 12.0)
    assert belief.sd == pytest.approx(math.sqrt(25 * 9 / 34))


def test_probabilities_of_the_normal_distribution():
    belief = Normal(10.0, 2.0)
    assert belief.above(10.0) == pytest.approx(0.5)
    assert belief.above(12.0) == pytest.approx(0.158655254)
    assert belief.beyond(8.0, "lower") == pytest.approx(0.158655254)


def test_hardly_any_error_keeps_the_reading():
    belief = shrink(Normal(20.0, 1e-6), Normal(10.0, 5.0))
    assert belief.mean == pytest.approx(20.0)
    assert belief.above(15.0) == pytest.approx(1.0)


@given(numbers, errors, numbers, errors)
def test_belief_lies_between_prior_and_reading_and_is_surer_than_both(
    value: float, sd: float, mean: float, spread: float
):
    belief = shrink(Normal(value, sd), Normal(mean, spread))
    assert min(value, mean) - 1e-9 <= belief.mean <= max(value, mean) + 1e-9
    assert 0 < belief.sd <= min(sd, spread) * (1 + 1e-9)


@given(numbers, errors, numbers)
def test_sides_share_all_probability_and_mirror(mean: float, sd: float, cut: float):
    belief = Normal(mean, sd)
    assert belief.above(cut) + belief.below(cut) == pytest.approx(1.0)
    assert belief.above(cut) == pytest.approx(Normal(-mean, sd).below(-cut))
