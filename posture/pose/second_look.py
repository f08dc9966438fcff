"""A look with a lower threshold, to say why nobody credible was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.pose.landmarker import Landmarker
from posture.pose.model.store import DEFAULT, model_path

if TYPE_CHECKING:
    from posture.photo.photo import Photo
    from posture.pose.pose import Pose

CONFIDENCE = 0.2
"""MediaPipe's own threshold is 0.5; below about 0.2 it sees people in walls."""


def second_look(photo: Photo, *, model: str = DEFAULT) -> tuple[Pose, ...]:
    """Candidates in the photo and in its mirror image, unmatched and not to be measured.

    Parameters
    ----------
    photo : Photo
    model : {"full", "lite", "heavy"}

    Returns
    -------
    tuple of Pose
        In the pixels of the photo.

    Raises
    ------
    ModelError
        As for a detection.
    """
    with Landmarker(model_path(model), CONFIDENCE) as seer:
        seen = seer.see(photo.pixels)
        seen += [sighting.flipped() for sighting in seer.see(photo.pixels[:, ::-1])]
        sha256 = seer.sha256
    return tuple(sighting.as_pose(model, sha256) for sighting in seen)
