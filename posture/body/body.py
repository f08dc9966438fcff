"""The person in body axes: anatomical points with a joint covariance, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from posture.body.camera_errors import CameraErrors, add_to_placed, depth_covariance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from posture.body.camera import Camera

Side = Literal["left", "right"]
Source = Literal["estimated", "placed", "sticker"]

POINTS = (
    "tragus",
    "canthus",
    "c7",
    "acromion",
    "asis",
    "psis",
    "trochanter",
    "knee",
    "malleolus",
    "toe",
)
"""Anatomical points, in the order in which every array holds them."""

PROFILE_SIZE = 25
SPINE = tuple(f"spine_{i:02d}" for i in range(PROFILE_SIZE))
"""Back profile: skin over the spinous line at equal shares of its arc, 00 at C7 to 24 at S2."""

NODES = POINTS + SPINE
"""Everything with a position: the points, then the back profile."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One fault of a photo.

    Attributes
    ----------
    code : str
        Stable name, for example ``not_side_on``.
    text : str
        What was seen, one sentence.
    remedy : str
        How to retake the photo, one sentence.
    """

    code: str
    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A photo that cannot be analysed: an expected outcome, not an exception.

    Attributes
    ----------
    reasons : tuple of Reason
        Every fault found, the gravest first; never empty.
    photo_name : str
        Name of the photo.
    photo_sha256 : str
        Hash of the photo.
    """

    reasons: tuple[Reason, ...]
    photo_name: str
    photo_sha256: str


@dataclass(frozen=True, slots=True, eq=False)
class PointSet:
    """Positions with a joint covariance, in body axes (x forward, y up, unit = stature).

    Attributes
    ----------
    positions : ndarray, shape (35, 2)
        One row per name in ``NODES``; NaN where the position is unknown.
    covariance : ndarray, shape (70, 70)
        Joint covariance of ``positions.ravel()``; NaN rows and columns where unknown.
    sources : tuple of {"estimated", "placed", "sticker"}
        One per node.
    missing : mapping of str to str
        Node name to the plain sentence that says why it is unknown; exactly the NaN rows.
    """

    positions: NDArray[np.float64]
    covariance: NDArray[np.float64]
    sources: tuple[Source, ...]
    missing: Mapping[str, str] = field(default_factory=dict[str, str])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PointSet):
            return NotImplemented
        return (
            np.array_equal(self.positions, other.positions, equal_nan=True)
            and np.array_equal(self.covariance, other.covariance, equal_nan=True)
            and self.sources == other.sources
            and dict(self.missing) == dict(other.missing)
        )

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        """Position of one node, shape (2,)."""
        return self.positions[NODES.index(name)]

    def cov(self, name: str) -> NDArray[np.float64]:
        """Covariance of one node, shape (2, 2), statures squared."""
        i = 2 * NODES.index(name)
        return self.covariance[i : i + 2, i : i + 2]

    @property
    def profile(self) -> NDArray[np.float64]:
        """Back profile C7 to S2, shape (25, 2)."""
        return self.positions[len(POINTS) :]


