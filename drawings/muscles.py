"""Where the muscle regions lie on the drawn person: colour for figures and for the body map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from drawings.body import FigureView, Joints
from drawings.shapes import Blob, Vec, add, direction, lerp, polar


@dataclass(frozen=True, slots=True)
class Region:
    """A blob beside a segment.

    Attributes
    ----------
    start, end : tuple of str, str, float, float
        Two joints, the share of the way between them, and the distance to its right-hand side
        (the front of trunk and head, the back of arm and leg, in the side view).
    radii : tuple of float
        At start and end.
    """

    start: tuple[str, str, float, float]
    end: tuple[str, str, float, float]
    radii: tuple[float, float]


SIDE_REGIONS: Mapping[str, Region] = {
    "glutes": Region(("pelvis", "waist", 0.45, -4.6), ("pelvis", "waist", -0.35, -4.2), (3.4, 3.9)),
    "hip_flexors": Region(
        ("pelvis", "waist", 0.9, 3.2), ("near_hip", "near_knee", 0.28, -3.0), (2.2, 2.4)
    ),
    "quadriceps": Region(
        ("near_hip", "near_knee", 0.24, -2.9), ("near_hip", "near_knee", 0.88, -1.6), (2.9, 2.0)
    ),
    "hamstrings": Region(
        ("near_hip", "near_knee", 0.3, 2.8), ("near_hip", "near_knee", 0.9, 1.6), (2.7, 1.8)
    ),
    "abdomen": Region(("pelvis", "waist", 0.25, 3.9), ("waist", "chest", 0.9, 3.3), (2.7, 2.7)),
    "chest": Region(("chest", "neck", 0.2, 5.0), ("chest", "neck", 0.6, 3.9), (2.9, 2.7)),
    "upper_back": Region(("waist", "chest", 0.85, -4.3), ("chest", "neck", 0.72, -3.0), (2.3, 2.2)),
    "shoulder_blade": Region(
        ("chest", "neck", 0.05, -3.2), ("chest", "neck", 0.6, -2.0), (2.6, 2.4)
    ),
    "side_ribs": Region(("waist", "chest", 0.75, 0.8), ("chest", "neck", 0.3, -0.4), (3.0, 2.6)),
    "neck_front": Region(("neck", "skull", 0.15, 1.6), ("neck", "skull", 1.05, 1.3), (1.2, 1.3)),
    "knee": Region(
        ("near_hip", "near_knee", 1.0, 0.0), ("near_hip", "near_knee", 1.0, 0.0), (3.7, 3.7)
    ),
}
FLAT_REGIONS: Mapping[str, Region] = {
    "shoulder_blades": Region(
        ("far_shoulder", "near_shoulder", 0.28, 4.5),
        ("far_shoulder", "near_shoulder", 0.72, 4.5),
        (2.9, 2.9),
    ),
    "mid_back": Region(("waist", "chest", 0.6, 0.0), ("chest", "neck", 0.6, 0.0), (2.6, 3.4)),
    "chest": Region(
        ("far_shoulder", "near_shoulder", 0.14, 3.8),
        ("far_shoulder", "near_shoulder", 0.86, 3.8),
        (3.1, 3.1),
    ),
    "shoulder": Region(
        ("near_shoulder", "near_elbow", -0.02, 0.0),
        ("near_shoulder", "near_elbow", 0.22, 0.0),
        (3.6, 3.0),
    ),
    "knee": Region(
        ("near_hip", "near_knee", 1.0, 0.0), ("near_hip", "near_knee", 1.0, 0.0), (3.6, 3.6)
    ),
}


def regions_of(view: FigureView) -> Mapping[str, Region]:
    """The regions that can be coloured in that view."""
    return SIDE_REGIONS if view == "side" else FLAT_REGIONS


def region_shape(name: str, joints: Joints, view: FigureView = "side", side: str = "near") -> Blob:
    """The region on the posed person.

    Parameters
    ----------
    name : str
        A key of `regions_of`.
    joints : dict of str to Vec
    view : {"side", "front", "back"}
    side : {"near", "far"}
        Whose arm or leg carries it.
    """
    region = regions_of(view)[name]
    start, end = _place(region.start, joints, side), _place(region.end, joints, side)
    return Blob(start, end, *region.radii)


def _place(spot: tuple[str, str, float, float], joints: Joints, side: str) -> Vec:
    first, second, share, right = spot
    if first.startswith("near_"):
        first, second = first.replace("near_", f"{side}_"), second.replace("near_", f"{side}_")
    p, q = joints[first], joints[second]
    return add(lerp(p, q, share), polar(direction(p, q) - 90, right))
