"""The landmarker against MediaPipe's own program over the same models."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from posture.photo.load import load
from posture.pose.face import find_face
from posture.pose.landmarker import Landmarker
from posture.pose.model import bundle
from posture.pose.model.store import model_path
from posture.system.quiet import quiet
from tests.fixtures.batches import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def mediapipe() -> Iterator[Any]:
    """MediaPipe's modules; importing them, and what they do, is quiet."""
    with quiet():
        try:
            import mediapipe
        except OSError as error:
            pytest.skip(f"MediaPipe's own system libraries are missing: {error}")
        yield mediapipe


@pytest.fixture(scope="module")
def theirs(mediapipe: Any) -> Iterator[Any]:
    """MediaPipe's pose landmarker."""
    tasks = mediapipe.tasks
    options = tasks.vision.PoseLandmarkerOptions(
        base_options=tasks.BaseOptions(model_asset_buffer=model_path().read_bytes()),
        num_poses=2,
        output_segmentation_masks=True,
    )
    with tasks.vision.PoseLandmarker.create_from_options(options) as made:
        yield made


@pytest.fixture(scope="module")
def ours() -> Landmarker:
    return Landmarker(model_path())


def pictures() -> Iterator[NDArray[np.uint8]]:
    """Samples, whole and in part, turned, and two people."""
    for name in ("standing_tall", "facing_left", "long_hair", "loose_shirt"):
        yield load(SAMPLES / f"{name}.jpg").pixels
    tall = load(SAMPLES / "standing_tall.jpg").pixels
    yield tall[: tall.shape[0] // 2]
    yield np.ascontiguousarray(np.rot90(tall))
    yield cv2.resize(tall, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA).astype(np.uint8)
    yield np.concatenate([tall, load(SAMPLES / "facing_left.jpg").pixels], axis=1)


def image(mediapipe: Any, pixels: NDArray[np.uint8]) -> Any:
    return mediapipe.Image(
        image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(pixels)
    )


def test_people_are_those_of_mediapipe(mediapipe: Any, theirs: Any, ours: Landmarker):
    for pixels in pictures():
        height, width = pixels.shape[:2]
        wanted = theirs.detect(image(mediapipe, pixels))
        found = ours.detect(pixels)
        assert len(found) == len(wanted.pose_landmarks) > 0
        for one, points, mask in zip(
            found, wanted.pose_landmarks, wanted.segmentation_masks, strict=True
        ):
            there = np.array([(p.x * width, p.y * height) for p in points])
            apart = np.hypot(*(one.landmarks - there).T) / np.ptp(there[:, 1])
            assert np.median(apart) < 2e-4
            # At the limit of a clear heatmap a landmark is refined by the one and not by the other.
            assert np.quantile(apart, 0.9) < 1e-3
            visible = np.array([p.visibility for p in points])
            np.testing.assert_allclose(one.visibility, visible, atol=0.01)
            outline = mask.numpy_view().reshape(height, width)
            assert np.abs(one.silhouette - outline).mean() < 0.001


def test_faces_are_those_of_mediapipe(mediapipe: Any, ours: Landmarker):
    tasks = mediapipe.tasks
    faces = bundle.unpack(model_path().read_bytes())[bundle.FACES]
    options = tasks.vision.FaceDetectorOptions(
        base_options=tasks.BaseOptions(model_asset_buffer=faces)
    )
    with tasks.vision.FaceDetector.create_from_options(options) as detector:

        def look(pixels: NDArray[np.uint8]) -> NDArray[np.float64] | None:
            found = detector.detect(image(mediapipe, pixels)).detections
            if not found:
                return None
            best = max(found, key=lambda one: one.categories[0].score)
            return len(pixels) * np.array([(p.x, p.y) for p in best.keypoints])

        for name in ("standing_tall", "facing_left", "head_forward"):
            pixels = load(SAMPLES / f"{name}.jpg").pixels
            (one,) = ours.detect(pixels)
            found = find_face(ours.look_at_face, pixels, one.landmarks)
            wanted = find_face(look, pixels, one.landmarks)
            assert found is not None
            assert wanted is not None
            np.testing.assert_allclose(found, wanted, atol=0.1)


def test_the_number_of_threads_changes_nothing(monkeypatch: pytest.MonkeyPatch):
    pixels = load(SAMPLES / "standing_tall.jpg").pixels
    found = []
    for threads in (1, 2, 4):
        monkeypatch.setattr("cv2.getNumThreads", lambda count=threads: count)
        (one,) = Landmarker(model_path()).detect(pixels)
        found.append(one)
    for one in found[1:]:
        np.testing.assert_array_equal(one.landmarks, found[0].landmarks)
        np.testing.assert_array_equal(one.silhouette, found[0].silhouette)


def test_threads_that_share_one_wait_for_each_other(ours: Landmarker):
    pixels = load(SAMPLES / "standing_tall.jpg").pixels
    (wanted,) = ours.detect(pixels)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ours.detect, [pixels] * 8))
    for (one,) in found:
        np.testing.assert_array_equal(one.landmarks, wanted.landmarks)


def test_mediapipe_is_not_imported_and_nothing_is_printed():
    code = (
        "import sys\nfrom posture.photo.load import load\n"
        "from posture.pose.detect import find_people\n"
        "print(len(find_people(load(sys.argv[1])).poses), 'mediapipe' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(SAMPLES / "standing_tall.jpg")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 False\n", "")
