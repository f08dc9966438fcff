from collections.abc import Mapping

import pytest

from posture.assess.assessment import Answers, Imbalance, Subject
from posture.assess.findings import by_name, judge
from posture.assess.imbalances import balance_of_checks, find_imbalances
from posture.assess.norms import compare_with_norms
from posture.measure.measurement import Measurement

from .people import UNANSWERED, Given, missing, person


def weighed(
    people: Mapping[str, Measurement], self_checks: Given = UNANSWERED, tense: Given = UNANSWERED
) -> dict[str, Imbalance]:
    found = by_name(judge(compare_with_norms(people, Subject())))
    return {i.id: i for i in find_imbalances(found, Answers(self_checks, tense))}


def test_typical_people_are_pointed_nowhere():
    # Placed points: from an estimated pelvis alone nothing typical may be concluded.
    made = weighed(person("placed"))
    assert {i.standing for i in made.values()} == {"not_suggested"}
    assert {i.strength for i in made.values()} == {0.0}


@pytest.mark.parametrize(
    ("looks", "imbalance"),
    [
        ({"lordosis": 2.0}, "hip"),
        ({"pelvic_tilt": 2.5}, "hip"),
        ({"shoulder_c7": -2.0}, "chest"),
        ({"kyphosis": 2.0}, "chest"),
        ({"cva": -1.8}, "chest"),
        ({"knee_angle": 3.0}, "thigh"),
    ],
)
def test_each_main_finding_points_to_its_imbalance(looks: dict[str, float], imbalance: str):
    made = weighed(person(**looks))
    assert [key for key, i in made.items() if i.standing == "suggested"] == [imbalance]
    assert next(iter(made)) == imbalance
    assert 0 < made[imbalance].strength <= 1


@pytest.mark.parametrize(
    ("looks", "imbalance"),
    [({"lordosis": -2.0}, "hip"), ({"cva": -0.5}, "chest"), ({"kyphosis": -2.6}, "chest")],
)
def test_the_other_direction_or_a_milder_tier_points_nowhere(
    looks: dict[str, float], imbalance: str
):
    assert weighed(person("placed", **looks))[imbalance].standing == "not_suggested"


def test_unknown_main_findings_leave_it_open():
    people = person("placed")
    made = weighed({**people, "knee_angle": missing("knee_angle")})
    assert made["thigh"].standing == "cannot_tell"
    assert made["chest"].standing == "not_suggested"
    del people["kyphosis"]
    assert weighed(people)["chest"].standing == "cannot_tell"
    assert {i.standing for i in weighed({}).values()} == {"cannot_tell"}


def test_support_and_tier_raise_the_strength():
    plain = weighed(person(lordosis=1.4))["hip"].strength
    assert weighed(person(lordosis=2.0))["hip"].strength > plain
    assert weighed(person(lordosis=1.4, sacral_slope=3.0))["hip"].strength > plain


def test_self_checks_lift_and_drop():
    unknown = {"knee_angle": missing("knee_angle")}
    yes: Given = {"knee_control": "yes"}
    no: Given = {"knee_control": "no"}
    assert weighed(unknown, self_checks=yes)["thigh"].standing == "suggested"
    assert weighed(unknown, self_checks=no)["thigh"].standing == "cannot_tell"
    looks = person(knee_angle=3.0)
    assert weighed(looks, self_checks=yes)["thigh"].strength > weighed(looks)["thigh"].strength
    assert weighed(looks, self_checks=no)["thigh"].standing == "cannot_tell"
    both: Given = {"knee_control": "no", "hamstring_length": "yes"}
    assert weighed(looks, self_checks=both)["thigh"].standing == "suggested"
    typical = weighed(person("placed"), self_checks=yes)["thigh"]
    assert typical.standing == "not_suggested"


def test_answers_appear_on_the_checks_and_in_the_summary():
    made = weighed({}, self_checks={"wall_slide": "yes"}, tense={"chest": "no"})["chest"]
    assert [c.answer for c in made.self_checks if c.id == "wall_slide"] == ["yes"]
    assert balance_of_checks(made) == 1
    assert made.tense == "no"
    assert "More self-check answers point this way" in made.summary


def test_everything_to_show_is_there():
    for made in weighed(person()).values():
        assert made.evidence_for
        assert made.evidence_against
        assert made.short_side
        assert made.long_side
        assert "reciprocal inhibition" in made.arises
        assert made.tense_question.endswith("?")
        assert set(made.findings) <= set(person())
