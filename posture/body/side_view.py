"""One person as detected, turned to face right: near and far landmarks by name."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from posture.body.proportions import proportions
from posture.photo.turned import mirror_image, rotated
from posture.pose.face import FacePoint
from posture.pose.pose import SWAPPED, Landmark

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from posture.photo.photo import Photo
    from posture.pose.pose import Pose

Side = Literal["left", "right"]

PARTS = (
    "eye",
    "ear",
    "mouth",
    "shoulder",
    "elbow",
    "wrist",
    "index",
    "hip",
    "knee",
    "ankle",
    "heel",
    "toe",
)

_LEFT = np.array(
    [
        Landmark.LEFT_EYE_OUTER,
        Landmark.LEFT_EAR,
        Landmark.MOUTH_LEFT,
        Landmark.LEFT_SHOULDER,
        Landmark.LEFT_ELBOW,
        Landmark.LEFT_WRIST,
        Landmark.LEFT_INDEX,
        Landmark.LEFT_HIP,
        Landmark.LEFT_KNEE,
        Landmark.LEFT_ANKLE,
        Landmark.LEFT_HEEL,
        Landmark.LEFT_FOOT_INDEX,
    ]
)
_RIGHT = SWAPPED[_LEFT]


@dataclass(frozen=True, slots=True, eq=False)
class SideLandmarks:
    """Landmarks of one person, turned to face right; decoded pixels of the turned picture.

    Attributes
    ----------
    facing : {"left", "right"}
        Where the person looks in the picture as taken. Facing right shows the person's right side,
        so the near side has the same name.
    near, far : ndarray, shape (12, 2), float64
        Landmarks of each side in the order of ``PARTS``.
    nose : ndarray, shape (2,)
    width, height : int
        Of the picture, decoded pixels.
    scale : float
        Decoded pixels per source pixel.
    corner : tuple of float
        Top left corner of the picture as taken, source pixels (``Photo.corner``).
    turned_deg : float
        How far the picture was turned counter-clockwise (``Photo.turned_deg``).
    """

    facing: Side
    near: NDArray[np.float64]
    far: NDArray[np.float64]
    nose: NDArray[np.float64]
    width: int
    height: int
    scale: float
    corner: tuple[float, float]
    turned_deg: float

    @property
    def trunk_px(self) -> float:
        """From the middle of the shoulders to the middle of the hips, decoded pixels."""
        return self.distance("hip", "shoulder")

    @property
    def stature_px(self) -> float:
        """Stature by the distance of the ears from the hips, decoded pixels, at least 1."""
        return max(self.distance("ear", "hip") / proportions()["ear_to_hip"].value, 1.0)

    @property
    def facing_sign(self) -> int:
        """+1 where the person faces right in the picture as taken, -1 left."""
        return 1 if self.facing == "right" else -1

    def side(self, part: str, side: str = "near") -> NDArray[np.float64]:
        """Landmark of one part, shape (2,)."""
        return (self.near if side == "near" else self.far)[PARTS.index(part)]

    def middle(self, part: str) -> NDArray[np.float64]:
        """Midpoint of the near and the far landmark, shape (2,)."""
        return (self.side(part) + self.side(part, "far")) / 2

    def distance(self, one: str, other: str) -> float:
        """Between the midpoints of two parts, decoded pixels."""
        return float(np.hypot(*(self.middle(one) - self.middle(other))))

    def lean_deg(self, upper: str, lower: str) -> float:
        """Lean of the line between the midpoints of two parts, + forward, degrees, (-180, 180]."""
        forward, down = self.middle(upper) - self.middle(lower)
        return math.degrees(math.atan2(forward, -down))

    def limb_deg(self, upper: str, lower: str, side: str = "near") -> float:
        """Limb of one side against straight down, + forward, degrees, (-180, 180]."""
        forward, down = self.side(lower, side) - self.side(upper, side)
        return math.degrees(math.atan2(forward, down))

    def to_source(self, px: ArrayLike) -> NDArray[np.float64]:
        """Turned decoded pixels to source pixels, shape (..., 2)."""
        points = np.array(px, dtype=float)
        if self.facing == "left":
            points[..., 0] = self.width - points[..., 0]
        return rotated(points / self.scale, self.turned_deg) + self.corner

    def from_source(self, px: ArrayLike) -> NDArray[np.float64]:
        """Source pixels to turned decoded pixels, shape (..., 2)."""
        points = np.array(px, dtype=float) - self.corner
        points = rotated(points, -self.turned_deg) * self.scale
        if self.facing == "left":
            points[..., 0] = self.width - points[..., 0]
        return points


@dataclass(frozen=True, slots=True, eq=False)
class SideView(SideLandmarks):
    """A detection turned to face right, with the picture and the silhouette.

    Attributes
    ----------
    pixels : ndarray, shape (H, W, 3), uint8
    silhouette : ndarray, shape (H, W), float32
    gap : ndarray, shape (12,)
        Near-side gap between photo and mirror detection, pixels; NaN without the mirror pass.
    """

    pixels: NDArray[np.uint8]
    silhouette: NDArray[np.float32]
    gap: NDArray[np.float64]


def find_facing(landmarks: NDArray[np.float64]) -> Side:
    """Where the person looks: nose before ears, toes before heels.

    Parameters
    ----------
    landmarks : ndarray, shape (33, 2)

    Returns
    -------
    {"left", "right"}
        Direction in the picture. Head and feet are weighed by their lengths, so that one blurred
        foot cannot outweigh a clear face.
    """
    x = landmarks[:, 0]
    head = x[Landmark.NOSE] - (x[Landmark.LEFT_EAR] + x[Landmark.RIGHT_EAR]) / 2
    left_foot = x[Landmark.LEFT_FOOT_INDEX] - x[Landmark.LEFT_HEEL]
    right_foot = x[Landmark.RIGHT_FOOT_INDEX] - x[Landmark.RIGHT_HEEL]
    return "right" if 2 * head + left_foot + right_foot >= 0 else "left"


def turn_landmarks(
    landmarks: NDArray[np.float64],
    width: int,
    height: int,
    scale: float = 1.0,
    corner: tuple[float, float] = (0.0, 0.0),
    turned_deg: float = 0.0,
) -> SideLandmarks:
    """Turn landmarks so that the person faces right.

    Parameters
    ----------
    landmarks : ndarray, shape (33, 2)
        Decoded pixels.
    width, height : int
        Of the picture, decoded pixels.
    scale : float
        Decoded pixels per source pixel.
    corner : tuple of float
        Top left corner of the picture, source pixels.
    turned_deg : float
        How far the picture was turned counter-clockwise.

    Returns
    -------
    SideLandmarks
    """
    facing = find_facing(landmarks)
    turned = landmarks.copy()
    if facing == "left":
        turned[:, 0] = width - turned[:, 0]
    near, far = (_RIGHT, _LEFT) if facing == "right" else (_LEFT, _RIGHT)
    return SideLandmarks(
        facing=facing,
        near=turned[near],
        far=turned[far],
        nose=turned[Landmark.NOSE],
        width=width,
        height=height,
        scale=scale,
        corner=corner,
        turned_deg=turned_deg,
    )


def turn(photo: Photo, pose: Pose) -> SideView:
    """Turn a detection so that the person faces right.

    Everything after this sees one orientation only, so that a photo and its mirror image give the
    same numbers.

    Parameters
    ----------
    photo : Photo
    pose : Pose

    Returns
    -------
    SideView
    """
    height, width = pose.silhouette.shape
    turned = turn_landmarks(
        pose.landmarks, width, height, photo.scale, photo.corner, photo.turned_deg
    )
    pixels, silhouette = photo.pixels, pose.silhouette
    if turned.facing == "left":
        pixels, silhouette = mirror_image(pixels), mirror_image(silhouette)
    return SideView(
        facing=turned.facing,
        near=turned.near,
        far=turned.far,
        nose=turned.nose,
        width=width,
        height=height,
        scale=photo.scale,
        corner=photo.corner,
        turned_deg=photo.turned_deg,
        pixels=pixels,
        silhouette=silhouette,
        gap=pose.mirror_gap[_RIGHT if turned.facing == "right" else _LEFT],
    )


def near_ear_and_eye(face: NDArray[np.float64], turned: SideLandmarks) -> NDArray[np.float64]:
    """Ear and eye of the face detector, of the side whose ear lies further back.

    Parameters
    ----------
    face : ndarray, shape (6, 2)
        As ``People.face`` gives it.
    turned : SideLandmarks

    Returns
    -------
    ndarray, shape (2, 2)
        Source pixels.
    """
    points = face if turned.facing == "right" else face * (-1.0, 1.0) + (turned.width, 0.0)
    sides = points[
        [[FacePoint.RIGHT_EAR, FacePoint.RIGHT_EYE], [FacePoint.LEFT_EAR, FacePoint.LEFT_EYE]]
    ]
    return turned.to_source(sides[int(np.argmin(sides[:, 0, 0]))])
