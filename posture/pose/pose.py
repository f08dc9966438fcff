"""The people that the detector found in a photo, and MediaPipe's landmarks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from posture.system.beside import in_a_row

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.system.beside import Beside


class Landmark(IntEnum):
    """Index of each MediaPipe pose landmark; left and right are the person's own."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


def _other_side(landmark: Landmark) -> Landmark:
    name = landmark.name
    if "LEFT" in name:
        return Landmark[name.replace("LEFT", "RIGHT")]
    return Landmark[name.replace("RIGHT", "LEFT")]


SWAPPED = np.array([_other_side(landmark) for landmark in Landmark])
"""Landmark indices with the person's left and right exchanged."""


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One person as detected, in decoded pixels (``Photo.pixels``).

    Attributes
    ----------
    landmarks : ndarray, shape (33, 2), float64
        x right, y down, pixel centres at +0.5; the mean over the photo and its mirror image where
        both were detected.
    visibility : ndarray, shape (33,), float64
        MediaPipe's visibility, 0 to 1.
    mirror_gap : ndarray, shape (33,), float64
        Distance in pixels between the two detections; NaN without the mirror pass.
    silhouette : ndarray, shape (H, W), float32
        Probability that a pixel belongs to the person, 0 to 1.
    model : str
        "full", "lite" or "heavy".
    model_sha256 : str
        Hash of the model bundle.
    """

    landmarks: NDArray[np.float64]
    visibility: NDArray[np.float64]
    mirror_gap: NDArray[np.float64]
    silhouette: NDArray[np.float32]
    model: str
    model_sha256: str

    @property
    def is_upside_down(self) -> bool:
        """Whether the hips lie above the shoulders: how a body without a head is often misread."""
        y = self.landmarks[:, 1]
        hips = y[Landmark.LEFT_HIP] + y[Landmark.RIGHT_HIP]
        return bool(hips < y[Landmark.LEFT_SHOULDER] + y[Landmark.RIGHT_SHOULDER])


class People:
    """Everybody found in a photo.

    Parameters
    ----------
    found : tuple of Pose
        Those who are known already, the main person first.
    candidates : tuple of Pose
        Detections of the second attempt, with a lower threshold, which only say why nobody was
        found; not to be measured. Empty unless nobody is found, or the main person is upside down.
    others : Beside, optional
        Further people, who are looked for when they are asked for, or before: see :meth:`begin`.
    face : Beside, optional
        Points of the main person's face, likewise.
    """

    __slots__ = ("_face", "_found", "_others", "candidates")

    def __init__(
        self,
        found: tuple[Pose, ...],
        candidates: tuple[Pose, ...] = (),
        others: Beside[tuple[Pose, ...]] | None = None,
        face: Beside[NDArray[np.float64] | None] | None = None,
    ) -> None:
        self._found, self._others, self._face = found, others, face
        self.candidates = candidates

    def begin(self, *before: Beside[Any]) -> None:
        """Begin, where a core is free, to look at the face and for others.

        Parameters
        ----------
        *before : Beside
            Other work, which is done first.
        """
        further = [one for one in (self._face, self._others) if one is not None]
        in_a_row(*before, *further)

    @property
    def main(self) -> Pose | None:
        """The largest silhouette with clear landmarks; None where nobody was found."""
        return self._found[0] if self._found else None

    @property
    def face(self) -> NDArray[np.float64] | None:
        """Points of the main person's face by the face detector; waits until it has looked.

        Returns
        -------
        ndarray, shape (6, 2), or None
            Decoded pixels, in the order of ``face.FacePoint``; None where it sees no face.
        """
        return self._face.result() if self._face else None

    @property
    def poses(self) -> tuple[Pose, ...]:
        """Everybody, the main person first; waits until others have been looked for.

        Others are there to refuse the photo: their landmarks may be rough.
        """
        return self._found + (self._others.result() if self._others else ())
