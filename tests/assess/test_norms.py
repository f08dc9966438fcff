import math

import pytest

from posture.assess.assessment import Subject
from posture.assess.norms import NormedMeasurement, compare_with_norms
from posture.assess.shrink import Normal
from posture.body.points import PointSource
from posture.errors import InputError

from .people import measurement, missing


def one(
    name: str,
    value: float,
    sd: float,
    subject: Subject | None = None,
    source: PointSource = "estimated",
) -> NormedMeasurement:
    made = {name: measurement(name, value, sd, source)}
    return compare_with_norms(made, subject or Subject())[name]


def prior(normed: NormedMeasurement) -> Normal:
    assert normed.prior is not None
    return normed.prior


@pytest.mark.parametrize(
    ("age", "shift"), [(None, 0), (30, 0), (50, 0), (60, -2), (85, -7), (100, -10), (110, -10)]
)
def test_head_norm_falls_with_age(age: float | None, shift: float):
    normed = one("cva", 45, 3, Subject(age=age))
    assert prior(normed).mean == pytest.approx(49.5 + shift)
    assert normed.cuts["lower"] == pytest.approx((43.5 + shift, 40.5 + shift, 37.5 + shift))


def test_low_back_norm_and_cuts_follow_the_sex():
    assert prior(one("lordosis", 30, 3)).mean == 31.6
    man, woman = (one("lordosis", 30, 3, Subject(sex=s)) for s in ("male", "female"))
    assert (prior(man).mean, man.cuts["higher"][0]) == pytest.approx((28.4, 35.6))
    assert (prior(woman).mean, woman.cuts["higher"][0]) == pytest.approx((34.2, 44.2))


def test_cuts_follow_the_norm_of_the_sex():
    normed = one("sacral_slope", 20, 3, Subject(sex="male"))
    assert normed.cuts["higher"] == pytest.approx((24.6, 28.0, 31.4))


def test_offset_between_methods_widens_the_belief():
    narrow = one("sacral_slope", 40, 0.001).posterior
    assert narrow is not None
    assert narrow.sd == pytest.approx(1 / math.sqrt(1 / 8.6**2 + 1 / 8**2), rel=1e-4)


def test_no_belief_for_a_child_a_missing_value_or_a_metric_without_norm():
    assert one("cva", 45, 3, Subject(age=17.9)).posterior is None
    assert one("cva", 45, 3, Subject(age=18)).posterior is not None
    assert compare_with_norms({"cva": missing("cva")}, Subject())["cva"].posterior is None
    assert one("fleche_lombaire", 5, 1).prior is None


def test_confidence_rises_with_placed_points():
    assert one("pelvic_tilt", 12, 3).confidence == "low"
    assert one("pelvic_tilt", 12, 3, source="sticker").confident("medium")
    assert one("knee_angle", 3, 3).mdc(1) == 6
    assert one("knee_angle", 3, 3).mdc(3) == 5


def test_unknown_measurements_are_all_named():
    good = measurement("cva", 50, 3)
    with pytest.raises(InputError, match="'left_ear'") as error:
        compare_with_norms({"cva": good, "left_ear": good, "toe": good}, Subject())
    assert len(error.value.faults) == 2
