from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.assess.assess import assess
from posture.assess.assessment import Answer, Answers, Plan, Subject
from posture.assess.knowledge import knowledge
from posture.assess.plan import plan_week
from posture.body.points import PointSource

from .people import UNANSWERED, Given, all_no, at, person

HIP = {"lordosis": 2.0}
HIP_KNOWN = {"lordosis": 2.0, "pelvic_tilt": 2.5}
CHEST = {"shoulder_c7": -2.5}
THIGH = {"knee_angle": 3.5}
EVERYTHING = {**HIP, **CHEST, **THIGH}
CONFIRMED: Given = {"modified_thomas": "yes"}
ADULT = Subject(age=30)
FLEXOR_WORK = {"hip_flexor_stretch", "roll_hip_flexor_tfl"}


def plan(
    looks: Mapping[str, float],
    source: PointSource = "estimated",
    subject: Subject = ADULT,
    screening: Given | None = None,
    *,
    self_checks: Given = UNANSWERED,
    tense: Given = UNANSWERED,
    goal: str | None = None,
) -> Plan:
    cleared = all_no(subject) if screening is None else screening
    answers = Answers(self_checks, tense, cleared, goal)
    return assess(person(source, **looks), subject, answers).plan


def ids(made: Plan) -> list[str]:
    return [e.id for e in made.exercises]


def roles(made: Plan) -> set[str]:
    return {e.role for e in made.exercises}


def rolling(made: Plan) -> list[str]:
    return [i for i in ids(made) if knowledge().exercises[i].rolling]


@pytest.mark.parametrize(("looks", "imbalance"), [(HIP, "hip"), (CHEST, "chest"), (THIGH, "thigh")])
class TestTension:
    def test_tense_releases_and_trains(self, looks: Mapping[str, float], imbalance: str):
        made = plan(looks, tense={imbalance: "yes"})
        assert {"release", "strengthen"} <= roles(made)
        assert "rolled first and the other side" in made.rationale
        assert made.exercises[0].role == "release"

    def test_not_tense_trains_alone(self, looks: Mapping[str, float], imbalance: str):
        made = plan(looks, tense={imbalance: "no"})
        assert rolling(made) == []
        assert roles(made) <= {"strengthen", "control"}
        assert "without rolling" in made.rationale

    def test_unanswered_trains_and_says_that_releasing_waits(
        self, looks: Mapping[str, float], imbalance: str
    ):
        made = plan(looks)
        assert rolling(made) == []
        assert "first answer whether it feels tense" in made.rationale

    def test_a_rolling_contraindication_leaves_training(
        self, looks: Mapping[str, float], imbalance: str
    ):
        made = plan(looks, tense={imbalance: "yes"}, screening=all_no(ADULT, open_wound="yes"))
        assert rolling(made) == []
        assert "strengthen" in roles(made)
        assert "leave no rolling" in made.rationale


def test_a_pair_that_the_head_alone_points_to_names_the_head():
    made = plan({"cva": -3.0, "shoulder_protraction": 0.0, "kyphosis": 0.0, "shoulder_c7": 0.0})
    assert made.rationale.startswith(
        "Chest and upper back comes first: in this photo the head sits clearly further forward"
    )


def test_tension_of_another_pair_brings_no_rolling():
    assert rolling(plan(CHEST, tense={"hip": "yes", "chest": "no"})) == []


def test_a_typical_person_gets_a_balanced_programme():
    made = plan({}, "placed", tense={"hip": "yes"})
    assert {e.imbalance for e in made.exercises} == {"general"}
    assert len(made.exercises) == 5
    assert rolling(made) == []
    assert "balanced general programme" in made.rationale


