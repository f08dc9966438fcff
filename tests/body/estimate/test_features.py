import hashlib

import numpy as np
import pytest

from posture.body.body import Refusal
from posture.body.build import find_evidence
from posture.body.estimate.estimator import Evidence
from posture.body.estimate.features import LEVELS, VERSION, extract, level_rows, names
from posture.body.side_view import turn
from posture.pose.pose import People
from tests.fixtures.people import Person, cropped, mirrored, person


def evidence_of(made: Person | None = None) -> Evidence:
    made = made or person()
    found = find_evidence(made.photo, People((made.pose,)))
    assert not isinstance(found, Refusal), found
    return found[0]


def test_every_number_has_a_name():
    found = extract(evidence_of())
    assert len(found.values) == len(names()) == len(set(names()))


def test_of_a_whole_person_only_the_crown_may_be_unseen():
    values = extract(evidence_of()).values
    unseen = {name for name, value in zip(names(), values, strict=True) if np.isnan(value)}
    assert unseen <= {"back_-0.60", "front_-0.60"}


def test_a_mirrored_person_gives_the_same_row():
    right, left = extract(evidence_of()), extract(evidence_of(mirrored(person())))
    assert right.values == pytest.approx(left.values, abs=1e-9, nan_ok=True)


def test_the_outline_lies_behind_and_before_the_axis():
    values = dict(zip(names(), extract(evidence_of()).values, strict=True))
    for level in (1.26, 1.5, 1.76, 2.5):
        key = min(LEVELS, key=lambda known: abs(known - level))
        assert values[f"back_{key:.2f}"] < values[f"front_{key:.2f}"]


def test_what_the_picture_cuts_off_is_unknown_and_nothing_else():
    whole = dict(zip(names(), extract(evidence_of()).values, strict=True))
    for last, lost in ((860, {"ankle", "heel", "toe"}), (690, {"knee", "ankle", "heel", "toe"})):
        values = dict(
            zip(names(), extract(evidence_of(cropped(person(), 0, last))).values, strict=True)
        )
        unseen = {name.split("_")[1] for name, value in values.items() if np.isnan(value)}
        assert {part for part in unseen if part.isalpha()} == lost
        assert values["border"] < whole["border"] == 0.52
        # The size of a person is told by other joints, within the error that this has.
        assert values["near_ear_y"] == pytest.approx(whole["near_ear_y"], rel=0.1)


def test_where_the_hips_are_cut_off_places_count_from_below_the_shoulders():
    values = dict(zip(names(), extract(evidence_of(cropped(person(), 0, 480))).values, strict=True))
    assert np.isnan(values["near_hip_x"])
    assert values["near_shoulder_x"] == pytest.approx(0.0, abs=0.01)
    assert values["near_shoulder_y"] == pytest.approx(0.305, abs=0.03)


def test_levels_go_down_the_picture_through_the_joints():
    axis = np.array([[10.0, 100.0], [9.0, 200.0], [8.0, 500.0], [8.0, 700.0], [7.0, 900.0]])
    rows = level_rows(axis)
    assert (np.diff(rows) > 0).all()
    for number, joint in enumerate(axis[:, 1]):
        assert rows[np.isclose(LEVELS, number)] == pytest.approx(joint)


def test_turning_keeps_the_evidence_turned():
    made = mirrored(person())
    assert turn(made.photo, made.pose).facing_sign == -1


def test_another_definition_has_another_version():
    """Whoever changes the features raises ``VERSION`` and writes the new digest here."""
    digest = hashlib.sha256("\n".join(names()).encode()).hexdigest()[:12]
    assert (VERSION, len(names()), digest) == ("2", 221, "f60f089f6c22")
