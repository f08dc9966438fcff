from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.body.camera.roll import GRAVITY_SD_DEG, HAND_HELD_SD_DEG
from posture.body.frontal.body import FrontalBody
from posture.body.frontal.build import UNREADABLE, build_frontal_body
from posture.body.frontal.errors import level_data, level_errors
from posture.body.frontal.gate import RETAKE
from posture.body.frontal.view import LINES, FrontalSide
from posture.body.missing import HIPS_CUT
from posture.body.remarks import Refusal
from posture.pose.pose import Landmark, People
from tests.fixtures.fronts import front_person, mirrored
from tests.fixtures.people import Person, cropped, person, photo_of, with_pixels


def built(
    made: Person,
    *,
    roll_deg: float | None = None,
    view: FrontalSide | None = None,
    mirrored: bool = False,
) -> FrontalBody:
    """The frontal body of a drawn person, who must not be refused."""
    people = People((made.pose,))
    body = build_frontal_body(made.photo, people, roll_deg=roll_deg, view=view, mirrored=mirrored)
    assert isinstance(body, FrontalBody), body
    return body


def codes(made: Person, people: int = 1) -> list[str]:
    refusal = build_frontal_body(made.photo, People((made.pose,) * people))
    assert isinstance(refusal, Refusal)
    assert all(reason.text and reason.remedy for reason in refusal.reasons)
    return [reason.code for reason in refusal.reasons]


def test_levels_are_the_tilts_over_the_slopes():
    body = built(front_person(head=2.0, shoulders=4.0, pelvis=-1.0), roll_deg=0.0)
    assert body.view == "front"
    slopes = level_errors("front").slopes
    assert body.levels == pytest.approx(np.array([2.0, 4.0, -1.0]) / slopes, abs=1e-6)


@settings(max_examples=15)
@given(
    view=st.sampled_from(["front", "back"]),
    shoulders=st.floats(-8, 8),
    pelvis=st.floats(-8, 8),
)
def test_a_mirror_image_gives_the_same_levels_with_the_other_sign(
    view: FrontalSide, shoulders: float, pelvis: float
):
    made = front_person(view=view, shoulders=shoulders, pelvis=pelvis, roll=2.0)
    here, there = built(made), built(mirrored(made))
    assert there.levels == pytest.approx(-here.levels, abs=1e-6, nan_ok=True)
    assert there.covariance == pytest.approx(here.covariance, nan_ok=True)
    assert there.roll.degrees == pytest.approx(-here.roll.degrees)


@settings(max_examples=10)
@given(zoom=st.floats(0.6, 1.8))
def test_levels_do_not_depend_on_the_size(zoom: float):
    body = built(front_person(shoulders=5.0, zoom=zoom), roll_deg=0.0)
    assert body.levels == pytest.approx(built(front_person(shoulders=5.0), roll_deg=0.0).levels)


def test_a_small_person_has_wider_errors():
    large = built(front_person(zoom=1.0), roll_deg=0.0)
    small = built(front_person(zoom=0.4), roll_deg=0.0)
    assert np.all(np.diag(small.covariance) > np.diag(large.covariance))
    assert "small" in [notice.code for notice in small.notices]


def test_a_roll_that_nothing_tells_is_carried_into_every_level_and_said():
    assumed, given_ = built(front_person()), built(front_person(), roll_deg=0.0)
    assert assumed.roll.source == "assumed"
    slopes = level_errors("front").slopes
    gained = np.diag(assumed.covariance) - np.diag(given_.covariance)
    wanted = (HAND_HELD_SD_DEG**2 - GRAVITY_SD_DEG**2) / slopes**2
    assert gained == pytest.approx(wanted)
    assert "roll_assumed" in [notice.code for notice in assumed.notices]
    assert "roll_assumed" not in [notice.code for notice in given_.notices]


