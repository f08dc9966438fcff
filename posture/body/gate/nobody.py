"""Reasons for which nobody could be found in a photo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.body.gate.reasons import reason
from posture.body.quality import PERSON_PX, find_quality

if TYPE_CHECKING:
    from posture.body.remarks import Reason
    from posture.photo.photo import Photo
    from posture.pose.pose import Pose


def nobody_reasons(photo: Photo, candidates: tuple[Pose, ...] = ()) -> tuple[Reason, ...]:
    """Reasons why nobody was found: too dark, too blurred, head cut off, or no person.

    Parameters
    ----------
    photo : Photo
    candidates : tuple of Pose
        Of the second attempt.

    Returns
    -------
    tuple of Reason
    """
    faults = _picture_faults(photo)
    if not faults and any(_headless(pose) for pose in candidates):
        return (reason("head_cut_off"),)
    return tuple(reason(code) for code in (*faults, "nobody"))


def upside_down_reasons(photo: Photo, candidates: tuple[Pose, ...]) -> tuple[Reason, ...]:
    """Reasons why the landmarks are upside down: the head is cut off, or the body lies.

    Parameters
    ----------
    photo : Photo
    candidates : tuple of Pose
        Of the second attempt.
    """
    headless = not _picture_faults(photo) and any(_headless(pose) for pose in candidates)
    return (reason("head_cut_off" if headless else "lying"),)


def _picture_faults(photo: Photo) -> list[str]:
    """Codes of the faults of the picture as a whole."""
    quality = find_quality(photo.pixels)
    found = (
        ("too_dark", quality.dark),
        ("too_blurred", quality.blurred),
        ("too_small", max(photo.source_size) < PERSON_PX),
    )
    return [code for code, bad in found if bad]


def _headless(pose: Pose) -> bool:
    """Whether the upper border of the picture cuts an upright body below the ears."""
    y = pose.landmarks[:, 1]
    ears, shoulders, hips = y[7:9].mean(), y[11:13].mean(), y[23:25].mean()
    return bool(ears < 0 < shoulders < hips and (pose.silhouette[0] > 0.5).any())
