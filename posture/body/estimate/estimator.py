"""What an estimator of the anatomical points is given, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from posture.body.camera.roll import ASSUMED_ROLL, Roll
from posture.body.framing import Framing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from posture.body.body import Widening
    from posture.body.camera.errors import CameraErrors
    from posture.body.camera.pinhole import Camera
    from posture.body.outline.adjoining import Touch
    from posture.body.side_view import SideView


Region = Literal["head", "neck", "trunk", "pelvis", "legs"]
"""A part of the body that something may hide."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Input of an estimator.

    Attributes
    ----------
    seen : SideView
    camera : Camera
    looseness : float
        0 (bare back) to 1 (hanging cloth).
    hair : bool
        Whether hair hides the nape.
    resolution : float
        Size of a decoded pixel, statures.
    framing : Framing
        Which parts of the person are in the picture.
    lens_known : bool
        Whether EXIF gives the focal length, so that the distance is known.
    roll : Roll
        The camera's roll with its error, and the pitch from the same verticals.
    face_hidden : bool
        Whether a bar, a patch or a blur hides the face.
    neck_hidden : bool
        Whether hair, a hood or a bag fills the nape.
    touching : tuple of Touch
        Things that touch back or belly and are not in the silhouette.
    face : ndarray, shape (2, 2), optional
        Near ear and near eye of the face detector, source pixels; None where it sees no face, or a
        bar, a patch or a blur hides it.
    """

    seen: SideView
    camera: Camera
    looseness: float
    hair: bool
    resolution: float
    framing: Framing = field(default_factory=Framing)
    lens_known: bool = False
    roll: Roll = ASSUMED_ROLL
    face_hidden: bool = False
    neck_hidden: bool = False
    touching: tuple[Touch, ...] = ()
    face: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Positions with their joint covariance, and the camera model in whose axes they are.

    Attributes
    ----------
    positions : ndarray, shape (35, 2)
        Body axes, statures; of every node, whatever is seen.
    covariance : ndarray, shape (70, 70)
        Includes the errors of the camera, and of points that an arm, hair or cloth hides.
    camera : Camera
        That of the evidence, corrected.
    camera_errors : CameraErrors
        Errors of ``camera``.
    shared : ndarray, shape (70, 5)
        Part of the positions' errors that goes with ``camera_errors``; see ``Body.shared``.
    features : ndarray, shape (F,)
        Input of the network; see ``Body.features``.
    hidden : tuple of str
        Regions of the body that something hides; their errors are wider.
    widening : Widening or None
        See ``Body.widening``.
    raised : float
        See ``Body.raised``.
    """

    positions: NDArray[np.float64]
    covariance: NDArray[np.float64]
    camera: Camera
    camera_errors: CameraErrors
    shared: NDArray[np.float64]
    features: NDArray[np.float64]
    hidden: tuple[Region, ...] = ()
    widening: Widening | None = None
    raised: float = 0.0


class Estimator(Protocol):
    """Computes points with errors from evidence."""

    @property
    def name(self) -> str:
        """Name of the weights, for the provenance."""
        ...

    @property
    def sha256(self) -> str:
        """Hash of the weights, for the provenance."""
        ...

    def depths(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Depth of each node towards the camera and its error, statures, shapes (35,)."""
        ...

    def estimate(self, evidence: Evidence) -> Estimate:
        """Estimate every node; the caller removes those outside the picture."""
        ...
