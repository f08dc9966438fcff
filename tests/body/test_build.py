from dataclasses import replace

import numpy as np
import pytest

from posture.body import build, missing
from posture.body.body import Body
from posture.body.build import find_evidence, refuse_others
from posture.body.points import NODES, SPINE
from posture.body.remarks import Refusal
from posture.body.side_view import SideView
from posture.pose.pose import People
from posture.system.beside import Beside
from tests.fixtures.people import (
    FLOOR,
    PARTS,
    SKIN,
    STATURE,
    Person,
    build_from,
    built,
    cropped,
    mirrored,
    person,
)


def test_points_come_out_near_their_landmarks():
    body = built(person())
    for name, part in (("tragus", "EAR"), ("acromion", "SHOULDER"), ("malleolus", "ANKLE")):
        x, y, sd = body.in_picture()[name]
        assert x == pytest.approx(FLOOR[0] + PARTS[part][0] * STATURE, abs=15)
        assert y == pytest.approx(FLOOR[1] - PARTS[part][1] * STATURE, abs=35)
        assert 2 < sd < 25


def test_the_scale_is_the_stature():
    body = built(person())
    assert body.camera.px_per_stature == pytest.approx(STATURE, rel=0.02)


def test_a_mirror_image_gives_the_same_body():
    right = built(person(yaw_deg=4))
    left = built(mirrored(person(yaw_deg=4)))
    assert (right.facing, left.facing) == ("right", "left")
    np.testing.assert_allclose(right.points.positions, left.points.positions, atol=1e-9)
    np.testing.assert_allclose(right.points.covariance, left.points.covariance, atol=1e-12)
    assert right.looseness == left.looseness


def test_the_covariance_is_one():
    covariance = built(person()).points.covariance
    np.testing.assert_allclose(covariance, covariance.T)
    assert np.linalg.eigvalsh(covariance).min() > -1e-12
    assert (np.diag(covariance) > 0).all()


def test_a_roll_that_is_given_turns_every_angle():
    level, rolled = built(person(), roll_deg=0.0), built(person(), roll_deg=3.0)

    def lean(body: Body) -> float:
        forward, up = body.points["acromion"] - body.points["trochanter"]
        return float(np.degrees(np.arctan2(forward, up)))

    assert lean(level) - lean(rolled) == pytest.approx(3.0, abs=0.6)


def test_focal_length_sets_the_distance():
    made = person()
    known = built(Person(replace(made.photo, focal_px=2400.0), made.pose))
    assert known.camera.distance == pytest.approx(3.0, rel=0.03)
    assert built(made).camera.distance < 2.5


def test_a_photo_cut_at_the_knees_keeps_what_it_shows():
    body = built(cropped(person(), 0, 730))
    assert {"knee", "malleolus", "toe"} <= set(body.detected.missing)
    assert body.detected.missing["malleolus"] in (missing.KNEES_CUT, missing.FEET_CUT)
    assert not {"tragus", "c7", "acromion"} & set(body.detected.missing)
    assert any("cut_off" in notice.code for notice in body.notices)


def test_a_photo_cut_above_the_hips_keeps_head_and_shoulders():
    body = built(cropped(person(), 0, 500))
    assert {"trochanter", "psis", "asis", *SPINE} <= set(body.detected.missing)
    assert not {"tragus", "c7", "acromion"} & set(body.detected.missing)


def test_a_step_switches_the_legs_off_and_says_so():
    made = person()
    from posture.pose.pose import Landmark

    landmarks = made.pose.landmarks.copy()
    landmarks[Landmark.LEFT_KNEE] += (90, -10)
    landmarks[Landmark.LEFT_ANKLE] += (60, -30)
    pose = type(made.pose)(
        landmarks,
        made.pose.visibility,
        made.pose.mirror_gap,
        made.pose.silhouette,
        "full",
        "0" * 64,
    )
    body = built(Person(made.photo, pose))
    assert body.detected.missing["knee"] == missing.MID_STEP
    assert "mid_step" in [notice.code for notice in body.notices]


def test_a_step_that_only_the_outline_shows_counts_too():
    made = person()
    outline = made.pose.silhouette.copy()
    low, middle = round(FLOOR[1]), round(FLOOR[0])
    wide, ground, high = (round(share * STATURE) for share in (0.25, 0.06, 0.3))
    outline[low - high : low, middle - wide : middle + wide] = 1  # a long skirt
    outline[low - ground : low, middle - wide // 2 : middle + wide // 2] = 0
    outline[low:] = 0
    body = built(Person(made.photo, replace(made.pose, silhouette=outline)))
    assert body.detected.missing["knee"] == missing.MID_STEP
    assert "mid_step" in [notice.code for notice in body.notices]


def test_an_arm_over_the_low_back_hides_it():
    made = person(elbow=(-0.03, 0.68), wrist=(-0.02, 0.57), index=(-0.02, 0.54))
    body = built(made)
    assert body.occluded
    assert not body.detected.missing
    assert "arm_hides_back" in [notice.code for notice in body.notices]


def test_cloth_is_looser_than_skin():
    assert built(person(top=SKIN)).looseness < built(person()).looseness


def test_nan_rows_are_exactly_those_that_are_explained():
    body = built(cropped(person(), 0, 730))
    lost = {n for n, p in zip(NODES, body.detected.positions, strict=True) if np.isnan(p).any()}
    assert lost == set(body.detected.missing)


def hide_faces(monkeypatch: pytest.MonkeyPatch, hidden: bool) -> None:
    def is_hidden(_: SideView) -> bool:
        return hidden

    monkeypatch.setattr(build, "is_face_hidden", is_hidden)


def test_ear_and_eye_of_the_face_are_evidence(monkeypatch: pytest.MonkeyPatch):
    hide_faces(monkeypatch, False)
    made = person()
    face = made.pose.landmarks[7] + np.array([(9, -3), (8, -4), (14, 0), (10, 6), (0, 0), (-4, 1)])
    people = People((made.pose,), face=Beside(lambda: face))
    found = find_evidence(made.photo, people)
    assert not isinstance(found, Refusal)
    assert found[0].face is not None
    np.testing.assert_allclose(found[0].face, face[[5, 1]])
    without = find_evidence(made.photo, People((made.pose,)))
    assert not isinstance(without, Refusal)
    assert without[0].face is None


def test_behind_a_bar_no_face_is_read(monkeypatch: pytest.MonkeyPatch):
    hide_faces(monkeypatch, True)
    made = person()
    face = np.tile(made.pose.landmarks[7], (6, 1))
    found = find_evidence(made.photo, People((made.pose,), face=Beside(lambda: face)))
    assert not isinstance(found, Refusal)
    assert found[0].face is None


def test_a_second_person_is_a_reason_to_refuse():
    made = person()
    assert refuse_others(made.photo, People((made.pose,))) is None
    found = refuse_others(made.photo, People((made.pose, made.pose)))
    assert found is not None
    assert [reason.code for reason in found.reasons] == ["more_than_one_person"]


def test_a_second_person_is_named_beside_other_faults():
    turned = person(yaw_deg=60)
    found = build_from(turned.photo, People((turned.pose, turned.pose)))
    assert isinstance(found, Refusal)
    assert {"more_than_one_person", "not_side_on"} <= {reason.code for reason in found.reasons}
