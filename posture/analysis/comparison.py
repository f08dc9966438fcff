"""Changes between two photos of one person, with their errors.

Where possible both photos are read jointly: a second estimator sees the features of both, so that
errors which the two photos share drop out of the change. Points placed in one photo improve the
estimates of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from posture.analysis.reference import mismatch_faults
from posture.analysis.types import Analysis
from posture.assess.knowledge import knowledge
from posture.assess.norms import is_child
from posture.body.estimate.features import VERSION
from posture.body.estimate.network import weights
from posture.body.estimate.pair_weights import pair_weights
from posture.body.estimate.pairs import read_jointly
from posture.body.points import PointSource
from posture.errors import InputError
from posture.i18n.language import mark, tr
from posture.intervals import HOLDS_95
from posture.measure.difference import difference_of_pair
from posture.measure.measure import least_certain, measure
from posture.measure.measurement import PALPATED, Unit
from posture.measure.registry import METRICS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posture.body.estimate.pairs import Pair
    from posture.measure.measurement import Measurement

_OTHER_VERSION = mark(
    "One of the photos was analysed by another version of the program, so the two cannot be read "
    "jointly."
)
_NO_FEATURES = mark(
    "One of the analyses was stored without its features, so the two cannot be read jointly."
)


@dataclass(frozen=True, slots=True)
class Change:
    """Difference of one measurement between two photos.

    Attributes
    ----------
    name : str
        One of the fixed names (``cva``, ``pelvic_tilt``, ...).
    value : float
        Later less earlier photo; NaN where one of them has no value.
    sd : float
        1-sigma error, same unit; NaN where the value is.
    unit : {"deg", "% stature", "% trunk height"}
    source : {"estimated", "eye", "placed", "sticker"}
        The least certain source among the points of both photos.
    """

    name: str
    value: float
    sd: float
    unit: Unit
    source: PointSource

    @property
    def palpated(self) -> bool:
        """Whether every point that it uses was placed by touch or marked by a sticker."""
        return self.source in PALPATED

    @property
    def mdc(self) -> float:
        """Minimal detectable change (MDC95), same unit; NaN where there is no error.

        1.96 standard errors of the change, or the published value of the knowledge files where
        that is larger: a person never stands twice in exactly the same way, and the error of two
        photos does not contain that.
        """
        return max(HOLDS_95 * self.sd, knowledge().metric(self.name).mdc or 0.0)

    @property
    def exceeds_mdc(self) -> bool:
        """Whether the change is larger than ``mdc``; False where either is unknown."""
        return abs(self.value) > self.mdc


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two photos of one person and the changes between them.

    Attributes
    ----------
    before, after : Analysis
        The earlier and the later photo, as given.
    changes : mapping of str to Change
        One per measurement of both photos, in display order.
    read_jointly : bool
        Whether each photo was estimated with the features of the other beside it. If not, a change
        is the difference of two independent measurements.
    reason_not_joint : str or None
        Plain sentence (English, for ``tr``); given exactly where ``read_jointly`` is False.
    judged : bool
        Whether a change may be held against its MDC95: False where someone is under 18.
    """

    before: Analysis
    after: Analysis
    changes: Mapping[str, Change]
    read_jointly: bool
    reason_not_joint: str | None
    judged: bool

    @property
    def photos(self) -> tuple[Analysis, Analysis]:
        """The earlier and the later photo."""
        return self.before, self.after


def compare(before: Analysis, after: Analysis) -> Comparison:
    """Compare two photos of one person.

    Parameters
    ----------
    before, after : Analysis
        The earlier and the later photo. Points placed in either are used for both.

    Returns
    -------
    Comparison

    Raises
    ------
    InputError
        The photos do not belong together: other statures or sexes were given, or another pose
        model was used. All faults are listed.
    """
    _check(before, after)
    reason = _reason_not_joint(before, after)
    pair = None if reason else read_jointly(before.body, after.body)
    return Comparison(
        before=before,
        after=after,
        changes=_differences(before, after) if pair is None else _joint_changes(pair),
        read_jointly=pair is not None,
        reason_not_joint=reason,
        judged=not any(is_child(one.subject) for one in (before, after)),
    )


def _check(before: Analysis, after: Analysis) -> None:
    faults = mismatch_faults(before, after.subject, model=after.provenance.model)
    if faults:
        raise InputError(tr("The earlier photo does not belong to the later one:"), tuple(faults))


def _reason_not_joint(before: Analysis, after: Analysis) -> str | None:
    """Why the weights for two photos cannot be used; None where they can."""
    features = [one.body.features for one in (before, after)]
    versions = {one.version for one in features if one is not None}
    made = {one.provenance.estimator_sha256 for one in (before, after)}
    # The weights for two photos were trained on the estimates of the weights that ship, and on the
    # metrics that there were.
    trained = made == {weights().sha256} and pair_weights().correlation.size == len(METRICS)
    if not trained or versions - {VERSION}:
        return _OTHER_VERSION
    return _NO_FEATURES if None in features else None


def _differences(before: Analysis, after: Analysis) -> dict[str, Change]:
    """Changes of two photos that were measured independently.

    A stored analysis may have been made before a metric was added: only those of both are compared.
    """
    names = [name for name in after.measurements if name in before.measurements]
    readings = [{name: one.measurements[name] for name in names} for one in (before, after)]
    values, sds = _columns(readings)
    return _named(readings, values[1] - values[0], np.hypot(*sds))


def _joint_changes(pair: Pair) -> dict[str, Change]:
    """Changes of two photos that were read jointly."""
    bodies = (pair.before, pair.after)
    bare = [measure(replace(body, placed=())) for body in bodies]
    placed = [measure(body) if body.placed else one for body, one in zip(bodies, bare, strict=True)]
    learnt = [
        measure(replace(own, placed=())) if body.widening else one
        for body, own, one in zip(bodies, pair.as_learnt, bare, strict=True)
    ]
    (at, sd), (placed_at, placed_sd) = _columns(bare), _columns(placed)
    independent = np.hypot(*_columns(learnt)[1])
    # What a photo has beyond what was learnt is its own: it widens the change as it widens both.
    size = pair.sizes(independent, at[1] - at[0]) * (np.hypot(*sd) / independent)
    by_metric = (at.T, sd.T, placed_at.T, placed_sd.T, size, pair.learnt.correlation)
    found = [difference_of_pair(*each) for each in zip(*by_metric, strict=True)]
    value, error = np.array(found).T
    return _named(placed, value, error)


def _columns(
    readings: Sequence[Mapping[str, Measurement]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Values and errors of both photos, shape (2, M) each."""
    values = np.array([[one.value for one in photo.values()] for photo in readings])
    return values, np.array([[one.sd for one in photo.values()] for photo in readings])


def _named(
    readings: Sequence[Mapping[str, Measurement]],
    value: NDArray[np.float64],
    error: NDArray[np.float64],
) -> dict[str, Change]:
    first, second = readings
    return {
        name: Change(
            name=name,
            value=float(by),
            sd=float(sd),
            unit=one.unit,
            source=least_certain((one.source, second[name].source)),
        )
        for (name, one), by, sd in zip(first.items(), value, error, strict=True)
    }
