"""Photographs as the network alone sees them, and the rendered people that it learnt from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from posture.body.estimate.features import names
from posture.body.estimate.heights import SHARES, Heights
from posture.body.estimate.network import weights
from posture.body.estimate.real_people import AXES, Axis, real_people
from posture.body.points import NODES
from posture.measure.angles import knee_angle

from groundtruth.real.by_eye import ANGLES, angle_between_nodes, raters_differ
from groundtruth.real.deviation import label_sd
from groundtruth.real.results import cameras
from groundtruth.real.row import Row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.real.labels import Labels
    from groundtruth.real.results import Result

MOVED: tuple[tuple[str, Axis, float], ...] = (
    ("tragus", "forward", 1.0),
    ("acromion", "forward", 0.5),
    ("acromion", "up", 1.0),
    ("malleolus", "up", 1.0),
    ("toe", "forward", 1.0),
    ("toe", "up", 1.0),
)
"""Points that are moved to where people mark them, and by which share of the difference. The
shoulder goes half of the way forward: its place in the picture asks for all of it, the protraction
of the marked points for none. Its height is right, and varies more than is stated. Left out are
differences within their error, and the canthus, which brings no measurement nearer to the marked
one (docs/adr/0038); heights of head and neck have numbers of their own (docs/adr/0054)."""

LEG = [NODES.index(name) for name in ("trochanter", "knee", "malleolus")]
_PROTRACTION, _ACROMION = "shoulder_protraction", NODES.index("acromion")
_STEP = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Photographs as the network alone sees them.

    Attributes
    ----------
    person : ndarray of str, shape (N,)
    features, standardised : ndarray, shape (N, F)
    knee, knee_sd : ndarray, shape (N,)
        Knee angle and its stated error, degrees.
    slope : ndarray, shape (N,)
        Degrees for a knee one stature further back.
    off, off_sd : ndarray, shape (N, M)
        Marked less estimated place of what is ``MOVED``, and its stated error, statures; NaN where
        not marked.
    protraction, protraction_sd : ndarray, shape (N,)
        Marked less estimated protraction, and its stated error together with that of marking,
        statures; NaN where not marked.
    positions : ndarray, shape (N, 35, 2)
    by_eye, stated : ndarray, shape (N, A)
        The marked ``ANGLES``, and the program's stated error.
    """

    person: NDArray[np.str_]
    features: NDArray[np.float64]
    standardised: NDArray[np.float64]
    knee: NDArray[np.float64]
    knee_sd: NDArray[np.float64]
    slope: NDArray[np.float64]
    off: NDArray[np.float64]
    off_sd: NDArray[np.float64]
    protraction: NDArray[np.float64]
    protraction_sd: NDArray[np.float64]
    positions: NDArray[np.float64]
    by_eye: NDArray[np.float64]
    stated: NDArray[np.float64]

    def of(self, chosen: NDArray[np.bool_]) -> Seen:
        """Some of the photographs."""
        return Seen(*(getattr(self, name)[chosen] for name in self.__slots__))


def see(labels: Sequence[Labels], found: Sequence[Result]) -> Seen:
    """Take what is corrected already out of the program's answers.

    Parameters
    ----------
    labels : sequence of Labels
    found : sequence of Result

    Returns
    -------
    Seen
        Of those photographs that show the feet.
    """
    by_photo = {one.photo: one for one in labels}
    marking = label_sd(raters_differ(labels, cameras(found))[1].get(_PROTRACTION, []))
    rows = [
        _seen(Row(by_photo[one.photo], one, one.analysis), marking)
        for one in found
        if one.analysis is not None and one.analysis.body.framing.feet
    ]
    return Seen(*(np.array(column) for column in zip(*rows, strict=True)))


def _seen(row: Row, marking: float) -> tuple[object, ...]:
    """One photograph, in the order of the attributes of :class:`Seen`.

    ``marking`` is the error of a marked protraction, percent of stature; NaN where not known.
    """
    body, features = row.analysis.body, row.result.features
    standardised = weights().standardised(features)
    real = real_people().share(standardised, features, head_seen=body.shows_head)
    moved, doubt = real_people().moves(real, features)
    positions = row.result.alone - moved
    leg = positions[LEG]
    knees = np.stack([leg, leg])
    knees[:, 1, 0] -= np.array([0.0, _STEP])
    knee, further = knee_angle(knees[:, 0], knees[:, 1], knees[:, 2])
    slope = (further - knee) / _STEP
    told = row.analysis.measurements
    px = body.camera.to_picture(positions, body.depths)
    off, off_sd = np.full((2, len(MOVED)), np.nan)
    for k, (name, axis, _) in enumerate(MOVED):
        node, i = NODES.index(name), AXES.index(axis)
        if name in row.marked:
            off[k] = (row.marked[name] - row.axes(px[node]))[i]
            off_sd[k] = np.sqrt(row.result.alone_sd[node, i] ** 2 - doubt[node, i])
    known = told[_PROTRACTION].sd ** 2 - 1e4 * doubt[_ACROMION, 0]
    return (
        row.result.person,
        features,
        standardised,
        knee,
        np.sqrt(told["knee_angle"].sd ** 2 - slope**2 * doubt[LEG[1], 0]),
        slope,
        off,
        off_sd,
        (row.angles[_PROTRACTION] - angle_between_nodes(_PROTRACTION, positions)) / 100,
        np.sqrt(known + np.nan_to_num(marking) ** 2) / 100,
        positions,
        [row.angles[name] for name in ANGLES],
        [told[name].sd for name in ANGLES],
    )


def raise_of(kept: Heights, found: Result) -> NDArray[np.float64]:
    """How far an answer without the face detector was raised, statures, shape (35,).

    Parameters
    ----------
    kept : Heights
    found : Result
        Of a photograph that was analysed.
    """
    assert found.analysis is not None
    standardised = weights().standardised(found.features)
    seen = found.analysis.body.shows_head
    real = real_people().share(standardised, found.features, head_seen=seen)
    return real * kept.usual(found.features) * SHARES


def by_people(person: NDArray[np.str_], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of each person's photographs.

    Parameters
    ----------
    person : ndarray of str, shape (N,)
    values : ndarray, shape (N, ...)

    Returns
    -------
    ndarray, shape (P, ...)
    """
    return np.array([values[person == one].mean(axis=0) for one in np.unique(person)])


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """Rendered people whose feet are seen.

    Attributes
    ----------
    fitted : ndarray, shape (F,)
        Mean standardised features of those in fitted clothes.
    covariance : ndarray, shape (F, F)
        Within the two kinds of clothes, mean of both.
    """

    fitted: NDArray[np.float64]
    covariance: NDArray[np.float64]

    @classmethod
    def read(cls, files: Sequence[Path]) -> Rendered:
        """From files of rows."""
        column = names().index("feet_seen")
        found: tuple[list[NDArray[np.float64]], ...] = ([], [])
        for file in files:
            with np.load(file) as kept:
                features, everyday = kept["features"], kept["everyday"].astype(bool)
            whole = features[:, column] > 0.5
            for kind in (False, True):
                chosen = features[whole & (everyday == kind)]
                found[kind].append(weights().standardised(chosen))
        fitted, everyday = (np.concatenate(kind) for kind in found)
        return cls(fitted.mean(axis=0), (np.cov(fitted.T) + np.cov(everyday.T)) / 2)
