"""What to say of placed points: those that lie far from their estimates, or off the body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.body.placed.merge import ELSEWHERE
from posture.body.point_names import in_words
from posture.body.remarks import Notice
from posture.i18n.language import mark, translatable

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from posture.body.body import Body
    from posture.photo.photo import Photo
    from posture.pose.pose import Pose

OUTSIDE = 0.012
"""Distance from the silhouette from which a point lies off the body, statures: 2 cm in an adult.
Half of the points lie on the outline, and the silhouette is off by up to a centimetre."""


@dataclass(frozen=True, slots=True, eq=False)
class Silhouette:
    """Where the person is in a picture.

    Attributes
    ----------
    distance : ndarray, shape (H, W), float32
        Distance to the nearest pixel of the person, source pixels; 0 on the person.
    corner : tuple of float
        Top left corner of ``distance``, source pixels.
    scale : float
        Pixels of ``distance`` per source pixel.
    """

    distance: NDArray[np.float32]
    corner: tuple[float, float]
    scale: float

    @classmethod
    def of(cls, photo: Photo, pose: Pose) -> Silhouette:
        """The silhouette of the person who was detected in a photo or a part of one."""
        away = (pose.silhouette <= 0.5).astype(np.uint8)
        far = np.asarray(cv2.distanceTransform(away, cv2.DIST_L2, 5), np.float32)
        return cls(far / np.float32(photo.scale), photo.corner, photo.scale)

    def distance_px(self, x_px: float, y_px: float) -> float:
        """Distance of a place in the picture from the person, source pixels, [0, inf)."""
        high, wide = self.distance.shape
        column = int((x_px - self.corner[0]) * self.scale)
        row = int((y_px - self.corner[1]) * self.scale)
        return float(self.distance[min(max(row, 0), high - 1), min(max(column, 0), wide - 1)])


def off_body(body: Body, silhouette: Silhouette) -> tuple[str, ...]:
    """Names of the placed points that lie off the body in the picture."""
    limit = OUTSIDE * body.camera.px_per_stature
    return tuple(p.name for p in body.placed if silhouette.distance_px(p.x_px, p.y_px) > limit)


def placed_notices(body: Body, without: Collection[str] = ()) -> tuple[Notice, ...]:
    """A notice where points placed by hand lie elsewhere than their estimates.

    Parameters
    ----------
    body : Body
    without : collection of str
        Points that something else is said of.

    Returns
    -------
    tuple of Notice
        Made from the placed points each time; empty where all agree.
    """
    by_hand = {p.name for p in body.placed if p.source != "sticker"} - set(without)
    far = [name for name, sds in body.far_from_estimates().items() if sds > ELSEWHERE]
    names = [name for name in far if name in by_hand]
    if not names:
        return ()
    return (
        Notice(
            "placed_far_from_estimate",
            translatable(
                "Placed far from where the program estimates them: {points}. The numbers use the "
                "placed points.",
                points=in_words(names),
            ),
            mark("Look at the picture, and reset a point that slipped."),
        ),
    )
