"""Detection on real and rendered pictures."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from posture.errors import ModelHashError
from posture.photo.load import load
from posture.photo.photo import Photo
from posture.pose.detect import find_people
from posture.pose.landmarker import Landmarker
from posture.pose.pose import SWAPPED, Landmark

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "standing_tall.jpg"
PHOTOS = ROOT.parent / "shared" / "photos"


def flipped(photo: Photo) -> Photo:
    return load(np.ascontiguousarray(photo.pixels[:, ::-1]))


@pytest.fixture(scope="module")
def photo() -> Photo:
    return load(SAMPLE)


def test_one_person_is_found_with_landmarks_in_order(photo: Photo):
    (pose,) = find_people(photo).poses
    assert pose.landmarks.shape == (33, 2)
    assert pose.silhouette.shape == photo.pixels.shape[:2]
    assert pose.silhouette.dtype == np.float32
    assert 0 <= pose.silhouette.min() <= pose.silhouette.max() <= 1
    names = ("EAR", "SHOULDER", "HIP", "KNEE", "ANKLE")
    assert (np.diff([pose.landmarks[Landmark[f"RIGHT_{name}"], 1] for name in names]) > 0).all()
    assert (pose.visibility >= 0).all()
    assert (pose.visibility <= 1).all()
    assert (pose.mirror_gap >= 0).all()
    assert np.median(pose.mirror_gap) < 0.02 * np.ptp(pose.landmarks[:, 1])
    assert (pose.model, len(pose.model_sha256)) == ("full", 64)


def test_a_mirrored_photo_gives_the_mirrored_pose(photo: Photo):
    (pose,) = find_people(photo).poses
    (turned,) = find_people(flipped(photo)).poses
    width = photo.pixels.shape[1]
    back = (turned.landmarks * (-1, 1) + (width, 0))[SWAPPED]
    np.testing.assert_allclose(back, pose.landmarks, rtol=0, atol=1e-6)
    np.testing.assert_allclose(turned.visibility[SWAPPED], pose.visibility, atol=1e-9)
    np.testing.assert_allclose(turned.mirror_gap[SWAPPED], pose.mirror_gap, atol=1e-6)
    np.testing.assert_array_equal(turned.silhouette[:, ::-1], pose.silhouette)


def test_without_the_mirror_pass_there_is_no_gap(photo: Photo):
    (pose,) = find_people(photo, mirror=False).poses
    assert np.isnan(pose.mirror_gap).all()


def test_the_same_photo_gives_the_same_pose(photo: Photo):
    (first,), (second,) = find_people(photo).poses, find_people(photo).poses
    np.testing.assert_array_equal(first.landmarks, second.landmarks)


def test_nobody():
    found = find_people(load(np.full((600, 400, 3), 128, np.uint8)))
    assert (found.poses, found.candidates) == ((), ())


def test_two_copies_side_by_side_are_two_people(photo: Photo):
    pair = np.concatenate([photo.pixels, photo.pixels[:, ::-1]], axis=1)
    assert len(find_people(load(pair)).poses) == 2


def test_a_photo_upside_down_gets_a_second_attempt(photo: Photo):
    assert find_people(photo).candidates == ()
    turned = find_people(load(np.ascontiguousarray(photo.pixels[::-1, ::-1])))
    assert turned.poses[0].is_upside_down
    assert turned.candidates


def test_threads_have_landmarkers_of_their_own(photo: Photo):
    found: list[int] = []

    def work() -> None:
        found.append(len(find_people(photo, mirror=False).poses))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [1, 1]


def test_a_program_that_detects_says_nothing():
    code = (
        "import sys\nfrom posture.photo.load import load\n"
        "from posture.pose.detect import find_people\n"
        "print(*(len(find_people(load(sys.argv[1])).poses) for _ in range(2)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(SAMPLE)], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("1 1\n", "")


def test_a_file_that_is_no_model(tmp_path: Path):
    path = tmp_path / "pose_landmarker_full.task"
    path.write_bytes(b"this is no model")
    with pytest.raises(ModelHashError, match="posture models fetch"):
        Landmarker(path)


@pytest.mark.skipif(not PHOTOS.is_dir(), reason="no shared photos beside this checkout")
@pytest.mark.parametrize(
    ("path", "people"),
    [
        ("side/sports2d_f108_crop.jpg", 1),
        ("side/sports2d_f128_crop.jpg", 1),
        ("side/sports2d_f128_small.jpg", 1),
        ("refuse/nobody.jpg", 0),
        ("refuse/two_people_sports2d_f128.jpg", 2),
        ("refuse/two_people_sports2d_f150.jpg", 2),
        ("refuse/three_people_tfjs.jpg", 2),
    ],
)
def test_how_many_people(path: str, people: int):
    assert len(find_people(load(PHOTOS / path)).poses) == people
