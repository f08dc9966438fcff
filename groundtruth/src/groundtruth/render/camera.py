"""Exact pinhole camera of a rendered picture.

Scene axes: metres, x to the right of the picture, y up, z towards the camera; the floor is y = 0
and the person's vertical axis passes through the origin. Except for the pitch the picture plane is
vertical; a person off the middle stands beside the camera's axis. The yaw is measured against the
picture plane, as in ``posture.body.camera.pinhole.Camera``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

FRAME_MM = 36.0
"""Long side of the film frame to which "mm equivalent" refers, mm."""


@dataclass(frozen=True, slots=True)
class SceneCamera:
    """A pinhole camera whose principal point is the picture's centre.

    Attributes
    ----------
    focal_px : float
        Focal length, pixels.
    distance_m : float
        Camera to the vertical plane through the person's axis, along the camera's heading.
    height_m : float
        Camera above the floor.
    lateral_m : float
        Camera to the right (in the picture) of the person's axis.
    pitch_deg : float
        + where the camera looks up.
    roll_deg : float
        + where a true vertical leans clockwise in the picture.
    yaw_deg : float
        Turn of the person: + where the chest is turned towards the camera.
    facing : {"left", "right"}
        Where the person faces in the picture.
    width, height : int
        Pixels.
    """

    focal_px: float
    distance_m: float
    height_m: float
    lateral_m: float
    pitch_deg: float
    roll_deg: float
    yaw_deg: float
    facing: Literal["left", "right"]
    width: int
    height: int

    @property
    def near_side(self) -> Literal["left", "right"]:
        """The side of the body that the camera sees: a person facing right shows the right."""
        return self.facing

    @property
    def mm_equivalent(self) -> float:
        """Focal length on a frame of 36 mm (long side)."""
        return self.focal_px / max(self.width, self.height) * FRAME_MM

    def turn(self) -> NDArray[np.float64]:
        """Person axes to scene axes.

        Returns
        -------
        ndarray, shape (3, 3)
            Rotation R with scene = R @ person.
        """
        yaw = math.radians(self.yaw_deg)
        cos, sin = math.cos(yaw), math.sin(yaw)
        sign = 1.0 if self.facing == "right" else -1.0
        # Columns: where forward, up and the person's right point in the scene.
        return np.array([[sign * cos, 0.0, -sin], [0.0, 1.0, 0.0], [sin, 0.0, sign * cos]])

    def to_scene(self, points: ArrayLike) -> NDArray[np.float64]:
        """Person axes to scene axes, shape (..., 3), metres."""
        return np.asarray(points, dtype=float) @ self.turn().T

    def eye(self) -> NDArray[np.float64]:
        """Where the camera is, scene axes, shape (3,)."""
        return np.array([self.lateral_m, self.height_m, self.distance_m])

    def axes(self) -> NDArray[np.float64]:
        """Scene axes to camera axes.

        Returns
        -------
        ndarray, shape (3, 3)
            Rows: right, up and backwards of the camera.
        """
        pitch, roll = math.radians(self.pitch_deg), math.radians(self.roll_deg)
        cp, sp = math.cos(pitch), math.sin(pitch)
        cr, sr = math.cos(roll), math.sin(roll)
        level = np.array([[1.0, 0.0, 0.0], [0.0, cp, sp], [0.0, -sp, cp]])
        return np.array([[cr, sr, 0.0], [-sr, cr, 0.0], [0.0, 0.0, 1.0]]) @ level

    def project(self, points: ArrayLike) -> NDArray[np.float64]:
        """Person axes to pixels.

        Parameters
        ----------
        points : array_like, shape (..., 3)
            Metres, person axes.

        Returns
        -------
        ndarray, shape (..., 2)
            x right, y down, pixel centres at +0.5; NaN behind the camera.
        """
        return self.project_scene(self.to_scene(points))

    def project_scene(self, points: ArrayLike) -> NDArray[np.float64]:
        """Scene axes to pixels, shape (..., 3) to (..., 2)."""
        seen = (np.asarray(points, dtype=float) - self.eye()) @ self.axes().T
        depth = np.where(seen[..., 2] < 0, -seen[..., 2], np.nan)
        return np.stack(
            [
                self.width / 2 + self.focal_px * seen[..., 0] / depth,
                self.height / 2 - self.focal_px * seen[..., 1] / depth,
            ],
            axis=-1,
        )


def _corners(stature: float, lift: float) -> NDArray[np.float64]:
    """Corners of a box around a standing person with hair and arms, person axes."""
    x, z = np.array([-0.17, 0.19]) * stature, np.array([-0.17, 0.17]) * stature
    y = np.array([-0.01, 1.02]) * stature + np.array([0.0, lift])
    return np.stack(np.meshgrid(x, y, z), axis=-1).reshape(-1, 3)


def frame(
    stature: float,
    rng: np.random.Generator,
    *,
    facing: Literal["left", "right"],
    size: tuple[int, int] = (768, 1024),
    yaw_sd: float = 5.0,
    roll_sd: float = 1.5,
    focal_mm: tuple[float, float] = (26.0, 70.0),
    distance_m: tuple[float, float] = (2.0, 5.0),
    height_m: tuple[float, float] = (1.0, 1.5),
    fill: tuple[float, float] = (0.62, 0.9),
    lift: float = 0.0,
    middle_sd: float = 0.03,
) -> SceneCamera:
    """Draw a camera whose picture contains the whole person.

    Parameters
    ----------
    stature : float
        Metres.
    rng : numpy.random.Generator
    facing : {"left", "right"}
    size : tuple of int
        Width, height, pixels.
    yaw_sd, roll_sd : float
        Standard deviations, degrees.
    focal_mm, distance_m, height_m : tuple of float
        Ranges; focal length in mm equivalent.
    fill : tuple of float
        Range of the person's share of the picture's height.
    lift : float
        What soles and headwear add to the stature, metres.
    middle_sd : float
        Standard deviation of the height that the camera is aimed at, statures.

    Returns
    -------
    SceneCamera
    """
    width, height = size
    box = _corners(stature, lift)
    for attempt in range(1000):
        ease = max(0.3, 1.0 - attempt / 200.0)
        mm = math.exp(rng.uniform(*np.log(focal_mm)))
        focal = mm / FRAME_MM * max(size)
        share = rng.uniform(*fill)
        wanted = focal * stature / (share * height)
        distance = float(np.clip(wanted, *distance_m))
        camera = SceneCamera(
            focal_px=focal,
            distance_m=distance,
            height_m=rng.uniform(*height_m),
            lateral_m=rng.normal(0.0, 0.06 * ease) * width / focal * distance,
            pitch_deg=0.0,
            roll_deg=rng.normal(0.0, roll_sd) * ease,
            yaw_deg=rng.normal(0.0, yaw_sd),
            facing=facing,
            width=width,
            height=height,
        )
        # People tilt the phone only as far as needed to have the body in the picture.
        middle = 0.5 * stature + rng.normal(0.0, middle_sd * ease) * stature
        tilt = rng.uniform(0.2 + 0.6 * (1 - ease), 1.0)
        pitch = tilt * math.degrees(math.atan2(middle - camera.height_m, distance))
        camera = replace(camera, pitch_deg=pitch)
        seen = camera.project(box)
        margin = 0.015 * height
        inside = np.all(seen > margin) and np.all(seen < np.array(size) - margin)
        spans = np.ptp(camera.project([[0, 0, 0], [0, stature, 0]])[:, 1]) / height
        if inside and spans > 0.7 * fill[0]:
            return camera
    msg = f"no camera frames a person of {stature} m with these ranges"
    raise ValueError(msg)
