"""The tracker: it follows one person, loses nobody for long, and does not tremble."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from posture.live.camera.sources import CameraFrame
from posture.live.frames.tracker import Tracker
from posture.photo.load import load
from posture.pose.landmarker import Landmarker
from posture.pose.model.store import model_path
from posture.pose.pose import Landmark
from tests.fixtures.batches import SAMPLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def picture() -> NDArray[np.uint8]:
    pixels = load(SAMPLES / "standing_tall.jpg").pixels
    return cv2.resize(pixels, (360, 480), interpolation=cv2.INTER_AREA).astype(np.uint8)


def moved(pixels: NDArray[np.uint8], right: float) -> NDArray[np.uint8]:
    shift = np.array([[1.0, 0.0, right], [0.0, 1.0, 0.0]])
    size = (pixels.shape[1], pixels.shape[0])
    return cv2.warpAffine(pixels, shift, size, borderMode=cv2.BORDER_REPLICATE).astype(np.uint8)


def count_looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often people are looked for in a whole picture."""
    looks: list[int] = []
    find = Landmarker.find

    def counted(self: Landmarker, pixels: NDArray[np.uint8]) -> object:
        looks.append(1)
        return find(self, pixels)

    monkeypatch.setattr(Landmarker, "find", counted)
    return looks


def test_the_first_frame_is_seen_as_a_photo(picture: NDArray[np.uint8]):
    tracked = Tracker(model_path()).track(CameraFrame(picture, 0.0))
    (one,) = Landmarker(model_path()).detect(picture)
    assert tracked is not None
    np.testing.assert_array_equal(tracked.landmarks, one.landmarks)
    np.testing.assert_array_equal(tracked.visibility, one.visibility)


def test_who_moves_is_followed_without_being_looked_for(
    picture: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch
):
    looks, tracker = count_looks(monkeypatch), Tracker(model_path())
    noses = []
    for i in range(12):
        tracked = tracker.track(CameraFrame(moved(picture, 6.0 * i), 0.1 * i))
        assert tracked is not None
        noses.append(tracked.landmarks[Landmark.NOSE, 0])
    assert np.diff(noses) == pytest.approx(np.full(11, 6.0), abs=3.0)
    assert len(looks) == 1


def test_who_is_lost_is_looked_for_in_the_same_frame(
    picture: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch
):
    tracker, nobody = Tracker(model_path()), np.full_like(picture, 128)
    assert tracker.track(CameraFrame(moved(picture, -100.0), 0.0)) is not None
    looks = count_looks(monkeypatch)
    assert tracker.track(CameraFrame(nobody, 0.1)) is None
    assert len(looks) == 1
    found = tracker.track(CameraFrame(moved(picture, 100.0), 0.2))
    assert found is not None
    assert len(looks) == 2


def test_the_square_is_steadier_than_what_is_seen_in_it(picture: NDArray[np.uint8]):
    rng, tracker = np.random.default_rng(1), Tracker(model_path())
    sides = []
    alone = []
    for i in range(25):
        noise = rng.normal(0, 12, picture.shape)
        frame = np.clip(picture + noise, 0, 255).astype(np.uint8)
        assert tracker.track(CameraFrame(frame, 0.1 * i)) is not None
        assert tracker._last is not None
        sides.append(tracker._last.side)
        fresh = Tracker(model_path())
        fresh.track(CameraFrame(frame, 0.0))
        assert fresh._last is not None
        alone.append(fresh._last.side)
    assert np.std(np.diff(sides[5:])) < 0.5 * np.std(np.diff(alone[5:]))
