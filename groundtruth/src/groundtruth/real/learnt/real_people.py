"""Fits ``posture/body/estimate/data/real_people.json``: by how much real people differ.

**Likeness.** A linear discriminant between rendered people in fitted clothes and the people of the
photographs, from landmarks and outline alone: camera, resolution and framing of these photographs
say nothing of other ones.

**Knee.** Nobody can mark it by eye through clothes. Its mean is chosen so that people in trousers
stand as the literature says that people do.

**Points that can be marked.** Marked less estimated place, drawn towards nothing by the mean's own
error; what of the spread is not stated yet, and the error of the mean. The errors of shoulder and
C7 go together in rendered people more than in real ones, so the shoulder has half of what the
protraction lacks: the ear in front of the shoulder lacks nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from posture.assess.knowledge import knowledge
from posture.body.estimate.real_people import (
    Likeness,
    Move,
    Offset,
    RealPeopleFile,
    share_clothed,
)
from posture.body.estimate.regions import KINDS, REGIONS, parts_of_features

from groundtruth.fast.detection import OUTLINE
from groundtruth.real.deviation import FEWEST_PAIRS
from groundtruth.real.seen import MOVED, by_people

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.real.seen import Rendered, Seen

MEN, WOMEN = 21, 3
"""People of the photographs, as far as they show it: weights of the norms of the knee."""

KNEE_SD = 0.006
"""Spread of the knee's deviation among people, statures (2.8 degrees of the knee angle). Estimated
and marked knees differ by 0.56 % (SD) before the line from acromion to malleolus; the estimates
vary more among people than the norm and the network's own error explain (2.0 degrees), and the
norm's mean is known to 1.5 degrees."""

_PENALTY = 0.003
"""Ridge on the covariance of standardised features."""

_DIGITS = 5


def fit(seen: Seen, rendered: Rendered) -> RealPeopleFile:
    """Fit every number of the file.

    Parameters
    ----------
    seen : Seen
    rendered : Rendered

    Returns
    -------
    RealPeopleFile
    """
    people = np.unique(seen.person)
    real = by_people(seen.person, seen.standardised).mean(axis=0)
    outline_and_landmarks = np.arange(OUTLINE.stop)
    below = np.flatnonzero(parts_of_features() // len(KINDS) >= REGIONS.index("trunk"))
    clothed = by_people(seen.person, share_clothed(seen.features)) > 0.5
    bent, slope = (by_people(seen.person, values)[clothed] for values in (seen.knee, seen.slope))
    back = float((knee_norm() - bent).mean() / slope.mean())
    return RealPeopleFile(
        source=f"{len(seen.person)} photographs of {len(people)} people, and the norm of the knee",
        knee_back=Offset(mean=round(back, _DIGITS), sd=KNEE_SD),
        marked=_marked(seen),
        likeness=discriminant(real, rendered, outline_and_landmarks),
        without_head=discriminant(real, rendered, below),
    )


def _marked(seen: Seen) -> list[Move]:
    """How far the points that can be marked lie from their estimates."""
    off, stated = (by_people(seen.person, values) for values in (seen.off, seen.off_sd))
    found: list[Move] = []
    for k, (point, axis, share) in enumerate(MOVED):
        known = np.isfinite(off[:, k])
        own, expected = off[known, k], stated[known, k]
        mean, variance = own.mean(), own.var(ddof=1)
        error = variance / len(own)
        drawn = mean * max(0.0, mean**2 - error) / max(mean**2, error)
        more = max(0.0, variance - (expected**2).mean())
        if (point, axis) == ("acromion", "forward"):
            more = (more + max(more, _of_protraction(seen))) / 2
        sd = np.sqrt(more + error + share * (1.0 - share) * drawn**2)
        # No negative zero.
        mean, sd = (round(float(value), _DIGITS) + 0.0 for value in (share * drawn, sd))
        found.append(Move(point=point, axis=axis, mean=mean, sd=sd))
    return found


def _of_protraction(seen: Seen) -> float:
    """Variance of the protraction that is not stated, squared statures."""
    off, stated = (by_people(seen.person, v) for v in (seen.protraction, seen.protraction_sd))
    known = np.isfinite(off)
    if known.sum() < FEWEST_PAIRS:
        return 0.0
    return float(off[known].var(ddof=1) - (stated[known] ** 2).mean())


def fit_points(kept: RealPeopleFile, seen: Seen) -> RealPeopleFile:
    """Fit the points that can be marked; everything else stays.

    Parameters
    ----------
    kept : RealPeopleFile
    seen : Seen

    Returns
    -------
    RealPeopleFile
    """
    return kept.model_copy(update={"marked": _marked(seen)})


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
