"""The person in body axes: everything that measurements are computed from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from posture.body.camera.depth_errors import depth_correlation, depth_covariance
from posture.body.camera.errors import CameraErrors
from posture.body.camera.pinhole import Camera
from posture.body.framing import Framing
from posture.body.placed.entries import PlacedPoint
from posture.body.placed.merge import distance_in_sds, merge
from posture.body.points import (
    NODES,
    PerError,
    PerNode,
    PicturePoints,
    PointSet,
    coordinates,
    set_unknown,
)
from posture.body.remarks import Notice
from posture.body.side_view import Side
from posture.json_types import ArrayOf, FloatArray, Number

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class VersionedFeatures:
    """The row of numbers that the estimator read from a photo.

    Attributes
    ----------
    version : str
        Of their definition (``posture.body.estimate.features.VERSION``). Numbers of another version
        are kept but not read.
    values : ndarray, shape (F,)
        NaN where not seen.
    """

    version: str
    values: Annotated[FloatArray, ArrayOf((None,))]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, VersionedFeatures):
            return NotImplemented
        same = np.array_equal(self.values, other.values, equal_nan=True)
        return self.version == other.version and same


@dataclass(frozen=True, slots=True, eq=False)
class Widening:
    """What makes the errors of one photo larger than its features say.

    Attributes
    ----------
    nodes : ndarray, shape (35,)
        Factor on the error of each node: something hides it or touches it.
    roll_deg : float
        1-sigma error of the camera's roll beyond that of a phone held by hand, degrees.
    hides_head : bool
        Whether something hides head or neck, so that they do not tell who is seen.
    """

    nodes: PerNode
    roll_deg: Number
    hides_head: bool

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Widening):
            return NotImplemented
        same = np.array_equal(self.nodes, other.nodes)
        return (same, self.roll_deg, self.hides_head) == (True, other.roll_deg, other.hides_head)


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """One person seen from the side: everything that measurements are computed from.

    Two layers hold the anatomical points: ``detected`` (estimates) and ``placed`` (set by a person
    or a sticker). :attr:`points` merges them; every measurement reads that. Positions are in body
    axes (x forward, y up, unit stature), whichever way the person faces in the picture.

    Attributes
    ----------
    facing : {"left", "right"}
        Where the person looks in the picture.
    near_side : {"left", "right"}
        The person's own side that is towards the camera.
    camera : Camera
        Source pixels to body axes and back.
    detected : PointSet
        Estimated points with their joint covariance; never overwritten.
    placed : tuple of PlacedPoint
        Points set by a person or a sticker; at most one per point.
    depths : ndarray, shape (35,)
        Assumed depth of each node towards the camera, statures.
    depth_sds : ndarray, shape (35,)
        1-sigma errors of ``depths``.
    camera_errors : CameraErrors
        1-sigma errors of ``camera``.
    framing : Framing
        Which parts of the body lie inside the picture.
    stature_cm : float or None
        As given by the user.
    looseness : float
        0 bare or tight over the back, 1 loose cloth that hides it.
    occluded : tuple of str
        Spine nodes hidden by an arm or hair.
    notices : tuple of Notice
    shared : ndarray, shape (70, 5), or None
        Shift of the detected points by one standard error of the camera's roll, yaw, distance,
        scale and pitch, as far as their covariance shares it, statures. None: wholly, as placed
        points.
    features : VersionedFeatures or None
        Input of the estimator (``posture.body.estimate.features``), kept so that two photos of this
        person can be estimated jointly. None in documents that were stored without them.
    widening : Widening or None
        What of the errors in ``detected`` does not follow from ``features``; None for nothing, and
        in documents that were stored without it.
    raised : float or None
        How far head and neck in ``detected`` were raised (``posture.body.estimate.heights``),
        statures; None in documents that were stored without it, where they were not.
    """

    facing: Side
    near_side: Side
    camera: Camera
    detected: PointSet
    placed: tuple[PlacedPoint, ...]
    depths: PerNode
    depth_sds: PerNode
    camera_errors: CameraErrors
    framing: Framing
    stature_cm: float | None
    looseness: Number
    occluded: tuple[str, ...]
    notices: tuple[Notice, ...]
    shared: PerError | None = None
    features: VersionedFeatures | None = None
    widening: Widening | None = None
    raised: Number | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Body):
            return NotImplemented

        def same(a: Any, b: Any) -> bool:
            if isinstance(a, np.ndarray):
                return np.array_equal(a, b, equal_nan=True)
            return bool(a == b)

        return all(same(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))

    @property
    def shows_head(self) -> bool:
        """Whether nothing hides head or neck, so that they tell who is seen."""
        return self.widening is None or not self.widening.hides_head

    @property
    def layered(self) -> PointSet:
        """Both layers for drawing on the picture.

        A placed point lies exactly where it was placed, with the error of placing alone: the
        camera's errors move the axes, not the point in the picture. Estimates are those of
        :attr:`points`.
        """
        if not self.placed:
            return self.detected
        merged, own = self.points, self._own
        positions, covariance = merged.positions.copy(), merged.covariance.copy()
        positions[own] = self._at
        rows = coordinates(own)
        covariance[rows, :] = 0.0
        covariance[:, rows] = 0.0
        covariance[rows, rows] = np.repeat(self._placing_sds**2, 2)
        # A missing neighbour stays missing: its rows are NaN whatever was placed.
        set_unknown(covariance, np.isnan(positions[:, 0]))
        return PointSet(positions, covariance, merged.sources, merged.missing)

    @property
    def points(self) -> PointSet:
        """Both layers merged, with the camera's errors: the input of every measurement.

        A placed point and its estimate are averaged by their errors; their difference also corrects
        the other estimates (:func:`posture.body.placed.merge.merge`). A point placed by hand far
        from its estimate replaces it.
        """
        if not self.placed:
            return self.detected
        detected, own, at = self.detected, self._own, self._at
        # Where a placed point had no estimate, the camera's errors are taken at its place.
        filled = detected.positions.copy()
        blank = np.isnan(filled[own, 0])
        filled[own[blank]] = at[blank]
        alike = depth_correlation([NODES[i] for i in own])
        deep = depth_covariance(self.camera, at, self.depths[own], self.depth_sds[own], alike)
        modes = self.camera_errors.modes(self.camera, filled, self.depths)
        positions, covariance = merge(
            detected.positions,
            detected.covariance,
            modes,
            modes if self.shared is None else self.shared,
            own,
            at,
            np.diag(np.repeat(self._placing_sds**2, 2)) + deep,
            np.array([point.source != "sticker" for point in self.placed]),
        )
        sources = list(detected.sources)
        for i, point in zip(own, self.placed, strict=True):
            sources[i] = point.source
        names = {point.name for point in self.placed}
        missing = {name: why for name, why in detected.missing.items() if name not in names}
        return PointSet(positions, covariance, tuple(sources), missing)

    def far_from_estimates(self) -> dict[str, float]:
        """How far each placed point lies from its estimate, standard errors of the estimate.

        Returns
        -------
        dict of str to float
            By point, without those that have no estimate.
        """
        if not self.placed:
            return {}
        apart = self.detected.positions[self._own] - self._at
        return {
            point.name: distance_in_sds(by, self.detected.cov(point.name))
            for point, by in zip(self.placed, apart, strict=True)
            if not np.isnan(by).any()
        }

    @property
    def _own(self) -> NDArray[np.intp]:
        """Rows of the placed points, shape (M,)."""
        return np.array([NODES.index(point.name) for point in self.placed], dtype=np.intp)

    @property
    def _at(self) -> NDArray[np.float64]:
        """Where they were placed, body axes, shape (M, 2)."""
        px = np.array([(point.x_px, point.y_px) for point in self.placed])
        return self.camera.to_body(px, self.depths[self._own])

    @property
    def _placing_sds(self) -> NDArray[np.float64]:
        """Error of placing each, per coordinate, statures, shape (M,)."""
        return np.array([point.sd_px for point in self.placed]) / self.camera.px_per_stature

    def in_picture(self) -> PicturePoints:
        """Where all nodes of :attr:`layered` lie in the picture: merged once, not once a node."""
        points = self.layered
        variances = np.diagonal(points.covariance).reshape(-1, 2).mean(axis=1)
        return PicturePoints(
            points,
            self.camera.to_picture(points.positions, self.depths),
            np.sqrt(variances) * self.camera.px_per_stature,
        )
