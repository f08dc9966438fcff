import pytest

from posture.assess.knowledge import knowledge
from posture.assess.wording_rules import wording_faults


@pytest.mark.parametrize(
    "text",
    [
        "You have anterior pelvic tilt.",
        "Your hip flexors are tight.",
        "These are weak glutes.",
        "Your posture is abnormal.",
        "This is not correct posture.",
        "A bad posture.",
        "Muscle imbalance detected!",
        "It causes pain.",
        "This will damage the spine.",
        "Your discs are degenerated.",
        "The pelvis is misaligned.",
        "A crooked back.",
        "Upper crossed syndrome",
        "The cure for slouching",
        "Fix your back with this.",
        "The diagnosis is clear.",
        "It will improve the curve.",
    ],
)
def test_forbidden(text: str):
    assert wording_faults(text)
    assert wording_faults(text.upper())


@pytest.mark.parametrize(
    "text",
    [
        "The head sits further forward than in most people.",
        "Often described as long and weak.",
        "One option to train.",
        "This lies in the typical range.",
        "More arched than most. A photo cannot measure muscle strength.",
    ],
)
def test_allowed(text: str):
    assert wording_faults(text) == []


def test_every_kind_of_rule_is_named_in_the_fault():
    assert set(knowledge().wording) == {
        "states_a_fact_about_the_person",
        "judges",
        "diagnoses",
        "frightens",
        "promises",
    }
    assert wording_faults("It causes pain.") == ["'causes pain' frightens"]