class TestHipDirection:
    def test_known_pelvis_confirmed_and_tense_gets_the_front_of_the_hip(self):
        made = plan(HIP_KNOWN, "sticker", tense={"hip": "yes"}, self_checks=CONFIRMED)
        assert set(ids(made)) >= FLEXOR_WORK

    @pytest.mark.parametrize("checks", [{}, {"modified_thomas": "no", "single_leg_bridge": "yes"}])
    def test_without_confirmation_no_stretch(self, checks: Given):
        made = plan(HIP_KNOWN, "sticker", tense={"hip": "yes"}, self_checks=checks)
        assert "hip_flexor_stretch" not in ids(made)

    def test_estimated_pelvis_gets_neutral_work(self):
        made = plan({**HIP, "pelvic_tilt": 4.0}, tense={"hip": "yes"}, self_checks=CONFIRMED)
        assert not FLEXOR_WORK & set(ids(made))
        assert {"glute_bridge", "dead_bug"} <= set(ids(made))
        assert "stretches the front of the hip" in made.rationale

    @pytest.mark.parametrize(
        "sway",
        [
            {"trunk_lean": -3.0, "hip_ankle_offset": 4.0},
            {"trunk_lean": -3.0, "hip_ankle_offset": 4.0, "hip_angle": 2.5, "lordosis": -0.5},
            {"trunk_lean": -3.0, "hip_angle": 2.5},
        ],
    )
    def test_sway_back_and_lordotic_looks_get_different_advice(self, sway: dict[str, float]):
        lordotic, swaying = (
            plan(looks, "sticker", tense={"hip": "yes"}, self_checks=CONFIRMED, goal="hip")
            for looks in (HIP_KNOWN, {**HIP_KNOWN, **sway})
        )
        assert set(ids(lordotic)) >= FLEXOR_WORK
        assert not (FLEXOR_WORK | {"roll_quads"}) & set(ids(swaying))
        assert {"roll_glutes", "glute_bridge", "dead_bug"} <= set(ids(swaying))

    def test_flat_low_back_rules_out_the_stretch(self):
        looks = {"pelvic_tilt": 2.5, "lordosis": -2.5}
        made = plan(looks, "sticker", tense={"hip": "yes"}, self_checks=CONFIRMED)
        assert not FLEXOR_WORK & set(ids(made))


class TestChest:
    def test_head_forward_brings_the_nod(self):
        assert "chin_nod" in ids(plan({**CHEST, "cva": -1.5}))
        assert "chin_nod" in ids(plan({**CHEST, "cva": -1.5}, tense={"chest": "yes"}))
        assert "chin_nod" not in ids(plan(CHEST))

    def test_round_and_tense_upper_back_uses_the_roller_only_when_bones_allow(self):
        looks = {**CHEST, "kyphosis": 2.5}
        tense: Given = {"chest": "yes"}
        assert "thoracic_extension_roller" in ids(plan(looks, tense=tense))
        older = Subject(age=60)
        asked = all_no(older)
        assert "thoracic_extension_roller" in ids(plan(looks, subject=older, tense=tense))
        del asked["bone_health"]
        made = plan(looks, subject=older, screening=asked, tense=tense)
        assert "thoracic_extension_roller" not in ids(made)

    def test_stretch_needs_length_check_and_tension(self):
        short: Given = {"pectoralis_length": "yes"}
        assert "doorway_pec_stretch" in ids(plan(CHEST, self_checks=short, tense={"chest": "yes"}))
        assert "doorway_pec_stretch" not in ids(plan(CHEST, tense={"chest": "yes"}))
        assert "doorway_pec_stretch" not in ids(plan(CHEST, self_checks=short))


class TestPriority:
    def served(self, goal: str | None = None) -> tuple[list[str], Plan]:
        made = plan(EVERYTHING, goal=goal)
        counts = [e.imbalance for e in made.exercises]
        return sorted(set(counts), key=lambda i: -counts.count(i)), made

    def test_two_at_a_time_and_the_third_is_named(self):
        served, made = self.served()
        assert len(served) == 2
        assert "waits for later" in made.rationale
        assert len(made.exercises) == 5

    @pytest.mark.parametrize("goal", ["hip", "chest", "thigh"])
    def test_goal_first(self, goal: str | None):
        served, made = self.served(goal=goal)
        assert served[0] == goal
        assert "chosen goal" in made.rationale

    def test_confirmed_before_stronger(self):
        looks = {"lordosis": 1.4, "shoulder_c7": -4.0}
        checks: Given = {"single_leg_bridge": "yes"}
        assert plan(looks, "placed").rationale.startswith("Chest")
        assert plan(looks, "placed", self_checks=checks).rationale.startswith("Hip")

    def test_a_goal_that_the_photo_does_not_point_to_is_honest(self):
        made = plan({}, "placed", goal="chest")
        assert {e.imbalance for e in made.exercises} == {"chest"}
        assert "does not point there" in made.rationale

    def test_both_tense_pairs_get_release_and_training(self):
        made = plan({**HIP, **CHEST}, tense={"hip": "yes", "chest": "yes"})
        for imbalance in ("hip", "chest"):
            served = {e.role for e in made.exercises if e.imbalance == imbalance}
            assert {"release", "strengthen"} <= served


