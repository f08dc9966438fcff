"""Fits ``posture/body/estimate/data/legs.json``: by how much real people's legs differ.

**Likeness.** A linear discriminant between rendered people in fitted clothes and the people of the
photographs, from landmarks and outline alone: camera, resolution and framing of these photographs
say nothing of other ones.

**Knee.** Nobody can mark it by eye through clothes. Its mean is chosen so that people in trousers
stand as the literature says that people do.

**Malleolus and toe.** Marked less estimated height, and what of its spread is not stated yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from posture.assess.knowledge import knowledge
from posture.body.body import NODES
from posture.body.estimate.features import names
from posture.body.estimate.legs import (
    Legs,
    LegsFile,
    Likeness,
    Offset,
    is_head_seen,
    legs,
    share_clothed,
)
from posture.body.estimate.network import weights
from posture.body.estimate.regions import KINDS, REGIONS, parts_of_features
from posture.measure.angles import knee_angle

from groundtruth.fast.detection import OUTLINE
from groundtruth.real.by_eye import stature_px, to_axes
from groundtruth.real.labels import read_labels
from groundtruth.real.results import results

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.real.labels import Labels
    from groundtruth.real.results import Result

MEN, WOMEN = 21, 3
"""People of the photographs, as far as they show it: weights of the norms of the knee."""

KNEE_SD = 0.006
"""Spread of the knee's deviation among people, statures (2.8 degrees of the knee angle). Estimated
and marked knees differ by 0.56 % (SD) before the line from acromion to malleolus; the estimates
vary more among people than the norm and the network's own error explain (2.0 degrees), and the
norm's mean is known to 1.5 degrees."""

_PENALTY = 0.003
"""Ridge on the covariance of standardised features."""

