"""The estimator protocol, and an anthropometric estimator with fixed offsets.

An estimator computes anatomical points with a joint covariance from landmarks and the back edge.
The offsets and errors of the anthropometric one are in ``posture/body/data/anthropometric.json``,
each with its source.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from posture.body.body import NODES, POINTS, PROFILE_SIZE
from posture.body.camera.roll import ASSUMED_ROLL, Roll
from posture.body.framing import Framing
from posture.body.outline.back_edge import resample, smooth
from posture.body.proportions import Proportions, proportions, proportions_sha256
from posture.body.side_view import PARTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.body.camera.errors import CameraErrors
    from posture.body.camera.pinhole import Camera
    from posture.body.side_view import SideView

_CORRELATION = 0.15
"""Correlation length of the outline's errors along the profile, share of the arc C7-S2."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Input of an estimator.

    Attributes
    ----------
    seen : SideView
    camera : Camera
    edge : ndarray, shape (N, 2)
        Back edge from above the ear to below the hip, body axes, from top to bottom.
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
    """

    seen: SideView
    camera: Camera
    edge: NDArray[np.float64]
    looseness: float
    hair: bool
    resolution: float
    framing: Framing = field(default_factory=Framing)
    lens_known: bool = False
    roll: Roll = ASSUMED_ROLL


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Positions with their joint covariance.

    Attributes
    ----------
    positions : ndarray, shape (35, 2)
        Body axes, statures.
    covariance : ndarray, shape (70, 70)
    complete : bool
        Whether the covariance includes the errors of the camera and of points hidden by an arm. If
        not, it includes only the errors of the points in the picture.
    camera : Camera or None
        Corrected camera model, in whose axes the positions are; None for that of the evidence.
    camera_errors : CameraErrors or None
        Errors of ``camera``.
    shared : ndarray, shape (70, 5), or None
        Part of the positions' errors that goes with ``camera_errors``; see ``Body.shared``.
    features : ndarray, shape (F,), or None
        Input of the network; see ``Body.features``.
    """

    positions: NDArray[np.float64]
    covariance: NDArray[np.float64]
    complete: bool = False
    camera: Camera | None = None
    camera_errors: CameraErrors | None = None
    shared: NDArray[np.float64] | None = None
    features: NDArray[np.float64] | None = None


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


class _Errors:
    """Independent error sources: each adds one column of displacements, 1 sigma."""

    def __init__(self) -> None:
        self._columns: list[NDArray[np.float64]] = []

    def add(self, **moves: tuple[float, float]) -> None:
        """Add one source that moves the named nodes together."""
        column = np.zeros((len(NODES), 2))
        for node, move in moves.items():
            column[NODES.index(node)] = move
        self._columns.append(column.ravel())

    def add_column(self, column: NDArray[np.float64]) -> None:
        """Add one source, given as displacements of all nodes, shape (35, 2)."""
        self._columns.append(column.ravel())

    def covariance(self) -> NDArray[np.float64]:
        """Sum over the sources."""
        matrix = np.array(self._columns)
        return matrix.T @ matrix


