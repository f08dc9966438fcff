"""Everybody in a photo: two mirrored passes, a second person, and a second attempt.

A second person is looked for beside the caller, who goes on with the main one meanwhile: see
``People.begin``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.photo.turned import mirror_image
from posture.pose.detection import combine, distinct
from posture.pose.face import find_face
from posture.pose.landmarker import Landmarker, landmarker
from posture.pose.model.store import DEFAULT, model_path
from posture.pose.pose import People
from posture.pose.second_person import find_second
from posture.system.beside import Beside

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from posture.photo.photo import Photo
    from posture.pose.detection import Detection
    from posture.pose.pose import Pose

SECOND_ATTEMPT_CONFIDENCE = 0.2
"""MediaPipe's own threshold is 0.5; below about 0.2 it finds people in bare walls."""


def find_people(photo: Photo, *, model: str = DEFAULT, mirror: bool = True) -> People:
    """Find the people in a photo.

    Parameters
    ----------
    photo : Photo
    model : {"full", "lite", "heavy"}
    mirror : bool
        Detect on the mirror image too and take the mean: the detector is not mirror-invariant; its
        ear moves by 0.018 of the trunk's length between the two. Doubles the time. With it, the
        result for a mirrored photo is the mirror image of the result for the photo.

    Returns
    -------
    People

    Raises
    ------
    ModelMissingError
        The model has not been fetched.
    ModelHashError
        The model file cannot be loaded.
    ModelError
        LiteRT cannot be loaded on this machine.
    """
    detector = landmarker(model)

    def as_poses(found: list[Detection]) -> tuple[Pose, ...]:
        return tuple(person.as_pose(model, detector.sha256) for person in found)

    def detect(pixels: NDArray[np.uint8]) -> list[Detection]:
        return _detect(detector, pixels, mirror)

    found = distinct(detect(photo.pixels))
    if not found:
        return People((), _second_attempt(photo, model))
    first, poses = found[0], as_poses(found)

    def look_at_face() -> NDArray[np.float64] | None:
        return find_face(detector.look_at_face, photo.pixels, first.landmarks)

    def look_further() -> tuple[Pose, ...]:
        return as_poses(find_second(detect, photo.pixels, first))

    face = Beside(look_at_face, own_thread=False)
    others = Beside(look_further, own_thread=False) if len(found) == 1 else None
    candidates = _second_attempt(photo, model) if poses[0].is_upside_down else ()
    return People(poses, candidates, others, face)


def _detect(detector: Landmarker, pixels: NDArray[np.uint8], mirror: bool) -> list[Detection]:
    if not mirror:
        return detector.detect(pixels)
    mirrored = detector.detect(mirror_image(pixels))
    return combine(detector.detect(pixels), [one.mirrored() for one in mirrored])


def _second_attempt(photo: Photo, model: str) -> tuple[Pose, ...]:
    """Detections above a lower threshold, in the photo and in its mirror image, not matched."""
    detector = Landmarker(model_path(model), SECOND_ATTEMPT_CONFIDENCE)
    found = detector.detect(photo.pixels)
    found += [one.mirrored() for one in detector.detect(mirror_image(photo.pixels))]
    return tuple(one.as_pose(model, detector.sha256) for one in found)