_MARKED = ("malleolus", "toe")
_LEG = [NODES.index(name) for name in ("trochanter", "knee", "malleolus")]
_STEP = 1e-3
_DIGITS = 5


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
    up, up_sd : ndarray, shape (N, 2)
        Marked less estimated height of malleolus and toe, and its stated error, statures; NaN where
        not marked.
    """

    person: NDArray[np.str_]
    features: NDArray[np.float64]
    standardised: NDArray[np.float64]
    knee: NDArray[np.float64]
    knee_sd: NDArray[np.float64]
    slope: NDArray[np.float64]
    up: NDArray[np.float64]
    up_sd: NDArray[np.float64]

    def of(self, chosen: NDArray[np.bool_]) -> Seen:
        """Some of the photographs."""
        return Seen(*(getattr(self, name)[chosen] for name in self.__slots__))


def run(rows: Sequence[Path], labels: Path, photos: Path, store: Path, out: Path) -> None:
    """Fit, print the figures of people who were left out, and write the file.

    Parameters
    ----------
    rows : sequence of Path
        ``rows.npz`` of what the network learnt from: people in fitted and in everyday clothes.
    labels, photos, store : Path
        See :func:`groundtruth.real.measured.measure`.
    out : Path
    """
    given = read_labels(labels)
    seen = see(given, results(given, photos, store))
    rendered = Rendered.read(rows)
    for line in left_out(seen, rendered):
        print(line)
    out.write_text(fit(seen, rendered).model_dump_json(indent=1) + "\n", "utf-8")


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
    rows = [
        _row(by_photo[one.photo], one)
        for one in found
        if one.analysis is not None and one.analysis.body.framing.feet
    ]
    return Seen(*(np.array(column) for column in zip(*rows, strict=True)))


def _row(labels: Labels, result: Result) -> tuple[object, ...]:
    assert result.analysis is not None
    body = result.analysis.body
    standardised = weights().standardised(result.features)
    head_seen = is_head_seen(notice.code for notice in body.notices)
    moved, doubt = legs().moves(standardised, result.features, head_seen=head_seen)
    positions = body.detected.positions - moved
    leg, back = positions[_LEG], np.array([0.0, _STEP])
    knees = np.stack([leg, leg])
    knees[:, 1, 0] -= back
    angle, further = knee_angle(knees[:, 0], knees[:, 1], knees[:, 2])
    slope = (further - angle) / _STEP
    variance = result.analysis.measurements["knee_angle"].sd ** 2 - slope**2 * doubt[_LEG[1], 0]
    stature = stature_px(labels, body.camera)
    px = body.camera.to_picture(positions, body.depths)
    up, up_sd = np.full((2, len(_MARKED)), np.nan)
    for k, name in enumerate(_MARKED):
        node = NODES.index(name)
        if name in labels.points:
            estimated, marked = (
                to_axes(at, body.camera, stature) for at in (px[node], labels.points[name])
            )
            up[k] = marked[1] - estimated[1]
            up_sd[k] = np.sqrt(body.detected.cov(name)[1, 1] - doubt[node, 1])
    return (
        result.person,
        result.features,
        standardised,
        angle,
        np.sqrt(variance),
        slope,
        up,
        up_sd,
    )


def fit(seen: Seen, rendered: Rendered) -> LegsFile:
    """Fit every number of the file.

    Parameters
    ----------
    seen : Seen
    rendered : Rendered

    Returns
    -------
    LegsFile
    """
    people = np.unique(seen.person)
    real = _of_people(seen, seen.standardised).mean(axis=0)
    outline_and_landmarks = np.arange(OUTLINE.stop)
    below = np.flatnonzero(parts_of_features() // len(KINDS) >= REGIONS.index("trunk"))
    clothed = _of_people(seen, share_clothed(seen.features)) > 0.5
    bent, slope = (_of_people(seen, values)[clothed] for values in (seen.knee, seen.slope))
    heights, stated = (_of_people(seen, values) for values in (seen.up, seen.up_sd))
    more = np.nanvar(heights, axis=0, ddof=1) - np.nanmean(stated**2, axis=0)
    up = [
        Offset(mean=round(float(mean), _DIGITS), sd=round(float(sd), _DIGITS))
        for mean, sd in zip(
            np.nanmean(heights, axis=0), np.sqrt(np.maximum(more, 0.0)), strict=True
        )
    ]
    back = float((knee_norm() - bent).mean() / slope.mean())
    return LegsFile(
        source=f"{len(seen.person)} photographs of {len(people)} people, and the norm of the knee",
        knee_back=Offset(mean=round(back, _DIGITS), sd=KNEE_SD),
        malleolus_up=up[0],
        toe_up=up[1],
        likeness=discriminant(real, rendered, outline_and_landmarks),
        without_head=discriminant(real, rendered, below),
    )


def knee_norm() -> float:
    """Mean knee angle of such people in the literature, degrees."""
    norm = knowledge().metrics["knee_angle"].norm
    assert norm is not None
    assert norm.male is not None
    assert norm.female is not None
    return (MEN * norm.male.mean + WOMEN * norm.female.mean) / (MEN + WOMEN)


def discriminant(real: NDArray[np.float64], rendered: Rendered, body: NDArray[np.intp]) -> Likeness:
    """Likeness that is 0 at the mean of rendered people and 1 at that of real ones.

    Parameters
    ----------
    real : ndarray, shape (F,)
        Mean standardised features of real people.
    rendered : Rendered
    body : ndarray of int
        Features that are used.

    Returns
    -------
    Likeness
    """
    apart = (real - rendered.fitted)[body]
    within = rendered.covariance[np.ix_(body, body)] + _PENALTY * np.eye(len(apart))
    along = np.linalg.solve(within, apart)
    found = np.zeros(len(real))
    found[body] = along / (along @ apart)
    return Likeness(
        weights=np.round(found, _DIGITS).tolist(),
        constant=round(-float(found @ rendered.fitted), _DIGITS),
    )


def left_out(seen: Seen, rendered: Rendered) -> list[str]:
    """Figures of each person with a fit that does not know this person.

    Parameters
    ----------
    seen : Seen
    rendered : Rendered

    Returns
    -------
    list of str
    """
    knee, sd = np.zeros((2, len(seen.person)))
    up = np.zeros_like(seen.up)
    up_sd = np.zeros_like(seen.up)
    likeness, below = np.zeros((2, len(seen.person)))
    for person in np.unique(seen.person):
        own = seen.person == person
        made = Legs(fit(seen.of(~own), rendered))
        likeness[own] = made.data.likeness(seen.standardised[own])
        below[own] = made.data.without_head(seen.standardised[own])
        for i in np.flatnonzero(own):
            moved, doubt = made.moves(seen.standardised[i], seen.features[i])
            knee[i] = seen.knee[i] - seen.slope[i] * moved[_LEG[1], 0]
            sd[i] = np.sqrt(seen.knee_sd[i] ** 2 + seen.slope[i] ** 2 * doubt[_LEG[1], 0])
            for k, name in enumerate(_MARKED):
                node = NODES.index(name)
                up[i, k] = moved[node, 1] - seen.up[i, k]
                up_sd[i, k] = np.sqrt(seen.up_sd[i, k] ** 2 + doubt[node, 1])
    norm = knowledge().metrics["knee_angle"].norm
    assert norm is not None
    off = np.abs(knee - knee_norm()) / np.hypot(sd, norm.all.sd)
    lines = [
        "each person left out:",
        f"likeness {likeness.mean():.2f}, SD {likeness.std():.2f}, least {likeness.min():.2f}; "
        f"without the head {below.mean():.2f}, SD {below.std():.2f}, least {below.min():.2f}",
        f"knee: median {np.median(knee):.2f}, SD {knee.std(ddof=1):.2f}, "
        f"stated {np.median(sd):.2f} deg; of norm and error together "
        f"{_held(off, 1.2816):.0f} % within 80 %, {_held(off, 1.96):.0f} % within 95 %",
    ]
    for k, name in enumerate(_MARKED):
        error, stated = up[:, k], up_sd[:, k]
        known = np.isfinite(error)
        lines.append(
            f"{name}, up: mean error {100 * error[known].mean():.2f}, "
            f"SD {100 * error[known].std(ddof=1):.2f}, stated {100 * np.median(stated[known]):.2f} "
            f"%; 95 % hold {_held(np.abs(error[known]) / stated[known], 1.96):.0f} %"
        )
    return lines


def _held(off: NDArray[np.float64], within: float) -> float:
    return 100.0 * float((off <= within).mean())


def _of_people(seen: Seen, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean of each person's photographs."""
    return np.array([values[seen.person == one].mean(axis=0) for one in np.unique(seen.person)])