class AnthropometricEstimator:
    """Points at fixed offsets from landmarks.

    C7, PSIS and the back profile follow the back edge; the ASIS follows from a mean pelvic tilt.
    """

    def __init__(self, weights: Proportions | None = None) -> None:
        self._weights = weights or proportions()

    @property
    def name(self) -> str:
        """Name of the weights."""
        return self._weights.name

    @property
    def sha256(self) -> str:
        """Hash of the data file."""
        return proportions_sha256()

    def depths(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Depths of the nodes and their errors; the back profile lies on the midline."""
        facts = self._weights.depths
        mean = [facts[name].value for name in POINTS] + [0.0] * PROFILE_SIZE
        sd = [facts[name].sd for name in POINTS] + [0.003] * PROFILE_SIZE
        return np.array(mean), np.array(sd)

    def estimate(self, evidence: Evidence) -> Estimate:
        """Estimate all nodes.

        Parameters
        ----------
        evidence : Evidence

        Returns
        -------
        Estimate
        """
        positions = np.full((len(NODES), 2), np.nan)
        errors = _Errors()
        at = {name: i for i, name in enumerate(NODES)}
        levels = self._joints(evidence, positions, errors)
        profile = self._profile(evidence, positions, errors, levels)
        if profile is not None:
            self._pelvis(evidence, positions, errors, profile, at)
        return Estimate(positions, errors.covariance())

    def _joints(
        self, evidence: Evidence, positions: NDArray[np.float64], errors: _Errors
    ) -> tuple[float, float]:
        """Set the points with a fixed offset; return S2's height and trochanter's error."""
        depth, _ = self.depths()
        seen = evidence.seen
        sd_hip = 0.0
        for name, offset in self._weights.offsets.items():
            i = NODES.index(name)
            source = seen.to_source(seen.side(offset.landmark))
            base = evidence.camera.to_body(source, depth[i])
            positions[i] = base + np.array([offset.forward, offset.up])
            blur = self._landmark_error(evidence, offset.landmark)
            sd_x = float(np.hypot(offset.sd_forward, blur))
            sd_y = float(np.hypot(offset.sd_up, blur))
            errors.add(**{name: (sd_x, 0.0)})
            if name == "trochanter":
                # Its height also determines PSIS and S2: added later, with their common error.
                sd_hip = sd_y
            else:
                errors.add(**{name: (0.0, sd_y)})
        above = self._weights.facts["psis_above_trochanter"]
        return float(positions[NODES.index("trochanter"), 1] + above.value), sd_hip

    def _landmark_error(self, evidence: Evidence, landmark: str) -> float:
        """Half the gap between photo and mirror image, and a pixel, in statures."""
        gap = evidence.seen.gap[PARTS.index(landmark)]
        half = 0.0 if np.isnan(gap) else gap / 2
        return float(np.hypot(half, 1.0) * evidence.resolution)

    def _profile(
        self,
        evidence: Evidence,
        positions: NDArray[np.float64],
        errors: _Errors,
        levels: tuple[float, float],
    ) -> NDArray[np.float64] | None:
        """Set C7 and the back profile from the edge; None where the edge is not visible."""
        facts = self._weights.facts
        tragus, acromion = positions[NODES.index("tragus")], positions[NODES.index("acromion")]
        rise = float(tragus[1] - acromion[1])
        c7_y = float(acromion[1] + facts["c7_share"].value * rise)
        s2_y, sd_hip = levels
        edge = evidence.edge
        if len(edge) < 2 or edge[0, 1] < c7_y:
            errors.add(trochanter=(0.0, sd_hip))
            return None
        spacing = max(abs(float(np.median(np.diff(edge[:, 1])))), 1e-6)
        line = smooth(edge, 0.010 / spacing) + np.array([facts["outline"].value, 0.0])
        bottom = max(s2_y, float(line[-1, 1]))
        y = np.linspace(c7_y, bottom, max(50, int((c7_y - bottom) / spacing)))
        x = np.interp(-y, -line[:, 1], line[:, 0])
        profile = resample(np.column_stack([x, y]), PROFILE_SIZE)
        positions[len(POINTS) :] = profile
        positions[NODES.index("c7")] = profile[0]
        self._profile_errors(evidence, errors, profile, rise, sd_hip)
        return profile

    def _profile_errors(
        self,
        evidence: Evidence,
        errors: _Errors,
        profile: NDArray[np.float64],
        rise: float,
        sd_hip: float,
    ) -> None:
        facts = self._weights.facts
        share = np.linspace(0, 1, PROFILE_SIZE)
        slope = np.gradient(profile[:, 0]) / np.gradient(profile[:, 1])
        along = np.column_stack([slope, np.ones(PROFILE_SIZE)])

        def slide(weight: NDArray[np.float64], sd: float, **also: tuple[float, float]) -> None:
            """Add an error of height: nodes and the points at both ends move along the outline."""
            column = np.zeros((len(NODES), 2))
            column[len(POINTS) :] = along * (weight * sd)[:, None]
            column[NODES.index("c7")] = column[len(POINTS)]
            column[NODES.index("psis")] = column[-1]
            column[NODES.index("asis")] = column[-1]
            for node, move in also.items():
                column[NODES.index(node)] += move
            errors.add_column(column)

        slide(1 - share, facts["c7_share"].sd * rise)
        slide(share, facts["psis_above_trochanter"].sd)
        slide(share, sd_hip, trochanter=(0.0, sd_hip))
        # Errors of the outline: correlated along the profile, larger under loose cloth.
        sd = np.full(
            PROFILE_SIZE,
            np.hypot(facts["outline"].sd, 0.5 * evidence.resolution) * (1 + 2 * evidence.looseness),
        )
        if evidence.hair:
            sd += 0.02 * np.exp(-((share / 0.12) ** 2))
        kernel = np.exp(-(((share[:, None] - share[None, :]) / _CORRELATION) ** 2))
        root = np.linalg.cholesky(kernel + 1e-6 * np.eye(PROFILE_SIZE))
        for j in range(PROFILE_SIZE):
            column = np.zeros((len(NODES), 2))
            column[len(POINTS) :, 0] = sd * root[:, j]
            column[NODES.index("c7")] = column[len(POINTS)]
            column[NODES.index("psis")] = column[-1]
            column[NODES.index("asis")] = column[-1]
            errors.add_column(column)

    def _pelvis(
        self,
        evidence: Evidence,
        positions: NDArray[np.float64],
        errors: _Errors,
        profile: NDArray[np.float64],
        at: dict[str, int],
    ) -> None:
        """Set the PSIS in front of the skin at S2, and the ASIS from pelvic depth and mean tilt."""
        facts = self._weights.facts
        before, depth = facts["psis_before_skin"], facts["asis_psis"]
        dx, dy = profile[-3] - profile[-1]
        slope = float(np.degrees(np.arctan2(dx, dy)))
        tilt = np.radians(
            facts["pelvic_tilt"].value
            + facts["tilt_per_slope"].value * (slope - facts["sacral_slope"].value)
        )
        psis = profile[-1] + np.array([before.value, 0.0])
        ahead = np.array([np.cos(tilt), -np.sin(tilt)])
        positions[at["psis"]] = psis
        positions[at["asis"]] = psis + depth.value * ahead
        errors.add(psis=(before.sd, 0.0), asis=(before.sd, 0.0))
        errors.add(asis=(depth.sd * ahead[0], depth.sd * ahead[1]))
        # The slope of the outline has an error too (8 degrees), which adds to that of the tilt.
        sd_tilt = np.radians(
            np.hypot(facts["pelvic_tilt"].sd, facts["tilt_per_slope"].value * 8.0)
        ) * (1 + 0.5 * evidence.looseness)
        swing = depth.value * sd_tilt
        errors.add(asis=(swing * -np.sin(tilt), swing * -np.cos(tilt)))
