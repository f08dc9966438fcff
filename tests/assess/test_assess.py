import dataclasses
import itertools
import math
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.assess.assess import assess
from posture.assess.assessment import Answers, Direction, Subject, Tier
from posture.assess.findings import judge
from posture.assess.knowledge import knowledge
from posture.assess.norms import compare_with_norms
from posture.assess.wording_rules import wording_faults
from posture.body.points import PointSource
from posture.errors import InputError
from posture.measure.measurement import Measurement

from .people import JUDGED, at, measurement, missing, person

KNOWN = knowledge()
yes_no = st.sampled_from(["yes", "no"])
answered = st.builds(
    Answers,
    self_checks=st.dictionaries(st.sampled_from(list(KNOWN.self_checks)), yes_no),
    tense=st.dictionaries(st.sampled_from(list(KNOWN.imbalances)), yes_no),
    screening=st.dictionaries(
        st.sampled_from(list(KNOWN.screening)), st.sampled_from(["no", "no", "no", "yes"])
    ),
    goal=st.sampled_from([None, *KNOWN.imbalances]),
)
subjects = st.builds(
    Subject,
    age=st.one_of(st.none(), st.floats(5, 100)),
    sex=st.sampled_from([None, "female", "male"]),
)

sources: st.SearchStrategy[PointSource] = st.sampled_from(["estimated", "placed", "sticker"])


@st.composite
def people(draw: st.DrawFn) -> dict[str, Measurement]:
    made: dict[str, Measurement] = {}
    for name in draw(st.lists(st.sampled_from(list(KNOWN.metrics)), unique=True)):
        source = draw(sources)
        if name not in JUDGED:
            made[name] = measurement(name, draw(st.floats(-20, 20)), 1.0, source)
        elif draw(st.booleans()):
            made[name] = at(name, draw(st.floats(-5, 5)), draw(st.floats(0.05, 3)), source)
        else:
            made[name] = missing(name)
    return made


def said(node: object) -> Iterator[str]:
    """Every string inside an assessment."""
    if isinstance(node, str):
        yield node
    elif dataclasses.is_dataclass(node):
        for field in dataclasses.fields(node):
            yield from said(getattr(node, field.name))
    elif isinstance(node, tuple):
        for part in node:
            yield from said(part)


@pytest.mark.slow
@given(people(), subjects, answered, st.integers(1, 3))
def test_whatever_is_given_the_house_rules_hold(
    made: dict[str, Measurement], subject: Subject, answers: Answers, photos: int
):
    result = assess(made, subject, answers, photos)
    assert [fault for text in said(result) for fault in wording_faults(text)] == []
    assert sorted(f.measurement for f in result.findings) == sorted(made)
    assert sorted(i.id for i in result.imbalances) == sorted(KNOWN.imbalances)
    plan = result.plan
    assert len(plan.exercises) <= 5
    assert len({e.id for e in plan.exercises}) == len(plan.exercises)
    assert (plan.clearance == "stopped") == bool(plan.stop_text) == (not plan.exercises)
    if answers.tense.get("hip") != "yes":
        assert "roll_hip_flexor_tfl" not in {e.id for e in plan.exercises}
    if "hip_flexor_stretch" in {e.id for e in plan.exercises}:
        directions = {f.measurement: f.direction for f in result.findings}
        assert directions["pelvic_tilt"] == "higher"
        assert made["pelvic_tilt"].source != "estimated"
        assert directions.get("lordosis") != "lower"
        assert result.pattern is None or result.pattern.id != "sway_back_like"
    for exercise in plan.exercises:
        if exercise.role in ("release", "stretch"):
            assert answers.tense[exercise.imbalance] == "yes"


@pytest.mark.slow
def test_every_sentence_of_every_tier_keeps_the_wording_law():
    steps = [step / 5 for step in range(-40, 41)]
    seen: set[tuple[str, Direction, Tier]] = set()
    for name, z, error, source in itertools.product(
        JUDGED, steps, (0.05, 1.0, 5.0), ("estimated", "sticker")
    ):
        finding = judge(
            compare_with_norms({name: at(name, z, error, source)}, Subject()), photos=3
        )[0]
        seen.add((name, finding.direction, finding.tier))
        assert [f for text in said(finding) for f in wording_faults(text)] == []
    for name in JUDGED:
        for direction in ("lower", "higher"):
            side = getattr(KNOWN.metrics[name], direction)
            tiers = {t for n, d, t in seen if (n, d) == (name, direction)}
            assert len(tiers) == (3 if side else 0)


def test_nothing_measured_is_no_error():
    result = assess({})
    assert result.findings == ()
    assert {i.standing for i in result.imbalances} == {"cannot_tell"}
    assert result.plan.exercises


def test_everything_missing_is_cannot_tell():
    result = assess({name: missing(name) for name in KNOWN.metrics})
    assert {f.tier for f in result.findings} == {"cannot_tell"}
    assert all(math.isnan(f.estimate) and f.settle for f in result.findings)
    assert result.pattern is None


def test_children_are_told_nothing_about_norms():
    result = assess(person(lordosis=4, knee_angle=5, cva=-4), Subject(age=12), photos=3)
    assert {f.tier for f in result.findings} == {"cannot_tell"}
    assert result.pattern is None
    assert result.plan.clearance == "stopped"


def test_same_input_same_answer():
    made = person(lordosis=2.0)
    assert assess(made) == assess(made)


def test_unknown_answers_are_all_named():
    answers = Answers(
        self_checks={"handstand": "yes"},
        tense={"neck": "no"},
        screening={"horoscope": "no"},
        goal="biceps",
    )
    with pytest.raises(InputError) as error:
        assess({}, answers=answers)
    assert len(error.value.faults) == 4
    for name in ("handstand", "neck", "horoscope", "biceps"):
        assert name in str(error.value)