@pytest.mark.parametrize("key", [k for k, r in knowledge().screening.items() if r.effect == "stop"])
def test_stopped_means_no_exercise_at_all(key: str):
    made = plan(
        HIP,
        tense={"hip": "yes"},
        screening={**all_no(Subject()), key: "yes"},
        subject=Subject(),
    )
    assert made.clearance == "stopped"
    assert made.stop_text
    assert (made.exercises, made.week, made.phases) == ((), (), ())
    assert made.screening


def test_children_get_no_plan():
    made = plan({}, subject=Subject(age=12))
    assert made.clearance == "stopped"
    assert made.exercises == ()


def test_unanswered_questions_come_with_the_plan():
    made = plan(HIP, screening={})
    assert made.clearance == "not_asked"
    assert all(q.answer is None for q in made.screening)
    assert made.exercises


def test_removed_exercises_are_filled_up():
    answers = all_no(ADULT, knee_pain="yes", muscle_tear="yes", hip_joint="yes")
    made = plan(THIGH, screening=answers)
    gone = {"romanian_deadlift", "hamstring_slider_curl", "step_up"}
    assert not gone & set(ids(made))
    assert len(made.exercises) >= 3
    assert "general" in {e.imbalance for e in made.exercises}


def test_frame_of_every_plan():
    made = assess({"cva": at("cva")}).plan
    assert made.weeks == 8
    assert made.rephotograph_weeks == (4, 8)
    assert len(made.phases) == 3
    assert "less than this method can detect" in made.expect
    assert "not a medical device" in made.footer


# Days of the week

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
yes_no: st.SearchStrategy[Answer] = st.sampled_from(["yes", "no"])


def some_plan(z: float, tense: Given, goal: str | None) -> Plan:
    looks = {"lordosis": z, "shoulder_c7": -z, "knee_angle": z, "cva": -z, "kyphosis": z}
    return assess(person(**looks), answers=Answers(tense=tense, goal=goal)).plan


@given(
    st.floats(0, 4),
    st.dictionaries(st.sampled_from(["hip", "chest", "thigh"]), yes_no),
    st.sampled_from([None, "hip", "chest", "thigh"]),
)
def test_no_muscle_is_loaded_on_neighbouring_days(z: float, tense: Given, goal: str | None):
    made = some_plan(z, tense, goal)
    exercises = knowledge().exercises
    assert tuple(day.name for day in made.week) == DAYS
    loads = [
        {
            m
            for i in day.exercises
            if exercises[i].role == "strengthen"
            for m in exercises[i].muscles
        }
        for day in made.week
    ]
    # Sunday is followed by Monday.
    assert all(not a & b for a, b in zip(loads, loads[1:] + loads[:1], strict=True))


@given(st.floats(0, 4))
def test_each_exercise_falls_on_as_many_days_as_it_says(z: float):
    made = some_plan(z, {"hip": "yes"}, None)
    for exercise in made.exercises:
        days = [day for day in made.week if exercise.id in day.exercises]
        assert len(days) == exercise.per_week
    order = [e.id for e in made.exercises]
    for day in made.week:
        assert list(day.exercises) == [i for i in order if i in day.exercises]


def test_no_exercises_no_week():
    assert plan_week(()) == ()


@pytest.mark.parametrize(("sessions", "days"), knowledge().programme.rhythm.items())
def test_rhythm_has_as_many_days_as_sessions(sessions: int, days: tuple[str, ...]):
    assert len(set(days)) == sessions
