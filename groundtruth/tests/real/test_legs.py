"""The fit of real people's legs, on made-up people whose deviation is known."""

from __future__ import annotations

import numpy as np
import pytest
from posture.body.estimate.features import LEVELS, names

from groundtruth.real.legs import KNEE_SD, Rendered, Seen, discriminant, fit, knee_norm, left_out

COUNT = len(names())
SLOPE = 460.0


def rendered() -> Rendered:
    return Rendered(np.zeros(COUNT), 0.04 * np.eye(COUNT))


def seen(bent: float = -6.0, people: int = 12, width: float = 0.12) -> Seen:
    """People whose landmarks lie one SD further forward than those of rendered people."""
    rng = np.random.default_rng(5)
    features = np.zeros((people, COUNT))
    for edge, side in (("back", -0.5), ("front", 0.5)):
        features[:, [names().index(f"{edge}_{level:.2f}") for level in LEVELS]] = side * width
    standardised = rng.normal(0.0, 0.2, (people, COUNT))
    standardised[:, :20] += 1.0
    spread = np.linspace(-3.0, 3.0, people)
    up = np.full((people, 2), (0.017, 0.02)) + spread[:, None] / 1000.0
    return Seen(
        person=np.array([f"person {i:02d}" for i in range(people)]),
        features=features,
        standardised=standardised,
        knee=bent + spread,
        knee_sd=np.full(people, 2.5),
        slope=np.full(people, SLOPE),
        up=up,
        up_sd=np.full((people, 2), 0.012),
    )


def test_people_in_trousers_stand_as_the_literature_says():
    found = fit(seen(), rendered())
    assert found.knee_back.mean == pytest.approx((knee_norm() + 6.0) / SLOPE, abs=1e-5)
    assert found.knee_back.sd == KNEE_SD


def test_the_norm_is_between_those_of_men_and_women():
    assert 1.5 < knee_norm() < 4.0


def test_bare_legs_say_nothing_of_trousers():
    clothed = seen()
    both = _both(clothed, seen(bent=4.0, width=0.06))
    assert fit(both, rendered()).knee_back == fit(clothed, rendered()).knee_back


def _both(one: Seen, other: Seen) -> Seen:
    columns = {
        name: np.concatenate([getattr(one, name), getattr(other, name)]) for name in Seen.__slots__
    }
    columns["person"] = np.array([f"person {i:02d}" for i in range(len(columns["knee"]))])
    return Seen(**columns)


def test_heights_are_those_that_were_marked():
    found = fit(seen(), rendered())
    assert found.malleolus_up.mean == pytest.approx(0.017, abs=1e-5)
    assert found.toe_up.mean == pytest.approx(0.02, abs=1e-5)
    # The stated error is larger than the spread, so that nothing is added.
    assert found.malleolus_up.sd == 0.0


def test_spread_that_is_not_stated_is_added():
    people = seen()
    sure = Seen(
        **{n: getattr(people, n) for n in Seen.__slots__ if n != "up_sd"}, up_sd=0 * people.up
    )
    spread = np.std(people.up[:, 0], ddof=1)
    assert fit(sure, rendered()).malleolus_up.sd == pytest.approx(spread, abs=1e-5)


def test_the_likeness_is_one_at_the_mean_and_needs_some_features_alone():
    real = np.zeros(COUNT)
    real[:5], real[-3:] = 0.5, 9.0
    found = discriminant(real, rendered(), np.arange(3))
    assert found(real) == pytest.approx(1.0, abs=1e-4)
    assert found(np.zeros(COUNT)) == pytest.approx(0.0, abs=1e-4)
    assert not np.any(found.weights[3:])


def test_people_are_scored_by_a_fit_that_does_not_know_them():
    lines = left_out(seen(), rendered())
    knee = next(line for line in lines if line.startswith("knee"))
    assert "100 % within 95 %" in knee
    ankle = next(line for line in lines if line.startswith("malleolus"))
    assert "95 % hold 100 %" in ankle
