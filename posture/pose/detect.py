"""Who is in the photo: landmarks and silhouette of each person, the main one first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posture.pose import bystander
from posture.pose.landmarker import Landmarker, landmarker
from posture.pose.model.store import DEFAULT
from posture.pose.sighting import Detection, combine, distinct

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from numpy.typing import NDArray

    from posture.photo.photo import Photo
    from posture.pose.pose import Pose


def detect(photo: Photo, *, model: str = DEFAULT, mirror: bool = True) -> tuple[Pose, ...]:
    """Find the people in a photo.

    Parameters
    ----------
    photo : Photo
    model : {"full", "lite", "heavy"}
    mirror : bool
        Look at the mirror image as well and average: the detector is not mirror-invariant, and its
        ear moves by 0.018 of the trunk's length between the two. Doubles the time. With it, the
        result for a mirrored photo is the mirror image of the result for the photo.

    Returns
    -------
    tuple of Pose
        In decoded pixels, the main person first (the largest silhouette with clear landmarks);
        empty where nobody was found. That a second person is listed is meant as a warning; their
        landmarks may be rough.

    Raises
    ------
    ModelMissingError
        The model has not been fetched.
    ModelHashError
        The model file cannot be loaded.
    ModelError
        MediaPipe cannot start on this machine.
    """
    with looking(photo, model=model, mirror=mirror) as found:
        return (*found.people, *found.overlooked())


@dataclass(frozen=True, slots=True)
class Found:
    """What a first look found, while somebody still looks for those it overlooked.

    Attributes
    ----------
    people : tuple of Pose
        As :func:`detect` gives them, but for whom the first look overlooked.
    overlooked : callable
        Waits for the rest and gives it; empty in most photos.
    """

    people: tuple[Pose, ...]
    overlooked: Callable[[], tuple[Pose, ...]]


@contextmanager
def looking(photo: Photo, *, model: str = DEFAULT, mirror: bool = True) -> Generator[Found]:
    """Find the people in a photo; go on with the first while a second is looked for.

    Parameters and errors are those of :func:`detect`. Leaving the context waits for the search.
    """
    seer = landmarker(model)
    people = distinct(_look(seer, photo.pixels, mirror))

    def poses(seen: list[Detection]) -> tuple[Pose, ...]:
        return tuple(person.as_pose(model, seer.sha256) for person in seen)

    if len(people) != 1:
        yield Found(poses(people), tuple)
        return
    # The landmarker is this thread's, but nobody else asks it anything until the search is over.
    with ThreadPoolExecutor(1, "posture-overlooked") as pool:
        rest = pool.submit(_overlooked, seer, photo.pixels, people[0], mirror)
        yield Found(poses(people), lambda: poses(rest.result()))


def _look(seer: Landmarker, pixels: NDArray[np.uint8], mirror: bool) -> list[Detection]:
    seen = seer.see(pixels)
    if not mirror:
        return seen
    return combine(seen, [s.flipped() for s in seer.see(pixels[:, ::-1])])


def _overlooked(
    seer: Landmarker, pixels: NDArray[np.uint8], first: Detection, mirror: bool
) -> list[Detection]:
    found = bystander.find(seer.see, pixels, first)
    if mirror:
        turned = bystander.find(seer.see, np.ascontiguousarray(pixels[:, ::-1]), first.flipped())
        found = combine(found, [s.flipped() for s in turned])
    return distinct(found)[:1]
