from __future__ import annotations

import numpy as np
from posture.body.estimate.features import names
from posture.body.estimate.regions import REGIONS, parts_of_features

from groundtruth.calibrate.regions import fit_regions

COUNT = len(names())


def bodies(count: int = 3000) -> np.ndarray:
    """Features that all follow one size of the body, with noise of a tenth of it."""
    rng = np.random.default_rng(0)
    return rng.normal(size=(count, 1)) + 0.1 * rng.normal(size=(count, COUNT))


def test_features_are_predicted_from_the_other_regions_alone() -> None:
    z = bodies()
    model = fit_regions(z, np.ones(z.shape, dtype=bool), np.ones(len(z)))
    region = parts_of_features() // 3
    for number in range(len(REGIONS)):
        own = np.flatnonzero(region == number)
        assert (model.weights[np.ix_(own, own)] == 0.0).all()
    np.testing.assert_allclose(model.sd[region >= 0], 0.1, rtol=0.1)


def test_a_size_seen_everywhere_is_not_new_and_one_seen_in_one_region_is() -> None:
    z = bodies()
    model = fit_regions(z, np.ones(z.shape, dtype=bool), np.ones(len(z)))
    known = np.ones(COUNT, dtype=bool)
    large = np.full(COUNT, 3.0)
    assert (model.factors(large, known) == 1.0).all()
    legs = parts_of_features() // 3 == REGIONS.index("legs")
    factors = model.factors(np.where(legs, 3.0, 0.0), known)
    assert factors[REGIONS.index("legs")] == 3.0


def test_half_a_percent_of_people_exceed_a_limit() -> None:
    z = bodies()
    known = np.ones(z.shape, dtype=bool)
    model = fit_regions(z, known, np.ones(len(z)))
    over = model.novelty(z, known) > model.limits
    seen = np.isin(np.arange(over.shape[1]), parts_of_features())
    np.testing.assert_allclose(over.mean(axis=0)[seen], 0.005, atol=0.002)
