from collections.abc import Mapping

import pytest

from posture.assess.assessment import Subject
from posture.assess.frontal import assess_frontal
from posture.assess.knowledge import knowledge
from posture.assess.wording_rules import wording_faults
from posture.measure.measurement import Measurement
from posture.present.frontal_wording import frontal_headline

LINES = ("head_level", "shoulder_level", "pelvis_level", "shoulders_over_pelvis")


def headline(sd: float = 0.3, age: float | None = None, /, **degrees: float) -> str:
    made: Mapping[str, Measurement] = {
        name: Measurement(name, degrees.get(name, 0.0), sd, "deg", "estimated") for name in LINES
    }
    return frontal_headline(assess_frontal(made, Subject(age=age)))


@pytest.mark.parametrize(
    ("degrees", "said"),
    [
        ({}, "Head, shoulders and pelvis about level."),
        ({"shoulder_level": 8.0}, "Worth a look: shoulders right higher (marked)."),
        (
            {"head_level": -6.0, "pelvis_level": 4.0, "shoulders_over_pelvis": 9.0},
            "Worth a look: head left higher (marked), pelvis right higher (mild).",
        ),
        (
            {"shoulders_over_pelvis": -9.0},
            "Worth a look: shoulders against the pelvis opening to the left (marked).",
        ),
        ({"shoulder_level": 2.0}, "Still open: shoulders. Nothing else stands out."),
    ],
)
def test_headline(degrees: dict[str, float], said: str):
    assert headline(**degrees) == said
    assert wording_faults(said) == []


def test_headline_of_a_photo_that_tells_nothing():
    assert headline(20.0) == "This photo leaves head, shoulders and pelvis open."


def test_headline_under_18():
    assert headline(0.3, 12.0, shoulder_level=8.0) == (
        "Measured, but not judged: the comparison values are for adults."
    )


def test_every_line_has_words_for_its_sides():
    assert all(knowledge().sides[name].signs for name in LINES)
