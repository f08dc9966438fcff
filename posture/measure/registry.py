"""All metrics: name, unit, function, nodes and interval of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from posture.body.points import NODES, POINTS, PROFILE_SIZE, SPINE
from posture.measure import angles, lengths, profile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posture.measure.measurement import Unit

SIGNED = (-180.0, 180.0)
"""Interval of a signed angle, degrees; open below, closed above."""

_UNBOUNDED = (-np.inf, np.inf)


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    Attributes
    ----------
    name : str
        Fixed name; also the key in documents and knowledge files.
    unit : {"deg", "% stature", "% trunk height"}
    function : callable
        Pure geometry: one array of shape (..., 2) per point, or the profile (..., 25, 2).
    nodes : tuple of str
        Names in ``NODES`` that the value depends on, and no others.
    interval : tuple of float
        Smallest and largest possible value.
    of_profile : bool
        Whether the function takes the back profile in place of points.
    """

    name: str
    unit: Unit
    function: Callable[..., NDArray[np.float64]]
    nodes: tuple[str, ...]
    interval: tuple[float, float] = SIGNED
    of_profile: bool = False

    @property
    def rows(self) -> NDArray[np.intp]:
        """Rows of the nodes in a positions array."""
        return _rows(self.nodes)

    def value(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Evaluate on positions.

        Parameters
        ----------
        positions : ndarray, shape (..., 35, 2)
            Body axes, one row per name in ``NODES``.

        Returns
        -------
        ndarray, shape (...)
            NaN where a needed node is.
        """
        if self.of_profile:
            return self.function(positions[..., len(POINTS) :, :])
        return self.function(*(positions[..., row, :] for row in self.rows))


@cache
def _rows(nodes: tuple[str, ...]) -> NDArray[np.intp]:
    rows = np.array([NODES.index(name) for name in nodes], dtype=np.intp)
    rows.setflags(write=False)
    return rows


def _spine(*parts: range) -> tuple[str, ...]:
    return tuple(SPINE[i] for i in sorted({i for part in parts for i in part}))


_C7, _T12, _S2 = (profile.window(level) for level in (profile.C7, profile.T12, profile.S2))
# The smoothing of the lowest thoracic node uses nodes a little below T12.
_THORACIC = range(profile.window((profile.THORACIC.stop - 1) / (PROFILE_SIZE - 1)).stop)
_ENDS = range(0, PROFILE_SIZE, PROFILE_SIZE - 1)

METRICS: tuple[Metric, ...] = (
    Metric("cva", "deg", angles.cva, ("c7", "tragus")),
    Metric("head_tilt", "deg", angles.head_tilt, ("tragus", "canthus")),
    Metric(
        "ear_shoulder_offset",
        "% stature",
        lengths.ear_shoulder_offset,
        ("acromion", "tragus"),
        _UNBOUNDED,
    ),
    Metric("shoulder_c7", "deg", angles.shoulder_c7, ("acromion", "c7")),
    Metric(
        "shoulder_protraction",
        "% stature",
        lengths.shoulder_protraction,
        ("c7", "acromion"),
        _UNBOUNDED,
    ),
    Metric(
        "shoulder_hip_offset",
        "% stature",
        lengths.shoulder_hip_offset,
        ("trochanter", "acromion"),
        _UNBOUNDED,
    ),
    Metric("kyphosis", "deg", profile.kyphosis, _spine(_C7, _T12), of_profile=True),
    Metric(
        "fleche_cervicale",
        "% trunk height",
        profile.fleche_cervicale,
        _spine(_THORACIC, _ENDS),
        (0.0, np.inf),
        of_profile=True,
    ),
    Metric("lordosis", "deg", profile.lordosis, _spine(_T12, _S2), of_profile=True),
    Metric(
        "fleche_lombaire",
        "% trunk height",
        profile.fleche_lombaire,
        SPINE,
        (0.0, np.inf),
        of_profile=True,
    ),
    Metric("sacral_slope", "deg", profile.sacral_slope, _spine(_S2), of_profile=True),
    Metric("pelvic_tilt", "deg", angles.pelvic_tilt, ("psis", "asis")),
    Metric("trunk_lean", "deg", angles.trunk_lean, ("trochanter", "acromion")),
    Metric("hip_angle", "deg", angles.hip_angle, ("acromion", "trochanter", "knee"), (0.0, 360.0)),
    Metric("knee_angle", "deg", angles.knee_angle, ("trochanter", "knee", "malleolus")),
    Metric("body_lean", "deg", angles.body_lean, ("malleolus", "tragus")),
    Metric(
        "hip_ankle_offset",
        "% stature",
        lengths.hip_ankle_offset,
        ("malleolus", "trochanter"),
        _UNBOUNDED,
    ),
)
"""All metrics in display order: head, shoulders, back, pelvis, legs, whole body."""
