import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.assess.assess import assess
from posture.assess.assessment import Answers
from posture.assess.knowledge import knowledge
from posture.assess.schedule import week_of

from .people import person

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
yes_no = st.sampled_from(["yes", "no"])


def some_plan(z, tense, goal):
    looks = {"lordosis": z, "shoulder_c7": -z, "knee_angle": z, "cva": -z, "kyphosis": z}
    return assess(person(**looks), answers=Answers(tense=tense, goal=goal)).plan


@given(
    st.floats(0, 4),
    st.dictionaries(st.sampled_from(["hip", "chest", "thigh"]), yes_no),
    st.sampled_from([None, "hip", "chest", "thigh"]),
)
def test_no_muscle_is_loaded_on_neighbouring_days(z, tense, goal):
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
def test_each_exercise_falls_on_as_many_days_as_it_says(z):
    made = some_plan(z, {"hip": "yes"}, None)
    for exercise in made.exercises:
        days = [day for day in made.week if exercise.id in day.exercises]
        assert len(days) == exercise.per_week
    order = [e.id for e in made.exercises]
    for day in made.week:
        assert list(day.exercises) == [i for i in order if i in day.exercises]


def test_no_exercises_no_week():
    assert week_of(()) == ()


@pytest.mark.parametrize(("sessions", "days"), knowledge().programme.rhythm.items())
def test_rhythm_has_as_many_days_as_sessions(sessions, days):
    assert len(set(days)) == sessions
