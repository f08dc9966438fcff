"""Frontal view of a person: front or back, the person's left and right, rotation of the body."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, Protocol

import numpy as np

from posture.json_types import ArrayOf, FloatArray
from posture.pose.pose import SWAPPED, Landmark

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.pose.pose import Pose

FrontalSide = Literal["front", "back"]

LINES = ("head", "shoulders", "pelvis")
"""Lines between a left and a right point, from top to bottom."""

_ENDS = {
    "head": Landmark.LEFT_EAR,
    "shoulders": Landmark.LEFT_SHOULDER,
    "pelvis": Landmark.LEFT_HIP,
}
_LEFT = np.array([_ENDS[line] for line in LINES])
_RIGHT = SWAPPED[_LEFT]

SHOULDERS = 0.68
"""Distance of the shoulder landmarks over the trunk's length, seen exactly from the front or the
back: mean of rendered and real people (real ones 0.65-0.73)."""

FEET = 0.42
"""Heel to toe over the trunk's length where the feet point sideways (rendered people)."""


@dataclass(frozen=True, slots=True, eq=False)
class FrontalView:
    """Ends of the lines on the person's own left and right.

    Attributes
    ----------
    view : {"front", "back"}
    mirrored : bool
        Whether the picture is a mirror image, as many selfies are.
    left, right : ndarray, shape (3, 2)
        Ends of ``LINES`` on the person's own left and right, source pixels.
    turn_deg : float
        Rotation of the body out of the frontal plane, [0, 90].
    """

    view: FrontalSide
    mirrored: bool
    left: Annotated[FloatArray, ArrayOf((len(LINES), 2))]
    right: Annotated[FloatArray, ArrayOf((len(LINES), 2))]
    turn_deg: float

    @property
    def right_is_left(self) -> int:
        """+1 where the person's right is on the left of the picture, -1 where on its right."""
        return 1 if (self.view == "front") != self.mirrored else -1

    def tilts(self, roll_deg: float) -> NDArray[np.float64]:
        """How far the right end of each line is above the left.

        Parameters
        ----------
        roll_deg : float
            Camera roll: how far a true vertical leans clockwise in the picture.

        Returns
        -------
        ndarray, shape (3,)
            Degrees, (-90, 90), + right higher; corrected for the camera's roll.
        """
        rise = self.left[:, 1] - self.right[:, 1]
        run = self.right_is_left * (self.left[:, 0] - self.right[:, 0])
        # Clockwise roll raises the left part of the picture.
        return np.degrees(np.arctan2(rise, run)) - self.right_is_left * roll_deg

    def spans(self) -> NDArray[np.float64]:
        """Length of each line, source pixels, shape (3,)."""
        return np.hypot(*(self.right - self.left).T)


class HasLandmarks(Protocol):
    """A detection in a photo, or in a frame of a camera."""

    @property
    def landmarks(self) -> NDArray[np.floating]:
        """Pixels, shape (33, 2)."""
        ...


def find_frontal_view(pose: HasLandmarks) -> FrontalSide:
    """Front or back, by the order of left and right landmarks in the picture.

    From the front, the person's left is on the right of the picture; from the back, on the left.
    The signed distances of eyes, ears, shoulders and hips are summed, so that a pair of nearly
    coinciding landmarks has little weight.

    Parameters
    ----------
    pose : HasLandmarks

    Returns
    -------
    {"front", "back"}
    """
    pairs = (Landmark.LEFT_EYE, Landmark.LEFT_EAR, Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP)
    x = pose.landmarks[:, 0]
    return "front" if sum(x[left] - x[SWAPPED[left]] for left in pairs) >= 0 else "back"


def name_sides(
    pose: Pose,
    scale: float,
    corner: tuple[float, float] = (0.0, 0.0),
    *,
    view: FrontalSide | None = None,
    mirrored: bool = False,
    feet: bool = True,
) -> FrontalView:
    """Assign the ends of the lines to the person's left and right.

    Parameters
    ----------
    pose : Pose
    scale : float
        Decoded pixels per source pixel.
    corner : tuple of float
        Top left corner of the picture, source pixels (``Photo.corner``).
    view : {"front", "back"}, optional
        The view, if known; found from the landmarks by default.
    mirrored : bool
        Whether the picture is a mirror image.
    feet : bool
        Whether the feet are in the picture.

    Returns
    -------
    FrontalView
    """
    seen = find_frontal_view(pose)
    landmarks = pose.landmarks / scale + corner
    # A wrong view, or a mirror image, exchanges the sides; both together do not.
    swaps = (view is not None and view != seen) != mirrored
    left, right = (_RIGHT, _LEFT) if swaps else (_LEFT, _RIGHT)
    return FrontalView(
        view=view or seen,
        mirrored=mirrored,
        left=landmarks[left],
        right=landmarks[right],
        turn_deg=find_turn(pose, feet=feet),
    )


def find_turn(pose: HasLandmarks, *, feet: bool = True) -> float:
    """Rotation of the body out of the frontal plane.

    The shoulder breadth over the trunk's length falls with the cosine of the rotation, too little
    to distinguish a small rotation from narrow shoulders. The direction of the feet is more
    sensitive.

    Parameters
    ----------
    pose : HasLandmarks
    feet : bool
        Whether the feet are in the picture.

    Returns
    -------
    float
        The larger of both estimates, degrees, [0, 90].
    """
    at = pose.landmarks
    shoulders = at[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]]
    hips = at[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]]
    trunk = max(float(np.hypot(*(shoulders - hips).mean(axis=0))), 1e-6)
    breadth = float(np.hypot(*(shoulders[1] - shoulders[0]))) / trunk
    turn = math.degrees(math.acos(min(1.0, breadth / SHOULDERS)))
    if not feet:
        return turn
    # The mean of both feet: feet that point outwards symmetrically cancel out.
    toes = at[[Landmark.LEFT_FOOT_INDEX, Landmark.RIGHT_FOOT_INDEX], 0]
    heels = at[[Landmark.LEFT_HEEL, Landmark.RIGHT_HEEL], 0]
    length = abs(float((toes - heels).mean())) / trunk
    return max(turn, math.degrees(math.asin(min(1.0, length / FEET))))
