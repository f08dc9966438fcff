import hashlib

import numpy as np
import pytest

from posture.body.build import find_evidence
from posture.body.estimate.estimator import Evidence
from posture.body.estimate.features import (
    LEVELS,
    VERSION,
    body_axis,
    extract,
    known,
    level_rows,
    names,
)
from posture.body.framing import Framing
from posture.body.remarks import Refusal
from posture.body.side_view import PARTS, SideView, turn
from posture.pose.pose import People
from tests.fixtures.people import STATURE, Person, cropped, mirrored, person


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


WHOLE = Framing()
NO_FEET = Framing(feet=False)
NO_KNEES = Framing(knees=False, feet=False)
NO_HIPS = Framing(hips=False, knees=False, feet=False)


def side_view() -> SideView:
    made = person()
    return turn(made.photo, made.pose)


@pytest.mark.parametrize(
    ("framing", "lost"),
    [
        (WHOLE, set()),
        (NO_FEET, {"ankle", "heel", "toe"}),
        (NO_KNEES, {"knee", "ankle", "heel", "toe"}),
        (NO_HIPS, {"hip", "knee", "ankle", "heel", "toe"}),
    ],
)
def test_landmarks_that_the_framing_leaves_out_are_unknown(framing: Framing, lost: set[str]):
    seen = side_view()
    found = known(seen.near, seen, framing, STATURE)
    unknown = np.asarray(np.isnan(found).any(axis=1))
    assert {part for part, is_lost in zip(PARTS, unknown, strict=True) if is_lost} == lost
    np.testing.assert_array_equal(found[~unknown], seen.near[~unknown])
    assert np.isfinite(seen.near).all(), "the landmarks of the detection are left alone"


@pytest.mark.parametrize(("over", "is_known"), [(0.031, True), (0.029, False), (-0.1, False)])
def test_a_hand_at_the_lower_border_is_unknown(over: float, is_known: bool):
    seen = side_view()
    landmarks, wrist = seen.near.copy(), PARTS.index("wrist")
    landmarks[wrist, 1] = seen.height - over * STATURE
    found = known(landmarks, seen, WHOLE, STATURE)
    assert np.isfinite(found[wrist]).all() == is_known
    assert np.isfinite(np.delete(found, wrist, axis=0)).all()


def test_the_axis_of_a_whole_person_joins_the_middles_of_the_joints():
    seen = side_view()
    middles = [seen.middle(part) for part in ("ear", "shoulder", "hip", "knee", "ankle")]
    np.testing.assert_array_equal(body_axis(seen, WHOLE, STATURE), middles)


@pytest.mark.parametrize(("framing", "inside"), [(NO_FEET, 4), (NO_KNEES, 3), (NO_HIPS, 2)])
def test_joints_that_are_cut_off_lie_straight_below_the_last_one(framing: Framing, inside: int):
    seen = side_view()
    whole, cut = (body_axis(seen, each, STATURE) for each in (WHOLE, framing))
    np.testing.assert_array_equal(cut[:inside], whole[:inside])
    assert (cut[inside:, 0] == cut[inside - 1, 0]).all()
    assert (np.diff(cut[:, 1]) > 0).all()
    # The drawn person has rough adult proportions.
    np.testing.assert_allclose(cut[inside:, 1], whole[inside:, 1], atol=0.05 * STATURE)


def test_joints_that_are_cut_off_move_with_the_scale():
    seen = side_view()
    near, far = (body_axis(seen, NO_KNEES, scale) for scale in (STATURE, STATURE / 2))
    np.testing.assert_allclose(near[3:, 1] - near[2, 1], 2 * (far[3:, 1] - far[2, 1]))


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
