"""Two visits as pictures of one size, aligned in scale and plumb line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from posture.body.points import NODES
from posture.present.encode import encode_jpeg
from posture.present.overlay.crop import CanvasBody, crop_to_person
from posture.present.overlay.overlay import draw
from posture.present.overlay.style import PAPER, Layers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.analysis.types import Analysis
    from posture.body.body import Body
    from posture.photo.photo import Photo

HEIGHT, WIDTH = 1200, 720
"""Pixels of each picture."""

_STATURE = 0.86 * HEIGHT
"""Pixels of the stature in both."""
_SOLE = 0.95 * HEIGHT
"""Row of the floor under the ankles in both; the plumb line runs down the middle column."""

_LAYERS = Layers(angles=False, legend=False)
"""Marks without words: a slider cuts through them."""


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """Two JPEG pictures of one size.

    Attributes
    ----------
    earlier, later : bytes
    width, height : int
        Pixels.
    """

    earlier: bytes
    later: bytes
    width: int = WIDTH
    height: int = HEIGHT


def aligned_pictures(
    earlier: tuple[Photo, Analysis], later: tuple[Photo, Analysis], *, layers: Layers = _LAYERS
) -> AlignedPair:
    """Draw two visits so that they lie over each other.

    Parameters
    ----------
    earlier, later : tuple of Photo and Analysis
    layers : Layers
        What to draw.

    Returns
    -------
    AlignedPair
        In both, one stature is as long, the true vertical is upright, and the plumb line through
        the ankle (the hip where that is not seen) runs down the middle.
    """
    first, second = (encode_jpeg(_aligned(photo, one, layers)) for photo, one in (earlier, later))
    return AlignedPair(first, second)


def _aligned(photo: Photo, analysis: Analysis, layers: Layers) -> NDArray[np.uint8]:
    drawn = draw(photo, analysis, layers=layers, height=HEIGHT)
    person = CanvasBody.of(analysis.body, crop_to_person(photo, analysis.body, HEIGHT))
    turn = _to_frame(person, analysis.body)
    size = (WIDTH, HEIGHT)
    return np.asarray(
        cv2.warpAffine(drawn, turn, size, flags=cv2.INTER_AREA, borderValue=PAPER), np.uint8
    )


def _to_frame(person: CanvasBody, body: Body) -> NDArray[np.float64]:
    """Affine map from the drawn picture to the common frame, shape (2, 3)."""
    node = NODES.index(person.plumb or "trochanter")
    x = float(np.nan_to_num(person.points.positions[node][0]))
    foot, top = person.map(np.array([[x, 0.0], [x, 1.0]]), body.depths[node])
    along = foot - top
    scale = _STATURE / float(np.hypot(*along))
    lean = float(np.arctan2(along[0], along[1]))
    cos, sin = scale * np.cos(lean), scale * np.sin(lean)
    linear = np.array([[cos, -sin], [sin, cos]])
    shift = np.array([WIDTH / 2, _SOLE]) - linear @ foot
    return np.column_stack([linear, shift])
