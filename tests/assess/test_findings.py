import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.assess.assessment import Finding, Subject
from posture.assess.finding_text import CAUTION, CHILD_REASON, REPEAT, THREE_PHOTOS
from posture.assess.findings import by_name, judge
from posture.assess.frontal import assess_frontal
from posture.assess.knowledge import knowledge
from posture.assess.norms import LEAST_PROBABILITY, TIERS, compare_with_norms
from posture.assess.verdict import is_of_no_concern
from posture.measure.measurement import Measurement
from posture.present.scale import find_scale
from posture.present.wording import tier_words
from tests.assess.test_frontal import measured

from .people import JUDGED, REASON, at, measurement, missing, person

ORDER = ("cannot_tell", "typical", *TIERS)


def finding_of(made: Measurement, subject: Subject | None = None, photos: int = 1) -> Finding:
    return judge(compare_with_norms({made.name: made}, subject or Subject()), photos)[0]


@pytest.mark.parametrize(
    ("value", "tier", "direction"),
    [
        (62, "typical", "none"),
        (50, "typical", "none"),
        (44, "cannot_tell", "none"),
        (41, "mild", "lower"),
        (38, "moderate", "lower"),
        (33, "marked", "lower"),
    ],
)
def test_head_tiers(value: float, tier: str, direction: str):
    finding = finding_of(measurement("cva", value, 2))
    assert (finding.tier, finding.direction) == (tier, direction)


def test_probability_is_that_of_lying_on_the_side():
    finding = finding_of(measurement("cva", 34, 6))
    # Half way to the norm: mean 41.75, SD 6 / sqrt 2; most people end at 43.5.
    assert (finding.estimate, finding.estimate_sd) == pytest.approx((41.75, 6 / math.sqrt(2)))
    assert finding.tier == "cannot_tell"
    sure = finding_of(measurement("cva", 34, 3))
    z = (43.5 - sure.estimate) / sure.estimate_sd
    assert sure.tier == "marked"
    assert sure.estimate == pytest.approx(37.1)
    assert sure.probability == pytest.approx(0.5 * math.erfc(-z / math.sqrt(2)))


def zone_of(name: str, value: float) -> tuple[str, str]:
    """Tier and side of a value by the one scale, computed from the norm alone."""
    norm = knowledge().metrics[name].norm
    assert norm is not None
    z = (value - norm.all.mean) / norm.all.sd
    side = "higher" if z > 0 else "lower"
    if abs(z) <= 1 or getattr(knowledge().metrics[name], side) is None:
        return "typical", "none"
    return ("mild" if abs(z) <= 1.5 else "moderate" if abs(z) <= 2 else "marked"), side


@pytest.mark.parametrize("name", JUDGED)
@pytest.mark.parametrize("error", [0.1, 0.3, 0.6])
def test_label_scale_and_sentence_agree_over_the_whole_range(name: str, error: float):
    """Walks each metric from 5 SDs below its norm to 5 SDs above it."""
    record = knowledge().metrics[name]
    decided = 0
    for step in range(-100, 101):
        made = at(name, step / 20, error, "sticker")
        finding = finding_of(made)
        scale = find_scale(finding, made)
        if finding.tier == "cannot_tell" or scale is None:
            continue
        decided += 1
        assert (finding.tier, finding.direction) == zone_of(name, finding.estimate)
        drawn = next(zone.kind for zone in scale.zones if scale.value <= zone.end)
        if finding.tier in TIERS:
            assert drawn == finding.tier
            phrases = record.higher if finding.direction == "higher" else record.lower
            assert phrases is not None
            assert phrases[TIERS.index(finding.tier)] in finding.text
            # Nothing inside the band of most people is called mild or more.
            assert not finding.typical_low <= made.value <= finding.typical_high
            assert tier_words(finding) == finding.tier
        else:
            assert record.typical_phrase in finding.text
            assert drawn == ("no_concern" if is_of_no_concern(finding) else "typical")
            assert ("no concern" in tier_words(finding)) == (drawn == "no_concern")
    assert decided > 100


@pytest.mark.parametrize("name", JUDGED)
def test_a_photo_that_shows_nothing_is_not_typical(name: str):
    finding = finding_of(at(name, 0.0, error=20.0))
    assert finding.tier == "cannot_tell"
    assert finding.settle


def test_typical_needs_the_reading_itself_and_not_only_the_prior():
    # Of a metric with one side of interest 84 % of people are typical before any photo.
    assert finding_of(measurement("shoulder_c7", 60, 8)).tier == "typical"
    assert finding_of(measurement("shoulder_c7", 45, 10)).tier == "cannot_tell"
    assert finding_of(measurement("kyphosis", 40, 8)).tier == "typical"
    assert finding_of(measurement("kyphosis", 40, 20)).tier == "cannot_tell"


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
        assert made[-1].tier == "marked"


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
        assert finding.probability >= LEAST_PROBABILITY


def test_pelvis_is_told_in_degrees_where_the_error_is_small_or_points_are_placed():
    assert "°" not in finding_of(at("pelvic_tilt", 4.0, 1.2)).text
    assert "±" in finding_of(at("pelvic_tilt", 4.0, 0.9)).text
    assert "about 20° ± 1°" in finding_of(at("pelvic_tilt", 2.0, 0.1, "sticker")).text


def test_a_number_in_a_further_zone_than_its_words_says_what_is_likeliest():
    finding = finding_of(measurement("cva", 36.5, 3))
    assert finding.tier == "moderate"
    assert CAUTION.format(value="39°") in finding.text


@pytest.mark.parametrize("tier", ["typical", "cannot_tell"])
def test_a_number_outside_the_typical_range_says_why_the_dot_lies_within(tier: str):
    beyond = {"typical": (67.0, 8.0), "cannot_tell": (43.0, 6.0)}[tier]
    finding = finding_of(measurement("shoulder_c7", *beyond))
    assert finding.tier == tier
    assert finding.typical_low < finding.estimate < finding.typical_high
    assert not finding.typical_low < beyond[0] < finding.typical_high
    assert CAUTION.format(value=f"{finding.estimate:.0f}°") in finding.text


def test_number_and_dot_in_one_zone_need_no_further_word():
    assert CAUTION[:20] not in finding_of(measurement("shoulder_c7", 55.0, 4.0)).text


def test_what_is_likeliest_of_two_sides_names_the_side():
    level = measured(sd=2.0, shoulder_level=-4.0)
    (found,) = (f for f in assess_frontal(level).findings if f.measurement == "shoulder_level")
    size = f"{-found.estimate:.0f}°"
    assert f"{size}, left higher is most likely" in found.text


def test_missing_says_why_and_what_would_settle_it():
    finding = finding_of(missing("lordosis"))
    assert finding.tier == "cannot_tell"
    assert REASON in finding.text
    assert any("hands" in hint for hint in finding.settle)
    assert all(math.isnan(v) for v in (finding.probability, finding.estimate, finding.estimate_sd))


def test_uncertain_names_the_sticker_and_more_photos():
    assert any("C7" in hint for hint in finding_of(measurement("cva", 43.5, 5)).settle)
    assert THREE_PHOTOS in finding_of(measurement("cva", 43.5, 5)).settle
    stuck = finding_of(measurement("cva", 43.5, 1, "sticker"), photos=3)
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


def test_an_error_of_zero_is_taken_as_given():
    assert finding_of(measurement("cva", 40, 0)).tier == "moderate"
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
        sides = [side for side in (metric.lower, metric.higher) if side is not None]
        phrases = [phrase for side in sides for phrase in side] + [metric.typical_phrase or ""]
        assert not [p for p in phrases if "photo" in p], name