def test_uprights_in_the_room_take_the_roll_out():
    made = front_person(shoulders=6.0, roll=3.0)
    pixels = made.photo.pixels.copy()
    for x in (40, 90, 520, 570):
        turn = np.tan(np.radians(3.0))
        top, low = (round(x + turn * 500), 0), (round(x - turn * 500), 999)
        cv2.line(pixels, top, low, (60, 60, 60), 3)
    body = built(with_pixels(made, pixels))
    assert body.roll.source == "verticals"
    assert body.roll.degrees == pytest.approx(3.0, abs=0.7)
    assert "roll_corrected" in [notice.code for notice in body.notices]
    assert body.levels[1] * level_errors("front").slopes[1] == pytest.approx(6.0, abs=0.7)


def test_without_hips_the_pelvis_is_unknown_and_says_why():
    body = built(cropped(front_person(shoulders=3.0), 0, 520))
    assert [body.known(line) for line in LINES] == [True, True, False]
    assert body.missing == {"pelvis": HIPS_CUT}
    assert np.isnan(body.covariance[2]).all()
    assert np.isfinite(body.covariance[:2, :2]).all()


def test_a_line_that_the_view_does_not_tell_is_unknown_and_says_so():
    body = built(front_person(view="back", head=9.0))
    assert level_errors("back").unreadable == ("head",)
    assert body.missing == {"head": UNREADABLE}
    assert np.isnan(body.levels[0])
    assert level_errors("front").unreadable == ()


def test_a_mirror_image_is_said_to_be_read_as_one():
    assert built(front_person(), mirrored=True).notices[0].code == "mirrored"
    assert built(front_person()).notices[0].code == "selfie"


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (person(), "side_on"),
        (front_person(breadth=0.75), "turned"),
        (front_person(toes=0.08), "turned"),
        (cropped(front_person(), 230, 1000), "head_cut_off"),
        (front_person(zoom=0.2), "too_small"),
    ],
    ids=["side", "narrow", "feet", "head", "small"],
)
def test_faults(made: Person, code: str):
    assert code in codes(made)


def test_every_fault_is_listed_at_once():
    dark = front_person(breadth=0.75)
    dark = with_pixels(dark, (dark.photo.pixels // 20).astype(np.uint8))
    assert {"more_than_one_person", "too_dark", "turned"} <= set(codes(dark, people=2))


def test_nobody_is_told_how_to_stand_for_this_view():
    refusal = build_frontal_body(photo_of(front_person().photo.pixels), People(()))
    assert isinstance(refusal, Refusal)
    assert [(r.code, r.remedy) for r in refusal.reasons] == [("nobody", RETAKE)]


def test_upside_down_is_one_clear_reason():
    made = front_person()
    pose = made.pose
    flipped = pose.landmarks * (1, -1) + (0, made.photo.pixels.shape[0])
    made = Person(made.photo, type(pose)(flipped, *(getattr(pose, f) for f in (
        "visibility", "mirror_gap", "silhouette", "model", "model_sha256"))))  # fmt: skip
    assert codes(made) == ["lying"]


def test_the_measured_errors_are_whole():
    for view in ("front", "back"):
        errors = level_errors(view)
        assert np.all((errors.slopes > 0.1) & (errors.slopes < 1.0))
        assert np.all(np.linalg.eigvalsh(errors.covariance) > 0)
        assert level_data()["views"][view]["pictures"] >= 20


def test_a_raised_arm_is_refused():
    made = front_person()
    shoulder = made.pose.landmarks[Landmark.LEFT_SHOULDER]
    landmarks = made.pose.landmarks.copy()
    trunk = np.hypot(*(made.pose.landmarks[Landmark.LEFT_HIP] - shoulder))
    landmarks[Landmark.LEFT_ELBOW] = shoulder + trunk * np.array([0.5, -0.1])
    assert "arms_raised" in codes(replace(made, pose=replace(made.pose, landmarks=landmarks)))


def test_a_cut_side_has_words_for_this_view():
    made = front_person()
    made.pose.silhouette[:, :4] = 1.0
    found = codes(made)
    assert "side_cut_off" in found
    assert not {"back_cut_off", "chest_cut_off"} & set(found)
