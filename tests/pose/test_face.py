"""Points of the face: where the head is looked at, and what comes back."""

from __future__ import annotations

import itertools
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest

from posture.errors import ModelHashError
from posture.photo.load import load
from posture.photo.turned import mirror_image
from posture.pose.detect import find_people
from posture.pose.face import FacePoint, find_face
from posture.pose.landmarker import Landmarker
from posture.pose.model import bundle
from posture.pose.model.store import model_path
from posture.pose.pose import SWAPPED, Landmark
from tests.fixtures.batches import SAMPLES

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

EARS = [Landmark.LEFT_EAR, Landmark.RIGHT_EAR]
EYES = [Landmark.LEFT_EYE_OUTER, Landmark.RIGHT_EYE_OUTER]
HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
OTHER_SIDE = [1, 0, 2, 3, 5, 4]


def person(ear: tuple[float, float], hip: tuple[float, float]) -> NDArray[np.float64]:
    """Landmarks of somebody with the head at one place and the hips at another."""
    found = np.zeros((33, 2))
    found[EARS + EYES], found[HIPS] = ear, hip
    return found


def spots(picture: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    """In place of a detector: the centres of six squares, each of its own grey."""
    found = [np.argwhere(picture[..., 0] == 40 + 10 * k) for k in range(6)]
    if any(len(one) == 0 for one in found):
        return None
    return np.array([one.mean(axis=0)[::-1] + 0.5 for one in found])


def picture_of(at: NDArray[np.float64]) -> NDArray[np.uint8]:
    made = np.zeros((400, 300, 3), np.uint8)
    for k, (x, y) in enumerate(at.astype(int)):
        made[y - 2 : y + 3, x - 2 : x + 3] = 40 + 10 * k
    return made


BODY = person((170, 105), (170, 243))
"""All squares about its face have fewer pixels than the detector gets at most."""

FACE = np.array([(180, 96), (190, 92), (205, 110), (196, 122), (150, 104), (160, 100)])


def look_and_swap(picture: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    """As a detector names sides: left and right change places in the mirror image."""
    found = spots(picture)
    if found is None or found[0, 0] < found[4, 0]:
        return None if found is None else found[OTHER_SIDE]
    return found


def test_points_are_those_of_the_picture():
    found = find_face(look_and_swap, picture_of(FACE), BODY)
    assert found is not None
    # A square of 5 pixels about pixel 180 has its centre at 180.5.
    np.testing.assert_allclose(found, FACE + 0.5, atol=1e-9)


@pytest.mark.parametrize("shift", [(-146, 0), (90, 0), (0, -88), (-140, -80)])
def test_a_head_beside_the_border_is_looked_at(shift: tuple[int, int]):
    at = FACE + shift
    x, y = np.array((170, 105)) + shift
    found = find_face(look_and_swap, picture_of(at), person((x, y), (x, y + 138)))
    assert found is not None
    np.testing.assert_allclose(found, at + 0.5, atol=1e-9)


@pytest.mark.parametrize("ear", [(-900.0, 50.0), (5000.0, 50.0), (150.0, -4000.0)])
def test_a_head_outside_the_picture_has_no_face(ear: tuple[float, float]):
    assert find_face(spots, picture_of(FACE), person(ear, (ear[0], ear[1] + 200))) is None


def test_nobody_is_looked_for_in_a_body_without_size():
    assert find_face(spots, picture_of(FACE), person((150, 100), (150, 100))) is None


def test_squares_in_which_one_look_sees_no_face_do_not_count():
    """One look about the landmarks, then two in each of two squares."""

    def without(*blind: int) -> NDArray[np.float64] | None:
        looks = itertools.count()

        def look(square: NDArray[np.uint8]) -> NDArray[np.float64] | None:
            return None if next(looks) in blind else look_and_swap(square)

        return find_face(look, picture_of(FACE), BODY)

    for blind in ((0,), (1, 4), (2, 3)):
        assert without(*blind) is None
    for one in (1, 2, 3, 4):
        found = without(one)
        assert found is not None
        np.testing.assert_allclose(found, FACE + 0.5, atol=1e-9)


def test_the_mirror_image_has_the_mirrored_face():
    photo = load(SAMPLES / "head_forward.jpg")
    people = find_people(photo)
    main = people.main
    assert main is not None
    width = photo.pixels.shape[1]
    there = find_face(
        Landmarker(model_path()).look_at_face,
        mirror_image(photo.pixels),
        (main.landmarks * (-1.0, 1.0) + (width, 0.0))[SWAPPED],
    )
    assert there is not None
    assert people.face is not None
    np.testing.assert_allclose(
        (there * (-1.0, 1.0) + (width, 0.0))[OTHER_SIDE], people.face, atol=1e-6
    )


def test_a_real_detector_puts_ear_and_eye_beside_the_landmarks():
    people = find_people(load(SAMPLES / "head_forward.jpg"))
    main, face = people.main, people.face
    assert main is not None
    assert face is not None
    head = np.hypot(*(main.landmarks[EARS].mean(axis=0) - main.landmarks[EYES].mean(axis=0)))
    for points, landmarks in (
        ((FacePoint.LEFT_EAR, FacePoint.RIGHT_EAR), EARS),
        ((FacePoint.LEFT_EYE, FacePoint.RIGHT_EYE), EYES),
    ):
        apart = face[list(points)].mean(axis=0) - main.landmarks[landmarks].mean(axis=0)
        assert np.hypot(*apart) < 0.6 * head


def test_a_bundle_without_a_face_detector_sees_none(tmp_path: Path):
    with zipfile.ZipFile(model_path()) as whole:
        names = (bundle.DETECTOR, bundle.LANDMARKS)
        packed = bundle.pack({name: whole.read(name) for name in names})
    (tmp_path / "old.task").write_bytes(packed)
    photo = load(SAMPLES / "head_forward.jpg")
    detector = Landmarker(tmp_path / "old.task")
    assert detector.look_at_face(photo.pixels) is None
    assert len(detector.detect(photo.pixels)) == 1


@pytest.mark.parametrize("broken", [bundle.DETECTOR, bundle.LANDMARKS, bundle.FACES])
def test_a_bundle_with_a_broken_part_says_what_to_do(tmp_path: Path, broken: str):
    with zipfile.ZipFile(model_path()) as whole:
        entries = {name: whole.read(name) for name in whole.namelist()}
    (tmp_path / "broken.task").write_bytes(bundle.pack(entries | {broken: b"no model"}))
    with pytest.raises(ModelHashError, match="posture models fetch"):
        Landmarker(tmp_path / "broken.task")
