"""Marks that show the faults of a refused photo on the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from posture.body.quality import person_box
from posture.body.side_view import turn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.remarks import Refusal
    from posture.body.side_view import SideView
    from posture.photo.photo import Photo
    from posture.pose.pose import Pose

Kind = Literal["box", "line", "whole"]
Point = tuple[float, float]

FRONTAL = 0.55
"""Shoulder breadth over trunk length, in the picture, from which somebody stands frontal: 0.65 to
0.73 from front or back, at most 0.50 in three-quarter views (68 photos)."""

_AIR = 0.03


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to draw on a refused photo.

    Attributes
    ----------
    number : int
        Of the reason it belongs to, from 1.
    code : str
        Of that reason.
    kind : {"box", "line", "whole"}
        Two corners, the corners of a polyline, or the whole picture (no points).
    points : tuple of (float, float)
        Source pixels.
    """

    number: int
    code: str
    kind: Kind
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Marks for a refusal, and whether a frontal analysis is possible.

    Attributes
    ----------
    marks : tuple of Mark
        At least one per reason, in the order of the reasons.
    frontal : bool
        Whether one person stands upright with the front or the back to the camera, so that left
        and right can be compared instead.
    """

    marks: tuple[Mark, ...]
    frontal: bool


def find_marks(photo: Photo, poses: tuple[Pose, ...], refusal: Refusal) -> Explanation:
    """Find the places of all faults.

    Parameters
    ----------
    photo : Photo
    poses : tuple of Pose
        People found in it, the main one first; may be empty.
    refusal : Refusal

    Returns
    -------
    Explanation
    """
    seen = turn(photo, poses[0]) if poses else None
    marks: list[Mark] = []
    for number, one in enumerate(refusal.reasons, 1):
        found = _places(one.code, photo, poses, seen)
        marks += [Mark(number, one.code, kind, points) for kind, points in found]
    frontal = seen is not None and refusal.is_turned_alone and _breadth(seen) >= FRONTAL
    return Explanation(tuple(marks), frontal)


def _places(
    code: str, photo: Photo, poses: tuple[Pose, ...], seen: SideView | None
) -> list[tuple[Kind, tuple[Point, ...]]]:
    if seen is None:
        return [("whole", ())]
    if code == "more_than_one_person":
        # The main person needs no mark; where the second was seen by another look, all are marked.
        return [("box", _box(photo, pose)) for pose in poses[1:]] or [("whole", ())]
    if code == "head_cut_off":
        return [("line", _upper_edge(photo, seen))]
    if code in ("back_cut_off", "chest_cut_off"):
        return [("line", _side_edge(photo, seen, behind=code == "back_cut_off"))]
    if code == "not_side_on":
        return [("line", _pair(seen, part)) for part in ("shoulder", "hip")]
    if code in ("lying", "not_upright", "landmarks_out_of_order"):
        return [("line", _middles(seen, "ear", "shoulder", "hip", "knee", "ankle"))]
    if code == "nobody":
        return [("whole", ())]
    return [("box", _box(photo, poses[0]))]


def _breadth(seen: SideView) -> float:
    across = abs(float((seen.side("shoulder") - seen.side("shoulder", "far"))[0]))
    trunk = float(np.hypot(*(seen.middle("hip") - seen.middle("shoulder"))))
    return across / max(trunk, 1.0)


def _box(photo: Photo, pose: Pose) -> tuple[Point, ...]:
    """Corners around silhouette and landmarks with some air, kept inside the picture."""
    corners = [pose.landmarks.min(axis=0), pose.landmarks.max(axis=0)]
    found = person_box(pose.silhouette)
    if found is not None:
        # The landmarks of a small or dark person may cover only a part of the body.
        rows, columns = found
        corners += [np.array([columns.start, rows.start]), np.array([columns.stop, rows.stop])]
    low, high = np.min(corners, axis=0), np.max(corners, axis=0)
    air = _AIR * float((high - low).max()) + 2.0
    limit = np.array(photo.pixels.shape[1::-1], dtype=float)
    low, high = np.clip(low - air, 0.0, limit), np.clip(high + air, 0.0, limit)
    return _points(np.array([low, high]) / photo.scale + photo.corner)


def _upper_edge(photo: Photo, seen: SideView) -> tuple[Point, ...]:
    """The upper border above the shoulders: there the head should be."""
    across = seen.middle("shoulder")[0]
    reach = 0.25 * seen.width
    ends = np.array([[across - reach, 0.0], [across + reach, 0.0]])
    found = seen.to_source(ends)
    found[:, 0] = np.clip(found[:, 0], 0.0, photo.source_size[0])
    return _points(found)


def _side_edge(photo: Photo, seen: SideView, *, behind: bool) -> tuple[Point, ...]:
    """The border behind or before the trunk."""
    x = 0.0 if behind else float(seen.width)
    ends = np.array([[x, seen.middle("shoulder")[1]], [x, seen.middle("hip")[1]]])
    found = seen.to_source(ends)
    return _points(np.clip(found, 0.0, photo.source_size))


def _pair(seen: SideView, part: str) -> tuple[Point, ...]:
    return _points(seen.to_source(np.array([seen.side(part), seen.side(part, "far")])))


def _middles(seen: SideView, *parts: str) -> tuple[Point, ...]:
    return _points(seen.to_source(np.array([seen.middle(part) for part in parts])))


def _points(px: NDArray[np.float64]) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in px)
