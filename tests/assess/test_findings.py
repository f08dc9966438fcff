import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.assess.assessment import Finding, Subject
from posture.assess.finding_text import CAUTION, CHILD_REASON, REPEAT, THREE_PHOTOS
from posture.assess.findings import by_name, judge
from posture.assess.knowledge import knowledge
from posture.assess.norms import TIERS, compare_with_norms
from posture.measure.measurement import Measurement

from .people import JUDGED, REASON, at, measurement, missing, person

ORDER = ("cannot_tell", "typical", *TIERS)


def finding_of(made: Measurement, subject: Subject | None = None, photos: int = 1) -> Finding:
    return judge(compare_with_norms({made.name: made}, subject or Subject()), photos)[0]


@pytest.mark.parametrize(
    ("value", "tier"),
    [(56, "typical"), (50, "cannot_tell"), (46, "mild"), (42, "moderate"), (33, "moderate")],
)
def test_head_tiers(value: float, tier: str):
    finding = finding_of(measurement("cva", value, 2))
    assert finding.tier == tier
    assert finding.direction == ("lower" if tier in TIERS else "none")


def test_marked_needs_three_photos_or_a_placed_point():
    assert finding_of(measurement("cva", 33, 2)).tier == "moderate"
    assert finding_of(measurement("cva", 33, 2), photos=2).tier == "moderate"
    assert finding_of(measurement("cva", 33, 2), photos=3).tier == "marked"
    assert finding_of(measurement("cva", 33, 2, "placed")).tier == "marked"


def test_probability_is_that_of_lying_beyond_the_cut():
    finding = finding_of(measurement("cva", 42, 6))
    # Half way to the norm: mean 45.75, SD 6 / sqrt 2.
    assert finding.tier == "mild"
    assert (finding.estimate, finding.estimate_sd) == pytest.approx((45.75, 6 / math.sqrt(2)))
    z = (50 - 45.75) / (6 / math.sqrt(2))
    assert finding.probability == pytest.approx(0.5 * math.erfc(-z / math.sqrt(2)))


@pytest.mark.parametrize("name", JUDGED)
def test_a_photo_that_shows_nothing_is_not_typical(name: str):
    finding = finding_of(at(name, 0.0, error=20.0))
    assert finding.tier == "cannot_tell"
    assert finding.settle


def test_typical_needs_the_reading_itself_and_not_only_the_prior():
    # Far on the side of no interest a large error does no harm; astride a cut-off it does.
    assert finding_of(measurement("shoulder_c7", 60, 8)).tier == "typical"
    assert finding_of(measurement("kyphosis", 49, 11)).tier == "cannot_tell"
    assert finding_of(measurement("kyphosis", 40, 8)).tier == "typical"


@pytest.mark.parametrize("name", JUDGED)
@pytest.mark.parametrize("z", [-30.0, 30.0])
def test_a_hopeless_reading_is_not_typical_however_far_to_the_harmless_side(name: str, z: float):
    assert finding_of(at(name, z, error=4.0)).tier == "cannot_tell"


@pytest.mark.parametrize("name", JUDGED)
@pytest.mark.parametrize("sign", [-1, 1])
def test_tiers_never_fall_as_the_reading_moves_out(name: str, sign: int):
    made = [finding_of(at(name, sign * step / 10, 0.3, "sticker")) for step in range(0, 60)]
    spoken = [ORDER.index(f.tier) for f in made if f.tier in TIERS]
    assert spoken == sorted(spoken)
    side = knowledge().metrics[name]
    interest = side.higher if sign > 0 else side.lower
    assert (made[-1].tier in TIERS) == (interest is not None)
    if interest:
        assert made[-1].tier == TIERS[len(interest.cuts) - 1]


@given(st.floats(0, 6), st.floats(0.05, 3))
def test_two_sided_metrics_mirror(z: float, error: float):
    for name in ("trunk_lean", "hip_angle", "pelvic_tilt"):
        up, down = (finding_of(at(name, s * z, error, "sticker")) for s in (1, -1))
        assert up.tier == down.tier
        assert up.probability == pytest.approx(down.probability)
        assert {up.direction, down.direction} in ({"higher", "lower"}, {"none"})