@dataclass(frozen=True, slots=True)
class PlacedPoint:
    """A point that a person set by hand or a sticker: a layer above the detection.

    Attributes
    ----------
    name : str
        One of ``POINTS``.
    x_px, y_px : float
        Source pixels.
    sd_px : float
        1-sigma error of each coordinate, source pixels.
    source : {"placed", "sticker"}
    """

    name: str
    x_px: float
    y_px: float
    sd_px: float
    source: Literal["placed", "sticker"]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader should know about this photo that did not stop the analysis."""

    code: str
    text: str
    remedy: str


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A person seen from the side, turned to face +x.

    Attributes
    ----------
    facing : {"left", "right"}
        Where the person looks in the picture.
    near_side : {"left", "right"}
        The person's own side that is towards the camera.
    camera : Camera
        Source pixels to body axes and back.
    detected : PointSet
        The detection layer; never overwritten.
    placed : tuple of PlacedPoint
        The layer above it; at most one per point.
    depths : ndarray, shape (35,)
        Assumed depth of each node towards the camera, statures.
    depth_sds : ndarray, shape (35,)
        1-sigma errors of ``depths``.
    roll_sd_deg, yaw_sd_deg : float
        1-sigma errors of the camera's roll and the body's yaw.
    distance_sd, scale_sd : float
        1-sigma errors of the camera's distance and of pixels per stature, as shares.
    stature_cm : float or None
        As given by the user.
    looseness : float
        0 bare or tight over the back, 1 loose cloth that hides it.
    occluded : tuple of str
        Spine nodes hidden by an arm or hair.
    notices : tuple of Notice
    """

    facing: Side
    near_side: Side
    camera: Camera
    detected: PointSet
    placed: tuple[PlacedPoint, ...]
    depths: NDArray[np.float64]
    depth_sds: NDArray[np.float64]
    roll_sd_deg: float
    yaw_sd_deg: float
    distance_sd: float
    scale_sd: float
    stature_cm: float | None
    looseness: float
    occluded: tuple[str, ...]
    notices: tuple[Notice, ...]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Body):
            return NotImplemented

        def same(a: Any, b: Any) -> bool:
            if isinstance(a, np.ndarray):
                return np.array_equal(a, b, equal_nan=True)
            return bool(a == b)

        return all(same(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))

    @property
    def layered(self) -> PointSet:
        """The detection with the placed layer on top, as the picture shows them.

        A placed point is independent of the others: its cross-covariances are zero.
        """
        if not self.placed:
            return self.detected
        positions = self.detected.positions.copy()
        covariance = self.detected.covariance.copy()
        sources = list(self.detected.sources)
        missing = dict(self.detected.missing)
        for point in self.placed:
            i = NODES.index(point.name)
            positions[i] = self.camera.to_body((point.x_px, point.y_px), self.depths[i])
            covariance[2 * i : 2 * i + 2, :] = 0.0
            covariance[:, 2 * i : 2 * i + 2] = 0.0
            sd = point.sd_px / self.camera.px_per_stature
            covariance[2 * i, 2 * i] = covariance[2 * i + 1, 2 * i + 1] = sd * sd
            sources[i] = point.source
            missing.pop(point.name, None)
        # A missing neighbour stays missing: its rows are NaN whatever was placed.
        lost = np.repeat(np.isnan(positions[:, 0]), 2)
        covariance[lost, :] = np.nan
        covariance[:, lost] = np.nan
        return PointSet(positions, covariance, tuple(sources), missing)

    @property
    def points(self) -> PointSet:
        """What every measurement reads: both layers, with the camera's errors in the covariance.

        Estimates bring them along; placed points were read through the camera.
        """
        layered = self.layered
        if not self.placed:
            return layered
        names = {point.name for point in self.placed}
        placed = np.array([node in names for node in NODES])
        errors = CameraErrors(self.roll_sd_deg, self.yaw_sd_deg, self.distance_sd, self.scale_sd)
        modes = errors.modes(self.camera, layered.positions, self.depths)
        covariance = add_to_placed(layered.covariance, modes, placed)
        covariance += depth_covariance(
            self.camera, layered.positions, self.depths, np.where(placed, self.depth_sds, 0.0)
        )
        return PointSet(layered.positions, covariance, layered.sources, layered.missing)

    def picture_cov(self, name: str) -> NDArray[np.float64]:
        """Covariance of a node as drawn in the picture, shape (2, 2), body axes, statures squared.

        For a placed point the camera's errors are left out: they move the axes, not the point.
        """
        return self.layered.cov(name)

    def to_px(self, name: str) -> tuple[float, float, float]:
        """Where a node lies in the picture.

        Returns
        -------
        x_px, y_px, sd_px : float
            Source pixels; sd is the root mean square over both axes. NaN where unknown.
        """
        i = NODES.index(name)
        x, y = self.camera.to_picture(self.layered.positions[i], self.depths[i])
        sd = float(np.sqrt(np.trace(self.picture_cov(name)) / 2) * self.camera.px_per_stature)
        return float(x), float(y), sd
