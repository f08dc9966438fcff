import re

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from posture.body.framing import Framing
from posture.body.gate.faults import find_faults
from posture.body.remarks import Refusal
from posture.body.side_view import turn
from posture.pose.pose import People, Pose
from tests.fixtures.people import Person, build_from, cropped, person, photo_of, with_pixels


def codes(made: Person, people: int = 1) -> list[str]:
    result = build_from(made.photo, People((made.pose,) * people))
    return [reason.code for reason in result.reasons] if isinstance(result, Refusal) else []


def test_a_good_photo_passes():
    assert codes(person()) == []


def test_every_fault_is_named_at_once():
    made = person(yaw_deg=60)
    dark = with_pixels(made, (made.photo.pixels * 0.06).astype(np.uint8))
    assert set(codes(dark, people=2)) >= {"more_than_one_person", "too_dark", "not_side_on"}


def test_every_reason_says_how_to_mend_it():
    made = person(yaw_deg=60)
    result = build_from(made.photo, People((made.pose, made.pose)))
    assert isinstance(result, Refusal)
    assert all(
        reason.text.endswith(".") and reason.remedy.endswith(".") for reason in result.reasons
    )
    text = next(r.text for r in result.reasons if r.code == "not_side_on")
    assert re.search(r"(5[5-9]|6[0-5])°", text)


@pytest.mark.parametrize("yaw", [-45, 45, 80])
def test_three_quarter_views_are_refused(yaw: float):
    assert codes(person(yaw_deg=yaw)) == ["not_side_on"]


def test_a_seated_person_is_refused():
    made = person(knee=(0.27, 0.53), ankle=(0.27, 0.29), heel=(0.25, 0.26), foot_index=(0.4, 0.25))
    assert "not_upright" in codes(made)


def test_a_blue_body_of_anatomy_is_refused_from_the_side_only():
    made = person()
    noise = np.random.default_rng(1).normal(0, 4, made.photo.pixels.shape)
    grey = made.photo.pixels.mean(axis=2, keepdims=True)
    blue = with_pixels(made, np.clip(grey * (0.3, 0.6, 1.3) + noise, 0, 255).astype(np.uint8))
    assert codes(blue) == ["not_a_photo"]
    # From behind it may be a hood.
    assert find_faults(turn(blue.photo, blue.pose), Framing(), 1) == ()


def test_a_bent_trunk_is_refused():
    made = person(shoulder=(0.24, 0.72), ear=(0.32, 0.80), eye_outer=(0.36, 0.79))
    assert "not_upright" in codes(made)


def test_a_lying_person_gets_one_clear_reason():
    made = person()
    flat = made.pose.landmarks[:, ::-1].copy()
    turned = Person(
        photo_of(np.ascontiguousarray(made.photo.pixels.transpose(1, 0, 2))),
        type(made.pose)(
            flat,
            made.pose.visibility,
            made.pose.mirror_gap,
            np.ascontiguousarray(made.pose.silhouette.T),
            "full",
            "0" * 64,
        ),
    )
    assert codes(turned) == ["lying"]


def test_ears_at_the_shoulders_mean_that_the_head_is_missing():
    assert "head_cut_off" in codes(person(ear=(0.04, 0.80)))


def test_knees_above_the_hips_are_out_of_order():
    assert "landmarks_out_of_order" in codes(person(knee=(0.05, 0.6)))


def test_a_small_person_is_refused():
    made = person()
    small = Person(
        photo_of(cv2.resize(made.photo.pixels, None, fx=0.2, fy=0.2)),
        type(made.pose)(
            made.pose.landmarks * 0.2,
            made.pose.visibility,
            made.pose.mirror_gap,
            cv2.resize(made.pose.silhouette, None, fx=0.2, fy=0.2).astype(np.float32),
            "full",
            "0" * 64,
        ),
    )
    assert codes(small) == ["too_small"]


def test_blur_is_refused():
    made = person()
    assert codes(with_pixels(made, cv2.GaussianBlur(made.photo.pixels, (0, 0), 30))) == [
        "too_blurred"
    ]


def refused_empty(pixels: NDArray[np.uint8], *candidates: Pose) -> list[str]:
    result = build_from(photo_of(pixels), People((), candidates))
    assert isinstance(result, Refusal)
    return [reason.code for reason in result.reasons]


def test_nobody_and_why():
    textured = np.random.default_rng(0).integers(0, 255, (400, 300, 3)).astype(np.uint8)
    assert refused_empty(textured) == ["nobody"]
    assert refused_empty(np.full((400, 300, 3), 4, np.uint8))[0] == "too_dark"
    assert "too_small" in refused_empty(textured[:120, :90])


def test_a_headless_candidate_explains_why_nobody_was_found():
    made = person()
    # The picture begins below the chin: ears above the border, the neck running out of it.
    low = cropped(made, 270, 1000)
    textured = np.random.default_rng(0).integers(0, 255, low.photo.pixels.shape).astype(np.uint8)
    assert refused_empty(textured, low.pose) == ["head_cut_off"]


def test_a_body_found_upside_down_counts_as_lying_unless_its_head_is_cut_off():
    made = person()
    flipped = made.pose.landmarks.copy()
    flipped[:, 1] = 1000 - flipped[:, 1]
    pose = type(made.pose)(
        flipped, made.pose.visibility, made.pose.mirror_gap, made.pose.silhouette, "full", "0" * 64
    )
    result = build_from(made.photo, People((pose,)))
    assert isinstance(result, Refusal)
    assert [r.code for r in result.reasons] == ["lying"]
    headless = cropped(made, 270, 1000).pose
    result = build_from(made.photo, People((pose,), (headless,)))
    assert isinstance(result, Refusal)
    assert [r.code for r in result.reasons] == ["head_cut_off"]