@given(st.sampled_from(JUDGED), st.floats(-8, 8), st.floats(0.01, 20), st.integers(1, 3))
def test_every_spoken_tier_passes_its_bar(name: str, z: float, error: float, photos: int):
    finding = finding_of(at(name, z, error), photos=photos)
    assert 0 <= finding.probability <= 1
    assert (finding.tier == "cannot_tell") == bool(finding.settle)
    if finding.tier != "cannot_tell":
        assert finding.probability >= knowledge().metrics[name].p_min


def test_pelvis_needs_more_than_its_probability():
    assert finding_of(at("pelvic_tilt", 1.255, 0.05, "sticker")).tier == "cannot_tell"
    assert finding_of(at("pelvic_tilt", 1.4, 0.05, "sticker")).tier == "mild"


def test_pelvis_is_told_in_words_until_points_are_placed():
    assert "°" not in finding_of(at("pelvic_tilt", 4.0, 0.5)).text
    assert "about 20° ± 1°" in finding_of(at("pelvic_tilt", 2.0, 0.1, "sticker")).text


def test_knee_speaks_only_beyond_cut_and_mdc():
    assert finding_of(measurement("knee_angle", 10.5, 1)).tier == "cannot_tell"
    assert finding_of(measurement("knee_angle", 10.5, 1), photos=3).tier == "mild"
    assert finding_of(measurement("knee_angle", 11.5, 1)).tier in TIERS


def test_missing_says_why_and_what_would_settle_it():
    finding = finding_of(missing("lordosis"))
    assert finding.tier == "cannot_tell"
    assert REASON in finding.text
    assert any("hands" in hint for hint in finding.settle)
    assert all(math.isnan(v) for v in (finding.probability, finding.estimate, finding.estimate_sd))


def test_uncertain_names_the_sticker_and_more_photos():
    assert any("C7" in hint for hint in finding_of(measurement("cva", 49.5, 5)).settle)
    assert THREE_PHOTOS in finding_of(measurement("cva", 49.5, 5)).settle
    stuck = finding_of(measurement("cva", 50, 1, "sticker"), photos=3)
    assert stuck.settle[-1] == REPEAT
    assert not any("sticker" in hint for hint in stuck.settle)


def test_without_reference_the_number_is_shown_and_not_judged():
    finding = finding_of(measurement("fleche_lombaire", -0.01, 0.02))
    assert finding.tier == "cannot_tell"
    assert "about 0.0 % ± 0.1 % of trunk height" in finding.text


@pytest.mark.parametrize("name", knowledge().metrics)
def test_children_are_never_judged(name: str):
    finding = finding_of(measurement(name, 90.0, 1.0, "sticker"), Subject(age=17))
    assert finding.tier == "cannot_tell"
    assert CHILD_REASON in finding.text
    assert math.isnan(finding.typical_low)


def test_a_tilted_head_silences_the_head_angle():
    level = {"cva": at("cva", -2), "head_tilt": at("head_tilt", 0)}
    tilted = {"cva": at("cva", -2), "head_tilt": at("head_tilt", 2.5)}
    assert by_name(judge(compare_with_norms(level, Subject())))["cva"].tier == "moderate"
    finding = by_name(judge(compare_with_norms(tilted, Subject())))["cva"]
    assert finding.tier == "cannot_tell"
    assert "eye level" in finding.settle[0]


def test_a_number_beyond_its_words_says_why():
    assert CAUTION in finding_of(measurement("cva", 39, 3)).text
    assert CAUTION not in finding_of(measurement("cva", 42, 1)).text
    assert CAUTION not in finding_of(measurement("cva", 39, 0.5), photos=3).text


def test_an_error_of_zero_is_taken_as_given():
    assert finding_of(measurement("cva", 44, 0)).tier == "moderate"
    assert finding_of(measurement("cva", 55, 0)).tier == "typical"


def test_strongest_first():
    people = {**person(cva=-2, lordosis=1.4), "body_lean": missing("body_lean")}
    found = judge(compare_with_norms(people, Subject()))
    assert [f.measurement for f in found][:2] == ["cva", "lordosis"]
    ranks = [(*reversed(TIERS), "typical", "cannot_tell").index(f.tier) for f in found]
    assert ranks == sorted(ranks)
    assert len(found) == len(people)


def test_a_phrase_does_not_say_again_where_it_was_seen():
    # The sentence around it begins with "In this photo".
    for name, metric in knowledge().metrics.items():
        sides = [side.phrases for side in (metric.lower, metric.higher) if side is not None]
        phrases = [phrase for side in sides for phrase in side] + [metric.typical_phrase or ""]
        assert not [p for p in phrases if "photo" in p], name
