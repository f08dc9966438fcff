"""True geometry of a picture, from which the detector's landmarks are predicted.

Frame: the picture rotated upright by the true roll and mirrored so that the person faces right; the
origin is the middle of the hips; x forward, y up, unit = stature (in the plane through the body's
axis).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.camera.pinhole import turn_about
from posture.body.points import POINTS

from groundtruth.meshes import JOINTS
from groundtruth.render.camera import SceneCamera

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

TOPS = ("bare", "bra", "fitted", "t_shirt", "loose")
STYLES = ("none", "cropped", "short", "bob", "long", "ponytail", "bun")
_UNPAIRED = ("pelvis", "waist", "chest", "neck", "head")
_LENGTH_PX = 100.0
"""Unit of 1 / size in the predictors (size of a pixel)."""


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """True geometry of one picture.

    Attributes
    ----------
    predictors : ndarray, shape (P,)
        Joints and points of both sides in the frame, camera, kind of person and clothes.
    hip : ndarray, shape (2,)
        Middle of the hips, upright source pixels.
    centre : tuple of float
        Principal point, source pixels.
    px_per_stature : float
    roll_deg : float
    facing_sign : int
    top, hair : str
    everyday : bool
        Whether the person is dressed as people are before a phone.
    """

    predictors: NDArray[np.float64]
    hip: NDArray[np.float64]
    centre: tuple[float, float]
    px_per_stature: float
    roll_deg: float
    facing_sign: int
    top: str
    hair: str
    everyday: bool

    def to_frame(self, px: NDArray[np.float64]) -> NDArray[np.float64]:
        """Source pixels to the frame, shape (..., 2)."""
        upright = turn_about(px, self.centre, -self.roll_deg) - self.hip
        return upright * [self.facing_sign, -1.0] / self.px_per_stature

    def to_source(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Inverse of :meth:`to_frame`."""
        upright = points * self.px_per_stature * [self.facing_sign, -1.0] + self.hip
        return turn_about(upright, self.centre, self.roll_deg)


def scene_camera(record: Mapping[str, Any]) -> SceneCamera:
    """The camera of a truth file."""
    given = record["camera"]
    return SceneCamera(
        focal_px=given["focal_px"],
        distance_m=given["distance_m"],
        height_m=given["height_m"],
        lateral_m=given["lateral_m"],
        pitch_deg=given["pitch_deg"],
        roll_deg=given["roll_deg"],
        yaw_deg=given["yaw_deg"],
        facing=record["facing"],
        width=int(given["width"]),
        height=int(given["height"]),
    )


def situate(record: dict[str, Any]) -> Situation:
    """Compute the situation from a truth file.

    Parameters
    ----------
    record : dict
        As :func:`groundtruth.truth_file.truth_record` makes it.

    Returns
    -------
    Situation
    """
    camera = scene_camera(record)
    near = record["near_side"]
    far = "left" if near == "right" else "right"
    stature = record["stature_m"]
    names = [*_UNPAIRED, *(f"{joint}_{side}" for side in (near, far) for joint in JOINTS)]
    places = np.array([record["joints"][name] for name in names])
    # Depth in records is + towards the camera; the camera expects + towards the person's right.
    places = places * [1.0, 1.0, 1.0 if near == "right" else -1.0] * stature
    joints = camera.project(places)
    points = np.array([record["nodes_px"][name] for name in POINTS])
    others = np.array([record["far_px"][name] for name in POINTS if name != "c7"])
    centre = (camera.width / 2, camera.height / 2)
    hips = [names.index(f"hip_{near}"), names.index(f"hip_{far}")]
    hip = turn_about(joints[hips].mean(axis=0), centre, -camera.roll_deg)
    bare = Situation(
        predictors=np.empty(0),
        hip=hip,
        centre=centre,
        px_per_stature=camera.focal_px * stature / camera.distance_m,
        roll_deg=camera.roll_deg,
        facing_sign=1 if record["facing"] == "right" else -1,
        top=record["clothing"]["top"],
        hair=record["clothing"]["hair"],
        everyday=bool(record.get("everyday", False)),
    )
    seen = bare.to_frame(np.vstack([joints, points, others]))
    predictors = np.concatenate([seen.ravel(), _kind(record, bare, camera)])
    return replace(bare, predictors=predictors)


def _kind(record: dict[str, Any], situation: Situation, camera: SceneCamera) -> NDArray[np.float64]:
    """Predictors that are not positions: camera, clothes, hair, sex, build."""
    clothing = record["clothing"]
    flags = [
        *(clothing["top"] == top for top in TOPS),
        *(clothing["hair"] == style for style in STYLES),
        record["sex"] == "male",
        record["build"] == "slim",
        record["build"] == "heavy",
        record["pose"]["arms"] == "clasped",
        situation.everyday,
        record["clothing"].get("hood", False),
    ]
    numbers = [
        np.sin(np.radians(camera.yaw_deg)),
        camera.roll_deg / 10.0,
        record["stature_m"] / camera.distance_m,
        _LENGTH_PX / situation.px_per_stature,
        clothing["looseness"],
        record["pose"]["head_yaw"] / 10.0,
    ]
    return np.array([*map(float, flags), *map(float, numbers)])
