"""The fit of how real people differ, on made-up people whose deviation is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from posture.body.estimate.features import LEVELS, names
from posture.body.points import NODES
from posture.measure.angles import cva

from groundtruth.real.by_eye import ANGLES
from groundtruth.real.learnt.left_out import left_out
from groundtruth.real.learnt.real_people import KNEE_SD, discriminant, fit, fit_points, knee_norm
from groundtruth.real.seen import MOVED, Rendered, Seen

COUNT = len(names())
SLOPE = 460.0
OFF = np.array([-0.004, -0.006, 0.005, 0.017, 0.003, 0.02])
"""By how much people are off, in the order of ``MOVED``, statures."""

TRAGUS, C7 = (0.06, 0.9), (0.0, 0.84)


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
    off = np.full((people, len(MOVED)), OFF) + spread[:, None] / 1000.0
    positions = np.zeros((people, len(NODES), 2))
    positions[:, NODES.index("tragus")], positions[:, NODES.index("c7")] = TRAGUS, C7
    return Seen(
        person=np.array([f"person {i:02d}" for i in range(people)]),
        features=features,
        standardised=standardised,
        knee=bent + spread,
        knee_sd=np.full(people, 2.5),
        slope=np.full(people, SLOPE),
        off=off,
        off_sd=np.full((people, len(MOVED)), 0.012),
        protraction=spread / 1000.0,
        protraction_sd=np.full(people, 0.012),
        positions=positions,
        by_eye=np.full((people, len(ANGLES)), 10.0),
        stated=np.full((people, len(ANGLES)), 99.0),
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


def test_points_are_where_they_were_marked_the_shoulder_half_of_the_way():
    found = [one.mean for one in fit(seen(), rendered()).marked]
    share = np.array([share for _, _, share in MOVED])
    assert found == pytest.approx((share * OFF).tolist(), rel=0.12)
    assert (np.abs(found) <= np.abs(share * OFF)).all()


def test_a_mean_within_its_error_moves_nothing_and_is_a_doubt():
    people = seen()
    off = people.off - people.off.mean(axis=0)
    found = fit(replace(people, off=off), rendered()).marked
    assert [one.mean for one in found] == [0.0] * len(MOVED)
    error = off[:, 0].std(ddof=1) / len(off) ** 0.5
    # The stated error is larger than the spread, so that nothing else is added.
    assert found[0].sd == pytest.approx(error, abs=1e-5)


def test_spread_that_is_not_stated_is_added():
    people = seen()
    found = fit(replace(people, off_sd=0 * people.off_sd), rendered()).marked
    spread = people.off[:, 0].std(ddof=1)
    assert found[0].sd == pytest.approx(spread * (1 + 1 / len(people.off)) ** 0.5, abs=1e-5)


def test_the_shoulder_has_half_of_what_the_protraction_lacks():
    people = seen()
    sure = replace(people, protraction_sd=0 * people.protraction_sd)
    before, now = (fit(one, rendered()).marked for one in (people, sure))
    assert [one.point for one in now] == [one.point for one in before]
    shoulder = [one.point for one in now].index("acromion")
    more = now[shoulder].sd ** 2 - before[shoulder].sd ** 2
    assert more == pytest.approx(people.protraction.var(ddof=1) / 2, rel=0.02)
    assert now[:shoulder] == before[:shoulder]
    assert now[shoulder + 1 :] == before[shoulder + 1 :]


def test_points_alone_are_fitted_anew():
    kept = fit(seen(), rendered())
    other = replace(seen(bent=2.0), off=2 * seen().off)
    found = fit_points(kept, other)
    assert found.marked == fit(other, rendered()).marked != kept.marked
    assert found.model_copy(update={"marked": kept.marked}) == kept


def test_the_likeness_is_one_at_the_mean_and_needs_some_features_alone():
    real = np.zeros(COUNT)
    real[:5], real[-3:] = 0.5, 9.0
    found = discriminant(real, rendered(), np.arange(3))
    assert found(real) == pytest.approx(1.0, abs=1e-4)
    assert found(np.zeros(COUNT)) == pytest.approx(0.0, abs=1e-4)
    assert not np.any(found.weights[3:])


def test_people_are_scored_by_a_fit_that_does_not_know_them():
    lines = list(left_out(seen(), rendered()))
    knee = next(line for line in lines if line.startswith("knee"))
    assert "100 % within 95 %" in knee
    ankle = next(line for line in lines if line.startswith("malleolus"))
    assert "95 % hold 100 %" in ankle


def test_the_angles_are_those_of_the_moved_points():
    line = next(line for line in left_out(seen(), rendered()) if line.startswith("cva"))
    moved = np.array(TRAGUS) + np.array([OFF[0], 0.0])
    error = float(cva(np.array(C7), moved)) - 10.0
    found = float(line.split("mean error ")[1].split(",")[0])
    assert found == pytest.approx(error, abs=0.3)
